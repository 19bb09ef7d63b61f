import { z } from 'zod';
import { caseStateIds } from '../engine/states';
import { id, ms } from './common';
import { savedVersion } from './versions';

/** As many rows as one batch takes. */
export const batchLimit = 500;
/** A result schedule needs at least so many cases (user manual). */
export const scheduleMinimum = 10;

/** How a unit stands on the building table (楼盘表). */
export const unitStandings = {
  free: '可办理',
  noticed: '已预告',
  'presale-mortgaged': '已预抵押',
  registered: '已首次登记',
  sold: '已转移',
  limited: '受限制',
  running: '办理中',
} as const;
export type UnitStanding = keyof typeof unitStandings;

export const buildingUnit = z.strictObject({
  id,
  unitNumber: z.string(),
  building: z.string(),
  floor: z.number().int(),
  room: z.string(),
  useName: z.string(),
  /** Square metres × 100. */
  areaHundredths: z.number().int(),
  standing: z.enum(Object.keys(unitStandings) as [UnitStanding, ...UnitStanding[]]),
  /** May be ticked for this business. */
  applicable: z.boolean(),
  /** Why not, in words. */
  reason: z.string().nullable(),
  /** The parties follow from a presale notice; otherwise they are entered by hand. */
  noticed: z.boolean(),
});
export type BuildingUnit = z.output<typeof buildingUnit>;

export const buildingTable = z.strictObject({
  estate: z.string(),
  surveyNumber: z.string(),
  developer: z.string(),
  units: z.array(buildingUnit),
});
export type BuildingTable = z.output<typeof buildingTable>;

export const batchKinds = {
  open: '立案',
  fill: '填写',
  send: '发起授权',
  submit: '提交',
  remind: '提醒授权',
  withdraw: '撤回',
} as const;
export type BatchKind = keyof typeof batchKinds;

export const batchRow = z.strictObject({
  position: z.number().int(),
  caseId: id.nullable(),
  acceptanceNumber: z.string().nullable(),
  /** What the row is about, for people: location of the unit. */
  location: z.string(),
  state: z.enum(['waiting', 'done', 'failed']),
  code: z.string().nullable(),
  /** Why not; of a reminder that was sent, to how many people. */
  message: z.string().nullable(),
});
export const batchView = z.strictObject({
  id,
  kind: z.enum(Object.keys(batchKinds) as [BatchKind, ...BatchKind[]]),
  kindName: z.string(),
  businessId: z.string(),
  businessName: z.string(),
  total: z.number().int(),
  done: z.number().int(),
  failed: z.number().int(),
  finished: z.boolean(),
  createdAt: ms,
  rows: z.array(batchRow),
});
export type BatchView = z.output<typeof batchView>;

export const workItem = z.strictObject({
  id,
  acceptanceNumber: z.string(),
  businessId: z.string(),
  businessName: z.string(),
  state: z.enum(caseStateIds),
  stateName: z.string(),
  unitNumber: z.string(),
  location: z.string(),
  /** Everybody but the institution itself. */
  parties: z.array(z.strictObject({ roleName: z.string(), name: z.string(), authorised: z.boolean().nullable() })),
  /** Names of the steps that are not complete. */
  missing: z.array(z.string()),
  /** By step: which saving it was read from. */
  versions: z.record(z.string(), savedVersion),
  /** What can be done with it now: `fill`, `send`, `submit`, `withdraw`. */
  actions: z.array(z.string()),
  /** Order to pay, if one is open. */
  orderId: id.nullable(),
  feeFen: z.number().int().nullable(),
  clerk: z.string(),
  updatedAt: ms,
  deadlineAt: ms.nullable(),
});
export type WorkItem = z.output<typeof workItem>;

export const convertibleItem = z.strictObject({
  noticeId: id,
  certificateNumber: z.string(),
  unitNumber: z.string(),
  location: z.string(),
  obligors: z.array(z.string()),
  securedFen: z.number().int().nullable(),
  debtEnd: z.string().nullable(),
  effectiveUntil: z.string().nullable(),
  ready: z.boolean(),
  reason: z.string().nullable(),
});
export type ConvertibleItem = z.output<typeof convertibleItem>;

export const scheduleSummary = z.strictObject({
  id,
  number: z.string(),
  businessName: z.string(),
  cases: z.number().int(),
  createdAt: ms,
  by: z.string(),
});
export const scheduleView = scheduleSummary.extend({
  institution: z.string(),
  rows: z.array(
    z.strictObject({
      acceptanceNumber: z.string(),
      unitNumber: z.string(),
      location: z.string(),
      parties: z.string(),
      certificateNumber: z.string().nullable(),
      result: z.string(),
    }),
  ),
});
export type ScheduleView = z.output<typeof scheduleView>;
