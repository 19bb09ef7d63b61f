import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { CombinedPartStatus, PaymentChannelName, PaymentStatus } from '../../adapters/payment-channel/port';
import { Database } from '../../platform/database/database';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { system } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { PaymentAttempt } from './attempt.entity';
import { attemptsOfGroup, lockOrdersOfGroup } from './combined.query';
import { lockChildren, markChildrenPaid, movePayers, releaseChildren } from './merged-order.query';
import { FeeOrder } from './order.entity';
import { attemptsOfOrder, lockAttempt, lockOrder } from './payment.query';
import { forCase, type PaidHandler } from './payment.types';
import type { PaymentGroup } from './payment-group.entity';
import { PaymentLedgerEntry } from './payment-record.entity';
import { type QuarantineReason, QuarantineService } from './quarantine.service';
import { RefundService } from './refund.service';
import { TaxRefundService } from './tax-refund.service';

/** What a gateway says of one payment, by query or by callback. */
export type Report = Omit<PaymentStatus, 'outTradeNo' | 'cause'> & {
  channel: PaymentChannelName;
  foreign?: boolean;
  /** Who got the money, where it was said; null: we. */
  collectorId?: string | null;
};

export const refundReasons = {
  late: '超时支付，退还登记费',
  duplicate: '重复支付，退还登记费',
  case: '办件终止，退还登记费',
  staff: '登记中心退还登记费',
};

/** A refund's cause is unique per attempt, and the children of a merged order share one. */
export const caseCauseOf = (order: Pick<FeeOrder, 'id' | 'mergedInto'>): string =>
  order.mergedInto ? `case:${order.id}` : 'case';

const live = ['created', 'open'];

/**
 * The one place where a payment attempt changes because of what a gateway said. The order's row is locked first, then the
 * attempt's and, for a merged order, its children's, so callbacks, queries and both wallets queue up here. A state only ever moves forward.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SettlementService {
  @Inject() database!: Database;
  @Inject() refunds!: RefundService;
  @Inject() quarantine!: QuarantineService;
  @Inject() taxRefunds!: TaxRefundService;

  private handler: PaidHandler | undefined;

  onPaid(handler: PaidHandler): void {
    if (this.handler) throw new Error('Two handlers for paid orders');
    this.handler = handler;
  }

  /** Takes over a gateway's word; returns the attempt as it is afterwards. */
  async learn(tx: Transaction, known: PaymentAttempt, report: Report): Promise<PaymentAttempt> {
    const order = (await lockOrder(tx, known.orderId))!;
    return this.take(tx, order, known.id, report);
  }

  /**
   * Takes over what was said of a combined payment: all of its parts, or nothing. Parts that are missing, foreign or in
   * different states are set aside with an alarm, and nothing else happens until the channel says something whole.
   */
  async learnTogether(tx: Transaction, group: PaymentGroup, parts: readonly CombinedPartStatus[]): Promise<void> {
    const orders = new Map((await lockOrdersOfGroup(tx, group.id)).map((order) => [order.id, order]));
    const attempts = await attemptsOfGroup(tx, group.id);
    const { channel } = group;
    const told = attempts.map((attempt) => ({
      attempt,
      order: orders.get(attempt.orderId)!,
      part: parts.find(({ outTradeNo }) => outTradeNo === attempt.outTradeNo),
    }));
    // Each part is refunded by itself, so of the paid ones some may be refunded already.
    const kinds = new Set(parts.map(({ state }) => (state === 'refunded' ? 'paid' : state)));
    const whole = told.length === parts.length && told.every(({ part }) => part) && kinds.size === 1;
    const paid = kinds.has('paid');
    const wrong = told.find(
      ({ attempt, order, part }) =>
        part &&
        paid &&
        (this.faultOf(attempt, { ...part, channel }) !== null || part.merchantId !== order.collector?.[channel]),
    );
    if (!whole || wrong) {
      const detail = {
        parts: attempts.length,
        reported: parts.length,
        paid: parts.filter(({ state }) => state === 'paid' || state === 'refunded').length,
        reportedFen: parts.reduce((sum, { amountFen = 0 }) => sum + amountFen, 0),
        expectedFen: attempts.reduce((sum, { amountFen }) => sum + amountFen, 0),
      };
      const reason = 'combination-mixed';
      return this.quarantine.add(tx, { channel, outTradeNo: group.outTradeNo, reason, detail, content: parts });
    }
    for (const { attempt, order, part } of told) {
      const { outTradeNo: _, cause: __, merchantId: ___, ...said } = part!;
      await this.take(tx, order, attempt.id, { ...said, channel });
    }
  }

  /** `order`'s row is locked. */
  private async take(tx: Transaction, order: FeeOrder, attemptId: string, report: Report): Promise<PaymentAttempt> {
    const attempt = (await lockAttempt(tx, attemptId))!;
    if (report.collectorId !== undefined && report.collectorId !== (order.collector?.[attempt.channel] ?? null))
      report.foreign = true;
    if (report.state === 'paid' || report.state === 'refunded') {
      const fault = this.faultOf(attempt, report);
      if (fault) await this.setAside(tx, attempt, report, fault);
      else if (report.state === 'paid') await this.paid(tx, order, attempt, report);
      else await this.refundedOutside(tx, order, attempt, report);
    } else if (report.state === 'closed' && live.includes(attempt.state)) {
      await tx.update(PaymentAttempt, { state: 'closed', slot: null, endedAt: tx.now }, { id: attempt.id });
    }
    return (await lockAttempt(tx, attempt.id))!;
  }

  /** Nobody can pay it any more although no gateway ever heard of it. */
  async drop(tx: Transaction, attemptId: string): Promise<void> {
    const set = { state: 'closed', slot: null, endedAt: tx.now } as const;
    for (const state of ['created', 'open'] as const) await tx.update(PaymentAttempt, set, { id: attemptId, state });
  }

  private faultOf(attempt: PaymentAttempt, report: Report): QuarantineReason | null {
    if (report.foreign) return 'merchant';
    if (report.channel !== attempt.channel) return 'channel';
    if (report.state === 'refunded' && report.amountFen === undefined) return null;
    if (report.amountFen !== attempt.amountFen) return 'amount';
    if ((report.currency ?? 'CNY') !== 'CNY') return 'currency';
    if (attempt.transactionId && report.transactionId && attempt.transactionId !== report.transactionId)
      return 'transaction-changed';
    return null;
  }

  private async paid(tx: Transaction, order: FeeOrder, attempt: PaymentAttempt, report: Report): Promise<void> {
    if (attempt.state === 'paid' || attempt.state === 'refunded') return;
    const paidAt = report.paidAt ?? tx.now;
    const transactionId = report.transactionId ?? attempt.outTradeNo;
    try {
      await tx.update(PaymentAttempt, { state: 'paid', transactionId, paidAt, endedAt: tx.now }, { id: attempt.id });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return this.setAside(tx, attempt, report, 'transaction-reused');
    }
    await tx.insert(PaymentLedgerEntry, {
      id: newId(),
      at: tx.now,
      kind: order.kind === 'tax' ? 'tax' : 'payment',
      reference: `${attempt.channel}:${transactionId}`,
      orderId: order.id,
      attemptId: attempt.id,
      channel: attempt.channel,
      amountFen: attempt.amountFen,
    });
    // An order that has meanwhile become part of a merged one is paid with that one.
    const inTime = order.state === 'unpaid' && attempt.state !== 'closed' && !order.mergedInto;
    if (inTime) await this.fulfil(tx, order, attempt, paidAt);
    else await this.giveBack(tx, order, attempt, paidAt);
  }

  /** The first payment of an order: the order is paid and its case moves in the same transaction, or nothing happens. */
  private async fulfil(tx: Transaction, order: FeeOrder, attempt: PaymentAttempt, paidAt: number): Promise<void> {
    if (!this.handler) throw new Error('Nobody takes paid orders; a payment waits');
    await this.settleWith(tx, order, attempt, paidAt, 'paid');
    await this.auditPaid(tx, order, attempt);
    for (const other of await attemptsOfOrder(tx, order.id)) {
      if (other.id !== attempt.id && live.includes(other.state)) await this.enqueueClose(tx, other.id, order);
    }
    if (order.caseId === null) return this.fulfilChildren(tx, order, attempt, paidAt);
    const { kind } = order;
    const paid = { kind, orderId: order.id, caseId: order.caseId, method: attempt.method, paidAt };
    if ((await this.handler(tx, paid)) === 'refund')
      await this.refundAll(tx, { ...order, state: 'paid', paidAttemptId: attempt.id }, attempt, 'case');
  }

  /** Every case behind a merged order moves on its own; one that no longer can gets its own amount back. */
  private async fulfilChildren(
    tx: Transaction,
    order: FeeOrder,
    attempt: PaymentAttempt,
    paidAt: number,
  ): Promise<void> {
    const children = await lockChildren(tx, order.id);
    const totalFen = children.reduce((sum, child) => sum + child.totalFen, 0);
    if (totalFen !== order.totalFen || children.some((child) => child.state !== 'unpaid'))
      throw new Error('A merged order does not agree with its children; its payment waits');
    await markChildrenPaid(tx, order.id, { paidAttemptId: attempt.id, paidMethod: attempt.method, paidAt });
    let refunded = false;
    for (const child of children) {
      await this.auditPaid(tx, child, attempt);
      const paid = { kind: child.kind, orderId: child.id, caseId: child.caseId, method: attempt.method, paidAt };
      if ((await this.handler!(tx, paid)) === 'fulfilled') continue;
      await this.refunds.request(tx, {
        order: { ...child, state: 'paid', paidAttemptId: attempt.id },
        attempt,
        amountFen: child.totalFen,
        cause: caseCauseOf(child),
        reason: refundReasons.case,
        whole: true,
      });
      refunded = true;
    }
    if (refunded) await this.refunds.parentRefunding(tx, attempt.id, order.id);
  }

  private auditPaid(tx: Transaction, order: FeeOrder, attempt: PaymentAttempt): Promise<void> {
    return tx.audit({
      actor: system,
      action: 'payment.paid',
      subject: { kind: 'fee-order', id: order.id },
      detail: {
        attemptId: attempt.id,
        method: attempt.method,
        amountFen: order.totalFen,
        ...(order.mergedInto && { mergedInto: order.mergedInto }),
      },
    });
  }

  /** Late or second money goes back, once. */
  private async giveBack(tx: Transaction, order: FeeOrder, attempt: PaymentAttempt, paidAt: number): Promise<void> {
    // A cancelled order shows that its money is on the way back.
    const shown = order.state === 'cancelled' && order.paidAttemptId === null;
    if (shown) await this.settleWith(tx, order, attempt, paidAt, 'cancelled');
    const late = attempt.state === 'closed' || order.state === 'cancelled' || order.state === 'unpaid';
    await this.refundAll(
      tx,
      shown ? { ...order, paidAttemptId: attempt.id } : order,
      attempt,
      late ? 'late' : 'duplicate',
    );
  }

  private async settleWith(
    tx: Transaction,
    order: FeeOrder,
    attempt: PaymentAttempt,
    paidAt: number,
    state: FeeOrder['state'],
  ): Promise<void> {
    await tx.update(
      FeeOrder,
      {
        state,
        paidAttemptId: attempt.id,
        paidMethod: attempt.method,
        paidAt,
        version: order.version + 1,
        updatedAt: tx.now,
      },
      { id: order.id, version: order.version },
    );
    await movePayers(tx, [order.id], 'done');
  }

  private async refundAll(
    tx: Transaction,
    order: FeeOrder,
    attempt: PaymentAttempt,
    cause: Exclude<keyof typeof refundReasons, 'staff'>,
  ): Promise<void> {
    if (order.kind === 'tax') {
      await this.taxRefunds.file(tx, order, attempt, cause === 'case' ? 'ended' : cause);
      return;
    }
    await this.refunds.request(tx, {
      order,
      attempt,
      amountFen: attempt.amountFen,
      cause,
      reason: refundReasons[cause],
    });
  }

  /** Paid and returned without us (by hand in the merchant's console): never fulfilled, never "unpaid" again. */
  private async refundedOutside(
    tx: Transaction,
    order: FeeOrder,
    attempt: PaymentAttempt,
    report: Report,
  ): Promise<void> {
    if (attempt.state === 'paid' || attempt.state === 'refunded') return;
    await tx.update(PaymentAttempt, { state: 'refunded', endedAt: tx.now }, { id: attempt.id });
    if (order.state === 'unpaid' && !order.mergedInto) {
      await this.settleWith(tx, order, attempt, report.paidAt ?? tx.now, 'refunded');
      if (order.caseId === null) await releaseChildren(tx, order.id);
    }
    await this.setAside(tx, attempt, report, 'refunded-outside');
  }

  enqueueClose(tx: Transaction, attemptId: string, order: Pick<FeeOrder, 'caseId'>): Promise<boolean> {
    return tx.enqueue('payment.close', attemptId, { attemptId }, forCase(order));
  }

  private setAside(tx: Transaction, attempt: PaymentAttempt, report: Report, reason: QuarantineReason): Promise<void> {
    return this.quarantine.add(tx, {
      channel: report.channel,
      outTradeNo: attempt.outTradeNo,
      reason,
      detail: {
        attemptId: attempt.id,
        expectedFen: attempt.amountFen,
        reportedFen: report.amountFen ?? null,
        currency: report.currency ?? null,
      },
      content: report,
    });
  }
}
