import { z } from 'zod';
import { calendarDate } from '../engine/step-schema';
import { cleanText } from '../text/clean';
import { done, fenAmount, id, idParams, ms, page, pageQuery } from './common';
import { counted, nothing } from './limits';
import { moneyDeciders, moneyProposal, moneyReaders, told } from './money';
import { type OrderState, orderStates, paymentMethods } from './payments';
import { route } from './route';
import { replacesNothing } from './versions';

const tag = '订单与退款 orders';
const orderState = z.enum(Object.keys(orderStates) as [OrderState]);
const method = z.enum(Object.keys(paymentMethods) as [keyof typeof paymentMethods]);
export const channelNames = { wechat: '微信支付', alipay: '支付宝' } as const;
export type ChannelName = keyof typeof channelNames;
export const channel = z.enum(Object.keys(channelNames) as [ChannelName]);

export const attemptStates = {
  created: '等支付平台答复',
  open: '等付款',
  closed: '已关闭',
  paid: '已付款',
  refunded: '在别处退款',
} as const;
export const refundStates = {
  requested: '正在发起',
  accepted: '平台处理中',
  done: '已退回',
  abnormal: '需要人工处理',
} as const;
const attemptState = z.enum(Object.keys(attemptStates) as [keyof typeof attemptStates]);
const refundState = z.enum(Object.keys(refundStates) as [keyof typeof refundStates]);

const centreOrder = z.strictObject({
  id,
  number: z.string(),
  /** Null for a merged order (合并缴费单). */
  caseId: id.nullable(),
  acceptanceNumber: z.string(),
  businessName: z.string(),
  location: z.string(),
  totalFen: fenAmount,
  state: orderState,
  stateName: z.string(),
  paidBy: method.nullable(),
  paidAt: ms.nullable(),
  createdAt: ms,
  mergedInto: id.nullable(),
  mergedCount: z.number().int(),
});
export type CentreOrder = z.output<typeof centreOrder>;

const refundView = z.strictObject({
  id,
  number: z.string(),
  orderId: id,
  amountFen: fenAmount,
  reason: z.string(),
  state: refundState,
  /** Why the gateway did not pay back, as it says it. */
  code: z.string().nullable(),
  outside: z.boolean(),
  createdAt: ms,
  finishedAt: ms.nullable(),
});
export type RefundView = z.output<typeof refundView>;

const queuedRefund = refundView.extend({
  orderNumber: z.string(),
  acceptanceNumber: z.string(),
  channel,
  /** A proposal to settle it outside waits for a second person. */
  proposal: moneyProposal.nullable(),
});
export type QueuedRefund = z.output<typeof queuedRefund>;

const orderDetail = z.strictObject({
  order: centreOrder.extend({
    items: z.array(
      z.strictObject({
        name: z.string(),
        unitFen: fenAmount,
        quantity: z.number().int(),
        amountFen: fenAmount,
        basis: z.string(),
      }),
    ),
    endReason: z.string().nullable(),
  }),
  /** Of the merged order that it was paid with, too. */
  attempts: z.array(
    z.strictObject({
      id,
      outTradeNo: z.string(),
      channel,
      method,
      amountFen: fenAmount,
      refundedFen: fenAmount,
      state: attemptState,
      transactionId: z.string().nullable(),
      createdAt: ms,
      paidAt: ms.nullable(),
      endedAt: ms.nullable(),
    }),
  ),
  callbacks: z.array(
    z.strictObject({ id, outTradeNo: z.string(), channel, receivedAt: ms, processedAt: ms.nullable() }),
  ),
  ledger: z.array(
    z.strictObject({
      id,
      at: ms,
      kind: z.enum(['payment', 'refund', 'tax']),
      reference: z.string(),
      amountFen: fenAmount,
    }),
  ),
  refunds: z.array(refundView),
  proposals: z.array(moneyProposal),
  /** What may still go back of this order's share; 0 if nothing may, then `notRefundable` says why. */
  refundableFen: fenAmount,
  notRefundable: z.string().nullable(),
  timeline: z.array(z.strictObject({ at: ms, text: z.string() })),
});
export type CentreOrderDetail = z.output<typeof orderDetail>;

const reason = told('退款原因', 4, 100);

export const centreOrderRoutes = {
  find: route({
    method: 'POST',
    path: '/api/centre/order-search',
    reads: true,
    access: moneyReaders,
    tag,
    ...counted.work,
    summary: '订单：按订单号、受理编号、支付单号、交易单号、退款单号、缴费人证件号查找',
    body: z.strictObject({
      /** Whatever is printed; it may be somebody's number, so it travels in the body. */
      text: z.string().overwrite(cleanText).max(100, '最多输入 100 个字。').optional(),
      state: orderState.optional(),
      cursor: id.optional(),
      limit: z.number().int().min(1).max(100).default(20),
    }),
    reply: page(centreOrder),
  }),
  detail: route({
    method: 'GET',
    path: '/api/centre/orders/:id',
    access: moneyReaders,
    tag,
    ...counted.work,
    summary: '订单的付款、通知、账目、退款和经过',
    params: idParams,
    reply: orderDetail,
    errors: ['NOT_FOUND'],
  }),
  refund: route({
    method: 'POST',
    path: '/api/centre/orders/:id/refunds',
    access: moneyDeciders,
    tag,
    weighs: nothing.office,
    summary: '提出退款，等另一位同事复核',
    idempotent: true,
    replaces: replacesNothing.adds,
    params: idParams,
    body: z.strictObject({
      amountFen: z.number({ error: '请填写退款金额。' }).int('金额不正确。').min(1, '退款金额要大于 0。'),
      reason,
    }),
    reply: moneyProposal,
    errors: ['NOT_FOUND', 'CONFLICT', 'ORDER_NOT_PAYABLE'],
  }),
};

export const centreRefundRoutes = {
  list: route({
    method: 'GET',
    path: '/api/centre/refunds',
    access: moneyReaders,
    tag,
    ...counted.work,
    summary: '退款，可只看需要人工处理的',
    query: pageQuery.extend({ state: refundState.optional() }),
    reply: page(queuedRefund),
  }),
  again: route({
    method: 'POST',
    path: '/api/centre/refunds/:id/again',
    access: moneyDeciders,
    tag,
    ...counted.acts,
    summary: '用原退款单号再退一次',
    idempotent: true,
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND', 'CONFLICT'],
  }),
  outside: route({
    method: 'POST',
    path: '/api/centre/refunds/:id/outside',
    access: moneyDeciders,
    tag,
    weighs: nothing.office,
    summary: '提出按银行转账了结，等另一位同事复核',
    idempotent: true,
    replaces: replacesNothing.adds,
    params: idParams,
    body: z.strictObject({
      reference: told('银行回单号', 4, 60),
      paidOn: calendarDate('转账日期'),
      reason,
    }),
    reply: moneyProposal,
    errors: ['NOT_FOUND', 'CONFLICT'],
  }),
};
