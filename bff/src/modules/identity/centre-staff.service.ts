import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type ActionOf, type CentreMember, type CentreRole, centreRoles, type NewAccount } from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { type CentreRow, CentreStaffQuery } from './centre-staff.query';
import { type SavedRow, Savers } from './savers.service';
import { SessionService } from './session.service';
import { StaffService } from './staff.service';
import { StaffAccounts } from './staff-account.service';
import { StaffActivation } from './staff-activation.service';
import { StaffProposals } from './staff-proposal.service';

type Invited = NewAccount & { proposed: boolean };

export const usernameTaken = () => Problem.field('username', '这个登录名已有人使用，请换一个。', 'taken');
const lastAdministrator = () =>
  new Problem('LAST_ADMINISTRATOR', { message: '至少要留一位可用的系统管理员，请先设立另一位，再来操作。' });

/**
 * Staff of the registration centre (登记中心工作人员), as its administrators (系统管理员) manage them. Nobody alone makes an
 * administrator: the role waits for a second administrator, and whoever is given a new link loses it until then.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CentreStaff {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;
  @Inject() query!: CentreStaffQuery;
  @Inject() sessions!: SessionService;
  @Inject() staff!: StaffService;
  @Inject() accounts!: StaffAccounts;
  @Inject() activation!: StaffActivation;
  @Inject() proposals!: StaffProposals;
  @Inject() savers!: Savers;

  /** Everybody, also those whose account is disabled; one statement. */
  async list(actor: Pick<Actor, 'id'>): Promise<{ items: CentreMember[]; activeAdministrators: number }> {
    const rows = await this.query.list(this.clock.now());
    const items = rows.map((row): CentreMember => {
      const { id, username, proposal_id, proposed_by, proposed_at } = row;
      const proposal = proposal_id && {
        id: proposal_id,
        by: rows.find((other) => other.id === proposed_by)?.name ?? '',
        mine: proposed_by === actor.id,
        at: Number(proposed_at),
      };
      return {
        id,
        username,
        name: row.name,
        roles: centreRoles.filter((role) => row.roles.includes(role)),
        state: this.query.state(row, this.clock.now()),
        lastSignInAt: row.last_sign_in_at === null ? null : Number(row.last_sign_in_at),
        sessions: Number(row.sessions),
        passkeys: Number(row.passkeys),
        proposal: proposal || null,
      };
    });
    return { items, activeAdministrators: this.query.administrators(rows).length };
  }

  /** Errors: INVALID_INPUT at `username` (taken), ADMINISTRATORS_TOO_FEW. */
  async create(
    tx: Transaction,
    actor: Actor,
    { username, name, roles }: { username: string; name: string; roles: CentreRole[] },
  ): Promise<Invited> {
    const everybody = await this.query.lockAllFor(tx, actor);
    const proposed = roles.includes('administrator');
    const given = roles.filter((role) => role !== 'administrator');
    const account = await this.createAccount(tx, username, name, given);
    await this.audit(tx, actor, 'create', account.id, { roles: given });
    if (proposed) await this.proposals.propose(tx, actor, account.id, everybody);
    return { ...account, proposed };
  }

  /** A new account of the centre; its activation link is told here only. Error: INVALID_INPUT at `username` (taken). */
  async createAccount(tx: Transaction, username: string, name: string, roles: CentreRole[]): Promise<NewAccount> {
    if (await this.accounts.usernameTaken(tx, username)) throw usernameTaken();
    const id = await this.staff.createStaff(tx, { username, name, roles }).catch((error: unknown) => {
      throw isDuplicateKey(error) ? usernameTaken() : error;
    });
    return { id, username, name, ...(await this.activation.issue(tx, { id, username })) };
  }

  private find(everybody: CentreRow[], id: string): CentreRow {
    const member = everybody.find((row) => row.id === id);
    if (!member) throw new Problem('NOT_FOUND');
    return member;
  }

  private requireOther(everybody: CentreRow[], id: string): void {
    const others = this.query.administrators(everybody).filter((row) => row.id !== id);
    if (others.length === 0) throw lastAdministrator();
  }

  /** Errors: NOT_FOUND, CONFLICT, LAST_ADMINISTRATOR, ADMINISTRATORS_TOO_FEW. */
  async setRoles(tx: Transaction, actor: Actor, id: string, was: CentreRole[], roles: CentreRole[]) {
    const everybody = await this.query.lockAllFor(tx, actor);
    const member = this.find(everybody, id);
    if (id === actor.id) throw new Problem('CONFLICT', { message: '不能修改自己的岗位，请另一位系统管理员来办。' });
    if ([...was].sort().join() !== [...member.roles].sort().join())
      throw await this.savers.meanwhile(actor, await this.savingOf(tx, id), { roles: member.roles });
    const proposed = roles.includes('administrator') && !member.roles.includes('administrator');
    const given = roles.filter((role) => role !== 'administrator' || !proposed);
    if (member.roles.includes('administrator') && !given.includes('administrator')) this.requireOther(everybody, id);
    await tx.update('staff', { roles: JSON.stringify(given), saved_by: actor.id, saved_at: tx.now }, { id });
    if (member.roles.some((role) => !(given as string[]).includes(role))) await this.sessions.revokeAll(tx, id);
    await this.audit(tx, actor, 'roles', id, { roles: given });
    if (proposed) await this.proposals.propose(tx, actor, id, everybody);
    else await this.proposals.drop(tx, actor, id);
    return { proposed };
  }

  /** Roles have no number of their own: they say themselves what they were. */
  private async savingOf(tx: Transaction, id: string): Promise<SavedRow> {
    const [row] = await tx.query<Omit<SavedRow, 'version'>>('SELECT saved_by, saved_at FROM staff WHERE id = ?', [id]);
    return { version: 0, ...row! };
  }

  /** Sessions and an open link end at once. Errors: NOT_FOUND, LAST_ADMINISTRATOR. */
  async disable(tx: Transaction, actor: Actor, id: string): Promise<void> {
    const everybody = await this.query.lockAllFor(tx, actor);
    if (this.find(everybody, id).roles.includes('administrator')) this.requireOther(everybody, id);
    await this.accounts.setActive(tx, id, false);
    await this.proposals.drop(tx, actor, id);
    await this.audit(tx, actor, 'disable', id);
  }

  /** Whoever was an administrator has to be agreed to again. Errors: NOT_FOUND, ADMINISTRATORS_TOO_FEW. */
  async enable(tx: Transaction, actor: Actor, id: string): Promise<void> {
    const everybody = await this.query.lockAllFor(tx, actor);
    const member = this.find(everybody, id);
    if (member.active === 1) return;
    await this.accounts.setActive(tx, id, true);
    if (member.roles.includes('administrator')) {
      if (this.query.administrators(everybody).length < 2)
        throw new Problem('ADMINISTRATORS_TOO_FEW', {
          message: `现在不到两位系统管理员，没有人能再次同意。请在服务器上运行 npm run staff -- create ${member.username} <姓名>；不再做系统管理员的，请先改岗位再恢复。`,
        });
      await this.takeOffice(tx, member);
      await this.proposals.propose(tx, actor, id, everybody);
    }
    await this.audit(tx, actor, 'enable', id);
  }

  private async takeOffice(tx: Transaction, { id, roles }: CentreRow): Promise<void> {
    const left = roles.filter((role) => role !== 'administrator');
    await tx.update('staff', { roles: JSON.stringify(left) }, { id });
  }

  /**
   * A new activation link; the old password, authenticator, codes and passkeys are void. An administrator has to be
   * agreed to again: otherwise whoever holds the link would be a second administrator. Errors: NOT_FOUND, CONFLICT,
   * ADMINISTRATORS_TOO_FEW.
   */
  async reset(tx: Transaction, actor: Actor, id: string): Promise<Invited> {
    const everybody = await this.query.lockAllFor(tx, actor);
    const member = this.find(everybody, id);
    if (id === actor.id)
      throw new Problem('CONFLICT', {
        message: '不能重置自己的账号，请另一位系统管理员来办；换手机可先用备用码登录。',
      });
    if (member.active !== 1)
      throw new Problem('CONFLICT', { message: '这个账号已停用，请先恢复账号，再生成激活链接。' });
    const others = everybody.filter((row) => row.id !== id);
    if (member.roles.includes('administrator')) {
      if (this.query.administrators(others).length < 2)
        throw new Problem('ADMINISTRATORS_TOO_FEW', {
          message: `除他（她）以外不到两位系统管理员，不能在页面上重置。请先停用这个账号，再在服务器上运行 npm run staff -- create ${member.username} <姓名>。`,
        });
      await this.takeOffice(tx, member);
    }
    const link = await this.activation.issue(tx, member);
    const wanted = member.roles.includes('administrator') || member.proposal_id !== null;
    const proposed = wanted && this.query.administrators(others).length >= 2;
    if (proposed) await this.proposals.propose(tx, actor, id, others);
    await this.audit(tx, actor, 'reset', id);
    return { id, username: member.username, name: member.name, ...link, proposed };
  }

  /** Error: NOT_FOUND. */
  async endSessions(tx: Transaction, actor: Actor, id: string): Promise<void> {
    this.find(await this.query.lockAllFor(tx, actor), id);
    await this.sessions.revokeAll(tx, id);
    await this.audit(tx, actor, 'end-sessions', id);
  }

  async audit(
    tx: Transaction,
    actor: Pick<Actor, 'kind' | 'id'>,
    what: ActionOf<'staff'>,
    id: string,
    detail?: Record<string, unknown>,
  ): Promise<void> {
    await tx.audit({ actor, action: `staff.${what}`, subject: { kind: 'staff', id }, ...(detail && { detail }) });
  }
}
