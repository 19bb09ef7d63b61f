import { z } from 'zod';
import { caseStateIds } from '../engine/states';
import { plainText } from '../engine/step-schema';
import { caseView, partyView } from './case-views';
import { done, fenAmount, id, idParams, lookedUpNumber, ms, page, pageQuery } from './common';
import { counted, nothing } from './limits';
import { route } from './route';
import { replacesNothing } from './versions';

const tag = '审核 review';
const reason = plainText('原因', 500).refine((value) => value.length > 0, '请填写原因。');

/** One row of the comparison of application and register. */
export const comparisonRow = z.strictObject({
  label: z.string(),
  application: z.string().nullable(),
  register: z.string().nullable(),
  differs: z.boolean(),
});

export const reviewItem = z.strictObject({
  id,
  acceptanceNumber: z.string(),
  businessName: z.string(),
  state: z.enum(caseStateIds),
  stateName: z.string(),
  location: z.string(),
  submittedAt: ms.nullable(),
  deadlineAt: ms.nullable(),
  claimedBy: z.string().nullable(),
  mine: z.boolean(),
});
export type ReviewItem = z.output<typeof reviewItem>;
export const reviewCase = z.strictObject({
  case: caseView,
  comparison: z.array(comparisonRow),
  claimedBy: z.strictObject({ id, name: z.string(), at: ms, mine: z.boolean() }).nullable(),
  correctionUsed: z.boolean(),
  fee: z.strictObject({
    totalFen: fenAmount,
    items: z.array(
      z.strictObject({
        name: z.string(),
        unitFen: fenAmount,
        quantity: z.number().int(),
        amountFen: fenAmount,
        basis: z.string(),
      }),
    ),
    zeroReason: z.string().optional(),
  }),
});
export type ReviewCase = z.output<typeof reviewCase>;

export const reviewRoutes = {
  files: route({
    method: 'GET',
    path: '/api/centre/cases/:id/files',
    access: ['officer', 'registrar', 'auditor'],
    tag,
    ...counted.looks,
    summary: '申请材料及其短时下载地址',
    params: idParams,
    reply: z.strictObject({
      items: z.array(
        z.strictObject({
          id,
          /** Which requirement of the declaration it meets. */
          slot: z.string(),
          slotName: z.string(),
          name: z.string(),
          sizeBytes: z.number().int(),
          url: z.string(),
          expiresAt: ms,
        }),
      ),
    }),
    errors: ['NOT_FOUND'],
  }),
  queue: route({
    method: 'GET',
    path: '/api/centre/cases',
    access: ['officer', 'registrar', 'auditor'],
    tag,
    ...counted.work,
    summary: '审核队列与办件检索',
    query: pageQuery.extend({
      state: z.enum(caseStateIds).optional(),
      mine: z.enum(['true']).optional(),
      acceptanceNumber: lookedUpNumber().optional(),
    }),
    reply: page(reviewItem),
  }),
  detail: route({
    method: 'GET',
    path: '/api/centre/cases/:id',
    access: ['officer', 'registrar', 'auditor'],
    tag,
    ...counted.work,
    summary: '申请与登记簿对照',
    params: idParams,
    reply: reviewCase,
    errors: ['NOT_FOUND'],
  }),
  claim: route({
    method: 'POST',
    path: '/api/centre/cases/:id/claim',
    access: ['officer'],
    tag,
    weighs: nothing.office,
    summary: '领取',
    idempotent: true,
    params: idParams,
    reply: reviewCase,
    errors: ['CLAIMED_BY_OTHER', 'ACTION_NOT_ALLOWED'],
  }),
  claimNext: route({
    method: 'POST',
    path: '/api/centre/cases/claim-next',
    access: ['officer'],
    tag,
    weighs: nothing.office,
    summary: '领取下一件',
    idempotent: true,
    reply: z.strictObject({ id: id.nullable() }),
  }),
  release: route({
    method: 'POST',
    path: '/api/centre/cases/:id/release',
    access: ['officer'],
    tag,
    weighs: nothing.office,
    summary: '退回待领',
    idempotent: true,
    params: idParams,
    reply: reviewCase,
    errors: ['ACTION_NOT_ALLOWED'],
  }),
  approve: route({
    method: 'POST',
    path: '/api/centre/cases/:id/approve',
    access: ['officer'],
    tag,
    ...counted.acts,
    summary: '审核通过',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ version: z.number().int(), opinion: plainText('审核意见', 500).optional() }),
    reply: reviewCase,
    errors: ['ACTION_NOT_ALLOWED', 'CONFLICT', 'CLAIMED_BY_OTHER'],
  }),
  requestCorrection: route({
    method: 'POST',
    path: '/api/centre/cases/:id/request-correction',
    access: ['officer'],
    tag,
    ...counted.acts,
    summary: '一次性补正通知',
    idempotent: true,
    params: idParams,
    body: z.strictObject({
      version: z.number().int(),
      faults: z
        .array(
          z.strictObject({
            step: z.string().max(60).nullable(),
            text: plainText('补正内容', 300).refine((v) => v.length > 0, '请填写补正内容。'),
          }),
        )
        .min(1, '请列出需要补正的全部内容。')
        .max(30),
    }),
    reply: reviewCase,
    errors: ['CORRECTION_USED', 'ACTION_NOT_ALLOWED', 'CONFLICT', 'CLAIMED_BY_OTHER'],
  }),
  reject: route({
    method: 'POST',
    path: '/api/centre/cases/:id/reject',
    access: ['officer'],
    tag,
    ...counted.acts,
    summary: '不予登记',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ version: z.number().int(), reason }),
    reply: reviewCase,
    errors: ['ACTION_NOT_ALLOWED', 'CONFLICT', 'CLAIMED_BY_OTHER'],
  }),
  confirmAtWindow: route({
    method: 'POST',
    path: '/api/centre/authorisations/:id/confirm-at-window',
    access: ['officer'],
    tag,
    ...counted.acts,
    summary: '窗口核验身份后确认授权',
    idempotent: true,
    replaces: replacesNothing.act,
    params: idParams,
    body: z.strictObject({ documentChecked: z.literal(true, { error: '请核对身份证原件。' }) }),
    reply: done,
    errors: ['NOT_FOUND', 'ACTION_NOT_ALLOWED'],
  }),
  windowQueue: route({
    method: 'GET',
    path: '/api/centre/authorisations',
    access: ['officer'],
    tag,
    ...counted.work,
    summary: '等待窗口核验的人',
    query: pageQuery,
    reply: page(
      z.strictObject({ caseId: id, acceptanceNumber: z.string(), businessName: z.string(), party: partyView }),
    ),
  }),
  unmask: route({
    method: 'POST',
    path: '/api/centre/cases/:id/unmask',
    access: ['officer', 'registrar'],
    tag,
    summary: '查看当事人完整证件号和手机号（留痕）',
    replaces: replacesNothing.looks,
    params: idParams,
    body: z.strictObject({ partyId: id, reason }),
    reply: z.strictObject({ name: z.string(), idNumber: z.string(), phone: z.string().nullable() }),
    errors: ['NOT_FOUND'],
    limit: { times: 30, perMs: 60_000, by: 'subject', perDay: 500 },
    weighs: 'tells',
  }),
};
