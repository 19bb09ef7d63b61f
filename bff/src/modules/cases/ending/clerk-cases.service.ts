import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type CaseState, stateNameIn } from '@zhucheng/shared';
import { Database } from '../../../platform/database/database';
import { placeholders } from '../../../platform/database/sql';
import type { Transaction } from '../../../platform/database/transaction';
import { Problem } from '../../../platform/errors/problem';
import type { Actor } from '../../../platform/http/actor';
import { Businesses } from '../../businesses/businesses.service';
import { StaffService } from '../../identity/staff.service';
import { PermissionService } from '../../institutions/permission.service';
import type { Read } from '../core/case.query';

const open = "state NOT IN ('completed', 'rejected', 'withdrawn', 'lapsed')";

/** Cases in a clerk's charge: a clerk who leaves hands them over first. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ClerkCases {
  @Inject() database!: Database;
  @Inject() permissions!: PermissionService;
  @Inject() staff!: StaffService;
  @Inject() businesses!: Businesses;

  /** How many are open; one statement. */
  async count(read: Read, staffId: string): Promise<number> {
    const [row] = await read<{ cases: number }>(
      `SELECT COUNT(*) AS cases FROM registration_case WHERE clerk_id = ? AND ${open}`,
      [staffId],
    );
    return Number(row!.cases);
  }

  /** Those that are open, newest first, at most 100; one statement. */
  async list(read: Read, staffId: string) {
    const rows = await read<{
      id: string;
      acceptance_number: string;
      business_id: string;
      business_version: number;
      state: CaseState;
      readiness: string | null;
    }>(
      `SELECT id, acceptance_number, business_id, business_version, state, readiness FROM registration_case WHERE clerk_id = ? AND ${open} ORDER BY id DESC LIMIT 100`,
      [staffId],
    );
    return rows.map(({ id, acceptance_number: acceptanceNumber, state, readiness, ...row }) => {
      const business = this.businesses.at(row.business_id, Number(row.business_version));
      const stateName = stateNameIn(business, state, readiness === 'ready');
      return { id, acceptanceNumber, businessName: business.name, stateName };
    });
  }

  /**
   * Whether the clerk may do each of these cases that the institution has started, one statement; those of others in
   * which it is a party are any clerk's.
   */
  async judge(actor: Actor, caseIds: readonly string[]): Promise<(caseId: string) => boolean> {
    const rows = await this.database.read<{ id: string; business_id: string; branch_id: string | null }>(
      `SELECT id, business_id, branch_id FROM registration_case WHERE institution_id = ? AND id IN (${placeholders(caseIds)})`,
      [actor.institutionId ?? '', ...caseIds],
    );
    const may = await this.permissions.judge(actor);
    const refused = rows.filter(({ business_id, branch_id }) => !may(business_id, branch_id ?? ''));
    const ids = new Set(refused.map(({ id }) => id));
    return (caseId) => !ids.has(caseId);
  }

  /** Error: INVALID_INPUT at `to` if the receiver may not do one of the businesses. */
  async handOver(tx: Transaction, from: string, to: string, actor: Actor): Promise<number> {
    const receiver = await this.staff.byId(to);
    const rows = await tx.query<{ business_id: string; branch_id: string | null }>(
      `SELECT DISTINCT business_id, branch_id FROM registration_case WHERE clerk_id = ? AND ${open}`,
      [from],
    );
    const as: Actor = { ...actor, id: to, kind: 'staff' };
    for (const { business_id, branch_id } of rows)
      if (!(await this.permissions.may(as, business_id, branch_id ?? '')))
        throw Problem.field(
          'to',
          `${receiver?.name ?? '接手人'}没有办理“${this.businesses.current(business_id)?.name ?? business_id}”的权限，请先开通或换一位同事。`,
          'permission',
        );
    return tx.execute(`UPDATE registration_case SET clerk_id = ?, clerk_name = ? WHERE clerk_id = ? AND ${open}`, [
      to,
      receiver?.name ?? '',
      from,
    ]);
  }
}
