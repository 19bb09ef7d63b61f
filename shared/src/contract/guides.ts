import { z } from 'zod';
import { businessCategories } from '../engine/declaration';
import { calendarDate, plainText } from '../engine/step-schema';
import { cleanText } from '../text/clean';
import { fenAmount, id, idParams, ms } from './common';
import { nothing } from './limits';
import { route } from './route';
import { replacesNothing } from './versions';

const tag = '办事指南 guides';

/** The parts of a service guide (办事指南), in the order they are read; a note of the centre belongs to one of them. */
export const guideSections = {
  conditions: '办理条件',
  materials: '准备好这些',
  samples: '填写样例',
  steps: '办理步骤',
  parties: '谁要同意什么',
  fees: '费用',
  times: '时间',
  result: '办好后',
  legalBasis: '依据',
} as const;
export type GuideSection = keyof typeof guideSections;
const section = z.enum(Object.keys(guideSections) as [GuideSection, ...GuideSection[]], { error: '请选择栏目。' });
const category = z.enum(
  Object.keys(businessCategories) as [keyof typeof businessCategories, ...(keyof typeof businessCategories)[]],
);

/** A guide's key in an address: the business id with `~` for `/`. */
const key = z
  .string()
  .max(80)
  .regex(/^[a-z0-9-]+(?:~[a-z0-9-]+)?$/, '指南编号不正确。');
export const guideKeyParams = z.strictObject({ id: key });
export const guideKeyOf = (businessId: string): string => businessId.replaceAll('/', '~');
export const businessIdOf = (guideKey: string): string => guideKey.replaceAll('~', '/');

export const guideListItem = z.strictObject({
  id: key,
  name: z.string(),
  category,
  categoryName: z.string(),
  summary: z.string(),
  /** A citizen may start it here; otherwise an institution does. */
  citizenMayStart: z.boolean(),
});
export type GuideListItem = z.output<typeof guideListItem>;

const line = z.string().min(1);
/** What the declaration says, in words. */
export const guideBody = guideListItem.extend({
  /** Business id, as a case is started with. */
  businessId: z.string(),
  startedBy: line,
  conditions: z.array(line),
  materials: z.array(line),
  /** What to type into the fields that people ask about. */
  samples: z.array(z.strictObject({ step: line, field: line, example: line, hint: z.string().nullable() })),
  steps: z.array(z.strictObject({ name: line, actor: line, text: line })),
  parties: z.array(z.strictObject({ name: line, who: line, how: line, agreesTo: z.array(line) })),
  times: z.array(z.strictObject({ name: line, text: line, days: z.number().int(), working: z.boolean() })),
  /** Who pays, null when the declaration asks nobody to pay. */
  payer: z.string().nullable(),
  result: line,
  legalBasis: z.array(line),
});
export type GuideBody = z.output<typeof guideBody>;

/** What registering costs today. `remark` stands instead of rows where nothing is due. */
export const guideFees = z.strictObject({
  rows: z.array(
    z.strictObject({
      uses: line,
      perUnitFen: fenAmount,
      /** Each certificate after the first. */
      furtherCopyFen: fenAmount,
      basis: z.string(),
      zeroReason: z.string().nullable(),
    }),
  ),
  remark: z.string().nullable(),
  /** What can be applied for at the window, with the rule in force today. */
  exemptions: z.array(line),
});
export type GuideFees = z.output<typeof guideFees>;

export const guideView = guideBody.extend({
  fees: guideFees,
  /** Notes of the centre in force today; plain text. */
  notes: z.array(z.strictObject({ section, text: z.string(), updatedAt: ms })),
});
export type GuideView = z.output<typeof guideView>;

const words = {
  section,
  text: plainText('说明', 500).refine((value) => value.length > 0, '请填写说明。'),
  /** First and last day the note is shown (YYYY-MM-DD, Beihai); without a last day it stays. */
  from: calendarDate('开始日期'),
  until: calendarDate('结束日期').nullable(),
};
const inOrder = (value: { from: string; until: string | null }): boolean => !value.until || value.from <= value.until;
const wrongOrder = { path: ['until'], error: '结束日期不能早于开始日期。' };
const version = z.number().int();

export const guideNote = z.strictObject({
  id,
  section,
  text: z.string(),
  from: z.string(),
  until: z.string().nullable(),
  /** Whether people see it today, and if not, why. */
  state: z.enum(['shown', 'coming', 'past', 'withdrawn']),
  author: z.string(),
  version,
  createdAt: ms,
  updatedAt: ms,
});
export type GuideNoteView = z.output<typeof guideNote>;

export const guideRoutes = {
  list: route({
    method: 'GET',
    path: '/api/guides',
    access: ['public'],
    tag,
    weighs: nothing.everybody,
    summary: '办事指南检索：名称、摘要、条件、材料中含有全部词语',
    query: z.strictObject({
      search: z.string().overwrite(cleanText).max(60).optional(),
      category: category.optional(),
    }),
    reply: z.strictObject({ items: z.array(guideListItem) }),
    limit: { times: 120, perMs: 60_000, by: 'ip' },
  }),
  detail: route({
    method: 'GET',
    path: '/api/guides/:id',
    access: ['public'],
    tag,
    weighs: nothing.everybody,
    summary: '办事指南：由业务声明、收费标准和登记中心说明组成',
    params: guideKeyParams,
    reply: guideView,
    limit: { times: 120, perMs: 60_000, by: 'ip' },
    errors: ['NOT_FOUND'],
  }),
  notes: route({
    method: 'GET',
    path: '/api/centre/guides/:id/notes',
    access: ['registrar', 'administrator'],
    tag,
    weighs: nothing.office,
    summary: '指南的登记中心说明，含过期和撤下的',
    params: guideKeyParams,
    reply: z.strictObject({ items: z.array(guideNote) }),
    errors: ['NOT_FOUND'],
  }),
  addNote: route({
    method: 'POST',
    path: '/api/centre/guides/:id/notes',
    access: ['registrar', 'administrator'],
    tag,
    weighs: nothing.office,
    summary: '添加说明',
    idempotent: true,
    replaces: replacesNothing.adds,
    params: guideKeyParams,
    body: z.strictObject(words).refine(inOrder, wrongOrder),
    reply: guideNote,
    errors: ['NOT_FOUND'],
  }),
  editNote: route({
    method: 'PUT',
    path: '/api/centre/guide-notes/:id',
    access: ['registrar', 'administrator'],
    tag,
    weighs: nothing.office,
    summary: '修改说明',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ ...words, version }).refine(inOrder, wrongOrder),
    reply: guideNote,
    errors: ['NOT_FOUND', 'CONFLICT', 'SAVED_MEANWHILE'],
  }),
  withdrawNote: route({
    method: 'POST',
    path: '/api/centre/guide-notes/:id/withdraw',
    access: ['registrar', 'administrator'],
    tag,
    weighs: nothing.office,
    summary: '撤下说明',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ version }),
    reply: guideNote,
    errors: ['NOT_FOUND', 'CONFLICT', 'SAVED_MEANWHILE'],
  }),
};
