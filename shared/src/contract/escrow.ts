import { z } from 'zod';
import { identified, plainText } from '../engine/step-schema';
import { bankAccount } from '../identifiers';
import { faceChannels, faceStarted } from './case-views';
import { fenAmount, id, idParams, ms, page, pageQuery } from './common';
import { counted, nothing } from './limits';
import { route } from './route';
import { replacesNothing } from './versions';

const tag = '资金监管 escrow';

/** How supervised money (监管资金) stands, as both sides read it. */
export const escrowStates = {
  agreed: '协议已订立',
  'awaiting-deposit': '等待存入',
  deposited: '已存入，等待锁定',
  locked: '资金已锁定',
  'lock-short': '锁定金额不足',
  releasing: '正在付款',
  released: '已付给出卖人',
  returning: '正在退回',
  returned: '已结束',
  refused: '银行没有受理',
  'release-problem': '付款没有办成',
  'return-problem': '退回没有办成',
} as const;
export type EscrowState = keyof typeof escrowStates;
export const escrowStateIds = Object.keys(escrowStates) as [EscrowState, ...EscrowState[]];
/** Nothing moves a case's escrow out of these. */
export const endedEscrowStates: readonly EscrowState[] = ['released', 'returned'];
/** In these somebody at the centre has to look. */
export const troubledEscrowStates: readonly EscrowState[] = [
  'lock-short',
  'refused',
  'release-problem',
  'return-problem',
];

/** What a person at the centre has to look at although the state is in order. */
export const escrowAlarms = {
  'moved-twice': '银行报告同一笔付款付了两次',
  'moved-unasked': '银行报告了平台没有通知过的付款或退款',
  'moved-otherwise': '银行报告的付款或退款金额与协议不一致',
  unlocked: '银行报告已锁定的资金被解锁',
} as const;
export type EscrowAlarm = keyof typeof escrowAlarms;
const alarms = z.enum(Object.keys(escrowAlarms) as [EscrowAlarm, ...EscrowAlarm[]]);

/** What the supervising bank has said, in words. */
export const escrowReasons = {
  silent: '监管银行一直没有答复，平台还在询问',
  refused: '监管银行不接受',
  'agreement-unknown': '监管银行没有这份协议',
  'payee-invalid': '监管银行说收款账号不对',
  'not-deposited': '监管银行说还没有收到这笔钱',
  'not-locked': '监管银行说这笔钱没有锁定',
} as const;
export const escrowReason = (code: string): string =>
  (escrowReasons as Readonly<Record<string, string>>)[code] ?? '监管银行没有办成';

export const payeeChangeStates = {
  'awaiting-face': '等待本人刷脸',
  waiting: '已确认，等待生效',
  sent: '正在通知监管银行',
  effective: '已生效',
  cancelled: '已取消',
  refused: '银行没有接受',
} as const;
export type PayeeChangeState = keyof typeof payeeChangeStates;
/** A confirmed change of the payee's account waits so long, and can be cancelled meanwhile. */
export const payeeChangeWaitMs = 24 * 3_600_000;

export const payeeChangeView = z.strictObject({
  id,
  state: z.enum(Object.keys(payeeChangeStates) as [PayeeChangeState, ...PayeeChangeState[]]),
  stateName: z.string(),
  bank: z.string(),
  accountMasked: z.string(),
  /** From when the money goes there; null before the face check. */
  effectiveAt: ms.nullable(),
});

export const escrowView = z.strictObject({
  id,
  caseId: id,
  agreementNumber: z.string(),
  state: z.enum(escrowStateIds),
  stateName: z.string(),
  /** What that means for whoever looks, and what to do next. */
  says: z.string(),
  amountFen: fenAmount,
  /** Paid to the mortgagee first. */
  payOff: z.strictObject({ name: z.string(), fen: fenAmount }).nullable(),
  payee: z.strictObject({ name: z.string(), bank: z.string(), accountMasked: z.string() }),
  /** Where to pay in; only for those who do, while they have to. */
  deposit: z
    .strictObject({ name: z.string(), bank: z.string(), account: z.string(), url: z.string().nullable() })
    .nullable(),
  depositedFen: fenAmount,
  lockedFen: fenAmount,
  timeline: z.array(
    z.strictObject({ at: ms, state: z.enum(escrowStateIds), stateName: z.string(), note: z.string().nullable() }),
  ),
  me: z.enum(['depositor', 'receiver', 'other']),
  /** It is the account of whoever looks. */
  isPayee: z.boolean(),
  /** The account may be changed by whoever looks. */
  mayChangePayee: z.boolean(),
  payeeChange: payeeChangeView.nullable(),
  /** Somebody at the centre has to look: why. */
  trouble: z.string().nullable(),
});
export type EscrowView = z.output<typeof escrowView>;

/** Newest first: an agreement that was changed in a correction leaves its earlier one behind. */
const escrowsOfCase = z.strictObject({ items: z.array(escrowView) });

export const escrowTroubleItem = z.strictObject({
  id,
  caseId: id,
  acceptanceNumber: z.string(),
  businessName: z.string(),
  location: z.string(),
  agreementNumber: z.string(),
  state: z.enum(escrowStateIds),
  stateName: z.string(),
  amountFen: fenAmount,
  depositedFen: fenAmount,
  lockedFen: fenAmount,
  alarm: alarms.nullable(),
  /** What the bank said, and what is wrong. */
  trouble: z.string(),
  since: ms,
  /** The bank can be asked again. */
  mayAsk: z.boolean(),
});
export type EscrowTroubleItem = z.output<typeof escrowTroubleItem>;

export const escrowRoutes = {
  ofCase: route({
    method: 'GET',
    path: '/api/cases/:id/escrow',
    access: ['citizen'],
    calm: '看资金到了哪一步：姓名和账号都已遮盖，监管账户是银行的收款账户',
    agent: 'follow',
    tag,
    weighs: nothing.own,
    summary: '办件的资金监管',
    params: idParams,
    reply: escrowsOfCase,
    errors: ['NOT_FOUND'],
  }),
  changePayee: route({
    method: 'POST',
    path: '/api/escrows/:id/payee',
    access: ['citizen'],
    tag,
    summary: '收款人更换收款账号：开始本人刷脸',
    idempotent: true,
    replaces: replacesNothing.adds,
    params: idParams,
    body: z.strictObject({
      bank: plainText('收款银行', 60).refine((value) => value.length > 0, '请填写收款银行。'),
      account: identified(bankAccount),
      channel: z.enum(faceChannels),
      faceConsent: z.literal(true, { error: '更换收款账号需要您单独同意刷脸；不同意的，账号保持不变。' }),
    }),
    reply: faceStarted,
    errors: ['NOT_FOUND', 'ACTION_NOT_ALLOWED', 'DEPARTMENT_UNAVAILABLE'],
    limit: { times: 6, perMs: 60_000, by: 'subject', perDay: 30 },
    weighs: 'spends',
  }),
  confirmPayee: route({
    method: 'POST',
    path: '/api/escrow-payee-changes/:id/confirm',
    access: ['citizen'],
    tag,
    summary: '刷脸通过后确认更换，一天后生效',
    idempotent: true,
    params: idParams,
    reply: escrowView,
    errors: ['NOT_FOUND', 'FACE_NOT_PASSED', 'ACTION_NOT_ALLOWED', 'DEPARTMENT_UNAVAILABLE'],
    limit: { times: 60, perMs: 60_000, by: 'subject', perDay: 600 },
    weighs: 'spends',
  }),
  cancelPayee: route({
    method: 'POST',
    path: '/api/escrow-payee-changes/:id/cancel',
    access: ['citizen'],
    tag,
    ...counted.ownActs,
    summary: '生效前取消更换收款账号',
    idempotent: true,
    params: idParams,
    reply: escrowView,
    errors: ['NOT_FOUND', 'ACTION_NOT_ALLOWED'],
  }),
  forCentre: route({
    method: 'GET',
    path: '/api/centre/cases/:id/escrow',
    access: ['officer', 'registrar', 'auditor'],
    tag,
    ...counted.work,
    summary: '审核人员查看办件的资金监管',
    params: idParams,
    reply: escrowsOfCase,
  }),
  troubled: route({
    method: 'GET',
    path: '/api/centre/escrows',
    access: ['officer', 'registrar', 'auditor'],
    tag,
    ...counted.work,
    summary: '要人处理的资金监管，附银行的说法',
    query: pageQuery,
    reply: page(escrowTroubleItem),
  }),
  ask: route({
    method: 'POST',
    path: '/api/centre/escrows/:id/ask',
    access: ['officer', 'registrar'],
    tag,
    summary: '再问监管银行：同一指令同一编号，不会重复付款',
    idempotent: true,
    params: idParams,
    reply: escrowTroubleItem.nullable(),
    errors: ['NOT_FOUND', 'ACTION_NOT_ALLOWED'],
    limit: { times: 60, perMs: 60_000, by: 'subject', perDay: 1000 },
    weighs: 'spends',
  }),
  settle: route({
    method: 'POST',
    path: '/api/centre/escrows/:id/settle',
    access: ['registrar'],
    tag,
    weighs: nothing.office,
    summary: '告警已与监管银行核实处理，写明结果',
    idempotent: true,
    replaces: replacesNothing.act,
    params: idParams,
    body: z.strictObject({
      note: plainText('处理结果', 200).refine((value) => value.length > 0, '请写明与银行核实的结果。'),
    }),
    reply: z.strictObject({ done: z.literal(true) }),
    errors: ['NOT_FOUND', 'ACTION_NOT_ALLOWED'],
  }),
  callback: route({
    method: 'POST',
    path: '/api/callbacks/escrow',
    access: ['public'],
    tag,
    summary: '监管银行通知',
    raw: true,
    bodyLimitBytes: 65_536,
    unlimited: 'The bank calls it, and its signature is checked before anything is read.',
  }),
};
