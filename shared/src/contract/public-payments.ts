import { z } from 'zod';
import { plainText } from '../engine/step-schema';
import { fenAmount, id, lookedUpNumber, ms } from './common';
import { orderStateIds, paymentMethodSchema, paymentStarted } from './payments';
import { route } from './route';
import { replacesNothing } from './versions';

const tag = '在线缴费 public payments';

/** What the payer has at hand; whoever knows it may pay, and learns no more than what there is to pay. */
const question = z.discriminatedUnion('by', [
  /** Online (线上业务支付列表): both sides of the case and its serial number (流水号), which is the acceptance or the order number. */
  z.strictObject({
    by: z.literal('parties'),
    serial: lookedUpNumber('请填写流水号。').min(1, '请填写流水号。'),
    rightHolder: plainText('权利人', 200).refine((v) => v.length > 0, '请填写权利人。'),
    /** Empty where the business has none. */
    obligor: plainText('义务人', 200),
  }),
  /** At the counter (线下业务支付列表): the acceptance number and what is asked for everywhere without signing in. */
  z.strictObject({
    by: z.literal('acceptance'),
    acceptanceNumber: lookedUpNumber('请填写受理编号。').min(1, '请填写受理编号。'),
    proof: plainText('证件号码后四位或单位全称', 100).refine((v) => v.length > 0, '请填写证件号码后四位，单位填全称。'),
  }),
]);
export type PublicPaymentQuestion = z.output<typeof question>;

/** An order as somebody sees it who has shown to know its case; no names, the place without its numbers. */
export const publicOrder = z.strictObject({
  id,
  number: z.string(),
  acceptanceNumber: z.string(),
  businessName: z.string(),
  location: z.string(),
  items: z.array(z.strictObject({ name: z.string(), quantity: z.number().int(), amountFen: fenAmount })),
  totalFen: fenAmount,
  state: z.enum(orderStateIds),
  stateName: z.string(),
  paidBy: paymentMethodSchema.nullable(),
  paidAt: ms.nullable(),
  payable: z.boolean(),
  /** Why an unpaid order cannot be paid here. */
  unpayable: z.string().nullable(),
});
export type PublicOrder = z.output<typeof publicOrder>;

const found = z.strictObject({
  items: z.array(publicOrder),
  /** Opens these orders for half an hour; goes in a body, never in an address. */
  ticket: z.string(),
  expiresAt: ms,
});
const ticket = z.string().min(1).max(600);

const payment = z.strictObject({
  ticket,
  orderId: id,
  method: paymentMethodSchema,
  /** In a mini-program: the wallet's one-time code, from which the server learns who pays. */
  walletCode: z.string().min(1).max(200).optional(),
});
export type PublicPayment = z.output<typeof payment>;

/** Paying without an account (在线缴费). */
export const publicPaymentRoutes = {
  find: route({
    method: 'POST',
    path: '/api/public-orders/find',
    access: ['public'],
    tag,
    summary: '查询要缴的费用：权利人、义务人和流水号，或受理编号',
    body: question,
    reply: found,
    errors: ['NOT_FOUND', 'TOO_MANY_REQUESTS'],
    limit: { times: 30, perMs: 60_000, by: 'ip', perDay: 1000 },
    weighs: 'tells',
  }),
  state: route({
    method: 'POST',
    path: '/api/public-orders/state',
    access: ['public'],
    tag,
    summary: '刷新；可先向支付平台查询其中一笔是否到账',
    replaces: replacesNothing.looks,
    body: z.strictObject({ ticket, check: id.optional() }),
    reply: z.strictObject({ items: z.array(publicOrder) }),
    errors: ['PAYMENT_TICKET_OVER', 'PAYMENT_CHANNEL_FAILED'],
    limit: { times: 120, perMs: 60_000, by: 'ip', perDay: 5000 },
    weighs: 'spends',
  }),
  pay: route({
    method: 'POST',
    path: '/api/public-orders/pay',
    access: ['public'],
    tag,
    summary: '选择支付方式，取得支付参数',
    idempotent: true,
    replaces: replacesNothing.act,
    body: payment,
    reply: paymentStarted,
    errors: [
      'PAYMENT_TICKET_OVER',
      'NOT_FOUND',
      'ORDER_NOT_PAYABLE',
      'BASIS_LOST',
      'PAYMENT_CHANNEL_FAILED',
      'PLATFORM_CODE_INVALID',
      'DEPARTMENT_UNAVAILABLE',
    ],
    limit: { times: 20, perMs: 60_000, by: 'ip', perDay: 500 },
    weighs: 'spends',
  }),
};
