import { randomInt } from 'node:crypto';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type CaseState, caseStates, type ScheduleView } from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { placeholders } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { Businesses } from '../cases/businesses.service';
import type { PartyIdentity } from '../cases/case.model';
import { insertMany } from '../register/register.batch';
import type { Clerk } from './clerks.service';

type Read = <T>(sql: string, params: readonly unknown[]) => Promise<T[]>;
interface HeadRow {
  id: string;
  number: string;
  business_id: string;
  made_by: string;
  cases: number;
  created_at: number;
}

const top = '~';
const headSql = 'SELECT id, number, business_id, made_by, cases, created_at FROM result_schedule WHERE';

/** Result schedules (登记结果明细表): what became of a bank's cases, to be printed and taken to the service point. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Schedules {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() businesses!: Businesses;

  private readonly committed: Read = (sql, params) => this.database.read(sql, params);

  /** Completed cases of one business. Errors: NOT_FOUND (not the institution's), INVALID_INPUT. */
  async make(tx: Transaction, actor: Actor, clerk: Clerk, caseIds: readonly string[]): Promise<ScheduleView> {
    const ids = [...new Set(caseIds)];
    if (ids.length !== caseIds.length) throw Problem.field('caseIds', '同一件勾选了两次，请去掉重复的。');
    const rows = await tx.query<{ id: string; business_id: string; state: CaseState }>(
      `SELECT id, business_id, state FROM registration_case WHERE id IN (${placeholders(ids)}) AND institution_id = ?`,
      [...ids, clerk.institution.id],
    );
    if (rows.length !== ids.length) throw new Problem('NOT_FOUND');
    if (rows.some((row) => row.state !== 'completed'))
      throw Problem.field('caseIds', '只有已办结的业务可以制作明细表，请去掉还没有办结的。');
    if (new Set(rows.map((row) => row.business_id)).size > 1)
      throw Problem.field('caseIds', '一张明细表只放同一种业务，请分开制作。');
    const id = newId(tx.now);
    const day = new Date(tx.now + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '');
    await tx.insert('result_schedule', {
      id,
      number: `MX${day}${String(randomInt(10 ** 8)).padStart(8, '0')}`,
      institution_id: clerk.institution.id,
      business_id: rows[0]!.business_id,
      made_by: clerk.staff.name,
      cases: ids.length,
      created_at: tx.now,
    });
    await insertMany(
      tx,
      'result_schedule_row',
      ids.map((caseId, position) => ({ schedule_id: id, position, case_id: caseId })),
    );
    await tx.audit({
      actor,
      action: 'enterprise.schedule',
      subject: { kind: 'schedule', id },
      detail: { cases: ids.length },
    });
    return this.view(id, clerk, (sql, params) => tx.query(sql, params));
  }

  async page(clerk: Clerk, cursor: string | undefined, limit: number) {
    const rows = await this.committed<HeadRow>(`${headSql} institution_id = ? AND id < ? ORDER BY id DESC LIMIT ?`, [
      clerk.institution.id,
      cursor ?? top,
      limit + 1,
    ]);
    const shown = rows.slice(0, limit);
    return { items: shown.map((row) => this.summary(row)), next: rows.length > limit ? shown.at(-1)!.id : null };
  }

  /** Two statements. Error: NOT_FOUND. */
  async view(id: string, clerk: Clerk, read: Read = this.committed): Promise<ScheduleView> {
    const [head] = await read<HeadRow>(`${headSql} id = ? AND institution_id = ?`, [id, clerk.institution.id]);
    if (!head) throw new Problem('NOT_FOUND');
    const rows = await read<{
      position: number;
      case_id: string;
      acceptance_number: string;
      unit_number: string;
      location: string;
      state: CaseState;
      certificate: string | null;
      party_id: string | null;
      identity_cipher: string | null;
    }>(
      'SELECT s.position, s.case_id, c.acceptance_number, c.unit_number, c.location, c.state, ' +
        '(SELECT MIN(k.number) FROM certificate k WHERE k.case_id = c.id) AS certificate, p.id AS party_id, p.identity_cipher ' +
        'FROM result_schedule_row s JOIN registration_case c ON c.id = s.case_id ' +
        'LEFT JOIN case_party p ON p.case_id = c.id AND p.institution_id IS NULL WHERE s.schedule_id = ? ORDER BY s.position, p.id',
      [id],
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
    return { ...this.summary(head), institution: clerk.institution.name, rows: [...byPosition.values()] };
  }

  private summary(row: HeadRow) {
    return {
      id: row.id,
      number: row.number,
      businessName: this.businesses.current(row.business_id)?.name ?? row.business_id,
      cases: Number(row.cases),
      createdAt: Number(row.created_at),
      by: row.made_by,
    };
  }
}
