import { randomInt } from 'node:crypto';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { compactDayOf, type ScheduleView } from '@zhucheng/shared';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { Businesses } from '../businesses/businesses.service';
import type { Read } from '../cases/core/case.query';
import { CaseAccess } from '../cases/reading/case-access.service';
import { insertMany } from '../register/register.batch';
import type { Clerk } from './clerks.service';
import { ScheduleQuery } from './schedule.query';

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
  @Inject() cases!: CaseAccess;
  @Inject() lines!: ScheduleQuery;
  @Inject() businesses!: Businesses;

  private readonly committed: Read = (sql, params) => this.database.read(sql, params);

  /** Completed cases of one business. Errors: NOT_FOUND (not the institution's), INVALID_INPUT. */
  async make(tx: Transaction, actor: Actor, clerk: Clerk, caseIds: readonly string[]): Promise<ScheduleView> {
    const ids = [...new Set(caseIds)];
    if (ids.length !== caseIds.length) throw Problem.field('caseIds', '同一件勾选了两次，请去掉重复的。');
    const read: Read = (sql, params) => tx.query(sql, params);
    const rows = await this.cases.ofInstitution(read, clerk.institution.id, ids);
    if (rows.some((row) => row.state !== 'completed'))
      throw Problem.field('caseIds', '只有已办结的业务可以制作明细表，请去掉还没有办结的。');
    if (new Set(rows.map((row) => row.businessId)).size > 1)
      throw Problem.field('caseIds', '一张明细表只放同一种业务，请分开制作。');
    const id = newId(tx.now);
    const day = compactDayOf(tx.now);
    await tx.insert('result_schedule', {
      id,
      number: `MX${day}${String(randomInt(10 ** 8)).padStart(8, '0')}`,
      institution_id: clerk.institution.id,
      business_id: rows[0]!.businessId,
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
    return this.view(id, clerk, read);
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
    const rows = await this.lines.rows(read, id);
    return { ...this.summary(head), institution: clerk.institution.name, rows };
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
