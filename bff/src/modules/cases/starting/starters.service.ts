import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Business, InputStep, StaffView } from '@zhucheng/shared';
import { LRUCache } from 'lru-cache';
import type { Transaction } from '../../../platform/database/transaction';
import { Problem } from '../../../platform/errors/problem';
import type { Actor } from '../../../platform/http/actor';
import { CitizenService } from '../../identity/citizen.service';
import { type Institution, StaffService } from '../../identity/staff.service';
import { BranchService } from '../../institutions/branch.service';
import { PermissionService } from '../../institutions/permission.service';
import type { PartyIdentity } from '../core/case.model';

/** Who starts a case: a citizen, or a clerk for an institution. */
export interface Starter {
  identity: PartyIdentity;
  institution: Institution | null;
  clerk: { id: string; name: string } | null;
  branchId: string | null;
}

interface Account {
  institution: Institution;
  staff: StaffView;
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class Starters {
  @Inject() citizens!: CitizenService;
  @Inject() staff!: StaffService;
  @Inject() permissions!: PermissionService;
  @Inject() branches!: BranchService;

  private readonly accounts = new LRUCache<string, Account>({ max: 10_000, ttl: 10_000 });

  /** Errors: REAL_NAME_REQUIRED, FORBIDDEN (not for this kind of institution), BUSINESS_UNKNOWN (not for these people). */
  async of(actor: Actor, business: Business): Promise<Starter> {
    const clerk = actor.kind === 'staff';
    if (!business.startedBy.includes(clerk ? 'institution-clerk' : 'citizen')) throw new Problem('BUSINESS_UNKNOWN');
    if (!clerk) {
      const { name, idNumber, phone } = await this.citizens.requireRealName(actor);
      return { identity: { name, idNumber, phone }, institution: null, clerk: null, branchId: null };
    }
    return this.clerk(actor, business);
  }

  private async clerk(actor: Actor, business: Business): Promise<Starter> {
    const { institution, staff } = await this.account(actor);
    const kinds: readonly string[] = business.startedByKinds;
    if (kinds.length > 0 && !kinds.includes(institution.kind))
      throw new Problem('FORBIDDEN', { message: `${business.name}不由贵单位这类机构发起。` });
    const { branchId } = await this.permissions.requireScope(actor);
    await this.permissions.require(actor, business.id, branchId);
    return {
      identity: { name: institution.name, idNumber: institution.creditCode, phone: null },
      institution,
      clerk: { id: staff.id, name: staff.name },
      branchId,
    };
  }

  /** What a step begins with: the starter's own name and phone where the declaration says so. No statement otherwise. */
  async prefilled(actor: Actor, step: InputStep): Promise<Record<string, string>> {
    const fields = step.fields.filter(
      (field) => (field.kind === 'person-name' || field.kind === 'phone') && field.prefilled,
    );
    if (fields.length === 0) return {};
    const { name, phone } =
      actor.kind === 'staff'
        ? { name: (await this.account(actor)).staff.name, phone: await this.branches.phoneOf(actor.id) }
        : await this.citizens.requireRealName(actor);
    return Object.fromEntries(
      fields.flatMap((field) => {
        const value = field.kind === 'phone' ? phone : name;
        return value ? [[field.id, value]] : [];
      }),
    );
  }

  /** Names of institution and clerk, remembered for ten seconds: they seldom change, and what the clerk may do is asked elsewhere. */
  private async account(actor: Actor): Promise<Account> {
    const known = this.accounts.get(actor.id);
    if (known) return known;
    const institution = actor.institutionId ? await this.staff.institutionById(actor.institutionId) : null;
    const staff = await this.staff.byId(actor.id);
    if (!institution || !staff) throw new Problem('FORBIDDEN');
    const found = { institution, staff };
    this.accounts.set(actor.id, found);
    return found;
  }

  /** Holds the clerk's account, so that a clerk who leaves at this moment starts no case. Error: FORBIDDEN. */
  async stillActive(tx: Transaction, starter: Starter): Promise<void> {
    if (!starter.clerk) return;
    if (!(await this.staff.holdActive(tx, starter.clerk.id))) throw new Problem('FORBIDDEN');
  }
}
