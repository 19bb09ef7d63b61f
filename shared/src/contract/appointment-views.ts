import { z } from 'zod';
import { calendarDate, plainText } from '../engine/step-schema';
import { bookingKind, days, keysOf, matter } from './appointment-fields';
import { id, ms } from './common';
import { savedVersion } from './versions';

/** As many cases as one visit takes: those of the longest result schedule. */
export const visitCasesLimit = 500;

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
