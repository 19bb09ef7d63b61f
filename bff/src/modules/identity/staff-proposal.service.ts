import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ActionOf } from '@zhucheng/shared';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { type CentreRow, CentreStaffQuery } from './centre-staff.query';

/** How long an activation link is good. */
export const linkLifeMs = 24 * 3_600_000;

type Proposer = Pick<Actor, 'kind' | 'id'>;

interface Row {
  id: string;
  staff_id: string;
  open_staff_id: string | null;
  proposed_by: string;
  created_at: number;
}

/** Four eyes (双人复核): one administrator proposes another, a second one agrees after the person has activated the account. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StaffProposals {
  @Inject() query!: CentreStaffQuery;

  /** Replaces an open one; its id is new, so nobody agrees to what she saw before. Error: ADMINISTRATORS_TOO_FEW: nobody could agree. */
  async propose(tx: Transaction, actor: Proposer, staffId: string, everybody: CentreRow[]): Promise<void> {
    if (this.query.administrators(everybody).length < 2) throw new Problem('ADMINISTRATORS_TOO_FEW');
    await this.drop(tx, actor, staffId);
    const id = newId(tx.now);
    const row = { id, staff_id: staffId, open_staff_id: staffId, proposed_by: actor.id, created_at: tx.now };
    await tx.insert('staff_proposal', row);
    await this.audit(tx, actor, 'propose-administrator', staffId, id);
  }

  /** What made it necessary is over; without an actor, a new link has ended it. */
  async drop(tx: Transaction, actor: Pick<Actor, 'id'> | null, staffId: string): Promise<void> {
    const set = { open_staff_id: null, approved: 0, decided_by: actor?.id ?? null, decided_at: tx.now };
    await tx.update('staff_proposal', set, { open_staff_id: staffId });
  }

  private async holdOpen(tx: Transaction, id: string): Promise<Row> {
    const row = await tx.lockRow<Row>('staff_proposal', id);
    if (!row) throw new Problem('NOT_FOUND');
    if (row.open_staff_id === null) throw new Problem('CONFLICT', { message: '这项申请已经有结果，请刷新查看。' });
    return row;
  }

  /** Errors: FORBIDDEN, NOT_FOUND, CONFLICT, FOUR_EYES, ADMINISTRATORS_TOO_FEW. */
  async approve(tx: Transaction, actor: Actor, id: string): Promise<void> {
    const everybody = await this.query.lockAllFor(tx, actor);
    const { staff_id, proposed_by, created_at } = await this.holdOpen(tx, id);
    if (actor.id === proposed_by || actor.id === staff_id)
      throw new Problem('FOUR_EYES', {
        message: '设立系统管理员要两个人：请另一位系统管理员登录后，在本页点“同意”。',
      });
    const administrators = this.query.administrators(everybody);
    if (administrators.length < 2) throw new Problem('ADMINISTRATORS_TOO_FEW');
    if (!administrators.some((row) => row.id === proposed_by))
      throw new Problem('CONFLICT', { message: '提出人已经不是系统管理员，请点“不同意”，由现任管理员重新提出。' });
    const member = everybody.find((row) => row.id === staff_id);
    if (member?.active !== 1 || member.activated_at === null)
      throw new Problem('CONFLICT', {
        message: '本人还没有用激活链接设好密码。请等本人激活、并当面或电话核实后再同意。',
      });
    if (Number(created_at) < Number(member.activation_expires_at ?? 0) - linkLifeMs)
      throw new Problem('CONFLICT', {
        message: '提出以后，这个账号又换过激活链接。请点“不同意”，由管理员重新提出，并向本人核实后再同意。',
      });
    const roles = JSON.stringify([...new Set([...member.roles, 'administrator'])]);
    await tx.update('staff', { roles }, { id: staff_id });
    await this.decide(tx, actor, id, true);
    await this.audit(tx, actor, 'approve-administrator', staff_id, id);
  }

  /** Also by the one who proposed it. Errors: FORBIDDEN, NOT_FOUND, CONFLICT. */
  async refuse(tx: Transaction, actor: Actor, id: string): Promise<void> {
    await this.query.lockAllFor(tx, actor);
    const { staff_id } = await this.holdOpen(tx, id);
    await this.decide(tx, actor, id, false);
    await this.audit(tx, actor, 'refuse-administrator', staff_id, id);
  }

  private async decide(tx: Transaction, actor: Actor, id: string, approved: boolean): Promise<void> {
    const set = { open_staff_id: null, approved: approved ? 1 : 0, decided_by: actor.id, decided_at: tx.now };
    await tx.update('staff_proposal', set, { id });
  }

  private async audit(tx: Transaction, actor: Proposer, what: ActionOf<'staff'>, staffId: string, proposalId: string) {
    await tx.audit({ actor, action: `staff.${what}`, subject: { kind: 'staff', id: staffId }, detail: { proposalId } });
  }
}
