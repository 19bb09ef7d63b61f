import { z } from 'zod';
import { plainText } from '../engine/step-schema';
import { done, id, idParams, ms, page, pageQuery } from './common';
import { counted, nothing } from './limits';
import { route } from './route';
import { replacesNothing, savedVersion } from './versions';

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

/** The card reader (读卡器) beside a kiosk: a device with a key pair of its own. */
export const cardReaderView = z.strictObject({
  deviceId: z.string(),
  /** SHA-256 of the public key, to compare with what the device shows. */
  fingerprint: z.string(),
  /** Where the kiosk's page reaches it. */
  url: z.string(),
});

/** A self-service printer (自助打证机): a device account at a service point. */
export const kioskView = z.strictObject({
  id,
  name: z.string(),
  pointId: id,
  pointName: z.string(),
  active: z.boolean(),
  lastSeenAt: ms.nullable(),
  /** Null: this kiosk reads no identity cards. */
  reader: cardReaderView.nullable(),
  version: savedVersion,
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

export const pickupCode = z
  .string({ error: '请输入取件码。' })
  .transform((value) => value.replace(/[\s-]/g, ''))
  .refine((value) => /^\d{10}$/.test(value), '取件码是 10 位数字。');
const visit = z.string().min(20).max(80);
export const openedVisit = z.strictObject({ visit, expiresAt: ms, items: z.array(printable) });

export const printingRoutes = {
  certificateCode: route({
    method: 'POST',
    path: '/api/me/certificates/:id/pickup-code',
    access: ['citizen'],
    tag,
    weighs: nothing.own,
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
    weighs: nothing.visit,
    summary: '自助机自己',
    reply: kioskView,
  }),
  /**
   * The code and the holder's face, shown to Alipay on the person's own phone. The address carries no personal data. An
   * unknown and an ended code are answered alike.
   */
  startFace: route({
    method: 'POST',
    path: '/api/kiosk/faces',
    access: ['kiosk'],
    tag,
    summary: '取件码加刷脸：取得支付宝刷脸的地址，由本人用自己的手机扫码',
    idempotent: true,
    body: z.strictObject({
      code: pickupCode,
      faceConsent: z.literal(true, { error: '刷脸需要您单独同意；不同意也可以用身份证，或到窗口办理。' }),
    }),
    /** `lifeMs`: how long it lasts from now on; a kiosk's own clock may be wrong. */
    reply: z.strictObject({ attemptId: id, url: z.string(), lifeMs: z.int().positive() }),
    limit: { times: 12, perMs: 60_000, by: 'subject', perDay: 500 },
    weighs: 'spends',
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
    limit: { times: 90, perMs: 60_000, by: 'subject', perDay: 20000 },
    weighs: 'spends',
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
    reply: openedVisit,
    errors: ['PICKUP_FACE_OVER', 'PICKUP_FAILED', 'PICKUP_LOCKED'],
    limit: { times: 30, perMs: 60_000, by: 'subject', perDay: 5000 },
    weighs: 'tells',
  }),
  endFace: route({
    method: 'POST',
    path: '/api/kiosk/faces/:id/end',
    access: ['kiosk'],
    tag,
    weighs: nothing.visit,
    summary: '不刷脸了，这次作废',
    params: idParams,
    reply: done,
  }),
  endVisit: route({
    method: 'POST',
    path: '/api/kiosk/visits/end',
    access: ['kiosk'],
    tag,
    weighs: nothing.visit,
    summary: '结束，清除本次信息',
    body: z.strictObject({ visit }),
    reply: done,
  }),
  print: route({
    method: 'POST',
    path: '/api/kiosk/prints',
    access: ['kiosk'],
    tag,
    weighs: nothing.visit,
    summary: '开始打印一本证书（每本一次）',
    idempotent: true,
    body: z.strictObject({ visit, certificateId: id }),
    reply: z.strictObject({ printId: id, url: z.string(), expiresAt: ms }),
    errors: ['VISIT_OVER', 'NOT_FOUND', 'PRINTED_ALREADY', 'CERTIFICATE_NOT_READY', 'CERTIFICATE_FAILED'],
  }),
  report: route({
    method: 'POST',
    path: '/api/kiosk/prints/:id/report',
    access: ['kiosk'],
    tag,
    weighs: nothing.visit,
    summary: '打印结果：打好了，或出了故障',
    idempotent: true,
    replaces: replacesNothing.act,
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
    weighs: nothing.ticket,
    summary: '打印文件',
    params: z.strictObject({ ticket: z.string().max(200) }),
    raw: true,
    download: true,
    errors: ['NOT_FOUND'],
    limit: { times: 60, perMs: 60_000, by: 'ip' },
  }),
  log: route({
    method: 'GET',
    path: '/api/centre/prints',
    access: ['officer', 'auditor', 'administrator'],
    tag,
    ...counted.looks,
    summary: '打印记录',
    query: pageQuery.extend({ state: z.enum(Object.keys(printStates) as [PrintState, ...PrintState[]]).optional() }),
    reply: page(printEntry),
  }),
  release: route({
    method: 'POST',
    path: '/api/centre/prints/:id/release',
    access: ['officer'],
    tag,
    weighs: nothing.office,
    summary: '同意重打（写明原因，留痕）',
    idempotent: true,
    replaces: replacesNothing.act,
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
    weighs: nothing.office,
    summary: '自助机',
    reply: z.strictObject({ items: z.array(kioskView) }),
  }),
  registerKiosk: route({
    method: 'POST',
    path: '/api/centre/kiosks',
    access: ['administrator'],
    tag,
    weighs: nothing.office,
    summary: '登记自助机；设备密钥只显示这一次',
    body: z.strictObject({ pointId: id, name: required('设备名称', 40) }),
    reply: z.strictObject({ kiosk: kioskView, token: z.string() }),
    errors: ['NOT_FOUND'],
  }),
  /** Null takes the reader away; another reader replaces it. */
  setReader: route({
    method: 'PUT',
    path: '/api/centre/kiosks/:id/reader',
    access: ['administrator'],
    tag,
    weighs: nothing.office,
    summary: '登记自助机旁的身份证读卡器（设备编号、公钥、地址），或取消',
    idempotent: true,
    params: idParams,
    body: z.strictObject({
      version: savedVersion,
      reader: z
        .strictObject({
          deviceId: required('设备编号', 40).refine(
            (value) => /^[A-Za-z0-9._:-]+$/.test(value),
            '设备编号只能用字母、数字和 . _ : -，请照设备上的填写。',
          ),
          /** SPKI in PEM: Ed25519, or RSA of 2048 bits and more. */
          publicKey: z.string({ error: '请粘贴读卡器的公钥。' }).max(2_000, '公钥太长，请核对是否粘贴多了。'),
          /** Absent: the usual address. */
          url: z.string().max(200).optional(),
        })
        .nullable(),
    }),
    reply: kioskView,
    errors: ['NOT_FOUND', 'SAVED_MEANWHILE'],
  }),
  retireKiosk: route({
    method: 'POST',
    path: '/api/centre/kiosks/:id/retire',
    access: ['administrator'],
    tag,
    weighs: nothing.office,
    summary: '停用自助机',
    idempotent: true,
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND'],
  }),
};
