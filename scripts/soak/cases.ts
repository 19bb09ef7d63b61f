import { idBlindOf, nameBlindOf } from '@zhucheng/bff/platform/crypto/blind';
import { FieldCipher } from '@zhucheng/bff/platform/crypto/field-cipher';
import type { Transaction } from '@zhucheng/bff/platform/database/transaction';
import { newId } from '@zhucheng/bff/platform/ids';
import type { Server } from '@zhucheng/bff/server';
import { businesses, composeAcceptanceNumber, type Readiness, residentId } from '@zhucheng/shared';

/** Rows of one statement: SQLite and MySQL both take a few thousand values. */
const rowsAtOnce = 200;
const filledTables = ['registration_case', 'case_party'];
const casesAtOnce = 5_000;

/** What the searches of a soak ask for. */
export interface Filled {
  acceptanceNumber: string;
  unitNumber: string;
  location: string;
  rareBusiness: string;
  frequentBusiness: string;
  unusedBusiness: string;
  /** Party to two cases. */
  person: { name: string; idNumber: string };
}

export interface FillInstitution {
  id: string;
  name: string;
  creditCode: string;
}

const states = ['completed', 'completed', 'completed', 'verified', 'authorising', 'reviewing', 'awaiting-payment'];
const readinessOf: Record<string, Readiness[]> = {
  verified: ['incomplete', 'incomplete', 'incomplete'],
  authorising: ['authorising', 'authorising', 'ready'],
};
const surnames = '陈林黄苏李王张刘杨吴周何'.split('');
const given = '海波晓珍志强雨桐建国明月春生文静'.split('');
const nameOf = (index: number): string =>
  `${surnames[index % 12]}${given[index % 16]}${given[Math.floor(index / 16) % 16]}`;
const idNumberOf = (index: number): string => {
  const date = new Date(Date.UTC(1950, 0, 1 + (Math.floor(index / 900) % 15_000))).toISOString().slice(0, 10);
  return residentId.compose(`450502${date.replaceAll('-', '')}${String(index % 900).padStart(3, '0')}`);
};
const unitOf = (index: number) => ({
  id: newId(),
  unitNumber: `450502${String(index % 7).padStart(3, '0')}001GB${String(index % 100_000).padStart(5, '0')}F0001${String(Math.floor(index / 2) % 10_000).padStart(4, '0')}`,
  location: `北海市海城区测试路 ${index % 500} 号 ${Math.floor(index / 500) % 40} 幢 ${index % 33} 层 ${index % 8} 室 ${index}`,
  use: 'dwelling',
  useName: '住宅',
  areaHundredths: 9_000,
});

async function insert(tx: Transaction, table: string, columns: string, rows: unknown[][]): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const some = rows.slice(from, from + rowsAtOnce);
    const marks = `(${some[0]!.map(() => '?').join(', ')})`;
    await tx.execute(`INSERT INTO ${table} (${columns}) VALUES ${some.map(() => marks).join(', ')}`, some.flat());
  }
}

/**
 * Adds cases as the platform itself would have written them, for lists: with parties and enciphered forms, without events.
 * The first institution has started half of them, the second little, citizens the rest; `frequent` is party to one in fifty.
 */
export async function fillCases(
  server: Server,
  count: number,
  institutions: readonly FillInstitution[],
  frequent: { name: string; idNumber: string },
  say: (line: string) => void = () => undefined,
): Promise<Filled> {
  const cipher = await server.get(FieldCipher);
  const kinds = businesses.filter(({ parties }) => Object.keys(parties).length >= 2).slice(0, 4);
  let first: Filled | undefined;
  const begin = Date.now() - count;
  for (let from = 0; from < count; from += casesAtOnce) {
    await server.database.unitOfWork(async (tx) => {
      const cases: unknown[][] = [];
      const parties: unknown[][] = [];
      for (let index = from; index < Math.min(count, from + casesAtOnce); index++) {
        const id = newId(begin + index);
        const unit = unitOf(index);
        const business = kinds[index % 97 === 0 ? 3 : index % 3]!;
        const state = states[index % states.length]!;
        const day = new Date(Date.UTC(2026, 0, 1 + Math.floor(index / 2_000))).toISOString().slice(0, 10);
        const number = composeAcceptanceNumber(day.replaceAll('-', ''), String(index).padStart(6, '0'));
        const institution = index % 2 === 0 ? institutions[0] : index % 41 === 0 ? institutions[1] : undefined;
        cases.push([
          id,
          number,
          business.id,
          business.version,
          state,
          3,
          newId(),
          unit.id,
          newId(),
          JSON.stringify(unit),
          cipher.encryptJson({}, `case.form:${id}`),
          '',
          '[]',
          1,
          0,
          institution?.id ?? null,
          institution ? '经办人' : null,
          institution ? (readinessOf[state]?.[index % 3] ?? null) : null,
          unit.unitNumber,
          unit.location,
          begin + index,
          null,
          begin + index,
          begin + index,
          begin + index,
        ]);
        const person =
          index % 50 === 0 ? frequent : { name: nameOf(index), idNumber: idNumberOf(Math.floor((index + 1) / 2)) };
        const [role, otherRole] = Object.keys(business.parties);
        const partyOf = (as: string, identity: { name: string; idNumber: string }, ofInstitution: string | null) => {
          const partyId = newId(begin + index);
          parties.push([
            partyId,
            id,
            as,
            0,
            idBlindOf(cipher, identity.idNumber),
            nameBlindOf(cipher, identity.name),
            cipher.encryptJson({ name: identity.name, idNumber: identity.idNumber, phone: null }, `party:${partyId}`),
            ofInstitution,
            1,
            ofInstitution ? 0 : 1,
            'none',
          ]);
        };
        partyOf(role!, person, null);
        if (institution) partyOf(otherRole!, { ...institution, idNumber: institution.creditCode }, institution.id);
        if (index === 2)
          first = {
            acceptanceNumber: number,
            unitNumber: unit.unitNumber,
            location: unit.location,
            person,
            rareBusiness: kinds[3]!.id,
            frequentBusiness: kinds[0]!.id,
            unusedBusiness: businesses.find((one) => !kinds.includes(one))!.id,
          };
      }
      await insert(
        tx,
        'registration_case',
        'id, acceptance_number, business_id, business_version, state, version, applicant_id, unit_id, right_id, unit_summary, form_cipher, content_hash, warnings, ever_submitted, correction_used, institution_id, clerk_name, readiness, unit_number, location, state_since, deadline_at, submitted_at, created_at, updated_at',
        cases,
      );
      await insert(
        tx,
        'case_party',
        'id, case_id, role, position, id_blind, name_blind, identity_cipher, institution_id, visible, applicant, auth_state',
        parties,
      );
    });
    say(`  ${Math.min(count, from + casesAtOnce).toLocaleString('zh-CN')} / ${count.toLocaleString('zh-CN')}`);
  }
  await server.database.unitOfWork(async (tx) => {
    if (tx.dialect === 'sqlite') for (const table of filledTables) await tx.execute(`ANALYZE ${table}`);
    else await tx.query(`ANALYZE TABLE ${filledTables.join(', ')}`);
  });
  return first!;
}
