import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ActionOf, NewAccount } from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { Businesses } from '../businesses/businesses.service';
import { type SavedRow, Savers, savingBy } from '../identity/savers.service';
import { StaffService } from '../identity/staff.service';
import { type StaffAccount, StaffAccounts } from '../identity/staff-account.service';
import { StaffActivation } from '../identity/staff-activation.service';
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
}

interface ClerkRow extends SavedRow {
  branch_id: string;
  business_ids: string;
  all_branches: number;
}

const given = ({ institutionAdmin: admin }: StaffAccount, row: ClerkRow): Permissions => ({
  admin,
  branchId: row.branch_id,
  businessIds: JSON.parse(row.business_ids) as string[],
  allBranches: Number(row.all_branches) === 1,
});

/** An institution's clerks (经办人) and what each of them may do. Every command is one of the institution's administrators'. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ClerkService {
  @Inject() cipher!: FieldCipher;
  @Inject() businesses!: Businesses;
  @Inject() staff!: StaffService;
  @Inject() accounts!: StaffAccounts;
  @Inject() activation!: StaffActivation;
  @Inject() permissions!: PermissionService;
  @Inject() savers!: Savers;

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

  /** A new account with its permissions; its activation link is told here only. Error: INVALID_INPUT at `username`. */
  async createAccount(tx: Transaction, institutionId: string, clerk: NewClerk): Promise<NewAccount> {
    const { username, name, phone } = clerk;
    const taken = () => Problem.field('username', '这个登录名已有人使用，请换一个，例如加上单位简称。', 'taken');
    if (await this.accounts.usernameTaken(tx, username)) throw taken();
    const id = await this.staff
      .createStaff(tx, {
        username,
        name,
        roles: ['institution-clerk'],
        institutionId,
        institutionAdmin: clerk.admin,
      })
      .catch((error: unknown) => {
        throw isDuplicateKey(error) ? taken() : error;
      });
    await this.grant(tx, institutionId, id, phone, clerk);
    return { id, username, name, ...(await this.activation.issue(tx, { id, username })) };
  }

  /** Errors: FORBIDDEN, INVALID_INPUT. */
  async create(tx: Transaction, actor: Actor, institutionId: string, clerk: NewClerk): Promise<NewAccount> {
    await this.check(tx, institutionId, clerk);
    const account = await this.createAccount(tx, institutionId, clerk);
    const { admin, branchId, businessIds, allBranches } = clerk;
    const detail = { admin, branchId, businessIds, allBranches };
    await this.audit(tx, actor, 'create', account.id, detail);
    return account;
  }

  /** Errors: NOT_FOUND, CONFLICT (has left), SAVED_MEANWHILE, LAST_ADMINISTRATOR, INVALID_INPUT. */
  async setPermissions(
    tx: Transaction,
    actor: Actor,
    institutionId: string,
    id: string,
    wanted: Permissions & { version: number },
  ): Promise<void> {
    const account = await this.member(tx, institutionId, id);
    const { version, admin, branchId, businessIds, allBranches } = wanted;
    const before = (await tx.lockRow<ClerkRow>('institution_clerk', id, 'staff_id'))!;
    await this.savers.requireNewest(actor, before, version, given(account, before));
    await this.check(tx, institutionId, wanted);
    const set = {
      branch_id: branchId,
      business_ids: JSON.stringify(businessIds),
      all_branches: allBranches ? 1 : 0,
      ...savingBy(actor, version + 1, tx.now),
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
    const offers = { institution_id: institutionId, active: 1 };
    if (!(await tx.hold('institution_branch', branchId, offers)))
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

  /** A new activation link: the old password and codes are void. Errors: NOT_FOUND, CONFLICT. */
  async reset(tx: Transaction, actor: Actor, institutionId: string, id: string): Promise<NewAccount> {
    const account = await this.member(tx, institutionId, id);
    if (id === actor.id)
      throw new Problem('CONFLICT', {
        message: '不能重置自己的账号，请另一位机构管理员来办；换手机可先用备用码登录。',
      });
    if (!account.active) throw new Problem('CONFLICT', { message: '这个账号已停用，请先恢复账号，再生成激活链接。' });
    const link = await this.activation.issue(tx, account);
    await this.audit(tx, actor, 'reset', id);
    return { id, username: account.username, name: account.name, ...link };
  }

  /** Errors: NOT_FOUND, CONFLICT (the link has been used). */
  async reissue(tx: Transaction, actor: Actor, institutionId: string, id: string): Promise<NewAccount> {
    const account = await this.member(tx, institutionId, id);
    if (account.activated)
      throw new Problem('CONFLICT', {
        message: '这位管理员已经激活账号，请直接登录；忘记密码请本机构另一位管理员重置。',
      });
    const link = await this.activation.issue(tx, account);
    await this.audit(tx, actor, 'reissue', id);
    return { id, username: account.username, name: account.name, ...link };
  }

  /**
   * A clerk of this institution who hasn't left. The institution is held first, so that two administrators can't take
   * each other's office at the same instant. Errors: NOT_FOUND, CONFLICT.
   */
  async member(tx: Transaction, institutionId: string, id: string): Promise<StaffAccount> {
    await this.staff.holdInstitution(tx, institutionId);
    const account = await this.accounts.lock(tx, id, institutionId);
    if (!account) throw new Problem('NOT_FOUND');
    if (account.leftAt !== null) throw new Problem('CONFLICT', { message: '这位经办人已经离职，账号不能再改动。' });
    return account;
  }

  async audit(
    tx: Transaction,
    actor: Actor,
    what: ActionOf<'institution.clerk'>,
    id: string,
    detail?: Record<string, unknown>,
  ): Promise<void> {
    const subject = { kind: 'staff' as const, id };
    await tx.audit({ actor, action: `institution.clerk.${what}`, subject, ...(detail && { detail }) });
  }
}
