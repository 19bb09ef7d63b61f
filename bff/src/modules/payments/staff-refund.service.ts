import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { dayOf, formatFen } from '@zhucheng/shared';
import type { Adapters } from '../../adapters';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import type { PaymentAttempt } from './attempt.entity';
import { type Agreed, MoneyProposals } from './money-proposal.service';
import type { FeeOrder } from './order.entity';
import { lockAttempt, lockOrderAndParent, lockRefund } from './payment.query';
import { forCase } from './payment.types';
import { PaymentLedgerEntry } from './payment-record.entity';
import { Refund } from './refund.entity';
import { RefundService } from './refund.service';
import { RefundMessages } from './refund-messages.service';
import { refundReasons } from './settlement.service';

export const outsideContext = 'refund.outside';
const notWaiting = () => new Problem('CONFLICT', { message: '这笔退款现在不需要人工处理，请刷新查看。' });

/** Refunds (退款) that people decide: two of them, whatever it is; the payer is told why. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StaffRefunds {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() proposals!: MoneyProposals;
  @Inject() refunds!: RefundService;
  @Inject() told!: RefundMessages;
  @Inject('adapters') adapters!: Adapters;

  @Init()
  async init(): Promise<void> {
    this.proposals.on('refund', { agreed: (tx, actor, proposal) => this.carryOut(tx, actor, proposal) });
    this.proposals.on('outside-refund', {
      before: ({ subjectId }) => this.askOnceMore(subjectId),
      agreed: (tx, actor, proposal) => this.settle(tx, actor, proposal),
    });
  }

  /** Errors: NOT_FOUND, ORDER_NOT_PAYABLE, INVALID_INPUT at `amountFen`, CONFLICT while another one waits. */
  async propose(tx: Transaction, actor: Actor, orderId: string, ask: { amountFen: number; reason: string }) {
    const { order, attempt } = await this.paid(tx, orderId);
    const rest = await this.refunds.restOf(tx, order, attempt);
    if (ask.amountFen > rest)
      throw Problem.field('amountFen', `最多还能退 ${formatFen(rest)} 元，请改小金额。`, 'too-much');
    const id = await this.proposals.propose(tx, actor, orderId, { kind: 'refund', ...ask });
    return this.proposals.view(tx, actor, id);
  }

  private async carryOut(tx: Transaction, actor: Actor, { id, subjectId, content }: Agreed<'refund'>): Promise<void> {
    const { order, attempt } = await this.paid(tx, subjectId);
    const { amountFen, reason } = content;
    const ask = { order, attempt, amountFen, cause: `staff:${id}`, reason: refundReasons.staff, actor };
    const rest = await this.refunds.restOf(tx, order, attempt);
    if (amountFen > rest || !(await this.refunds.request(tx, ask)))
      throw new Problem('CONFLICT', {
        message: `现在最多还能退 ${formatFen(rest)} 元，这项退款不能执行。请点“不同意”，改好金额后重新提出。`,
      });
    await this.told.tell(tx, order, attempt, 'refund-begun', { amount: formatFen(amountFen), reason });
  }

  /** Locked. Errors: NOT_FOUND, ORDER_NOT_PAYABLE. */
  private async paid(tx: Transaction, orderId: string): Promise<{ order: FeeOrder; attempt: PaymentAttempt }> {
    const { order } = await lockOrderAndParent(tx, { id: orderId });
    if (!order) throw new Problem('NOT_FOUND');
    if (!order.paidAttemptId || order.state !== 'paid' || order.caseId === null || order.kind === 'tax')
      throw new Problem('ORDER_NOT_PAYABLE', { message: '这个订单现在没有可以退的款，请刷新查看最新状态。' });
    return { order, attempt: (await lockAttempt(tx, order.paidAttemptId))! };
  }

  /** Sends a refund that failed once more, under its number. Errors: NOT_FOUND, CONFLICT. */
  async again(tx: Transaction, actor: Actor, refundId: string): Promise<void> {
    const refund = await lockRefund(tx, refundId);
    if (!refund) throw new Problem('NOT_FOUND');
    if (refund.state !== 'abnormal') throw notWaiting();
    const [waiting] = await tx.query('SELECT id FROM money_proposal WHERE open_subject = ?', [
      `outside-refund:${refundId}`,
    ]);
    if (waiting) throw new Problem('CONFLICT', { message: '线下退款正在等待复核，请先同意或不同意那一项。' });
    const order = (await lockOrderAndParent(tx, { id: refund.orderId })).order!;
    await tx.update(Refund, { state: 'requested', gatewayCode: null }, { id: refundId });
    if (order.paidAttemptId === refund.attemptId) {
      await this.refunds.moveOrder(tx, order.id, ['refund-failed'], 'refunding');
      if (order.mergedInto) await this.refunds.moveOrder(tx, order.mergedInto, ['refund-failed'], 'refunding');
    }
    await tx.audit({
      actor,
      action: 'payment.refund-again',
      subject: { kind: 'fee-order', id: order.id },
      detail: { refundId, amountFen: refund.amountFen },
    });
    await tx.enqueue('payment.refund', `${refundId}:${newId()}`, { refundId }, forCase(order));
  }

  /** A transfer by the bank that settles it. Errors: NOT_FOUND, CONFLICT, INVALID_INPUT at `paidOn`. */
  async proposeOutside(
    tx: Transaction,
    actor: Actor,
    refundId: string,
    ask: { reference: string; paidOn: string; reason: string },
  ) {
    const refund = await lockRefund(tx, refundId);
    if (!refund) throw new Problem('NOT_FOUND');
    if (refund.state !== 'abnormal') throw notWaiting();
    if (ask.paidOn > dayOf(tx.now)) throw Problem.field('paidOn', '转账日期不能晚于今天。');
    const content = { kind: 'outside-refund', amountFen: refund.amountFen, ...ask } as const;
    const id = await this.proposals.propose(tx, actor, refundId, content);
    return this.proposals.view(tx, actor, id);
  }

  /** Nobody is paid back twice: the channel is asked how the refund stands. Errors: CONFLICT, PAYMENT_CHANNEL_FAILED. */
  private async askOnceMore(refundId: string): Promise<void> {
    const found = await this.database.unitOfWork(async (tx) => {
      const refund = await lockRefund(tx, refundId);
      return refund && { refund, attempt: (await lockAttempt(tx, refund.attemptId))! };
    });
    if (found?.refund.state !== 'abnormal') throw notWaiting();
    const { refund, attempt } = found;
    const { outTradeNo, channel } = attempt;
    const status = await this.adapters.channels[channel].queryRefund({ outTradeNo, outRefundNo: refund.outRefundNo });
    if (status.state === 'unknown')
      throw new Problem('PAYMENT_CHANNEL_FAILED', {
        message: '暂时问不到支付平台，不能确认钱没有退过，请稍后再点一次。',
      });
    if (status.state !== 'succeeded' && status.state !== 'processing') return;
    await this.database.unitOfWork((tx) => this.refunds.learn(tx, refundId, status));
    const now = status.state === 'succeeded' ? '已经退回' : '正在退款';
    throw new Problem('CONFLICT', { message: `支付平台说这笔钱${now}，不能再算线下退款。请点“不同意”。` });
  }

  private async settle(tx: Transaction, actor: Actor, proposal: Agreed<'outside-refund'>): Promise<void> {
    const { reference, paidOn, reason, amountFen } = proposal.content;
    const refund = (await lockRefund(tx, proposal.subjectId))!;
    const order = (await lockOrderAndParent(tx, { id: refund.orderId })).order!;
    const attempt = (await lockAttempt(tx, refund.attemptId))!;
    if (refund.state !== 'abnormal') throw notWaiting();
    const outsideCipher = this.cipher.encryptJson({ reference, paidOn }, outsideContext);
    await tx.update(Refund, { state: 'done', finishedAt: tx.now, outsideCipher }, { id: refund.id });
    await tx.insert(PaymentLedgerEntry, {
      id: newId(),
      at: tx.now,
      kind: 'refund',
      reference: refund.outRefundNo,
      orderId: order.id,
      attemptId: attempt.id,
      channel: 'bank',
      amountFen: -refund.amountFen,
    });
    if (order.paidAttemptId === attempt.id) await this.refunds.returned(tx, order, attempt);
    const subject = { kind: 'fee-order', id: order.id } as const;
    const detail = { refundId: refund.id, amountFen: refund.amountFen, day: paidOn };
    await tx.audit({ actor, action: 'payment.refunded-outside', subject, detail });
    await this.told.tell(tx, order, attempt, 'refund-by-bank', { amount: formatFen(amountFen), reason, day: paidOn });
  }
}
