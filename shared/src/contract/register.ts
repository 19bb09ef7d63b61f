import { z } from 'zod';
import { caseStateIds } from '../engine/states';
import { coOwnerships, plainText } from '../engine/step-schema';
import { unitSummary } from './case-views';
import { fenAmount, id, idParams, ms, page, pageQuery } from './common';
import { counted, nothing } from './limits';
import { route } from './route';
import { replacesNothing } from './versions';

const reason = plainText('原因', 500).refine((value) => value.length > 0, '请填写原因。');
const tag = '登记簿 register';
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
  /** Day its rank counts from, where that is the day of the notice it was made from. */
  rankFrom: z.string().nullable(),
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
  /** Its holder has applied in time, so it has effect until that case has ended. */
  applied: z.strictObject({ on: z.string(), acceptanceNumber: z.string() }).nullable(),
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
    tag,
    weighs: nothing.own,
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
    tag,
    ...counted.looks,
    summary: '登记簿检索：单元号、证号、坐落',
    query: pageQuery.extend({ search: z.string().max(100).optional(), estate: z.string().max(60).optional() }),
    reply: page(unitListItem),
  }),
  unit: route({
    method: 'GET',
    path: '/api/centre/units/:id',
    access: ['officer', 'registrar', 'auditor'],
    tag,
    ...counted.looks,
    summary: '单元的权利、限制与全部历史',
    params: idParams,
    reply: unitDetail,
    errors: ['NOT_FOUND'],
  }),
  addLimit: route({
    method: 'POST',
    path: '/api/centre/units/:id/limits',
    access: ['registrar'],
    tag,
    ...counted.acts,
    summary: '登记查封、预查封或异议（立即影响在办业务）',
    idempotent: true,
    replaces: replacesNothing.adds,
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
    tag,
    ...counted.acts,
    summary: '解除限制',
    idempotent: true,
    replaces: replacesNothing.act,
    params: idParams,
    body: z.strictObject({ reason }),
    reply: unitDetail,
    errors: ['NOT_FOUND', 'CONFLICT'],
  }),
};
