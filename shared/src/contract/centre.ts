import { z } from 'zod';
import { caseStateIds } from '../engine/states';
import { coOwnerships, plainText } from '../engine/step-schema';
import { caseView, faultView, partyView, unitSummary } from './cases';
import { done, fenAmount, id, idParams, ms, page, pageQuery } from './common';
import { route } from './route';

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
    summary: '审核队列与办件检索',
    query: pageQuery.extend({
      state: z.enum(caseStateIds).optional(),
      mine: z.enum(['true']).optional(),
      acceptanceNumber: z.string().max(30).optional(),
    }),
    reply: page(reviewItem),
  }),
  detail: route({
    method: 'GET',
    path: '/api/centre/cases/:id',
    access: ['officer', 'registrar', 'auditor'],
    tag,
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
    summary: '领取下一件',
    idempotent: true,
    reply: z.strictObject({ id: id.nullable() }),
  }),
  release: route({
    method: 'POST',
    path: '/api/centre/cases/:id/release',
    access: ['officer'],
    tag,
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
    summary: '窗口核验身份后确认授权',
    idempotent: true,
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
    params: idParams,
    body: z.strictObject({ partyId: id, reason }),
    reply: z.strictObject({ name: z.string(), idNumber: z.string(), phone: z.string().nullable() }),
    errors: ['NOT_FOUND'],
  }),
};
export { faultView };

const registerTag = '登记簿 register';
export const limitKinds = { seizure: '查封', 'pre-seizure': '预查封', objection: '异议登记' } as const;
export type LimitKind = keyof typeof limitKinds;
const limitKind = z.enum(Object.keys(limitKinds) as [LimitKind, ...LimitKind[]]);

export const holderView = z.strictObject({
  name: z.string(),
  idNumberMasked: z.string(),
  share: z.string().nullable(),
});
export const rightView = z.strictObject({
  id,
  coOwnership: z.enum(Object.keys(coOwnerships) as ['sole', 'joint', 'shares']),
  holders: z.array(holderView),
  certificates: z.array(z.string()),
  validFrom: ms,
  validTo: ms.nullable(),
  caseNumber: z.string().nullable(),
});
export const mortgageView = z.strictObject({
  id,
  rank: z.number().int(),
  mortgagee: z.string(),
  securedFen: fenAmount,
  debtStart: z.string(),
  debtEnd: z.string(),
  transferLimit: z.boolean(),
  certificateNumber: z.string(),
  validFrom: ms,
  validTo: ms.nullable(),
});
export const noticeView = z.strictObject({
  id,
  kind: z.string(),
  holders: z.array(z.string()),
  certificateNumber: z.string(),
  effectiveUntil: z.string().nullable(),
  validFrom: ms,
  validTo: ms.nullable(),
});
export const limitView = z.strictObject({
  id,
  kind: limitKind,
  kindName: z.string(),
  authority: z.string(),
  documentNumber: z.string(),
  from: z.string(),
  until: z.string().nullable(),
  validFrom: ms,
  validTo: ms.nullable(),
});
export const historyEntry = z.strictObject({
  seq: z.number().int(),
  at: ms,
  kind: z.string(),
  kindName: z.string(),
  summary: z.string(),
  hash: z.string(),
  prevHash: z.string(),
});
export const unitListItem = unitSummary.extend({
  estate: z.string(),
  building: z.string(),
  floor: z.number().int(),
  room: z.string(),
  conditions: z.array(z.string()),
  owners: z.string(),
});
export const unitDetail = z.strictObject({
  unit: unitListItem,
  rightNature: z.string(),
  rightType: z.string(),
  term: z.string(),
  plan: z
    .strictObject({
      widthCm: z.number(),
      depthCm: z.number(),
      rooms: z.array(z.strictObject({ name: z.string(), x: z.number(), y: z.number(), w: z.number(), d: z.number() })),
    })
    .nullable(),
  rights: z.array(rightView),
  mortgages: z.array(mortgageView),
  notices: z.array(noticeView),
  limits: z.array(limitView),
  history: z.array(historyEntry),
  historyIntact: z.boolean(),
  pendingCases: z.array(
    z.strictObject({
      id,
      acceptanceNumber: z.string(),
      businessName: z.string(),
      state: z.enum(caseStateIds),
      stateName: z.string(),
    }),
  ),
});
export type UnitDetail = z.output<typeof unitDetail>;

export const registerRoutes = {
  mine: route({
    method: 'GET',
    path: '/api/me/real-estate',
    access: ['citizen'],
    agent: 'follow',
    tag: registerTag,
    summary: '我的不动产',
    reply: z.strictObject({
      items: z.array(
        z.strictObject({
          unit: unitSummary,
          coOwnership: z.string(),
          share: z.string().nullable(),
          conditions: z.array(z.strictObject({ kind: z.string(), text: z.string() })),
          certificates: z.array(z.strictObject({ id, number: z.string() })),
          since: ms,
        }),
      ),
    }),
  }),
  units: route({
    method: 'GET',
    path: '/api/centre/units',
    access: ['officer', 'registrar', 'auditor'],
    tag: registerTag,
    summary: '登记簿检索：单元号、证号、坐落',
    query: pageQuery.extend({ search: z.string().max(100).optional(), estate: z.string().max(60).optional() }),
    reply: page(unitListItem),
  }),
  unit: route({
    method: 'GET',
    path: '/api/centre/units/:id',
    access: ['officer', 'registrar', 'auditor'],
    tag: registerTag,
    summary: '单元的权利、限制与全部历史',
    params: idParams,
    reply: unitDetail,
    errors: ['NOT_FOUND'],
  }),
  addLimit: route({
    method: 'POST',
    path: '/api/centre/units/:id/limits',
    access: ['registrar'],
    tag: registerTag,
    summary: '登记查封、预查封或异议（立即影响在办业务）',
    idempotent: true,
    params: idParams,
    body: z.strictObject({
      kind: limitKind,
      authority: plainText('嘱托机关或申请人', 100).refine((v) => v.length > 0, '请填写嘱托机关或申请人。'),
      documentNumber: plainText('文号', 60).refine((v) => v.length > 0, '请填写文号。'),
      until: z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}$/, '日期不正确。')
        .nullable(),
    }),
    reply: unitDetail,
    errors: ['NOT_FOUND'],
  }),
  liftLimit: route({
    method: 'POST',
    path: '/api/centre/limits/:id/lift',
    access: ['registrar'],
    tag: registerTag,
    summary: '解除限制',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ reason }),
    reply: unitDetail,
    errors: ['NOT_FOUND', 'CONFLICT'],
  }),
};

const auditTag = '审计 audit';
export const auditRoutes = {
  list: route({
    method: 'GET',
    path: '/api/centre/audit',
    access: ['auditor', 'administrator'],
    tag: auditTag,
    summary: '审计日志',
    query: pageQuery.extend({
      action: z.string().max(60).optional(),
      subjectId: z.string().max(60).optional(),
      actorId: z.string().max(60).optional(),
    }),
    reply: page(
      z.strictObject({
        id,
        at: ms,
        actorKind: z.string(),
        actorId: z.string().nullable(),
        action: z.string(),
        subjectKind: z.string(),
        subjectId: z.string(),
        detail: z.record(z.string(), z.unknown()),
        seq: z.number().int().nullable(),
        hash: z.string().nullable(),
      }),
    ),
  }),
  verify: route({
    method: 'GET',
    path: '/api/centre/audit/verification',
    access: ['auditor', 'administrator'],
    tag: auditTag,
    summary: '校验审计哈希链',
    reply: z.strictObject({
      intact: z.boolean(),
      sealed: z.number().int(),
      unsealed: z.number().int(),
      brokenAt: z.number().int().nullable(),
    }),
  }),
  deadLetters: route({
    method: 'GET',
    path: '/api/centre/outbox/dead',
    access: ['administrator'],
    tag: auditTag,
    summary: '未送达的任务',
    reply: z.strictObject({
      items: z.array(
        z.strictObject({
          id,
          topic: z.string(),
          attempts: z.number().int(),
          lastError: z.string().nullable(),
          createdAt: ms,
        }),
      ),
    }),
  }),
  retryDeadLetter: route({
    method: 'POST',
    path: '/api/centre/outbox/dead/:id/retry',
    access: ['administrator'],
    tag: auditTag,
    summary: '重新投递',
    idempotent: true,
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND'],
  }),
};
