import { z } from 'zod';
import { done, id, idParams, ms } from './common';
import { nothing } from './limits';
import { openedVisit, pickupCode } from './printing';
import { route } from './route';
import { replacesNothing } from './versions';

const tag = '自助打证 printing';
const line = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^\P{Cc}+$/u);

/**
 * What the card reader (读卡器) beside a kiosk has read from a resident identity card, signed with the reader's own key
 * over the nonce of this reading. Without a good signature it is worth nothing.
 */
export const cardReading = z.strictObject({
  name: line(60),
  idNumber: line(18),
  /** Last day of the card as `YYYY-MM-DD`, or `long-term` (长期). */
  validUntil: z.string().regex(/^(\d{4}-\d{2}-\d{2}|long-term)$/),
  nonce: line(64),
  deviceId: line(40),
  /** When the reader read it, by its own clock. */
  at: ms,
  /** Base64. */
  signature: line(1_000),
});
export type CardReading = z.output<typeof cardReading>;

/** A visitor at a kiosk who asks the institution whether she may take its papers. */
export const pickupRequest = z.strictObject({
  id,
  /** Shown on both screens, to compare. */
  number: z.string(),
  pointName: z.string(),
  kioskName: z.string(),
  bookingNumber: z.string(),
  /** Who was named when booking. */
  visitor: z.string(),
  /** Number of cases; 0: everything the institution holds. */
  cases: z.int().min(0),
  /** Whether the clerk who asks may confirm it. */
  allowed: z.boolean(),
  startedAt: ms,
  expiresAt: ms,
});
export type PickupRequest = z.output<typeof pickupRequest>;

/** `lifeMs`: how long it lasts from now on; a kiosk's own clock may be wrong. */
const lifeMs = z.int().positive();

/** The ways to show at a kiosk whose the pickup code is, beside the face: the identity card, and the institution's clerk. */
export const pickupRoutes = {
  /** Gives the nonce that the reader has to sign; it belongs to this kiosk and this code and is good once. */
  beginReading: route({
    method: 'POST',
    path: '/api/kiosk/readings',
    access: ['kiosk'],
    tag,
    summary: '取件码加身份证：取得读卡器要签名的随机数',
    idempotent: true,
    body: z.strictObject({ code: pickupCode }),
    reply: z.strictObject({ readingId: id, nonce: z.string(), lifeMs }),
    limit: { times: 12, perMs: 60_000, by: 'subject', perDay: 2000 },
    weighs: 'tells',
    errors: ['PICKUP_FAILED', 'PICKUP_LOCKED', 'PICKUP_READER_MISSING', 'PICKUP_FOR_INSTITUTION'],
  }),
  /** Whatever does not hold – reader, nonce, signature, time, card, person – is answered alike and uses the nonce up. */
  openByCard: route({
    method: 'POST',
    path: '/api/kiosk/readings/:id/visit',
    access: ['kiosk'],
    tag,
    summary: '读卡器签名的身份证信息，列出可打印的证书',
    idempotent: true,
    replaces: replacesNothing.proof,
    params: idParams,
    body: z.strictObject({ reading: cardReading }),
    reply: openedVisit,
    limit: { times: 12, perMs: 60_000, by: 'subject', perDay: 2000 },
    weighs: 'tells',
    errors: ['PICKUP_CARD_OVER', 'PICKUP_CARD_REFUSED', 'PICKUP_FAILED', 'PICKUP_LOCKED'],
  }),
  endReading: route({
    method: 'POST',
    path: '/api/kiosk/readings/:id/end',
    access: ['kiosk'],
    tag,
    weighs: nothing.visit,
    summary: '不读卡了，这次作废',
    params: idParams,
    reply: done,
  }),
  askClerk: route({
    method: 'POST',
    path: '/api/kiosk/confirmations',
    access: ['kiosk'],
    tag,
    summary: '单位的取件码：请单位经办人在工作台上确认',
    idempotent: true,
    body: z.strictObject({ code: pickupCode }),
    reply: z.strictObject({ confirmationId: id, number: z.string(), lifeMs }),
    limit: { times: 12, perMs: 60_000, by: 'subject', perDay: 2000 },
    weighs: 'tells',
    errors: ['PICKUP_FAILED', 'PICKUP_LOCKED', 'PICKUP_FOR_PERSON'],
  }),
  confirmation: route({
    method: 'GET',
    path: '/api/kiosk/confirmations/:id',
    access: ['kiosk'],
    tag,
    summary: '单位经办人确认了没有',
    params: idParams,
    reply: z.strictObject({ state: z.enum(['waiting', 'approved']) }),
    limit: { times: 90, perMs: 60_000, by: 'subject', perDay: 20000 },
    weighs: 'tells',
    errors: ['PICKUP_CONFIRM_OVER', 'PICKUP_CONFIRM_REFUSED', 'PICKUP_FAILED', 'PICKUP_LOCKED'],
  }),
  /** Once per confirmation, at the kiosk that asked, while the code is still good. */
  openByClerk: route({
    method: 'POST',
    path: '/api/kiosk/confirmations/:id/visit',
    access: ['kiosk'],
    tag,
    summary: '单位经办人已确认，列出可打印的证书',
    idempotent: true,
    params: idParams,
    reply: openedVisit,
    errors: ['PICKUP_CONFIRM_OVER', 'PICKUP_FAILED', 'PICKUP_LOCKED'],
    limit: { times: 30, perMs: 60_000, by: 'subject', perDay: 1000 },
    weighs: 'tells',
  }),
  endConfirmation: route({
    method: 'POST',
    path: '/api/kiosk/confirmations/:id/end',
    access: ['kiosk'],
    tag,
    weighs: nothing.visit,
    summary: '不等确认了，这次作废',
    params: idParams,
    reply: done,
  }),
  waiting: route({
    method: 'GET',
    path: '/api/enterprise/pickups',
    access: ['institution-clerk'],
    tag,
    weighs: nothing.own,
    summary: '正在自助机上等本单位确认的取件',
    reply: z.strictObject({ items: z.array(pickupRequest) }),
  }),
  /** A refusal counts as a wrong try of the code. */
  decide: route({
    method: 'POST',
    path: '/api/enterprise/pickups/:id/decide',
    access: ['institution-clerk'],
    tag,
    weighs: nothing.own,
    summary: '确认或拒绝自助机上的取件',
    idempotent: true,
    replaces: replacesNothing.act,
    params: idParams,
    body: z.strictObject({ decision: z.enum(['approve', 'refuse']) }),
    reply: done,
    limit: { times: 30, perMs: 60_000, by: 'subject' },
    errors: ['NOT_FOUND', 'PICKUP_CONFIRM_OVER', 'FORBIDDEN'],
  }),
};
