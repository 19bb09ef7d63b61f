import { createHash } from 'node:crypto';
import { type FieldCipher } from '@zhucheng/bff/platform/crypto/field-cipher';
import { newId } from '@zhucheng/bff/platform/ids';
import { businesses, composeAcceptanceNumber, residentId } from '@zhucheng/shared';
import type { Connection } from 'mysql2/promise';

export const caseCount = 100_000;
/** Cases of one citizen; a page of the list shows 20. */
const casesEach = 20;
export const citizenCount = caseCount / casesEach;
const batch = 500;
const business = businesses[0]!;

/** What one request of the bench asks for. */
export interface Sample {
  caseId: string;
  acceptanceNumber: string;
  proof: string;
  token: string;
  blind: string;
}

const day = '20260302';
const at = Date.parse('2026-03-02T02:00:00Z');
const states = ['verified', 'authorising', 'submitted', 'reviewing'] as const;

const idNumberOf = (index: number, role: number): string =>
  residentId.compose(
    `450502${1960 + (index % 40)}0${1 + (index % 9)}${10 + (index % 18)}${String((index * 2 + role) % 1000).padStart(3, '0')}`,
  );

const unitOf = (index: number) => ({
  id: newId(at),
  unitNumber: `450502001001GB${String(index % 100_000).padStart(5, '0')}F0001${String(index % 10_000).padStart(4, '0')}`,
  location: `北海市海城区北部湾东路 ${index % 500} 号 ${index % 12} 幢 ${index % 30} 层 ${index % 8} 室`,
  use: 'dwelling',
  useName: '住宅',
  areaHundredths: 9_000 + (index % 4_000),
});

const insert = (connection: Connection, table: string, columns: string[], rows: unknown[][]) =>
  connection.query(`INSERT INTO \`${table}\` (${columns.map((column) => `\`${column}\``).join(', ')}) VALUES ?`, [
    rows,
  ]);

interface Citizen {
  id: string;
  idNumber: string;
  blind: string;
}

/** Inserts cases as the platform itself would have written them: encrypted forms and identities, events, checks. */
export async function fillCases(
  connection: Connection,
  cipher: FieldCipher,
  citizens: Citizen[],
  progress: (done: number) => void,
): Promise<void> {
  const form = {
    verify: {
      data: { certificateNumber: '桂（2020）北海市不动产权第0000001号', rightHolder: '陈海波', declared: true },
    },
    transaction: {
      data: { price: 88_800_000, payment: 'own', contractSignedOn: '2026-02-01', certificateCopies: 1, agreement: '' },
    },
    funds: { data: { escrow: 'no' } },
    'contract-filing': { data: { filingNumber: 'BH20260302000001' } },
    'deed-tax': { data: { how: 'typed', taxCertificateNumber: '345026000000000001' } },
  };
  for (let from = 0; from < caseCount; from += batch) {
    const cases: unknown[][] = [];
    const parties: unknown[][] = [];
    const events: unknown[][] = [];
    const checks: unknown[][] = [];
    for (let index = from; index < from + batch; index++) {
      const id = newId(at + index);
      const citizen = citizens[index % citizens.length]!;
      const unit = unitOf(index);
      const state = states[index % states.length]!;
      const hash = createHash('sha256').update(id).digest('hex');
      cases.push([
        id,
        composeAcceptanceNumber(String(Number(day) + Math.floor(index / 1_000_000)), String(index).padStart(6, '0')),
        business.id,
        business.version,
        state,
        6,
        citizen.id,
        unit.id,
        newId(at),
        JSON.stringify(unit),
        `${business.id}:${unit.id}`,
        cipher.encryptJson(form, `case.form:${id}`),
        hash,
        '[]',
        0,
        0,
        at + index,
        Date.now() + 86_400_000 * 300,
        at,
        at + index,
      ]);
      const people = [
        { role: 'seller', name: '陈海波', idNumber: citizen.idNumber, applicant: 1 },
        { role: 'seller', name: '林晓珍', idNumber: idNumberOf(index, 1), applicant: 0 },
        { role: 'buyer', name: '黄志强', idNumber: idNumberOf(index + 7, 0), applicant: 0 },
        { role: 'buyer', name: '苏雨桐', idNumber: idNumberOf(index + 7, 1), applicant: 0 },
      ];
      people.forEach((person, position) => {
        const partyId = newId(at + index);
        parties.push([
          partyId,
          id,
          person.role,
          position % 2,
          cipher.blindIndex(person.idNumber, 'id-number'),
          cipher.encryptJson(
            { name: person.name, idNumber: person.idNumber, phone: '13907790001' },
            `party:${partyId}`,
          ),
          person.applicant,
          person.applicant,
          'none',
        ]);
      });
      ['start', 'fill', 'fill', 'fill', 'send', 'authorise'].forEach((action, seq) => {
        events.push([
          newId(at + index),
          id,
          seq + 1,
          at + index + seq,
          action,
          'verified',
          state,
          'citizen',
          citizen.id,
          '出卖人 陈**',
          null,
        ]);
      });
      for (const check of ['contract-filed', 'tax-paid'])
        checks.push([id, check, 'passed', '核验通过。', hash, at + index]);
    }
    await insert(
      connection,
      'registration_case',
      [
        'id',
        'acceptance_number',
        'business_id',
        'business_version',
        'state',
        'version',
        'applicant_id',
        'unit_id',
        'right_id',
        'unit_summary',
        'pending_key',
        'form_cipher',
        'content_hash',
        'warnings',
        'ever_submitted',
        'correction_used',
        'state_since',
        'deadline_at',
        'created_at',
        'updated_at',
      ],
      cases,
    );
    await insert(
      connection,
      'case_party',
      ['id', 'case_id', 'role', 'position', 'id_blind', 'identity_cipher', 'visible', 'applicant', 'auth_state'],
      parties,
    );
    await insert(
      connection,
      'case_event',
      [
        'id',
        'case_id',
        'seq',
        'at',
        'action',
        'from_state',
        'to_state',
        'actor_kind',
        'actor_id',
        'by_label',
        'note_cipher',
      ],
      events,
    );
    await insert(connection, 'case_check', ['case_id', 'check_id', 'result', 'message', 'input_hash', 'at'], checks);
    progress(from + batch);
  }
}

export function benchCitizen(index: number): { name: string; idNumber: string; phone: string } {
  const serial = String(index % 1_000).padStart(3, '0');
  const date = new Date(Date.UTC(1950, 0, 1 + Math.floor(index / 1_000) * 37))
    .toISOString()
    .slice(0, 10)
    .replaceAll('-', '');
  return {
    name: '陈海波',
    idNumber: residentId.compose(`450502${date}${serial}`),
    phone: `139${String(10_000_000 + index)}`,
  };
}
