import { z } from 'zod';
import { calendarDate, identified } from '../engine/step-schema';
import { personalNumber, personName, phone } from '../identifiers';
import { agentRelation, agentScope } from './agent-scopes';
import { faceChannels, faceStarted } from './case-views';
import { id, idParams, ms } from './common';
import { counted, nothing } from './limits';
import { route } from './route';
import { replacesNothing } from './versions';

const tag = '家人代办 agents';

/**
 * A grant of authority (委托) by a citizen, the principal (委托人), to a member of the family, the agent (代办人).
 * Civil Code 161–168 and 173: in writing, with agent, matters, scope and term; it ends on revocation, renunciation and expiry.
 */
export const grantStates = {
  'awaiting-face': '待您刷脸',
  offered: '待代办人答复',
  active: '生效中',
  ended: '已结束',
} as const;
export type GrantState = keyof typeof grantStates;

export const grantEndReasons = {
  revoked: '委托人已撤销',
  declined: '代办人没有接受',
  renounced: '代办人已辞去',
  expired: '已到期',
} as const;
export type GrantEndReason = keyof typeof grantEndReasons;

/** Grants of one principal that have not ended. */
export const livingGrantsLimit = 5;
/** People one agent acts for; beyond that it is a trade, which this is not meant for. */
export const principalsPerAgentLimit = 10;
/** Days from the day it is made. */
export const longestGrantDays = 365;
/** Units that can be chosen one by one. */
export const grantUnitsLimit = 20;

/** Texts of the two declarations, shown in full and kept with the grant. */
export const grantStatements = {
  principal: [
    '代办人在委托范围和期限内办的事，由我承担（民法典第一百六十二条）。',
    '我随时可以撤销，撤销后代办人立刻不能再办；已经办完的仍然有效。',
    '代办人不能代我和他（她）自己交易（民法典第一百六十八条）。',
  ],
  agent: [
    '我只在委托的范围和期限内办理，如实填写，为委托人着想。',
    '我不收取费用，不代委托人和我自己、或和我代办的另一方交易。',
    '我随时可以辞去；委托人撤销后，我立刻不能再办。',
  ],
} as const;

const scopes = z
  .array(agentScope, { error: '请选择要让代办人做什么。' })
  .min(1, '请至少选一项要代办的事。')
  .max(5)
  .transform((given) => [...new Set(given)]);

export const grantDraft = z.strictObject({
  agent: z.strictObject({
    name: identified(personName),
    idNumber: identified(personalNumber),
    phone: identified(phone),
  }),
  relation: agentRelation,
  scopes,
  /** Units of the principal; null means all, also those still to come. */
  unitIds: z
    .array(id, { error: '请选择哪些不动产可以代办。' })
    .min(1, '请至少选一处不动产，或选全部。')
    .max(grantUnitsLimit, `最多单独选 ${grantUnitsLimit} 处，更多请选全部。`)
    .transform((given) => [...new Set(given)])
    .nullable(),
  /** The last day in Beihai on which it holds. */
  endsOn: calendarDate('截止日期'),
  statement: z.literal(true, { error: '请阅读并同意委托声明。' }),
});
export type GrantDraft = z.output<typeof grantDraft>;

const person = z.strictObject({ name: z.string(), idNumberMasked: z.string(), phoneMasked: z.string().nullable() });

export const grantView = z.strictObject({
  id,
  /** What the caller is in it. */
  me: z.enum(['principal', 'agent']),
  principal: person,
  agent: person,
  relation: agentRelation,
  relationName: z.string(),
  scopes: z.array(agentScope),
  /** Null: all units. */
  units: z.array(z.strictObject({ id, location: z.string() })).nullable(),
  endsOn: z.string(),
  state: z.enum(Object.keys(grantStates) as [GrantState, ...GrantState[]]),
  stateName: z.string(),
  endReason: z.enum(Object.keys(grantEndReasons) as [GrantEndReason, ...GrantEndReason[]]).nullable(),
  createdAt: ms,
  offeredAt: ms.nullable(),
  acceptedAt: ms.nullable(),
  endedAt: ms.nullable(),
});
export type GrantView = z.output<typeof grantView>;

const beforeFace = {
  at: 'named',
  why: '委托时刷的脸同时确认本人，不刷两次',
  byPassword: '刷脸以前委托不成立；没有确认设备的只看到打码的姓名',
} as const;
const ending = { at: 'named', why: '只会减少别人能做的事' } as const;

export const agentRoutes = {
  list: route({
    method: 'GET',
    path: '/api/agent-grants',
    access: ['citizen'],
    level: beforeFace,
    tag,
    weighs: nothing.own,
    summary: '我委托的人，和委托我的人',
    reply: z.strictObject({ given: z.array(grantView), received: z.array(grantView) }),
  }),
  detail: route({
    method: 'GET',
    path: '/api/agent-grants/:id',
    access: ['citizen'],
    level: beforeFace,
    tag,
    weighs: nothing.own,
    summary: '一份委托',
    params: idParams,
    reply: grantView,
    errors: ['NOT_FOUND'],
  }),
  create: route({
    method: 'POST',
    path: '/api/agent-grants',
    access: ['citizen'],
    level: beforeFace,
    tag,
    summary: '填写委托；刷脸以后才发给代办人',
    idempotent: true,
    body: grantDraft,
    reply: grantView,
    limit: { times: 20, perMs: 60_000, by: 'subject', perDay: 40 },
    weighs: 'tells',
    errors: ['REAL_NAME_REQUIRED', 'GRANT_LIMIT'],
  }),
  face: route({
    method: 'POST',
    path: '/api/agent-grants/:id/face',
    access: ['citizen'],
    level: beforeFace,
    tag,
    summary: '委托人开始人脸核验（须单独同意使用人脸信息）',
    idempotent: true,
    replaces: replacesNothing.proof,
    params: idParams,
    body: z.strictObject({
      channel: z.enum(faceChannels),
      faceConsent: z.literal(true, { error: '使用人脸核验需要您单独同意；不同意也可以到窗口办理书面委托。' }),
    }),
    reply: faceStarted,
    errors: ['NOT_FOUND', 'ACTION_NOT_ALLOWED', 'DEPARTMENT_UNAVAILABLE'],
    limit: { times: 6, perMs: 60_000, by: 'subject', perDay: 30 },
    weighs: 'spends',
  }),
  confirm: route({
    method: 'POST',
    path: '/api/agent-grants/:id/confirm',
    access: ['citizen'],
    level: beforeFace,
    tag,
    summary: '核验完成后，由服务端查询结果',
    idempotent: true,
    replaces: replacesNothing.proof,
    params: idParams,
    body: z.strictObject({ attemptId: id }),
    reply: grantView,
    errors: ['NOT_FOUND', 'FACE_NOT_PASSED', 'DEPARTMENT_UNAVAILABLE', 'ACTION_NOT_ALLOWED'],
    limit: { times: 60, perMs: 60_000, by: 'subject', perDay: 300 },
    weighs: 'spends',
  }),
  accept: route({
    method: 'POST',
    path: '/api/agent-grants/:id/accept',
    access: ['citizen'],
    tag,
    ...counted.ownActs,
    summary: '代办人接受',
    idempotent: true,
    replaces: replacesNothing.act,
    params: idParams,
    body: z.strictObject({ statement: z.literal(true, { error: '请阅读并同意代办人声明。' }) }),
    reply: grantView,
    errors: ['NOT_FOUND', 'ACTION_NOT_ALLOWED', 'AGENT_LIMIT'],
  }),
  decline: route({
    method: 'POST',
    path: '/api/agent-grants/:id/decline',
    access: ['citizen'],
    level: ending,
    tag,
    ...counted.ownActs,
    summary: '代办人不接受，或辞去',
    idempotent: true,
    params: idParams,
    reply: grantView,
    errors: ['NOT_FOUND', 'ACTION_NOT_ALLOWED'],
  }),
  revoke: route({
    method: 'POST',
    path: '/api/agent-grants/:id/revoke',
    access: ['citizen'],
    level: ending,
    tag,
    ...counted.ownActs,
    summary: '委托人撤销，立刻生效',
    idempotent: true,
    params: idParams,
    reply: grantView,
    errors: ['NOT_FOUND', 'ACTION_NOT_ALLOWED'],
  }),
};
