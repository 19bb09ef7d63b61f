import { z } from 'zod';
import { calendarDate, identified, plainText } from '../engine/step-schema';
import { personName, phone } from '../identifiers';
import { cleanText } from '../text/clean';
import { done, id, idParams, ms, page, pageQuery } from './common';
import { counted, nothing } from './limits';
import { route } from './route';
import { savedVersion } from './versions';

const tag = '预约 appointments';
const keysOf = <T extends object>(names: T) => Object.keys(names) as [keyof T & string, ...Array<keyof T & string>];
const required = (name: string, max: number) =>
  plainText(name, max).refine((value) => value.length > 0, `请填写${name}。`);

/** As many cases as one visit takes: those of the longest result schedule. */
export const visitCasesLimit = 500;

/** `window` is a turn at a counter, `print` one at the self-service printer (自助打证). */
export const bookingKinds = { window: '窗口办理', print: '自助打证' } as const;
export type BookingKind = keyof typeof bookingKinds;
const bookingKind = z.enum(keysOf(bookingKinds), { error: '请选择预约种类。' });

/** What a service point deals with (办理事项); each belongs to one kind of booking. */
export const matters = {
  registration: { name: '登记申请', note: '递交材料、核验身份、补正', kind: 'window' },
  collection: { name: '领取证书', note: '领取纸质证书、证明', kind: 'window' },
  archive: { name: '档案查询', note: '查询登记资料、开具证明', kind: 'window' },
  consultation: { name: '业务咨询', note: '办理前先问清楚', kind: 'window' },
  print: { name: '自助打证', note: '在自助机上打印证书', kind: 'print' },
} as const satisfies Record<string, { name: string; note: string; kind: BookingKind }>;
export type Matter = keyof typeof matters;
const matter = z.enum(keysOf(matters), { error: '请选择要办的事。' });

export const appointmentStates = {
  booked: '已预约',
  arrived: '已到场',
  missed: '未到场',
  cancelled: '已取消',
  finished: '已结束',
  expired: '已过期',
} as const;
export type AppointmentState = keyof typeof appointmentStates;

/** Minutes after midnight in Beihai. */
const clockMinute = z.number().int().min(0).max(1440);
export const weeklySlot = z
  .strictObject({
    /** 1 = Monday … 7 = Sunday. */
    weekday: z.number().int().min(1).max(7),
    kind: bookingKind,
    startMinute: clockMinute,
    endMinute: clockMinute,
    quota: z
      .number({ error: '请填写名额。' })
      .int('名额是整数。')
      .min(0, '名额不能小于 0。')
      .max(500, '名额最多 500。'),
  })
  .refine((slot) => slot.endMinute > slot.startMinute, { path: ['endMinute'], error: '结束时间要晚于开始时间。' });
export type WeeklySlot = z.output<typeof weeklySlot>;

/** A service point (服务网点) as anybody sees it. */
export const servicePoint = z.strictObject({
  id,
  name: z.string(),
  address: z.string(),
  phone: z.string(),
  openingNotes: z.string(),
  matters: z.array(matter),
});
export type ServicePoint = z.output<typeof servicePoint>;

export const freeSlot = z.strictObject({ id, startsAt: ms, endsAt: ms, free: z.number().int() });
export const freeDay = z.strictObject({ day: z.string(), slots: z.array(freeSlot) });
export type FreeDay = z.output<typeof freeDay>;

export const appointmentSubject = z.strictObject({
  caseId: id,
  acceptanceNumber: z.string(),
  text: z.string(),
});
export const appointmentItem = z.strictObject({
  id,
  number: z.string(),
  kind: bookingKind,
  kindName: z.string(),
  matter,
  matterName: z.string(),
  point: servicePoint.pick({ id: true, name: true, address: true, phone: true }),
  slotId: id,
  startsAt: ms,
  endsAt: ms,
  state: z.enum(keysOf(appointmentStates)),
  stateName: z.string(),
  version: z.number().int(),
  subjects: z.array(appointmentSubject),
  /** Until the slot begins. */
  changeable: z.boolean(),
});
export type AppointmentItem = z.output<typeof appointmentItem>;

/** For its owner only: with the code that is typed at the counter or the kiosk. */
export const appointmentView = appointmentItem.extend({
  pickupCode: z.string().nullable(),
  contact: z.strictObject({ name: z.string(), phoneMasked: z.string().nullable() }),
  note: z.string().nullable(),
});
export type AppointmentView = z.output<typeof appointmentView>;

/** One line of a service point's day at the centre; the person masked. */
export const dayEntry = appointmentItem.extend({
  booker: z.string(),
  phoneMasked: z.string().nullable(),
  note: z.string().nullable(),
});
export type DayEntry = z.output<typeof dayEntry>;

export const calendarEntry = z.strictObject({
  day: calendarDate('日期'),
  /** `closed` is a holiday, `open` an extra working day (调休上班). */
  kind: z.enum(['closed', 'open']),
  /** Whose weekday's hours an extra working day has, 1 … 7; null on holidays. */
  asWeekday: z.number().int().min(1).max(7).nullable(),
  note: plainText('说明', 60),
});
export type CalendarEntry = z.output<typeof calendarEntry>;
export const savedDay = calendarEntry.extend({ version: savedVersion });
export type SavedDay = z.output<typeof savedDay>;

const days = (name: string, most: number) =>
  z
    .number({ error: `请填写${name}。` })
    .int(`${name}是整数。`)
    .min(1, `${name}最少是 1。`)
    .max(most, `${name}最多是 ${most}。`);
/** The rules of booking; the administrator changes them without a release. */
export const appointmentRules = z.strictObject({
  /** So many no-shows … */
  noShowLimit: days('爽约次数', 20),
  /** … within so many days … */
  noShowWindowDays: days('统计天数', 366),
  /** … pause online booking for so many days. */
  pauseDays: days('暂停天数', 366),
  /** How far ahead can be booked, in days. */
  daysAhead: days('可预约天数', 60),
  /** How many bookings a citizen may have at a time. */
  openPerPerson: days('同时预约数', 50),
});
export type AppointmentRules = z.output<typeof appointmentRules>;
export const savedRules = appointmentRules.extend({ version: savedVersion });
export type SavedRules = z.output<typeof savedRules>;

export const pointSettings = servicePoint.extend({
  code: z.string(),
  active: z.boolean(),
  version: z.number().int(),
  week: z.array(weeklySlot),
});
export type PointSettings = z.output<typeof pointSettings>;
export const appointmentSettings = z.strictObject({
  points: z.array(pointSettings),
  calendar: z.array(savedDay),
  rules: savedRules,
});
export type AppointmentSettings = z.output<typeof appointmentSettings>;

const pointBody = z.strictObject({
  name: required('网点名称', 60),
  /** First letters of each booking number. */
  code: z
    .string({ error: '请填写网点代码。' })
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{1,3}$/, '网点代码是 1 至 3 个英文字母。'),
  address: required('地址', 120),
  phone: required('电话', 30),
  openingNotes: plainText('开放时间说明', 200),
  active: z.boolean(),
  matters: z.array(matter).min(1, '请至少选择一个办理事项。').max(10),
  week: z.array(weeklySlot).max(300, '一周最多 300 个时段。'),
});

/** The window is there for everybody. */
const towardsWindow = { at: 'named', why: '刷不了脸的人要能预约到窗口' } as const;

export const appointmentRoutes = {
  points: route({
    method: 'GET',
    path: '/api/service-points',
    access: ['public'],
    tag,
    weighs: nothing.everybody,
    summary: '服务网点',
    reply: z.strictObject({ items: z.array(servicePoint) }),
  }),
  slots: route({
    method: 'GET',
    path: '/api/service-points/:id/slots',
    access: ['public'],
    tag,
    weighs: nothing.everybody,
    summary: '网点可预约的时段',
    params: idParams,
    query: z.strictObject({ kind: bookingKind }),
    reply: z.strictObject({ days: z.array(freeDay) }),
    limit: { times: 120, perMs: 60_000, by: 'ip' },
  }),
  mine: route({
    method: 'GET',
    path: '/api/me/appointments',
    access: ['citizen'],
    level: towardsWindow,
    agent: 'book',
    tag,
    weighs: nothing.own,
    summary: '我的预约',
    reply: z.strictObject({
      items: z.array(appointmentItem),
      /** Online booking is paused until then because of no-shows. */
      pausedUntil: ms.nullable(),
    }),
  }),
  ofInstitution: route({
    method: 'GET',
    path: '/api/institution/appointments',
    access: ['institution-clerk'],
    tag,
    weighs: nothing.own,
    summary: '本机构的预约',
    query: pageQuery,
    reply: page(appointmentItem),
  }),
  detail: route({
    method: 'GET',
    path: '/api/appointments/:id',
    access: ['citizen', 'institution-clerk'],
    sensitive: true,
    level: towardsWindow,
    agent: 'book',
    tag,
    weighs: nothing.own,
    summary: '预约详情与取号码',
    params: idParams,
    reply: appointmentView,
    errors: ['NOT_FOUND'],
  }),
  book: route({
    method: 'POST',
    path: '/api/appointments',
    access: ['citizen', 'institution-clerk'],
    level: towardsWindow,
    agent: 'book',
    tag,
    weighs: 'spends',
    limit: { times: 20, perMs: 60_000, by: 'subject', perDay: 200 },
    summary: '预约，可一次带多件办件',
    idempotent: true,
    body: z.strictObject({
      slotId: id,
      matter,
      /** Case ids or acceptance numbers. */
      cases: z
        .array(z.string().overwrite(cleanText).trim().max(30))
        .max(visitCasesLimit, `一次最多 ${visitCasesLimit} 件。`)
        .default([]),
      /** Institutions name who comes; a citizen comes in person. */
      contact: z.strictObject({ name: identified(personName), phone: identified(phone) }).optional(),
      note: plainText('备注', 100).optional(),
    }),
    reply: appointmentView,
    errors: ['NOT_FOUND', 'SLOT_FULL', 'SLOT_CLOSED', 'BOOKING_PAUSED', 'BOOKING_LIMIT', 'REAL_NAME_REQUIRED'],
  }),
  change: route({
    method: 'POST',
    path: '/api/appointments/:id/change',
    access: ['citizen', 'institution-clerk'],
    sensitive: true,
    level: towardsWindow,
    agent: 'book',
    tag,
    weighs: 'spends',
    limit: { times: 20, perMs: 60_000, by: 'subject', perDay: 200 },
    summary: '改约',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ version: z.number().int(), slotId: id }),
    reply: appointmentView,
    errors: ['NOT_FOUND', 'CONFLICT', 'SLOT_FULL', 'SLOT_CLOSED', 'BOOKING_CLOSED'],
  }),
  cancel: route({
    method: 'POST',
    path: '/api/appointments/:id/cancel',
    access: ['citizen', 'institution-clerk'],
    level: towardsWindow,
    agent: 'book',
    tag,
    weighs: 'spends',
    limit: { times: 20, perMs: 60_000, by: 'subject', perDay: 200 },
    summary: '取消预约（时段开始前）',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ version: z.number().int() }),
    reply: appointmentView,
    errors: ['NOT_FOUND', 'CONFLICT', 'BOOKING_CLOSED'],
  }),
  day: route({
    method: 'GET',
    path: '/api/centre/appointments',
    access: ['officer', 'registrar', 'administrator'],
    tag,
    ...counted.work,
    summary: '一个网点一天的预约',
    query: z.strictObject({ point: id, day: calendarDate('日期') }),
    reply: z.strictObject({ items: z.array(dayEntry) }),
  }),
  arrive: route({
    method: 'POST',
    path: '/api/centre/appointments/:id/arrive',
    access: ['officer'],
    tag,
    weighs: nothing.office,
    summary: '签到',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ version: z.number().int() }),
    reply: dayEntry,
    errors: ['NOT_FOUND', 'CONFLICT', 'BOOKING_CLOSED'],
  }),
  miss: route({
    method: 'POST',
    path: '/api/centre/appointments/:id/miss',
    access: ['officer'],
    tag,
    weighs: nothing.office,
    summary: '记为未到场（时段开始后）',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ version: z.number().int() }),
    reply: dayEntry,
    errors: ['NOT_FOUND', 'CONFLICT', 'BOOKING_CLOSED'],
  }),
  settings: route({
    method: 'GET',
    path: '/api/centre/appointment-settings',
    access: ['administrator'],
    tag,
    weighs: nothing.office,
    summary: '预约设置：网点、时段、节假日、规则',
    reply: appointmentSettings,
  }),
  addPoint: route({
    method: 'POST',
    path: '/api/centre/service-points',
    access: ['administrator'],
    tag,
    weighs: nothing.office,
    summary: '新增网点',
    idempotent: true,
    body: pointBody,
    reply: pointSettings,
  }),
  changePoint: route({
    method: 'POST',
    path: '/api/centre/service-points/:id',
    access: ['administrator'],
    tag,
    weighs: nothing.office,
    summary: '修改网点与时段',
    idempotent: true,
    params: idParams,
    body: pointBody.extend({ version: z.number().int() }),
    reply: pointSettings,
    errors: ['NOT_FOUND', 'SAVED_MEANWHILE'],
  }),
  setDay: route({
    method: 'POST',
    path: '/api/centre/appointment-calendar',
    access: ['administrator'],
    tag,
    weighs: nothing.office,
    summary: '设为休息或上班；休息日已有的预约会取消并通知',
    idempotent: true,
    /** `version` 0: an ordinary day until now. */
    body: savedDay.refine((entry) => entry.kind === 'closed' || entry.asWeekday !== null, {
      path: ['asWeekday'],
      error: '请选择按星期几的时段上班。',
    }),
    reply: z.strictObject({ cancelled: z.number().int() }),
    replaces: true,
    errors: ['SAVED_MEANWHILE'],
  }),
  clearDay: route({
    method: 'DELETE',
    path: '/api/centre/appointment-calendar/:day',
    access: ['administrator'],
    tag,
    weighs: nothing.office,
    summary: '恢复为平常的一天',
    idempotent: true,
    params: z.strictObject({ day: calendarDate('日期') }),
    query: z.strictObject({ version: z.coerce.number().pipe(savedVersion) }),
    replaces: true,
    reply: done,
    errors: ['NOT_FOUND', 'SAVED_MEANWHILE'],
  }),
  setRules: route({
    method: 'PUT',
    path: '/api/centre/appointment-rules',
    access: ['administrator'],
    tag,
    weighs: nothing.office,
    summary: '修改预约规则',
    idempotent: true,
    body: savedRules,
    reply: savedRules,
    errors: ['SAVED_MEANWHILE'],
  }),
};
