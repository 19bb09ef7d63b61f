import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type CaseState, caseStates, type ScheduleView } from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import type { PartyIdentity } from '../cases/core/case.model';
import type { Read } from '../cases/core/case.query';

interface Row {
  position: number;
  acceptance_number: string;
  unit_number: string;
  location: string;
  state: CaseState;
  certificate: string | null;
  party_id: string | null;
  identity_cipher: string | null;
}

/** The lines of a result schedule: each case with its people and its first certificate. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ScheduleQuery {
  @Inject() cipher!: FieldCipher;

  /** One statement. */
  async rows(read: Read, scheduleId: string): Promise<ScheduleView['rows']> {
    const rows = await read<Row>(
      'SELECT s.position, c.acceptance_number, c.unit_number, c.location, c.state, ' +
        '(SELECT MIN(k.number) FROM certificate k WHERE k.case_id = c.id) AS certificate, p.id AS party_id, p.identity_cipher ' +
        'FROM result_schedule_row s JOIN registration_case c ON c.id = s.case_id ' +
        'LEFT JOIN case_party p ON p.case_id = c.id AND p.institution_id IS NULL WHERE s.schedule_id = ? ORDER BY s.position, p.id',
      [scheduleId],
    );
    const byPosition = new Map<number, ScheduleView['rows'][number]>();
    for (const row of rows) {
      const name = row.party_id
        ? this.cipher.decryptJson<PartyIdentity>(row.identity_cipher!, `party:${row.party_id}`).name
        : '';
      const known = byPosition.get(row.position);
      if (known) known.parties += `、${name}`;
      else
        byPosition.set(row.position, {
          acceptanceNumber: row.acceptance_number,
          unitNumber: row.unit_number,
          location: row.location,
          parties: name,
          certificateNumber: row.certificate,
          result: caseStates[row.state].name,
        });
    }
    return [...byPosition.values()];
  }
}
