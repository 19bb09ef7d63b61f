import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { FeeItem } from '@zhucheng/shared';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { joinChildren, liveAttemptsOf, lockOrdersOfPayer, movePayers, releaseChildren } from './merged-order.query';
import { FeeOrder, FeeOrderPayer } from './order.entity';
import { insertNumbered } from './order-number';
import { attemptsOfOrder, lockOrder } from './payment.query';
import { SettlementService } from './settlement.service';

type Who = Pick<Actor, 'kind' | 'id'>;

/** Equal fees of several cases in one line. */
function sumOf(orders: readonly FeeOrder[]): FeeItem[] {
  const lines = new Map<string, FeeItem>();
  for (const item of orders.flatMap(({ items }) => items)) {
    const key = JSON.stringify([item.name, item.unitFen, item.basis]);
    const line = lines.get(key);
    if (line) {
      line.quantity += item.quantity;
      line.amountFen += item.amountFen;
    } else lines.set(key, { ...item });
  }
  return [...lines.values()];
}

/**
 * Merged orders (合并缴费单): one payment for the fees of many cases. While it is unpaid its children cannot be paid by
 * themselves; whatever makes its total wrong cancels it, and money that arrives afterwards goes back as for any order.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class MergedOrderService {
  @Inject() settlement!: SettlementService;

  /**
   * Merges a payer's unpaid orders. Payments that were begun for one of them are closed. Errors: NOT_FOUND if one is not
   * the payer's, INVALID_INPUT at `orderIds.n` if it cannot be paid (any more) or is part of a merged order already.
   */
  async merge(tx: Transaction, actor: Who, idBlind: string, orderIds: readonly string[]): Promise<string> {
    const children = await lockOrdersOfPayer(tx, idBlind, orderIds);
    if (children.length !== orderIds.length) throw new Problem('NOT_FOUND');
    this.refuseUnpayable(children, orderIds);
    const order: FeeOrder = {
      id: newId(),
      number: '',
      caseId: null,
      round: 1,
      kind: 'fee',
      tax: null,
      voucher: null,
      collector: null,
      applicantId: null,
      acceptanceNumber: '',
      businessName: `合并缴费单（${children.length}件）`,
      location: `${children[0]!.location.slice(0, 280)} 等${children.length}件`,
      items: sumOf(children),
      totalFen: children.reduce((sum, child) => sum + child.totalFen, 0),
      state: 'unpaid',
      paidAttemptId: null,
      paidMethod: null,
      paidAt: null,
      endReason: null,
      mergedInto: null,
      mergedCount: children.length,
      version: 1,
      createdAt: tx.now,
      updatedAt: tx.now,
    };
    await insertNumbered(tx, order);
    await tx.insert(FeeOrderPayer, { orderId: order.id, idBlind, place: 'open' });
    if ((await joinChildren(tx, order.id, orderIds)) !== children.length) throw new Problem('CONFLICT');
    for (const attempt of await liveAttemptsOf(tx, orderIds)) {
      await this.settlement.enqueueClose(tx, attempt.id, attempt);
    }
    const detail = { count: children.length, totalFen: order.totalFen };
    await tx.audit({ actor, action: 'payment.merge', subject: { kind: 'fee-order', id: order.id }, detail });
    return order.id;
  }

  /** Undoes a merge that is not paid. Error: ORDER_NOT_PAYABLE if it is no merged order or no longer unpaid. */
  async split(tx: Transaction, actor: Who, orderId: string): Promise<void> {
    const order = await lockOrder(tx, orderId);
    if (!order || order.caseId !== null || order.state !== 'unpaid') {
      throw new Problem('ORDER_NOT_PAYABLE', { message: '这张缴费单已不是待缴费状态，不能拆分，请刷新查看最新状态。' });
    }
    await this.dissolve(tx, order, actor, 'split');
  }

  /** Cancels an unpaid merged order whose row is locked; its children are payable by themselves again. */
  async dissolve(tx: Transaction, order: FeeOrder, actor: Who, reason: string): Promise<void> {
    if (order.state !== 'unpaid') throw new Error('Only an unpaid merged order can be taken apart');
    const set = { state: 'cancelled', endReason: reason, version: order.version + 1, updatedAt: tx.now } as const;
    await tx.update(FeeOrder, set, { id: order.id });
    await movePayers(tx, [order.id], 'done');
    await releaseChildren(tx, order.id);
    for (const attempt of await attemptsOfOrder(tx, order.id)) {
      if (attempt.slot !== null) await this.settlement.enqueueClose(tx, attempt.id, order);
    }
    const subject = { kind: 'fee-order' as const, id: order.id };
    await tx.audit({ actor, action: 'payment.unmerge', subject, detail: { reason, count: order.mergedCount } });
  }

  private refuseUnpayable(children: readonly FeeOrder[], orderIds: readonly string[]): void {
    const fields = children
      .filter(
        (child) =>
          child.caseId === null || child.kind !== 'fee' || child.mergedInto !== null || child.state !== 'unpaid',
      )
      .map((child) => ({
        path: `orderIds.${orderIds.indexOf(child.id)}`,
        code: 'not-payable',
        message: `缴费单 ${child.number} 不是待缴费状态，或已在另一张合并缴费单中，请取消勾选后重试。`,
      }));
    if (fields.length > 0) throw new Problem('INVALID_INPUT', { fields });
  }
}
