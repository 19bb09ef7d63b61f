import { z } from 'zod';
import { caseStateIds } from '../engine/states';
import { id, ms, page, pageQuery } from './common';
import { counted, nothing } from './limits';
import { reviewItem } from './review';
import { route } from './route';

const tag = '时限与积压 backlog';

/** How much of a case's time limit (办理期限) is left; whole days in Beihai. */
export const timeLeft = {
  overdue: '已超期',
  today: '今天到期',
  soon: '1–2 个工作日内',
  later: '还有时间',
  none: '无期限',
} as const;
export type TimeLeft = keyof typeof timeLeft;
const left = z.enum(Object.keys(timeLeft) as [TimeLeft, ...TimeLeft[]]);
const count = z.number().int().min(0);

export const backlogView = z.strictObject({
  at: ms,
  /** `all`: every open case; `own`: what the caller claimed and what nobody claimed. */
  scope: z.enum(['all', 'own']),
  cells: z.array(
    z.strictObject({
      state: z.enum(caseStateIds),
      stateName: z.string(),
      businessId: z.string(),
      businessName: z.string(),
      left,
      count,
      /** Of these, in a state that officers claim, and claimed by nobody. */
      unclaimed: count,
    }),
  ),
  /** Cases under review, by who claimed them; most urgent load first. */
  officers: z.array(
    z.strictObject({ id, name: z.string(), mine: z.boolean(), open: count, overdue: count, today: count, soon: count }),
  ),
  /** Under review and claimed by nobody, the ones whose time ends first. */
  unclaimed: z.array(reviewItem.extend({ stateSince: ms })),
});
export type BacklogView = z.output<typeof backlogView>;
export type BacklogCell = BacklogView['cells'][number];

export const backlogRoutes = {
  overview: route({
    method: 'GET',
    path: '/api/centre/backlog',
    access: ['officer', 'registrar', 'administrator'],
    tag,
    weighs: nothing.office,
    summary: '在办件按状态、业务、剩余时间统计',
    reply: backlogView,
  }),
  cases: route({
    method: 'GET',
    path: '/api/centre/backlog/cases',
    access: ['officer', 'registrar', 'administrator'],
    tag,
    ...counted.work,
    summary: '统计数字背后的办件，先到期的在前',
    query: pageQuery.extend({
      state: z.enum(caseStateIds).optional(),
      businessId: z.string().max(60).optional(),
      left: left.optional(),
      /** An officer's id, or `none`: claimed by nobody. */
      claimedBy: id.or(z.literal('none')).optional(),
    }),
    reply: page(reviewItem.extend({ stateSince: ms })),
  }),
};
export type BacklogItem = BacklogView['unclaimed'][number];
