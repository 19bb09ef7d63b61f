import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { NewAccount } from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { Businesses } from '../cases/businesses.service';
import { StaffService } from '../identity/staff.service';
import { type InitialPassword, type StaffAccount, StaffAccounts } from '../identity/staff-account.service';
import { PermissionService } from './permission.service';

export interface Permissions {
  admin: boolean;
  branchId: string;
  businessIds: string[];
  allBranches: boolean;
}

export interface NewClerk extends Permissions {
  username: string;
  name: string;
  phone: string;
  initial: InitialPassword;
}

/** An institution's clerks (经办人) and what each of them may do. Every command is one of the institution's administrators'. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ClerkService {
  @Inject() cipher!: FieldCipher;
  @Inject() businesses!: Businesses;
  @Inject() staff!: StaffService;
  @Inject() accounts!: StaffAccounts;
  @Inject() permissions!: PermissionService;

  /** Every institution's first branch (本部) has the institution's own id. */
  async headOffice(tx: Transaction, institutionId: string): Promise<string> {
    const id = institutionId;
    if (!(await tx.lockRow('institution_branch', id))) {
      const row = { id, institution_id: institutionId, name: '本部', active: 1, created_at: tx.now };
      await tx.insert('institution_branch', row);
    }
    return id;
  }

  /** Makes an account's owner a clerk who may do everything; for takeover of existing clerks and demonstrations. */
  async adopt(tx: Transaction, institutionId: string, staffId: string, phone: string | null): Promise<void> {
    const branchId = await this.headOffice(tx, institutionId);
    await this.accounts.setInstitutionAdmin(tx, staffId, true);
    await this.grant(tx, institutionId, staffId, phone, {
      admin: true,
      branchId,
      businessIds: ['*'],
      allBranches: true,
    });
  }

  private async grant(
    tx: Transaction,
    institutionId: string,
    staffId: string,
    phone: string | null,
    { branchId, businessIds, allBranches }: Permissions,
  ): Promise<void> {
    await tx.insert('institution_clerk', {
      staff_id: staffId,
      institution_id: institutionId,
      branch_id: branchId,
      phone_cipher: phone && this.cipher.encrypt(phone, 'institution_clerk.phone'),
      business_ids: JSON.stringify(businessIds),
      all_branches: allBranches ? 1 : 0,
      version: 1,
      updated_at: tx.now,
    });
  }

  /** A new account with its permissions; its secrets are told here only. Error: INVALID_INPUT at `username`. */
  async open(tx: Transaction, institutionId: string, clerk: NewClerk): Promise<NewAccount> {
    const { username, name, phone, initial } = clerk;
    const taken = () => Problem.field('username', '这个登录名已有人使用，请换一个，例如加上单位简称。', 'taken');
    if (await this.accounts.usernameTaken(tx, username)) throw taken();
    const { totpSecret, totpUri } = this.accounts.newTotp(username);
    const id = await this.staff
      .createStaff(tx, {
        username,
        name,
        passwordHash: initial.hash,
        passwordInitial: true,
        totpSecret,
        roles: ['institution-clerk'],
        institutionId,
        institutionAdmin: clerk.admin,
      })
      .catch((error: unknown) => {
        throw isDuplicateKey(error) ? taken() : error;
      });
    await this.grant(tx, institutionId, id, phone, clerk);
    return { id, username, name, initialPassword: initial.password, totpSecret, totpUri };
  }

  /** Errors: FORBIDDEN, INVALID_INPUT. */
  async create(tx: Transaction, actor: Actor, institutionId: string, clerk: NewClerk): Promise<NewAccount> {
    await this.check(tx, institutionId, clerk);
    const account = await this.open(tx, institutionId, clerk);
    const { admin, branchId, businessIds, allBranches } = clerk;
    const detail = { admin, branchId, businessIds, allBranches };
    await this.audit(tx, actor, 'create', account.id, detail);
    return account;
  }

  /** Errors: NOT_FOUND, CONFLICT, LAST_ADMINISTRATOR, INVALID_INPUT. */
  async setPermissions(
    tx: Transaction,
    actor: Actor,
    institutionId: string,
    id: string,
    wanted: Permissions & { version: number },
  ): Promise<void> {
    const account = await this.member(tx, institutionId, id);
    const { version, admin, branchId, businessIds, allBranches } = wanted;
    await this.check(tx, institutionId, wanted);
    const set = {
      branch_id: branchId,
      business_ids: JSON.stringify(businessIds),
      all_branches: allBranches ? 1 : 0,
      version: version + 1,
      updated_at: tx.now,
    };
    if ((await tx.update('institution_clerk', set, { staff_id: id, version })) === 0) throw new Problem('CONFLICT');
    if (account.institutionAdmin !== admin) {
      await this.accounts.setInstitutionAdmin(tx, id, admin);
      if (!admin) await this.accounts.requireAdministrator(tx, institutionId);
    }
    this.permissions.drop(tx, id);
    await this.audit(tx, actor, 'permissions', id, { admin, branchId, businessIds, allBranches });
  }

  /** Branch and businesses are ones that can be given. */
  private async check(tx: Transaction, institutionId: string, { branchId, businessIds }: Permissions): Promise<void> {
    const branch = await tx.lockRow<{ institution_id: string; active: number }>('institution_branch', branchId);
    if (branch?.institution_id !== institutionId || branch.active !== 1)
      throw Problem.field('branchId', '没有这个网点，或者它已停用，请重新选择。');
    const offered = new Set(['*', ...this.offered().map((business) => business.id)]);
    businessIds.forEach((id, index) => {
      if (!offered.has(id)) throw Problem.field(`businessIds.${index}`, '机构不能办理这项业务，请重新选择。');
    });
  }

  /** Business types that a clerk may start. */
  offered(): Array<{ id: string; name: string; category: string }> {
    return this.businesses
      .list()
      .filter((business) => business.startedBy.includes('institution-clerk'))
      .map(({ id, name, category }) => ({ id, name, category }));
  }

  /** Errors: NOT_FOUND, CONFLICT, LAST_ADMINISTRATOR. */
  async setActive(tx: Transaction, actor: Actor, institutionId: string, id: string, active: boolean): Promise<void> {
    await this.member(tx, institutionId, id);
    await this.accounts.setActive(tx, id, active);
    if (!active) await this.accounts.requireAdministrator(tx, institutionId);
    this.permissions.drop(tx, id);
    await this.audit(tx, actor, active ? 'reactivate' : 'deactivate', id);
  }

  /** Errors: NOT_FOUND, CONFLICT. */
  async resetPassword(tx: Transaction, actor: Actor, institutionId: string, id: string, initial: InitialPassword) {
    await this.accounts.setPassword(tx, await this.member(tx, institutionId, id), initial);
    await this.audit(tx, actor, 'reset-password', id);
    return { initialPassword: initial.password };
  }

  /** Errors: NOT_FOUND, CONFLICT. */
  async resetTotp(tx: Transaction, actor: Actor, institutionId: string, id: string) {
    const { username } = await this.member(tx, institutionId, id);
    const totp = this.accounts.newTotp(username);
    await this.accounts.setTotp(tx, id, totp.totpSecret);
    await this.audit(tx, actor, 'reset-totp', id);
    return totp;
  }

  /**
   * A clerk of this institution who hasn't left. The institution is locked first, so that two administrators can't take
   * each other's office at the same instant. Errors: NOT_FOUND, CONFLICT.
   */
  async member(tx: Transaction, institutionId: string, id: string): Promise<StaffAccount> {
    await tx.lockRow('institution', institutionId);
    const account = await this.accounts.lock(tx, id, institutionId);
    if (!account) throw new Problem('NOT_FOUND');
    if (account.leftAt !== null) throw new Problem('CONFLICT', { message: '这位经办人已经离职，账号不能再改动。' });
    return account;
  }

  async audit(
    tx: Transaction,
    actor: Actor,
    what: string,
    id: string,
    detail?: Record<string, unknown>,
  ): Promise<void> {
    const subject = { kind: 'staff', id };
    await tx.audit({ actor, action: `institution.clerk.${what}`, subject, ...(detail && { detail }) });
  }
}
