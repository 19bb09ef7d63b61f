import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Adapters } from '../../adapters';
import type { RefundStatus } from '../../adapters/payment-channel/port';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database/database';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { type Actor, system } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import type { Logger } from '../../platform/logging/logger';
import type { Again } from '../../platform/outbox/outbox';
import type { PaymentAttempt } from './attempt.entity';
import { FeeOrder } from './order.entity';
import { lockAttempt, lockOrderAndParent, lockRefund } from './payment.query';
import { forCase, hour, minute, second } from './payment.types';
import { PaymentLedgerEntry } from './payment-record.entity';
import { QuarantineService } from './quarantine.service';
import { Refund } from './refund.entity';

export interface RefundOrder {
  order: Pick<FeeOrder, 'id' | 'caseId' | 'totalFen' | 'state' | 'paidAttemptId' | 'mergedInto'>;
  attempt: Pick<PaymentAttempt, 'id' | 'orderId' | 'amountFen'>;
  amountFen: number;
  /** Unique per attempt: repeating a cause refunds nothing. */
  cause: string;
  reason: string;
  /** Nothing of the order's share was refunded before and all of it is now; the caller answers for the merged order. */
  whole?: true;
  /** Who agreed to it; the system unless given. */
  actor?: Pick<Actor, 'kind' | 'id'>;
}

/** What of an attempt was paid for an order: a child's share of its merged order's payment is its own total. */
const shareOf = (order: RefundOrder['order'], attempt: RefundOrder['attempt']): number =>
  attempt.orderId === order.id ? attempt.amountFen : order.totalFen;

/** Sends money back. A refund has one number for ever; the attempt's row decides how much may still go back. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RefundService {
  @Inject() database!: Database;
  @Inject() clock!: Clock;
  @Inject() quarantine!: QuarantineService;
  @Inject('adapters') adapters!: Adapters;
  @Inject('log') log!: Logger;

  /** Starts a refund; false if this cause was refunded already or the rest of the payment is too small. */
  async request(tx: Transaction, ask: RefundOrder): Promise<boolean> {
    const { order, attempt, amountFen, cause } = ask;
    const id = newId();
    const reserved = await tx.execute(
      "UPDATE payment_attempt SET refunded_fen = refunded_fen + ? WHERE id = ? AND state = 'paid' AND refunded_fen + ? <= amount_fen",
      [amountFen, attempt.id, amountFen],
    );
    if (reserved === 0) return false;
    try {
      await tx.insert(Refund, {
        id,
        outRefundNo: `R${id}`,
        attemptId: attempt.id,
        orderId: order.id,
        cause,
        amountFen,
        reason: ask.reason.slice(0, 80),
        state: 'requested',
        gatewayCode: null,
        createdAt: tx.now,
        finishedAt: null,
        outsideCipher: null,
      });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      await tx.execute('UPDATE payment_attempt SET refunded_fen = refunded_fen - ? WHERE id = ?', [
        amountFen,
        attempt.id,
      ]);
      return false;
    }
    const owns = order.paidAttemptId === attempt.id;
    if (owns && (ask.whole || (await this.refundedOf(tx, order, attempt)) === shareOf(order, attempt))) {
      await this.moveOrder(tx, order.id, ['paid', 'cancelled'], 'refunding');
      if (!ask.whole) await this.parentRefunding(tx, attempt.id, order.mergedInto);
    }
    await tx.audit({
      actor: ask.actor ?? system,
      action: 'payment.refund-requested',
      subject: { kind: 'fee-order', id: order.id },
      detail: { refundId: id, cause, amountFen },
    });
    await tx.enqueue('payment.refund', id, { refundId: id }, { delayMs: 0, ...forCase(order) });
    return true;
  }

  /** What is left to refund of an order's share of an attempt. */
  async restOf(tx: Transaction, order: RefundOrder['order'], attempt: RefundOrder['attempt']): Promise<number> {
    return shareOf(order, attempt) - (await this.refundedOf(tx, order, attempt));
  }

  /** A merged order shows that money goes back once all of its payment does. */
  async parentRefunding(tx: Transaction, attemptId: string, mergedInto: string | null): Promise<void> {
    if (!mergedInto) return;
    const attempt = (await lockAttempt(tx, attemptId))!;
    if (attempt.refundedFen === attempt.amountFen) await this.moveOrder(tx, mergedInto, ['paid'], 'refunding');
  }

  /** Asks the gateway to pay back, or how it stands; to be asked again until it is decided. */
  async pursue(refundId: string): Promise<Again | undefined> {
    const found = await this.database.unitOfWork(async (tx) => {
      const refund = await lockRefund(tx, refundId);
      return refund && { refund, attempt: (await lockAttempt(tx, refund.attemptId))! };
    });
    if (!found || found.refund.state === 'done' || found.refund.state === 'abnormal') return;
    const { refund, attempt } = found;
    const channel = this.adapters.channels[attempt.channel];
    const numbers = { outTradeNo: attempt.outTradeNo, outRefundNo: refund.outRefundNo };
    const status =
      refund.state === 'requested'
        ? await channel.refund({
            ...numbers,
            refundFen: refund.amountFen,
            totalFen: attempt.amountFen,
            reason: refund.reason,
          })
        : await channel.queryRefund(numbers);
    const decided = await this.database.unitOfWork((tx) => this.learn(tx, refundId, status));
    return decided ? undefined : { againAfterMs: this.pause(this.clock.now() - refund.createdAt) };
  }

  /** Takes over what the gateway says of a refund; true once nothing more needs asking. */
  async learn(tx: Transaction, refundId: string, status: RefundStatus): Promise<boolean> {
    const before = await lockRefund(tx, refundId);
    if (!before) return true;
    const order = (await lockOrderAndParent(tx, { id: before.orderId })).order!;
    if (before.state === 'done') {
      if (before.outsideCipher && status.state === 'succeeded') await this.twice(tx, before);
      return true;
    }
    switch (status.state) {
      case 'succeeded':
        return this.succeed(tx, before, order, status);
      case 'abnormal':
      case 'closed':
      case 'refused':
        await this.fail(tx, before, order, status.gatewayCode ?? status.state);
        return true;
      case 'processing':
        await tx.update(Refund, { state: 'accepted' }, { id: refundId, state: 'requested' });
        break;
      case 'not-found':
        // Failed or never received: the same number is sent again.
        await tx.update(Refund, { state: 'requested' }, { id: refundId, state: 'accepted' });
        break;
      case 'unknown':
        break;
    }
    return before.state === 'abnormal';
  }

  /** It was settled by a transfer, and the channel has paid back all the same. */
  private async twice(tx: Transaction, refund: Refund): Promise<void> {
    const { channel, outTradeNo } = (await lockAttempt(tx, refund.attemptId))!;
    const detail = { refundId: refund.id, refundFen: refund.amountFen };
    await this.quarantine.add(tx, { channel, outTradeNo, reason: 'refund-twice', detail });
  }

  private async succeed(tx: Transaction, refund: Refund, order: FeeOrder, status: RefundStatus): Promise<boolean> {
    const attempt = (await lockAttempt(tx, refund.attemptId))!;
    if (status.refundFen !== undefined && status.refundFen !== refund.amountFen) {
      await this.quarantine.add(tx, {
        channel: attempt.channel,
        outTradeNo: attempt.outTradeNo,
        reason: 'refund-amount',
        detail: { refundId: refund.id, expectedFen: refund.amountFen, reportedFen: status.refundFen },
      });
      await this.fail(tx, refund, order, 'AMOUNT');
      return true;
    }
    const finishedAt = status.refundedAt ?? tx.now;
    await tx.update(Refund, { state: 'done', finishedAt, gatewayCode: null }, { id: refund.id });
    await tx.insert(PaymentLedgerEntry, {
      id: newId(),
      at: tx.now,
      kind: 'refund',
      reference: refund.outRefundNo,
      orderId: order.id,
      attemptId: attempt.id,
      channel: attempt.channel,
      amountFen: -refund.amountFen,
    });
    if (order.paidAttemptId === attempt.id) await this.returned(tx, order, attempt);
    const detail = { refundId: refund.id, cause: refund.cause, amountFen: refund.amountFen };
    await tx.audit({ actor: system, action: 'payment.refunded', subject: { kind: 'fee-order', id: order.id }, detail });
    return true;
  }

  /** A person has to look at it; the money counts as not returned. */
  private async fail(tx: Transaction, refund: Refund, order: FeeOrder, code: string): Promise<void> {
    if (refund.state === 'abnormal') return;
    await tx.update(Refund, { state: 'abnormal', gatewayCode: code.slice(0, 64) }, { id: refund.id });
    if (order.paidAttemptId === refund.attemptId) {
      await this.moveOrder(tx, order.id, ['refunding'], 'refund-failed');
      if (order.mergedInto) await this.moveOrder(tx, order.mergedInto, ['refunding'], 'refund-failed');
    }
    const detail = { refundId: refund.id, code };
    await tx.audit({
      actor: system,
      action: 'payment.refund-failed',
      subject: { kind: 'fee-order', id: order.id },
      detail,
    });
    tx.afterCommit(() =>
      this.log.error({ alarm: 'refund-failed', refundId: refund.id, code }, 'refund needs a person'),
    );
  }

  async moveOrder(tx: Transaction, id: string, from: FeeOrder['state'][], to: FeeOrder['state']): Promise<void> {
    const marks = from.map(() => '?').join(', ');
    await tx.execute(
      `UPDATE fee_order SET state = ?, version = version + 1, updated_at = ? WHERE id = ? AND state IN (${marks})`,
      [to, tx.now, id, ...from],
    );
  }

  private async refundedOf(
    tx: Transaction,
    order: RefundOrder['order'],
    attempt: RefundOrder['attempt'],
  ): Promise<number> {
    const sql = 'SELECT SUM(amount_fen) AS fen FROM refund WHERE attempt_id = ? AND order_id = ?';
    const [row] = await tx.query<{ fen: number | null }>(sql, [attempt.id, order.id]);
    return Number(row?.fen ?? 0);
  }

  /** Once all has arrived again, the order is refunded, and so is its merged order once that holds for the payment. */
  async returned(tx: Transaction, order: FeeOrder, attempt: PaymentAttempt): Promise<void> {
    const sql =
      "SELECT SUM(amount_fen) AS fen, SUM(CASE WHEN order_id = ? THEN amount_fen ELSE 0 END) AS own FROM refund WHERE attempt_id = ? AND state = 'done'";
    const [row] = await tx.query<{ fen: number | null; own: number | null }>(sql, [order.id, attempt.id]);
    if (Number(row?.own ?? 0) === shareOf(order, attempt))
      await this.moveOrder(tx, order.id, ['refunding', 'refund-failed'], 'refunded');
    if (order.mergedInto && Number(row?.fen ?? 0) === attempt.amountFen)
      await this.moveOrder(tx, order.mergedInto, ['refunding', 'refund-failed'], 'refunded');
  }

  /** Never below 10 s: Alipay needs that long before "not found" means something. */
  private pause(age: number): number {
    if (age < minute) return 10 * second;
    if (age < 10 * minute) return minute;
    return age < hour ? 5 * minute : hour;
  }
}
