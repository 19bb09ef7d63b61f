import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Adapters } from '../../adapters';
import type { Environment } from '../../config/environment';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database/database';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { system } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import type { Logger } from '../../platform/logging/logger';
import { type Again, Outbox } from '../../platform/outbox/outbox';
import type { PaymentAttempt } from './attempt.entity';
import { lockTaxRefund } from './combined.query';
import { FeeOrder } from './order.entity';
import { lockAttempt, lockOrder } from './payment.query';
import { forCase } from './payment.types';
import { TaxRefund } from './tax-refund.entity';

/**
 * Tax is the bureau's money: what was paid late, twice or for a case that ended is applied for there and followed until it
 * is answered (Deed Tax Law 12). Nothing is ever sent back by us.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TaxRefundService {
  @Inject() database!: Database;
  @Inject() outbox!: Outbox;
  @Inject() clock!: Clock;
  @Inject('adapters') adapters!: Adapters;
  @Inject('environment') environment!: Environment;
  @Inject('log') log!: Logger;

  @Init()
  async init(): Promise<void> {
    this.outbox.on<{ refundId: string }>('payment.tax-refund', (task) => this.pursue(task.payload.refundId), {
      maxAttempts: 1_000,
    });
  }

  /** Applies for it, once for a payment; false if that has been done. `order`'s row is locked. */
  async file(
    tx: Transaction,
    order: FeeOrder,
    attempt: Pick<PaymentAttempt, 'id' | 'amountFen'>,
    reason: TaxRefund['reason'],
  ): Promise<boolean> {
    const id = newId();
    try {
      await tx.insert(TaxRefund, {
        id,
        orderId: order.id,
        attemptId: attempt.id,
        acceptanceNumber: order.acceptanceNumber,
        voucher: order.voucher ?? '',
        amountFen: attempt.amountFen,
        reason,
        state: 'requested',
        ticket: null,
        answer: null,
        createdAt: tx.now,
        finishedAt: null,
      });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return false;
    }
    if (order.paidAttemptId === attempt.id) await this.move(tx, order.id, ['paid', 'cancelled'], 'refunding');
    await tx.audit({
      actor: system,
      action: 'payment.tax-refund-filed',
      subject: { kind: 'fee-order', id: order.id },
      detail: { refundId: id, reason, amountFen: attempt.amountFen },
    });
    await tx.enqueue('payment.tax-refund', id, { refundId: id }, forCase(order));
    return true;
  }

  private async pursue(refundId: string): Promise<Again | undefined> {
    const found = await this.database.unitOfWork(async (tx) => {
      const refund = await lockTaxRefund(tx, refundId);
      return refund && { refund, attempt: (await lockAttempt(tx, refund.attemptId))! };
    });
    if (!found || ['done', 'refused'].includes(found.refund.state)) return undefined;
    const { refund, attempt } = found;
    const { acceptanceNumber: reference, voucher: voucherNumber, amountFen, reason } = refund;
    const { tax } = this.adapters;
    const answer = refund.ticket
      ? await tax.refunded(refund.ticket, reference)
      : await tax.refund({
          reference,
          applicationId: refund.id,
          voucherNumber,
          amountFen,
          channel: attempt.channel,
          transactionId: attempt.transactionId ?? '',
          reason,
        });
    if (answer.status === 'unknown') return { againAfterMs: this.environment.DEPARTMENT_RETRY_MS };
    const set = (change: Partial<TaxRefund>) =>
      this.database.unitOfWork(async (tx) => {
        const order = (await lockOrder(tx, refund.orderId))!;
        const now = await lockTaxRefund(tx, refundId);
        if (!now || now.state === 'done' || now.state === 'refused') return;
        await tx.update(TaxRefund, change, { id: refundId });
        if (change.state === 'done') await this.ended(tx, order, now, 'refunded', null);
        if (change.state === 'refused') await this.ended(tx, order, now, 'refund-failed', change.answer ?? null);
      });
    if (answer.status === 'pending') {
      if (answer.ticket !== refund.ticket) await set({ state: 'filed', ticket: answer.ticket });
      return { againAfterMs: answer.retryAfterMs ?? 5_000 };
    }
    if (answer.status === 'rejected' && answer.reason === 'ticket-unknown') {
      await set({ ticket: null });
      return { againAfterMs: 5_000 };
    }
    const finishedAt = { finishedAt: this.clock.now() };
    const same = answer.status === 'accepted' && answer.data.refundedFen === amountFen;
    if (same) await set({ state: 'done', ...finishedAt });
    else
      await set({ state: 'refused', answer: answer.status === 'rejected' ? answer.reason : 'amount', ...finishedAt });
    return undefined;
  }

  /** The bureau's last word. A refusal waits for a person. */
  private async ended(
    tx: Transaction,
    order: FeeOrder,
    refund: TaxRefund,
    state: 'refunded' | 'refund-failed',
    code: string | null,
  ): Promise<void> {
    if (order.paidAttemptId === refund.attemptId) await this.move(tx, order.id, ['refunding'], state);
    const { id: refundId, amountFen } = refund;
    await tx.audit({
      actor: system,
      action: state === 'refunded' ? 'payment.tax-refunded' : 'payment.tax-refund-refused',
      subject: { kind: 'fee-order', id: order.id },
      detail: { refundId, amountFen, ...(code && { code }) },
    });
    if (code)
      tx.afterCommit(() =>
        this.log.error({ alarm: 'tax-refund-refused', refundId, code }, 'tax refund needs a person'),
      );
  }

  private async move(
    tx: Transaction,
    id: string,
    from: readonly FeeOrder['state'][],
    to: FeeOrder['state'],
  ): Promise<void> {
    const marks = from.map(() => '?').join(', ');
    await tx.execute(
      `UPDATE fee_order SET state = ?, version = version + 1, updated_at = ? WHERE id = ? AND state IN (${marks})`,
      [to, tx.now, id, ...from],
    );
  }
}
