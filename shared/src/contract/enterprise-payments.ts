import { z } from 'zod';
import { fenAmount, id, idParams, lookedUpNumber, ms, page, pageQuery } from './common';
import { nothing } from './limits';
import { type OrderState, orderStates, orderView, paymentStarted } from './payments';
import { route } from './route';
import { replacesNothing } from './versions';

const tag = '机构缴费 enterprise payments';
const access = ['institution-clerk'] as const;
const state = z.enum(Object.keys(orderStates) as [OrderState, ...OrderState[]]);

/** A fee order of an institution. A merged order (合并缴费单) has no case and stands for `mergedCount` others. */
export const enterpriseOrder = z.strictObject({
  id,
  number: z.string(),
  caseId: id.nullable(),
  acceptanceNumber: z.string().nullable(),
  businessName: z.string(),
  location: z.string(),
  totalFen: fenAmount,
  state,
  stateName: z.string(),
  paidBy: orderView.shape.paidBy,
  paidAt: ms.nullable(),
  createdAt: ms,
  /** The merged order it is paid with. */
  mergedInto: id.nullable(),
  mergedCount: z.number().int(),
  payable: z.boolean(),
});
export type EnterpriseOrder = z.output<typeof enterpriseOrder>;

export const enterpriseOrderDetail = enterpriseOrder.extend({
  items: orderView.shape.items,
  /** What paid it; of a child the merged order's payment, whose amount is the sum. Null while nothing has arrived. */
  payment: z
    .strictObject({ amountFen: fenAmount, outTradeNo: z.string(), transactionId: z.string().nullable() })
    .nullable(),
  /** The children of a merged order. */
  orders: z.array(enterpriseOrder),
});
export type EnterpriseOrderDetail = z.output<typeof enterpriseOrderDetail>;

const orderState = z.strictObject({ id, state, stateName: z.string(), paidAt: ms.nullable() });

export const enterprisePaymentRoutes = {
  list: route({
    method: 'GET',
    path: '/api/enterprise/orders',
    access,
    tag,
    weighs: nothing.own,
    summary: '本机构的缴费单，待缴费的在前',
    query: pageQuery.extend({
      listing: z.enum(['unpaid', 'merged', 'done']).optional(),
      acceptanceNumber: lookedUpNumber().optional(),
    }),
    reply: page(enterpriseOrder),
    errors: ['NOT_FOUND'],
  }),
  detail: route({
    method: 'GET',
    path: '/api/enterprise/orders/:id',
    access,
    tag,
    weighs: nothing.own,
    summary: '缴费单详情与其中各件',
    params: idParams,
    reply: enterpriseOrderDetail,
    errors: ['NOT_FOUND'],
  }),
  state: route({
    method: 'GET',
    path: '/api/enterprise/orders/:id/state',
    access,
    tag,
    weighs: nothing.own,
    summary: '是否已缴费',
    params: idParams,
    reply: orderState,
    errors: ['NOT_FOUND'],
  }),
  merge: route({
    method: 'POST',
    path: '/api/enterprise/orders/merge',
    access,
    tag,
    weighs: nothing.own,
    summary: '把多张待缴费单合并为一张',
    idempotent: true,
    body: z.strictObject({
      orderIds: z
        .array(id)
        .min(2, '请至少勾选 2 张待缴费单。')
        .max(500, '一次最多合并 500 张，请分几次缴费。')
        .refine((ids) => new Set(ids).size === ids.length, '同一张缴费单勾选了两次，请刷新后重试。'),
    }),
    reply: enterpriseOrderDetail,
    errors: ['NOT_FOUND', 'CONFLICT'],
    bodyLimitBytes: 64 * 1024,
  }),
  split: route({
    method: 'POST',
    path: '/api/enterprise/orders/:id/split',
    access,
    tag,
    weighs: nothing.own,
    summary: '拆分尚未缴费的合并缴费单',
    idempotent: true,
    params: idParams,
    reply: enterpriseOrderDetail,
    errors: ['NOT_FOUND', 'ORDER_NOT_PAYABLE'],
  }),
  pay: route({
    method: 'POST',
    path: '/api/enterprise/orders/:id/pay',
    access,
    tag,
    summary: '取得付款二维码或支付页面',
    idempotent: true,
    replaces: replacesNothing.act,
    params: idParams,
    body: z.strictObject({ method: z.enum(['wechat-native', 'alipay-page']) }),
    reply: paymentStarted,
    errors: ['NOT_FOUND', 'ORDER_NOT_PAYABLE', 'BASIS_LOST', 'PAYMENT_CHANNEL_FAILED'],
    limit: { times: 30, perMs: 60_000, by: 'subject', perDay: 1000 },
    weighs: 'spends',
  }),
  check: route({
    method: 'POST',
    path: '/api/enterprise/orders/:id/check',
    access,
    tag,
    summary: '向支付平台查询是否到账',
    params: idParams,
    reply: orderState,
    errors: ['NOT_FOUND', 'PAYMENT_CHANNEL_FAILED'],
    limit: { times: 60, perMs: 60_000, by: 'subject', perDay: 5000 },
    weighs: 'spends',
  }),
};
