import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type CaseState, stateNameIn } from '@zhucheng/shared';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { StaffService } from '../identity/staff.service';
import { LeavingService } from '../institutions/leaving.service';
import { PermissionService } from '../institutions/permission.service';
import { Businesses } from './businesses.service';

const open = "state NOT IN ('completed', 'rejected', 'withdrawn', 'lapsed')";

/** Cases in a clerk's charge: a clerk who leaves hands them over first. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ClerkCases {
  @Inject() leaving!: LeavingService;
  @Inject() permissions!: PermissionService;
  @Inject() staff!: StaffService;
  @Inject() businesses!: Businesses;

  @Init()
  async init(): Promise<void> {
    this.leaving.onOpenCases({
      count: async (read, staffId) => {
        const [row] = await read<{ cases: number }>(
          `SELECT COUNT(*) AS cases FROM registration_case WHERE clerk_id = ? AND ${open}`,
          [staffId],
        );
        return Number(row!.cases);
      },
      list: async (read, staffId) => {
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
      },
      handOver: (tx, from, to, actor) => this.handOver(tx, from, to, actor),
    });
  }

  /** Error: INVALID_INPUT at `to` if the receiver may not do one of the businesses. */
  private async handOver(tx: Transaction, from: string, to: string, actor: Actor): Promise<number> {
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
