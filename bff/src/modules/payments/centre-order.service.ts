import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  type CentreOrder,
  type CentreOrderDetail,
  formatFen,
  type OrderState,
  orderStates,
  paymentMethods,
  type RefundView,
} from '@zhucheng/shared';
import { idBlindsOf } from '../../platform/crypto/blind';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import {
  centreOrderOf,
  mayBePayer,
  type OrderFacts,
  readOrderFacts,
  readOrdersByNumber,
  readOrdersByPayer,
  readOrdersByState,
  readRefunds,
} from './centre-order.query';
import { MoneyProposals } from './money-proposal.service';
import type { FeeOrder } from './order.entity';
import type { Read } from './payment.types';
import type { Refund } from './refund.entity';

interface Question {
  text?: string | undefined;
  state?: OrderState | undefined;
  cursor?: string | undefined;
  limit: number;
}

export const refundViewOf = (refund: Refund): RefundView => ({
  id: refund.id,
  number: refund.outRefundNo,
  orderId: refund.orderId,
  amountFen: refund.amountFen,
  reason: refund.reason,
  state: refund.state,
  code: refund.gatewayCode,
  outside: refund.outsideCipher !== null,
  createdAt: refund.createdAt,
  finishedAt: refund.finishedAt,
});

/** Orders (订单) and refunds as the centre sees them. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CentreOrders {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() proposals!: MoneyProposals;

  private readonly committed: Read = (sql, params) => this.database.read(sql, params);

  /** By anything printed on paper, or all of a state; newest first. At most four statements. */
  async find({ text, state, cursor, limit }: Question): Promise<{ items: CentreOrder[]; next: string | null }> {
    const sought = text?.replace(/\s/g, '') ?? '';
    const rows =
      sought === ''
        ? await readOrdersByState(this.committed, state, cursor, limit + 1)
        : await this.sought(sought, cursor, limit + 1);
    const items = rows.slice(0, limit).map(centreOrderOf);
    return { items, next: rows.length > limit ? items.at(-1)!.id : null };
  }

  /** Numbers first: a few look like an ID of former times. */
  private async sought(text: string, cursor: string | undefined, limit: number): Promise<FeeOrder[]> {
    const byNumber = await readOrdersByNumber(this.committed, text);
    if (byNumber.length > 0 || !mayBePayer(text)) return byNumber.filter(({ id }) => !cursor || id < cursor);
    const blinds = new Set(idBlindsOf(this.cipher, text));
    const found: FeeOrder[] = [];
    for (const blind of blinds) found.push(...(await readOrdersByPayer(this.committed, blind, cursor, limit)));
    return found.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit);
  }

  /** Seven statements. Error: NOT_FOUND. */
  async detail(actor: Actor, id: string): Promise<CentreOrderDetail> {
    const facts = await readOrderFacts(this.committed, id);
    if (!facts) throw new Problem('NOT_FOUND');
    const { order, attempts, callbacks, ledger, refunds } = facts;
    const { refundableFen, why } = refundableOf(facts);
    return {
      order: { ...centreOrderOf(order), items: order.items, endReason: order.endReason },
      attempts: attempts.map(
        ({
          id,
          outTradeNo,
          channel,
          method,
          amountFen,
          refundedFen,
          state,
          transactionId,
          createdAt,
          paidAt,
          endedAt,
        }) => {
          const when = { createdAt, paidAt, endedAt };
          return { id, outTradeNo, channel, method, amountFen, refundedFen, state, transactionId, ...when };
        },
      ),
      callbacks: callbacks.map((row) => ({ ...row, outTradeNo: row.outTradeNo ?? '' })),
      ledger: ledger.map(({ id, at, kind, reference, amountFen }) => ({ id, at, kind, reference, amountFen })),
      refunds: refunds.map(refundViewOf),
      proposals: await this.proposals.about(actor, [order.id, ...refunds.map((refund) => refund.id)]),
      refundableFen,
      notRefundable: why,
      timeline: timelineOf(facts),
    };
  }

  /** At most three statements. */
  async refunds(actor: Actor, state: Refund['state'] | undefined, cursor: string | undefined, limit: number) {
    const rows = await readRefunds(this.committed, state, cursor, limit + 1);
    const shown = rows.slice(0, limit);
    const proposals =
      shown.length > 0
        ? await this.proposals.about(
            actor,
            shown.map(({ id }) => id),
          )
        : [];
    const items = shown.map((row) => ({
      ...refundViewOf(row),
      orderNumber: row.orderNumber,
      acceptanceNumber: row.acceptanceNumber,
      channel: row.channel,
      proposal: proposals.find(({ subjectId, state: at }) => subjectId === row.id && at === 'open') ?? null,
    }));
    return { items, next: rows.length > limit ? items.at(-1)!.id : null };
  }
}

/** What may still go back of an order's share of its payment, or why nothing may. */
function refundableOf({ order, attempts, refunds }: OrderFacts): { refundableFen: number; why: string | null } {
  const none = (why: string) => ({ refundableFen: 0, why });
  if (order.caseId === null) return none('这是合并缴费单，请打开其中一件的订单来退款。');
  if (order.kind === 'tax') return none('这是税款，归税务部门；要退的，由税务部门受理。');
  if (order.state !== 'paid') return none(`订单${orderStates[order.state]}，不能发起退款。`);
  const attempt = attempts.find(({ id }) => id === order.paidAttemptId);
  if (!attempt) return none('没有找到这笔付款。');
  const back = refunds.filter(({ attemptId }) => attemptId === attempt.id).reduce((sum, row) => sum + row.amountFen, 0);
  const rest = order.totalFen - back;
  return rest > 0 ? { refundableFen: rest, why: null } : none('已经全部退还。');
}

/** What happened, oldest first. */
function timelineOf({ order, attempts, callbacks, ledger, refunds }: OrderFacts): CentreOrderDetail['timeline'] {
  const found: Array<{ at: number | null; text: string }> = [
    { at: order.createdAt, text: `生成订单，应缴 ${formatFen(order.totalFen)} 元` },
    ...attempts.flatMap(({ method, outTradeNo, createdAt, paidAt, endedAt, state }) => [
      { at: createdAt, text: `用${paymentMethods[method]}发起付款 ${outTradeNo}` },
      // The channel tells whole seconds, so it may seem earlier than it can have been.
      { at: paidAt && Math.max(Number(paidAt), Number(createdAt)), text: `付款人付款（${paymentMethods[method]}）` },
      { at: state === 'closed' ? endedAt : null, text: `付款 ${outTradeNo} 已关闭` },
    ]),
    ...callbacks.map(({ receivedAt, outTradeNo }) => ({
      at: receivedAt,
      text: `收到支付平台通知 ${outTradeNo ?? ''}`,
    })),
    ...ledger.map(({ at, kind, amountFen }) => ({
      at,
      text: `${kind === 'payment' ? '入账' : '退款出账'} ${formatFen(Math.abs(amountFen))} 元`,
    })),
    ...refunds.map(({ createdAt, amountFen, reason }) => ({
      at: createdAt,
      text: `发起退款 ${formatFen(amountFen)} 元：${reason}`,
    })),
    { at: order.state === 'cancelled' ? order.updatedAt : null, text: '订单取消' },
  ];
  return found.flatMap(({ at, text }) => (at === null ? [] : [{ at: Number(at), text }])).sort((a, b) => a.at - b.at);
}
