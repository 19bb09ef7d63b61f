import { z } from 'zod';
import { caseStateIds } from '../engine/states';
import { cleanText } from '../text/clean';
import { id, ms, page } from './common';
import { nothing } from './limits';
import { route } from './route';

const tag = '办件检索 case search';

/**
 * What a person typed to find cases: acceptance number, unit number or its beginning, whole name or ID number of a party,
 * or the beginning of a location. It may name a person, so it travels in the body.
 */
export const searchText = z
  .string({ error: '请输入要查找的内容。' })
  .overwrite(cleanText)
  .max(100, '最多输入 100 个字。');

const foundCase = z.strictObject({
  id,
  acceptanceNumber: z.string(),
  businessName: z.string(),
  state: z.enum(caseStateIds),
  stateName: z.string(),
  unitNumber: z.string(),
  location: z.string(),
  /** Institution that started it; null: a citizen did. */
  institutionId: id.nullable(),
  /** People masked; an organisation's name is public, and its number does not tell it apart. */
  parties: z.array(z.strictObject({ roleName: z.string(), name: z.string(), idNumberMasked: z.string().nullable() })),
  claimedBy: z.string().nullable(),
  submittedAt: ms.nullable(),
  updatedAt: ms,
});
export type FoundCase = z.output<typeof foundCase>;

export const caseSearchRoutes = {
  find: route({
    method: 'POST',
    path: '/api/centre/case-search',
    reads: true,
    access: ['officer', 'registrar', 'auditor'],
    tag,
    summary: '办件检索：受理编号、单元号、当事人、坐落、机构、业务、状态',
    body: z.strictObject({
      text: searchText.optional(),
      state: z.enum(caseStateIds).optional(),
      businessId: z.string().max(60).optional(),
      institutionId: id.optional(),
      cursor: id.optional(),
      limit: z.number().int().min(1).max(100).default(20),
    }),
    reply: page(foundCase),
    limit: { times: 120, perMs: 60_000, by: 'subject', perDay: 5000 },
    weighs: 'tells',
  }),
  institutions: route({
    method: 'GET',
    path: '/api/centre/case-search/institutions',
    access: ['officer', 'registrar', 'auditor'],
    tag,
    weighs: nothing.office,
    summary: '可供选择的申请机构',
    reply: z.strictObject({ items: z.array(z.strictObject({ id, name: z.string() })) }),
  }),
};
