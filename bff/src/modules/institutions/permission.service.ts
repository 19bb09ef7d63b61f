import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { LRUCache } from 'lru-cache';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { StaffService } from '../identity/staff.service';
import { ClerkScopeQuery } from './clerk-scope.query';
import type { ClerkScope } from './institution.types';

/** Another process reads by changed permissions for so long, ms; commands and the changing process know at once. */
const memoryMs = 10_000;

export type MayDo = (businessId: string, branchId: string) => boolean;
type Obstacle = 'not-a-clerk' | 'business' | 'branch';

function obstacleOf(scope: ClerkScope | null, businessId: string, branchId: string): Obstacle | null {
  if (!scope) return 'not-a-clerk';
  if (scope.businessIds !== '*' && !scope.businessIds.includes(businessId)) return 'business';
  return scope.allBranches || scope.branchId === branchId ? null : 'branch';
}

/** Which businesses a clerk may do, and for which branches of the institution. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PermissionService {
  @Inject() query!: ClerkScopeQuery;
  @Inject() staff!: StaffService;

  private readonly known = new LRUCache<string, { scope: ClerkScope; readAt: number }>({ max: 10_000, ttl: memoryMs });
  private changes = 0;

  /** Null for everybody who is no clerk of an institution. As new as what is known of the session; one statement, or none. */
  async scopeOf(actor: Actor): Promise<ClerkScope | null> {
    if (actor.kind !== 'staff' || !actor.institutionId) return null;
    const found = this.known.get(actor.id);
    if (found && found.readAt >= (actor.readAt ?? 0)) return found.scope;
    const { changes } = this;
    const readAt = performance.now();
    const row = await this.query.of(actor.id);
    if (!row) return null;
    const businessIds = JSON.parse(row.business_ids) as string[];
    const scope: ClerkScope = {
      institutionId: row.institution_id,
      admin: row.institution_admin === 1,
      businessIds: businessIds.includes('*') ? '*' : businessIds,
      branchId: row.branch_id,
      allBranches: row.all_branches === 1,
    };
    // Read before a change, arrived after it: right for this request, wrong to remember.
    if (changes === this.changes) this.known.set(actor.id, { scope, readAt });
    return scope;
  }

  /** Whether the clerk may do this business for this branch of the institution. */
  async may(actor: Actor, businessId: string, branchId: string): Promise<boolean> {
    return (await this.obstacle(actor, businessId, branchId)) === null;
  }

  /** Error: FORBIDDEN with `detail.reason` `not-a-clerk`, `business` or `branch`, and what was asked for. */
  async require(actor: Actor, businessId: string, branchId: string): Promise<ClerkScope> {
    const reason = await this.obstacle(actor, businessId, branchId);
    if (reason) {
      const message = {
        'not-a-clerk': '只有机构经办人可以办理此操作。',
        business: '您没有办理这项业务的权限，请联系本机构管理员开通。',
        branch: '这件业务属于其他网点，请联系本机构管理员开通全部网点权限。',
      }[reason];
      throw new Problem('FORBIDDEN', { message, detail: { reason, businessId, branchId } });
    }
    return (await this.scopeOf(actor))!;
  }

  /** The same for many cases at once: what `may` would say of each. */
  async judge(actor: Actor): Promise<MayDo> {
    const scope = await this.scopeOf(actor);
    return (businessId, branchId) => obstacleOf(scope, businessId, branchId) === null;
  }

  private async obstacle(actor: Actor, businessId: string, branchId: string): Promise<Obstacle | null> {
    return obstacleOf(await this.scopeOf(actor), businessId, branchId);
  }

  /** Error: FORBIDDEN with `detail.reason` `not-a-clerk`. */
  async requireScope(actor: Actor): Promise<ClerkScope> {
    const scope = await this.scopeOf(actor);
    if (!scope) throw new Problem('FORBIDDEN', { detail: { reason: 'not-a-clerk' } });
    return scope;
  }

  /** Error: FORBIDDEN with `detail.reason` `institution-admin`. Returns the institution's id. */
  async requireAdmin(actor: Actor): Promise<string> {
    const scope = await this.requireScope(actor);
    if (!scope.admin) throw notAdministrator();
    return scope.institutionId;
  }

  /**
   * The same in a command, as it is until its end: whoever makes or unmakes an administrator locks the institution first.
   * Error: FORBIDDEN.
   */
  async lockAdmin(tx: Transaction, { id, institutionId = '' }: Pick<Actor, 'id' | 'institutionId'>): Promise<string> {
    await this.staff.holdInstitution(tx, institutionId);
    if (!(await this.staff.administers(tx, id, institutionId))) throw notAdministrator();
    return institutionId;
  }

  /** To be called in the transaction that changes what `scopeOf` tells. */
  drop(tx: Transaction, staffId: string): void {
    tx.afterCommit(() => {
      this.changes++;
      this.known.delete(staffId);
    });
  }
}

export const notAdministrator = (): Problem =>
  new Problem('FORBIDDEN', { message: '只有本机构管理员可以办理此操作。', detail: { reason: 'institution-admin' } });
