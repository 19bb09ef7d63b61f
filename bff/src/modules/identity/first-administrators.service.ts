import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { NewAccount } from '@zhucheng/shared';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { system } from '../../platform/http/actor';
import { type CentreRow, CentreStaffQuery } from './centre-staff.query';
import { CentreStaff } from './centre-staff.service';
import { StaffAccounts } from './staff-account.service';
import { StaffActivation } from './staff-activation.service';
import { StaffProposals } from './staff-proposal.service';

const most = 2;
const conflict = (message: string) => new Problem('CONFLICT', { message });

/**
 * The first two administrators, made by whoever runs the server, as nobody could agree to them. From then on they make
 * further ones themselves.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FirstAdministrators {
  @Inject() query!: CentreStaffQuery;
  @Inject() centre!: CentreStaff;
  @Inject() accounts!: StaffAccounts;
  @Inject() activation!: StaffActivation;
  @Inject() proposals!: StaffProposals;

  /** Those who can sign in, and those who hold an open link: they will. */
  private requireRoom(everybody: CentreRow[], username: string, now: number): void {
    const others = everybody.filter((row) => row.username !== username && row.active === 1);
    const counted = others.filter(
      (row) => row.roles.includes('administrator') && (row.activated_at !== null || this.query.linkOpen(row, now)),
    );
    if (counted.length >= most)
      throw conflict(
        `已有两位系统管理员（${counted.map((row) => row.username).join('、')}）。更多的管理员请由一位在“人员管理”页面提出、另一位同意。`,
      );
  }

  /**
   * A new administrator, or one again whose account was disabled or not activated. Errors: CONFLICT, INVALID_INPUT at
   * `username` (another's).
   */
  async create(tx: Transaction, username: string, name: string): Promise<NewAccount> {
    const everybody = await this.query.lockAll(tx);
    this.requireRoom(everybody, username, tx.now);
    const known = everybody.find((row) => row.username === username);
    if (!known) {
      const account = await this.centre.createAccount(tx, username, name, ['administrator']);
      await this.centre.audit(tx, system, 'create', account.id, { roles: ['administrator'], by: 'command' });
      return account;
    }
    if (known.active === 1 && known.activated_at !== null && known.roles.includes('administrator'))
      throw conflict(
        `${username} 已经是系统管理员，可以直接登录。忘记密码请另一位管理员先停用这个账号，再运行本命令。`,
      );
    await this.accounts.setActive(tx, known.id, true);
    const roles = [...new Set([...known.roles, 'administrator'])];
    await tx.update('staff', { roles: JSON.stringify(roles) }, { id: known.id });
    await this.proposals.drop(tx, system, known.id);
    return this.issue(tx, { ...known, roles });
  }

  /** A new link for somebody who has not activated the account, also of an institution. Error: CONFLICT. */
  async link(tx: Transaction, username: string): Promise<NewAccount> {
    const everybody = await this.query.lockAll(tx);
    const own = everybody.find((row) => row.username === username);
    if (own?.roles.includes('administrator')) this.requireRoom(everybody, username, tx.now);
    const member = own ?? (await this.accounts.byUsername(tx, username));
    if (!member) throw conflict(`没有登录名是 ${username} 的工作人员。npm run staff -- list 列出登记中心的全部账号。`);
    if (Number(member.active) !== 1) throw conflict(`${username} 的账号已停用，请先由管理员在页面上恢复。`);
    if (own ? own.activated_at !== null : 'activated' in member && member.activated)
      throw conflict(`${username} 已经激活，可以直接登录。忘记密码请由管理员在页面上重置。`);
    const account = await this.issue(tx, member);
    // Whoever proposed it still does; who agrees looks anew.
    const administrators = this.query.administrators(everybody);
    const proposer = own?.proposal_id ? administrators.find((row) => row.id === own.proposed_by) : undefined;
    if (proposer && administrators.length >= 2)
      await this.proposals.propose(tx, { kind: 'staff', id: proposer.id }, member.id, everybody);
    return account;
  }

  private async issue(tx: Transaction, member: { id: string; username: string; name: string; roles?: string[] }) {
    const { id, username, name, roles } = member;
    const link = await this.activation.issue(tx, { id, username });
    await this.centre.audit(tx, system, 'reset', id, { by: 'command', ...(roles && { roles }) });
    return { id, username, name, ...link };
  }
}
