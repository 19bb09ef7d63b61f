import { z } from 'zod';
import { plainText } from '../engine/step-schema';
import { certificateSummary } from './case-views';
import { done, fenAmount, id, idParams, ms, page, pageQuery } from './common';
import { nothing } from './limits';
import { route } from './route';
import { replacesNothing } from './versions';

const tag = '缴费 payments';
/** One fee order (缴费订单) belongs to a case; it may be tried through several channels, and is fulfilled once. */
export const orderStates = {
  unpaid: '待缴费',
  paid: '已缴费',
  refunding: '退款中',
  refunded: '已退款',
  'refund-failed': '退款待处理',
  cancelled: '已取消',
} as const;
export type OrderState = keyof typeof orderStates;
export const orderStateIds = Object.keys(orderStates) as [OrderState, ...OrderState[]];
export const paymentMethods = {
  'wechat-jsapi': '微信支付',
  'wechat-native': '微信扫码',
  'alipay-mini': '支付宝',
  'alipay-page': '支付宝网页',
} as const;
export type PaymentMethod = keyof typeof paymentMethods;
export const paymentMethodSchema = z.enum(Object.keys(paymentMethods) as [PaymentMethod, ...PaymentMethod[]]);

export const orderView = z.strictObject({
  id,
  number: z.string(),
  caseId: id,
  acceptanceNumber: z.string(),
  businessName: z.string(),
  location: z.string(),
  items: z.array(
    z.strictObject({
      name: z.string(),
      unitFen: fenAmount,
      quantity: z.number().int(),
      amountFen: fenAmount,
      basis: z.string(),
    }),
  ),
  totalFen: fenAmount,
  state: z.enum(orderStateIds),
  stateName: z.string(),
  paidBy: paymentMethodSchema.nullable(),
  paidAt: ms.nullable(),
  createdAt: ms,
  payable: z.boolean(),
  /** `tax`: collected for the tax bureau. */
  kind: z.enum(['fee', 'tax']),
  /** Who gets the money. */
  collector: z.string(),
});
/** How several orders are paid by a method: with one press, or each for itself. */
export const severalWays = ['together', 'one-after-the-other'] as const;
export const duesView = z.strictObject({
  /** Fee and taxes of one case that the caller pays or has paid. */
  items: z.array(orderView),
  /** Sum of what is still to be paid. */
  dueFen: fenAmount,
  /** `taxAlone`: whether the method can collect one tax by itself for the bureau. */
  ways: z.array(z.strictObject({ method: paymentMethodSchema, way: z.enum(severalWays), taxAlone: z.boolean() })),
});
export type DuesView = z.output<typeof duesView>;
export type OrderView = z.output<typeof orderView>;
/** What the client hands to the wallet; exactly one of the four is present. */
export const paymentStarted = z.strictObject({
  attemptId: id,
  method: paymentMethodSchema,
  expiresAt: ms,
  jsapi: z
    .strictObject({
      appId: z.string(),
      timeStamp: z.string(),
      nonceStr: z.string(),
      package: z.string(),
      signType: z.literal('RSA'),
      paySign: z.string(),
    })
    .optional(),
  native: z.strictObject({ codeUrl: z.string() }).optional(),
  alipayMini: z.strictObject({ tradeNO: z.string() }).optional(),
  alipayPage: z.strictObject({ url: z.string() }).optional(),
});
export type PaymentStarted = z.output<typeof paymentStarted>;

export const paymentRoutes = {
  list: route({
    method: 'GET',
    path: '/api/orders',
    access: ['citizen'],
    calm: '只有金额和缴费状态',
    agent: 'follow',
    tag,
    weighs: nothing.own,
    summary: '我的缴费',
    query: pageQuery,
    reply: page(orderView),
  }),
  detail: route({
    method: 'GET',
    path: '/api/orders/:id',
    access: ['citizen'],
    calm: '去支付平台付款时会停下来，只有金额和缴费状态',
    agent: 'follow',
    tag,
    weighs: nothing.own,
    summary: '订单详情',
    params: idParams,
    reply: orderView,
    errors: ['NOT_FOUND'],
  }),
  pay: route({
    method: 'POST',
    path: '/api/orders/:id/pay',
    access: ['citizen'],
    agent: 'pay',
    tag,
    summary: '选择支付方式，取得支付参数',
    idempotent: true,
    replaces: replacesNothing.act,
    params: idParams,
    body: z.strictObject({ method: paymentMethodSchema }),
    reply: paymentStarted,
    errors: [
      'ORDER_NOT_PAYABLE',
      'BASIS_LOST',
      'TAX_CHANGED',
      'DEPARTMENT_UNAVAILABLE',
      'PAYMENT_METHOD_UNAVAILABLE',
      'PAYMENT_CHANNEL_FAILED',
    ],
    limit: { times: 20, perMs: 60_000, by: 'subject', perDay: 200 },
    weighs: 'spends',
  }),
  dues: route({
    method: 'GET',
    path: '/api/orders/:id/dues',
    access: ['citizen'],
    calm: '去支付平台付款时会停下来，只有金额和缴费状态',
    agent: 'follow',
    tag,
    weighs: nothing.own,
    summary: '同一办件要缴的登记费和税款',
    params: idParams,
    reply: duesView,
    errors: ['NOT_FOUND'],
  }),
  payTogether: route({
    method: 'POST',
    path: '/api/orders/pay-together',
    access: ['citizen'],
    agent: 'pay',
    tag,
    summary: '登记费和税款一次付清，取得支付参数',
    idempotent: true,
    replaces: replacesNothing.act,
    body: z.strictObject({ orderIds: z.array(id).min(2).max(10), method: paymentMethodSchema }),
    reply: paymentStarted,
    errors: [
      'NOT_FOUND',
      'ORDER_NOT_PAYABLE',
      'BASIS_LOST',
      'TAX_CHANGED',
      'DEPARTMENT_UNAVAILABLE',
      'PAY_ONE_BY_ONE',
      'PAYMENT_CHANNEL_FAILED',
    ],
    limit: { times: 20, perMs: 60_000, by: 'subject', perDay: 200 },
    weighs: 'spends',
  }),
  check: route({
    method: 'POST',
    path: '/api/orders/:id/check',
    access: ['citizen'],
    calm: '去支付平台付款时会停下来，只有金额和缴费状态',
    agent: 'pay',
    tag,
    summary: '向支付平台查询是否到账',
    params: idParams,
    reply: orderView,
    errors: ['NOT_FOUND', 'PAYMENT_CHANNEL_FAILED'],
    limit: { times: 60, perMs: 60_000, by: 'subject', perDay: 3000 },
    weighs: 'spends',
  }),
  wechatCallback: route({
    method: 'POST',
    path: '/api/callbacks/wechat-pay',
    access: ['public'],
    tag,
    summary: '微信支付通知',
    raw: true,
    unlimited: 'The channel calls it, and its signature is checked before anything is read.',
  }),
  alipayCallback: route({
    method: 'POST',
    path: '/api/callbacks/alipay',
    access: ['public'],
    tag,
    summary: '支付宝通知',
    raw: true,
    unlimited: 'The channel calls it, and its signature is checked before anything is read.',
  }),
};

const certificateTag = '证书 certificates';
export const certificateView = certificateSummary.extend({
  kindName: z.string(),
  location: z.string(),
  unitNumber: z.string(),
  unitId: id,
  rightHolders: z.string(),
  /** Of a registration certificate only: what it proves, and against whom. */
  certified: z.string().optional(),
  obligor: z.string().optional(),
  coOwnership: z.string(),
  use: z.string(),
  areaText: z.string(),
  term: z.string(),
  rightType: z.string(),
  rightNature: z.string(),
  otherState: z.string(),
  note: z.string(),
  authority: z.string(),
  verifyUrl: z.string(),
  pdfReady: z.boolean(),
  cancelledAt: ms.nullable(),
});
export type CertificateView = z.output<typeof certificateView>;
/** What anyone may learn of a certificate: masked. */
export const verificationView = z.strictObject({
  result: z.enum(['genuine', 'cancelled', 'unknown']),
  number: z.string().nullable(),
  kindName: z.string().nullable(),
  rightHolders: z.string().nullable(),
  location: z.string().nullable(),
  unitNumber: z.string().nullable(),
  issuedAt: ms.nullable(),
  cancelledAt: ms.nullable(),
  authority: z.string().nullable(),
  /** What the paper alone does not tell, e.g. that a notice past its day is kept by an application. */
  remark: z.string().nullable(),
});
export type VerificationView = z.output<typeof verificationView>;

export const certificateRoutes = {
  mine: route({
    method: 'GET',
    path: '/api/me/certificates',
    access: ['citizen'],
    agent: 'follow',
    tag: certificateTag,
    weighs: nothing.own,
    summary: '我的电子证照',
    reply: z.strictObject({ items: z.array(certificateView) }),
  }),
  detail: route({
    method: 'GET',
    path: '/api/me/certificates/:id',
    access: ['citizen'],
    agent: 'follow',
    tag: certificateTag,
    weighs: nothing.own,
    summary: '电子证照',
    params: idParams,
    reply: certificateView,
    errors: ['NOT_FOUND'],
  }),
  /** A short-lived address for the file, so that a browser or `downloadFile` needs no header. */
  link: route({
    method: 'POST',
    path: '/api/me/certificates/:id/link',
    access: ['citizen'],
    agent: 'follow',
    tag: certificateTag,
    weighs: nothing.own,
    summary: '取得下载地址（5 分钟内有效）',
    replaces: replacesNothing.looks,
    params: idParams,
    body: z.strictObject({ file: z.enum(['pdf', 'plan']) }),
    reply: z.strictObject({ url: z.string(), expiresAt: ms }),
    errors: ['NOT_FOUND', 'CERTIFICATE_NOT_READY', 'CERTIFICATE_FAILED'],
  }),
  file: route({
    method: 'GET',
    path: '/api/certificate-files/:ticket',
    access: ['public'],
    tag: certificateTag,
    weighs: nothing.ticket,
    summary: '下载文件',
    params: z.strictObject({ ticket: z.string().max(200) }),
    raw: true,
    download: true,
    errors: ['NOT_FOUND'],
    limit: { times: 120, perMs: 60_000, by: 'ip' },
  }),
  verifyToken: route({
    method: 'GET',
    path: '/api/verify/:token',
    access: ['public'],
    tag: certificateTag,
    summary: '扫码核验',
    params: z.strictObject({ token: z.string().max(64) }),
    reply: verificationView,
    limit: { times: 60, perMs: 60_000, by: 'ip', perDay: 2000 },
    weighs: 'tells',
  }),
  verifyNumber: route({
    method: 'POST',
    path: '/api/verify',
    access: ['public'],
    tag: certificateTag,
    summary: '按证号核验',
    body: z.strictObject({
      number: plainText('证号', 60).refine((v) => v.length > 0, '请填写证号。'),
      rightHolder: plainText('权利人', 100).refine((v) => v.length > 0, '请填写权利人。'),
    }),
    reply: verificationView,
    limit: { times: 30, perMs: 60_000, by: 'ip', perDay: 1000 },
    weighs: 'tells',
  }),
};

const messageTag = '消息 messages';
export const messageView = z.strictObject({
  id,
  caseId: id.nullable(),
  title: z.string(),
  body: z.string(),
  at: ms,
  read: z.boolean(),
});
export const messageRoutes = {
  list: route({
    method: 'GET',
    path: '/api/messages',
    access: ['citizen'],
    calm: '只是提醒，号码都已遮盖',
    tag: messageTag,
    weighs: nothing.own,
    summary: '我的消息',
    query: pageQuery,
    reply: page(messageView),
  }),
  unread: route({
    method: 'GET',
    path: '/api/messages/unread',
    access: ['citizen'],
    level: { at: 'phone', why: '只有一个数字', byPassword: '只有一个数字' },
    tag: messageTag,
    weighs: nothing.own,
    summary: '未读条数',
    reply: z.strictObject({ count: z.number().int() }),
  }),
  read: route({
    method: 'POST',
    path: '/api/messages/:id/read',
    access: ['citizen'],
    calm: '只标已读',
    tag: messageTag,
    weighs: nothing.own,
    summary: '标为已读',
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND'],
  }),
};

/** Messages to an institution, e.g. a mortgagee whose mortgage has a new obligor; any of its clerks reads them. */
export const institutionMessageRoutes = {
  list: route({
    method: 'GET',
    path: '/api/institution/messages',
    access: ['institution-clerk'],
    tag: messageTag,
    weighs: nothing.own,
    summary: '本机构的通知',
    query: pageQuery,
    reply: page(messageView),
  }),
  unread: route({
    method: 'GET',
    path: '/api/institution/messages/unread',
    access: ['institution-clerk'],
    tag: messageTag,
    weighs: nothing.own,
    summary: '本机构未读通知数',
    reply: z.strictObject({ count: z.number().int() }),
  }),
  read: route({
    method: 'POST',
    path: '/api/institution/messages/:id/read',
    access: ['institution-clerk'],
    tag: messageTag,
    weighs: nothing.own,
    summary: '把通知标为已读',
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND'],
  }),
};
