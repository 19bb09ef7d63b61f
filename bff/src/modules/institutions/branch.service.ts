import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type BranchView, type ClerkView, type InstitutionStaff, phone } from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { type SavedRow, Savers, savingBy } from '../identity/savers.service';
import { StaffService } from '../identity/staff.service';
import { type StaffAccount, StaffAccounts } from '../identity/staff-account.service';
import { ClerkService } from './clerk.service';

interface BranchRow extends SavedRow {
  id: string;
  name: string;
  active: number;
}

interface ClerkRow {
  staff_id: string;
  branch_id: string;
  phone_cipher: string | null;
  business_ids: string;
  all_branches: number;
  version: number;
}

const taken = () => Problem.field('name', '已有同名的网点，请换一个名称。', 'taken');

/** Branches of an institution (网点: 支行、项目部), and the whole of its staff at one look. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class BranchService {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() accounts!: StaffAccounts;
  @Inject() clerks!: ClerkService;
  @Inject() staff!: StaffService;
  @Inject() savers!: Savers;

  @Init()
  async init(): Promise<void> {
    this.staff.phoneOf = (id) => this.phoneOf(id);
  }

  /** Three statements. Head office first, then in the order in which they were made. */
  async staffOf(institutionId: string): Promise<InstitutionStaff> {
    const [branches, accounts, clerks] = await Promise.all([
      this.database.read<BranchRow>(
        'SELECT id, name, active, version, saved_by, saved_at FROM institution_branch WHERE institution_id = ? ORDER BY created_at, id',
        [institutionId],
      ),
      this.accounts.ofInstitution((sql, params) => this.database.read(sql, params), institutionId),
      this.database.read<ClerkRow>(
        'SELECT staff_id, branch_id, phone_cipher, business_ids, all_branches, version FROM institution_clerk WHERE institution_id = ?',
        [institutionId],
      ),
    ]);
    const rows = new Map(clerks.map((row) => [row.staff_id, row]));
    return {
      branches: branches.map((row) => this.view(row, institutionId)),
      clerks: accounts.flatMap((account) => {
        const row = rows.get(account.id);
        return row ? [this.clerk(account, row)] : [];
      }),
      businesses: this.clerks.offered(),
    };
  }

  /** A clerk's own phone in the clear, for what concerns the clerk; null if none is kept. */
  async phoneOf(staffId: string): Promise<string | null> {
    const row = await this.database.readOne<{ phone_cipher: string | null }>(
      'SELECT phone_cipher FROM institution_clerk WHERE staff_id = ?',
      [staffId],
    );
    return row?.phone_cipher ? this.cipher.decrypt(row.phone_cipher, 'institution_clerk.phone') : null;
  }

  private view(
    { id, name, active, version }: Omit<BranchRow, 'saved_by' | 'saved_at'>,
    institutionId: string,
  ): BranchView {
    return { id, name, active: active === 1, headOffice: id === institutionId, version: Number(version) };
  }

  private clerk(account: StaffAccount, row: ClerkRow): ClerkView {
    const { id, username, name, leftAt, activated, institutionAdmin: admin } = account;
    return {
      id,
      username,
      name,
      phoneMasked: row.phone_cipher
        ? phone.mask(this.cipher.decrypt(row.phone_cipher, 'institution_clerk.phone'))
        : null,
      state: leftAt !== null ? 'left' : account.active ? 'active' : 'inactive',
      activated,
      admin,
      branchId: row.branch_id,
      businessIds: JSON.parse(row.business_ids) as string[],
      allBranches: row.all_branches === 1,
      version: row.version,
      leftAt,
    };
  }

  /** Error: INVALID_INPUT at `name` (taken). */
  async add(tx: Transaction, actor: Actor, institutionId: string, name: string): Promise<BranchView> {
    const id = newId(tx.now);
    const saving = savingBy(actor, 1, tx.now);
    const row = { id, institution_id: institutionId, name, active: 1, created_at: tx.now, ...saving };
    await this.unique(() => tx.insert('institution_branch', row));
    await tx.audit({ actor, action: 'institution.branch.add', subject: { kind: 'branch', id }, detail: { name } });
    return this.view({ id, name, active: 1, version: 1 }, institutionId);
  }

  /** Errors: NOT_FOUND, SAVED_MEANWHILE, BRANCH_IN_USE, INVALID_INPUT at `name` (taken). */
  async update(
    tx: Transaction,
    actor: Actor,
    institutionId: string,
    id: string,
    { version, name, active }: { version: number; name: string; active: boolean },
  ): Promise<BranchView> {
    const branch = await tx.lockRow<BranchRow & { institution_id: string }>('institution_branch', id);
    if (branch?.institution_id !== institutionId) throw new Problem('NOT_FOUND');
    await this.savers.requireNewest(actor, branch, version, { name: branch.name, active: branch.active === 1 });
    if (!active && branch.active === 1) await this.requireUnused(tx, institutionId, id);
    const set = { name, active: active ? 1 : 0, ...savingBy(actor, version + 1, tx.now) };
    if ((await this.unique(() => tx.update('institution_branch', set, { id, version }))) === 0)
      throw new Problem('CONFLICT');
    const subject = { kind: 'branch' as const, id };
    await tx.audit({ actor, action: 'institution.branch.update', subject, detail: { name, active } });
    return this.view({ id, name, active: active ? 1 : 0, version: version + 1 }, institutionId);
  }

  /** The head office stays; elsewhere nobody may be left. */
  private async requireUnused(tx: Transaction, institutionId: string, id: string): Promise<void> {
    if (id === institutionId) throw new Problem('BRANCH_IN_USE', { message: '本部是默认网点，不能停用，可以改名。' });
    const members = await tx.query<{ staff_id: string }>('SELECT staff_id FROM institution_clerk WHERE branch_id = ?', [
      id,
    ]);
    const inBranch = new Set(members.map((member) => member.staff_id));
    const accounts = await this.accounts.ofInstitution((sql, params) => tx.query(sql, params), institutionId);
    if (accounts.some((account) => account.leftAt === null && inBranch.has(account.id)))
      throw new Problem('BRANCH_IN_USE');
  }

  private async unique<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      throw isDuplicateKey(error) ? taken() : error;
    }
  }
}
