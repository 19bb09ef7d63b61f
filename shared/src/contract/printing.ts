import { z } from 'zod';
import { plainText } from '../engine/step-schema';
import { done, id, idParams, ms, page, pageQuery } from './common';
import { route } from './route';

const tag = '自助打证 printing';
const required = (name: string, max: number) =>
  plainText(name, max).refine((value) => value.length > 0, `请填写${name}。`);

export const printStates = {
  printing: '正在打印',
  printed: '已打印',
  trouble: '打印故障',
  released: '已同意重打',
} as const;
export type PrintState = keyof typeof printStates;

/** What can go wrong at the printer. */
export const printTroubles = {
  jam: '卡纸',
  paper: '缺纸',
  poor: '打印不清楚',
  'no-answer': '没有确认结果',
} as const;
export type PrintTrouble = keyof typeof printTroubles;
const trouble = z.enum(Object.keys(printTroubles) as [PrintTrouble, ...PrintTrouble[]]);

/** A certificate a person may print here; `blocked` says why not. */
export const printable = z.strictObject({
  certificateId: id,
  number: z.string(),
  kindName: z.string(),
  location: z.string(),
  blocked: z.string().nullable(),
});
export type Printable = z.output<typeof printable>;

/** A self-service printer (自助打证机): a device account at a service point. */
export const kioskView = z.strictObject({
  id,
  name: z.string(),
  pointId: id,
  pointName: z.string(),
  active: z.boolean(),
  lastSeenAt: ms.nullable(),
});
export type KioskView = z.output<typeof kioskView>;

export const printEntry = z.strictObject({
  id,
  certificateId: id,
  certificateNumber: z.string(),
  kioskName: z.string(),
  pointName: z.string(),
  state: z.enum(Object.keys(printStates) as [PrintState, ...PrintState[]]),
  stateName: z.string(),
  troubleName: z.string().nullable(),
  startedAt: ms,
  endedAt: ms.nullable(),
  /** Why it may be printed again. */
  reason: z.string().nullable(),
});
export type PrintEntry = z.output<typeof printEntry>;

const code = z
  .string({ error: '请输入取件码。' })
  .transform((value) => value.replace(/[\s-]/g, ''))
  .refine((value) => /^\d{10}$/.test(value), '取件码是 10 位数字。');
const visit = z.string().min(20).max(80);
const opened = z.strictObject({ visit, expiresAt: ms, items: z.array(printable) });

export const printingRoutes = {
  certificateCode: route({
    method: 'POST',
    path: '/api/me/certificates/:id/pickup-code',
    access: ['citizen'],
    tag,
    summary: '取得自助打证的取件码',
    idempotent: true,
    params: idParams,
    reply: z.strictObject({ code: z.string(), expiresAt: ms }),
    errors: ['NOT_FOUND'],
  }),
  kiosk: route({
    method: 'GET',
    path: '/api/kiosk',
    access: ['kiosk'],
    tag,
    summary: '自助机自己',
    reply: kioskView,
  }),
  /** Five wrong tries lock the code; a wrong code and a wrong ID number answer alike. */
  openVisit: route({
    method: 'POST',
    path: '/api/kiosk/visits',
    access: ['kiosk'],
    tag,
    summary: '取件码加证件号，列出可打印的证书',
    body: z.strictObject({ code, idNumber: required('证件号', 30) }),
    reply: opened,
    limit: { times: 30, perMs: 60_000, by: 'subject' },
    errors: ['PICKUP_FAILED', 'PICKUP_LOCKED'],
  }),
  /**
   * The other way: the code and the holder's face, shown to Alipay on the person's own phone. The address carries no
   * personal data. An unknown, ended or locked code is answered as with the ID number.
   */
  startFace: route({
    method: 'POST',
    path: '/api/kiosk/faces',
    access: ['kiosk'],
    tag,
    summary: '取件码加刷脸：取得支付宝刷脸的地址，由本人用自己的手机扫码',
    idempotent: true,
    body: z.strictObject({
      code,
      faceConsent: z.literal(true, { error: '刷脸需要您单独同意；不同意也可以改用证件号。' }),
    }),
    /** `lifeMs`: how long it lasts from now on; a kiosk's own clock may be wrong. */
    reply: z.strictObject({ attemptId: id, url: z.string(), lifeMs: z.int().positive() }),
    limit: { times: 12, perMs: 60_000, by: 'subject' },
    errors: ['PICKUP_FAILED', 'PICKUP_LOCKED', 'PICKUP_FACE_UNAVAILABLE', 'DEPARTMENT_UNAVAILABLE'],
  }),
  /** Asks the platform. A refused face counts as a wrong try of the code, once however often it is asked for. */
  checkFace: route({
    method: 'POST',
    path: '/api/kiosk/faces/:id/check',
    access: ['kiosk'],
    tag,
    summary: '向支付宝查询这次刷脸的结果',
    params: idParams,
    reply: z.strictObject({ state: z.enum(['waiting', 'passed']) }),
    limit: { times: 90, perMs: 60_000, by: 'subject' },
    errors: ['PICKUP_FACE_OVER', 'PICKUP_FACE_REFUSED', 'PICKUP_FAILED', 'PICKUP_LOCKED', 'DEPARTMENT_UNAVAILABLE'],
  }),
  /** Once per attempt, at the kiosk that began it, while the code is still good. */
  openByFace: route({
    method: 'POST',
    path: '/api/kiosk/faces/:id/visit',
    access: ['kiosk'],
    tag,
    summary: '刷脸通过，列出可打印的证书',
    idempotent: true,
    params: idParams,
    reply: opened,
    errors: ['PICKUP_FACE_OVER', 'PICKUP_FAILED', 'PICKUP_LOCKED'],
  }),
  endFace: route({
    method: 'POST',
    path: '/api/kiosk/faces/:id/end',
    access: ['kiosk'],
    tag,
    summary: '不刷脸了，这次作废',
    params: idParams,
    reply: done,
  }),
  endVisit: route({
    method: 'POST',
    path: '/api/kiosk/visits/end',
    access: ['kiosk'],
    tag,
    summary: '结束，清除本次信息',
    body: z.strictObject({ visit }),
    reply: done,
  }),
  print: route({
    method: 'POST',
    path: '/api/kiosk/prints',
    access: ['kiosk'],
    tag,
    summary: '开始打印一本证书（每本一次）',
    idempotent: true,
    body: z.strictObject({ visit, certificateId: id }),
    reply: z.strictObject({ printId: id, url: z.string(), expiresAt: ms }),
    errors: ['VISIT_OVER', 'NOT_FOUND', 'PRINTED_ALREADY', 'CERTIFICATE_NOT_READY'],
  }),
  report: route({
    method: 'POST',
    path: '/api/kiosk/prints/:id/report',
    access: ['kiosk'],
    tag,
    summary: '打印结果：打好了，或出了故障',
    idempotent: true,
    params: idParams,
    body: z.discriminatedUnion('outcome', [
      z.strictObject({ visit, outcome: z.literal('printed') }),
      z.strictObject({ visit, outcome: z.literal('trouble'), trouble }),
    ]),
    reply: z.strictObject({ items: z.array(printable) }),
    errors: ['VISIT_OVER', 'NOT_FOUND', 'CONFLICT'],
  }),
  /** The file for the printer, behind the ticket of `print`; may be shown inside the kiosk's own page. */
  file: route({
    method: 'GET',
    path: '/api/kiosk/files/:ticket',
    access: ['public'],
    tag,
    summary: '打印文件',
    params: z.strictObject({ ticket: z.string().max(100) }),
    raw: true,
    errors: ['NOT_FOUND'],
  }),
  log: route({
    method: 'GET',
    path: '/api/centre/prints',
    access: ['officer', 'auditor', 'administrator'],
    tag,
    summary: '打印记录',
    query: pageQuery.extend({ state: z.enum(Object.keys(printStates) as [PrintState, ...PrintState[]]).optional() }),
    reply: page(printEntry),
  }),
  release: route({
    method: 'POST',
    path: '/api/centre/prints/:id/release',
    access: ['officer'],
    tag,
    summary: '同意重打（写明原因，留痕）',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ reason: required('原因', 200) }),
    reply: printEntry,
    errors: ['NOT_FOUND', 'CONFLICT'],
  }),
  kiosks: route({
    method: 'GET',
    path: '/api/centre/kiosks',
    access: ['administrator'],
    tag,
    summary: '自助机',
    reply: z.strictObject({ items: z.array(kioskView) }),
  }),
  registerKiosk: route({
    method: 'POST',
    path: '/api/centre/kiosks',
    access: ['administrator'],
    tag,
    summary: '登记自助机；设备密钥只显示这一次',
    body: z.strictObject({ pointId: id, name: required('设备名称', 40) }),
    reply: z.strictObject({ kiosk: kioskView, token: z.string() }),
    errors: ['NOT_FOUND'],
  }),
  retireKiosk: route({
    method: 'POST',
    path: '/api/centre/kiosks/:id/retire',
    access: ['administrator'],
    tag,
    summary: '停用自助机',
    idempotent: true,
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND'],
  }),
};
