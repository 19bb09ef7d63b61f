import { z } from 'zod';
import { channel } from './centre-orders';
import { fenAmount, id, idParams, ms, page, pageQuery } from './common';
import { counted, nothing } from './limits';
import { moneyDeciders, moneyProposal, moneyReaders, quarantineDecision, told } from './money';
import { route } from './route';
import { replacesNothing } from './versions';

export const quarantineReasons = {
  amount: '金额不符',
  currency: '币种不符',
  'combination-mixed': '合单各项状态不一致',
  merchant: '收款商户不是我们',
  channel: '渠道不符',
  'unknown-number': '没有这个支付单号',
  'transaction-changed': '交易单号变了',
  'transaction-reused': '交易单号重复',
  'refunded-outside': '在别处退过款',
  'refund-unknown': '没有对应的退款',
  'refund-amount': '退款金额不符',
  'refund-twice': '线下退过，平台又退了一次',
} as const;
const setAside = z.strictObject({
  id,
  at: ms,
  channel,
  outTradeNo: z.string(),
  reason: z.string(),
  reasonName: z.string(),
  expectedFen: fenAmount.nullable(),
  reportedFen: fenAmount.nullable(),
  /** `refunding`: on its way back to the payer. */
  state: z.enum(['open', 'refunding', 'resolved']),
  decision: quarantineDecision.nullable(),
  /** The gateway did not pay it back; it waits for another decision. */
  refundCode: z.string().nullable(),
  resolvedAt: ms.nullable(),
});
export type SetAside = z.output<typeof setAside>;

export const quarantineRoutes = {
  list: route({
    method: 'GET',
    path: '/api/centre/quarantine',
    access: moneyReaders,
    tag: '异常来款 quarantine',
    ...counted.work,
    summary: '异常来款：待处理的，或处理过的',
    query: pageQuery.extend({ listing: z.enum(['open', 'resolved']).default('open') }),
    reply: page(setAside),
  }),
  detail: route({
    method: 'GET',
    path: '/api/centre/quarantine/:id',
    access: moneyReaders,
    tag: '异常来款 quarantine',
    ...counted.work,
    summary: '支付平台说了什么（付款人已遮盖），可以怎样处理',
    params: idParams,
    reply: z.strictObject({
      item: setAside,
      orderId: id.nullable(),
      content: z.array(z.tuple([z.string(), z.string()])),
      choices: z.array(z.strictObject({ decision: quarantineDecision, why: z.string().nullable() })),
      proposals: z.array(moneyProposal),
    }),
    errors: ['NOT_FOUND'],
  }),
  look: route({
    method: 'POST',
    path: '/api/centre/quarantine/:id/content',
    access: moneyDeciders,
    tag: '异常来款 quarantine',
    ...counted.looks,
    summary: '查看完整内容（留痕）',
    params: idParams,
    reply: z.strictObject({ content: z.array(z.tuple([z.string(), z.string()])) }),
    errors: ['NOT_FOUND'],
  }),
  decide: route({
    method: 'POST',
    path: '/api/centre/quarantine/:id/decisions',
    access: moneyDeciders,
    tag: '异常来款 quarantine',
    weighs: nothing.office,
    summary: '提出怎样处理，等另一位同事复核',
    idempotent: true,
    replaces: replacesNothing.adds,
    params: idParams,
    body: z.strictObject({ decision: quarantineDecision, reason: told('理由', 4, 200) }),
    reply: moneyProposal,
    errors: ['NOT_FOUND', 'CONFLICT'],
  }),
};

export const moneyAlarms = {
  quarantine: '异常来款待处理',
  refunds: '退款需要人工处理',
  'dead-letters': '支付任务没有送达',
  'channel-down': '支付渠道可能中断',
  'department-down': '部门接口中断',
  proposals: '等待第二个人复核',
} as const;
const channelHealth = z.strictObject({
  channel,
  /** What is counted: the last payments that were started, at most 500 within seven days. */
  started: z.number().int(),
  accepted: z.number().int(),
  paid: z.number().int(),
  /** From paying until it was booked here, ms; null without a payment. */
  medianMs: z.number().int().nullable(),
  slowestMs: z.number().int().nullable(),
  /** Payments that no callback told: they were found by asking. */
  callbacksLost: z.number().int(),
  lastPaidAt: ms.nullable(),
  lastAcceptedAt: ms.nullable(),
  down: z.boolean(),
});
export type ChannelHealth = z.output<typeof channelHealth>;

export const channelRoutes = {
  health: route({
    method: 'GET',
    path: '/api/centre/channels',
    access: moneyReaders,
    tag: '渠道状态 channels',
    weighs: nothing.office,
    summary: '支付渠道是否正常，有哪些事要处理',
    reply: z.strictObject({
      at: ms,
      channels: z.array(channelHealth),
      alarms: z.array(
        z.strictObject({
          kind: z.enum(Object.keys(moneyAlarms) as [keyof typeof moneyAlarms]),
          count: z.number().int(),
          /** What it is about: a channel, a department, or the matter that waits. */
          about: z.string().nullable(),
        }),
      ),
    }),
  }),
};
