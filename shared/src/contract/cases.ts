import { z } from 'zod';
import { automaticChecks, businessCategories, type UnitCondition, unitConditions } from '../engine/declaration';
import { caseStateIds } from '../engine/states';
import { plainText } from '../engine/step-schema';
import { agentOfParty } from './agent-scopes';
import { done, fenAmount, id, idParams, ms, page, pageQuery } from './common';
import { route } from './route';

const tag = '办件 cases';

export const unitSummary = z.strictObject({
  id,
  unitNumber: z.string(),
  location: z.string(),
  use: z.string(),
  useName: z.string(),
  /** Square metres × 100. */
  areaHundredths: z.number().int(),
});

/** Sentences for what is registered against a unit; shown to owner and buyer before they agree. */
export const warningTexts: Record<UnitCondition, string> = {
  seizure: '该不动产已被查封，解除查封后才能办理；请向查封的法院了解，或到登记窗口咨询。',
  'pre-seizure': '该不动产已被预查封，解除后才能办理；请向预查封的法院了解，或到登记窗口咨询。',
  objection: '有人对登记提出异议，异议登记尚未失效；各方承诺自担风险后可以继续办理，也可以等异议登记失效后再办。',
  'advance-notice':
    '该不动产有未失效的预告登记，未经预告登记的权利人同意不能处分；权利人同意的，请和权利人一起带身份证到登记窗口办理，也可以先注销预告登记。',
  'pending-same': '该不动产已有同类业务正在办理，请等那一件办结，或撤回后重新申请。',
  'mortgage-limited': '该不动产设有抵押，并约定未经抵押权人同意不得转让；抵押权人同意后才能登记。',
  'mortgage-free': '该不动产设有抵押；转让的，抵押权继续存在（民法典第四百零六条），由买受人承受。',
  'minor-owner': '权利人中有未成年人，请监护人带户口簿、监护关系证明到登记窗口办理。',
  'presale-mortgage': '该不动产已办理抵押权预告登记；需要再办的，请先由原抵押权人注销预告登记。',
  registered: '该不动产已办理首次登记，请改办转移登记或抵押权登记。',
  unregistered: '该不动产尚未办理首次登记，请开发企业先办理首次登记。',
  'obligor-not-owner': '抵押人尚未取得该不动产的所有权，请先办理房屋转移登记。',
  'not-starters': '该不动产不在贵单位名下，请核对楼盘和单元；确属贵单位的，请到登记窗口核对权籍信息。',
  'owned-by-shares':
    '该不动产按份共有：共有人之间没有另外约定的，占份额三分之二以上的共有人同意即可处分，其他共有人会收到通知（民法典第三百零一条）。',
};
export const unitWarning = z.strictObject({ kind: z.enum(unitConditions), text: z.string() });

/** What the register asks the parties to commit to, and who has: `at` is null until given for the content as it is. */
export const commitmentView = z.strictObject({
  kind: z.enum(unitConditions),
  text: z.string(),
  by: z.array(
    z.strictObject({
      partyId: id,
      name: z.string(),
      roleName: z.string(),
      /** `send`: the starter ticks it on the check page. */
      how: z.enum(['authorise', 'send']),
      at: ms.nullable(),
    }),
  ),
});
export type CommitmentView = z.output<typeof commitmentView>;

export const authorisationStates = {
  none: '未发起',
  waiting: '待授权',
  window: '到窗口核验',
  passed: '已授权',
  refused: '已拒绝',
  /** Was asked; others were enough, and the application went on. */
  told: '已通知',
} as const;
export type AuthorisationState = keyof typeof authorisationStates;
const authorisationState = z.enum(Object.keys(authorisationStates) as [AuthorisationState, ...AuthorisationState[]]);

export const partyView = z.strictObject({
  id,
  role: z.string(),
  roleName: z.string(),
  name: z.string(),
  idNumberMasked: z.string(),
  phoneMasked: z.string().nullable(),
  share: z.string().nullable(),
  authorisation: z.strictObject({
    state: authorisationState,
    /** `face` · `window` · `institution`; null until done. */
    how: z.string().nullable(),
    at: ms.nullable(),
    reason: z.string().nullable(),
    /** Agreed to the content as it is now. */
    current: z.boolean(),
    /** Given by a family agent in this party's name. */
    agent: agentOfParty.nullable(),
  }),
  isMe: z.boolean(),
});
export type PartyView = z.output<typeof partyView>;

export const stepStatus = z.enum(['todo', 'done', 'waiting', 'refused']);
export const stepView = z.strictObject({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  status: stepStatus,
  /** What was filled in, as label and shown value; personal data masked. */
  answers: z.array(z.strictObject({ field: z.string(), label: z.string(), value: z.string() })),
  /** A department's answer in words. */
  message: z.string().nullable(),
});
export type StepView = z.output<typeof stepView>;

export const checkView = z.strictObject({
  id: z.enum(Object.keys(automaticChecks) as [keyof typeof automaticChecks, ...(keyof typeof automaticChecks)[]]),
  name: z.string(),
  result: z.enum(['passed', 'waiting', 'failed']),
  message: z.string(),
  at: ms,
});
export type CheckView = z.output<typeof checkView>;

export const faultView = z.strictObject({ step: z.string().nullable(), text: z.string() });
export const timelineEntry = z.strictObject({
  at: ms,
  action: z.string(),
  name: z.string(),
  by: z.string(),
  note: z.string().nullable(),
  state: z.enum(caseStateIds),
});
export const allowedActionView = z.strictObject({
  action: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  reason: z.string().optional(),
});

export const handOverStates = {
  todo: '未办理',
  running: '办理中',
  done: '已过户',
  skipped: '已跳过',
  failed: '未成功',
} as const;
export type HandOverState = keyof typeof handOverStates;
export const handOverView = z.strictObject({
  account: z.enum(['water', 'electricity', 'gas']),
  name: z.string(),
  provider: z.string(),
  number: z.string(),
  state: z.enum(Object.keys(handOverStates) as [HandOverState, ...HandOverState[]]),
  message: z.string().nullable(),
});

export const orderSummary = z.strictObject({
  id,
  number: z.string(),
  totalFen: fenAmount,
  state: z.string(),
  stateName: z.string(),
});
export const certificateSummary = z.strictObject({
  id,
  number: z.string(),
  kind: z.string(),
  state: z.enum(['valid', 'cancelled']),
  issuedAt: ms,
});

export const caseCertificate = certificateSummary.extend({
  /** Whoever looks is one of its holders and may open it. */
  mine: z.boolean(),
});

export const caseView = z.strictObject({
  id,
  acceptanceNumber: z.string(),
  business: z.strictObject({ id: z.string(), version: z.number().int(), name: z.string() }),
  state: z.enum(caseStateIds),
  stateName: z.string(),
  version: z.number().int(),
  unit: unitSummary,
  warnings: z.array(unitWarning),
  commitments: z.array(commitmentView),
  coOwnership: z.string().nullable(),
  steps: z.array(stepView),
  parties: z.array(partyView),
  checks: z.array(checkView),
  correction: z.strictObject({ at: ms, faults: z.array(faultView), by: z.string() }).nullable(),
  endReason: z.string().nullable(),
  order: orderSummary.nullable(),
  certificates: z.array(caseCertificate),
  handOver: z.array(handOverView),
  timeline: z.array(timelineEntry),
  actions: z.array(allowedActionView),
  /** Who must act now, in words, since when. */
  waitingFor: z.strictObject({ who: z.string(), what: z.string(), since: ms }).nullable(),
  deadlineAt: ms.nullable(),
  /** `applicant` · `party` · `payer` · `officer` …: what the caller is in this case. */
  myRoles: z.array(z.string()),
  createdAt: ms,
  updatedAt: ms,
});
export type CaseView = z.output<typeof caseView>;

export const caseListItem = z.strictObject({
  id,
  acceptanceNumber: z.string(),
  businessId: z.string(),
  businessName: z.string(),
  state: z.enum(caseStateIds),
  stateName: z.string(),
  location: z.string(),
  updatedAt: ms,
  createdAt: ms,
  deadlineAt: ms.nullable(),
  mine: z.enum(['applicant', 'party']),
});
export type CaseListItem = z.output<typeof caseListItem>;

export const businessView = z.strictObject({
  id: z.string(),
  version: z.number().int(),
  name: z.string(),
  category: z.enum(Object.keys(businessCategories) as [string, ...string[]]),
  categoryName: z.string(),
  summary: z.string(),
  startedBy: z.array(z.string()),
});

export const authorisationItem = z.strictObject({
  /** Party id: names one person's authorisation in one case. */
  id,
  caseId: id,
  businessName: z.string(),
  roleName: z.string(),
  location: z.string(),
  applicant: z.string(),
  state: authorisationState,
  askedAt: ms,
  deadlineAt: ms.nullable(),
});
export const authorisationView = z.strictObject({
  id,
  item: authorisationItem,
  agreesTo: z.array(z.string()),
  /** What this party commits to besides, because of what is registered (e.g. an objection). */
  commitments: z.array(z.string()),
  contentHash: z.string(),
  case: caseView,
});
export type AuthorisationView = z.output<typeof authorisationView>;

export const faceChannels = ['wechat', 'alipay'] as const;
/** What the client needs to start the check. */
export const faceStarted = z.strictObject({
  attemptId: id,
  channel: z.enum(faceChannels),
  expiresAt: ms,
  wechat: z.strictObject({ verifyId: z.string() }).optional(),
  alipay: z.strictObject({ certifyId: z.string(), url: z.string() }).optional(),
});

const version = z.number().int().min(1);
const reason = plainText('原因', 200).refine((value) => value.length > 0, '请填写原因。');

export const caseRoutes = {
  businesses: route({
    method: 'GET',
    path: '/api/businesses',
    access: ['public'],
    tag,
    summary: '可在线办理的业务',
    reply: z.strictObject({ items: z.array(businessView) }),
  }),
  start: route({
    method: 'POST',
    path: '/api/cases',
    access: ['citizen'],
    agent: 'apply',
    tag,
    summary: '发起申请：信息校验通过即立案',
    idempotent: true,
    body: z.strictObject({ businessId: z.string().max(60), verify: z.record(z.string().max(40), z.unknown()) }),
    reply: caseView,
    limit: { times: 20, perMs: 60_000, by: 'subject' },
    errors: [
      'REAL_NAME_REQUIRED',
      'BUSINESS_UNKNOWN',
      'VERIFY_NO_MATCH',
      'UNIT_BLOCKED',
      'UNIT_WINDOW_ONLY',
      'UNIT_PENDING',
    ],
  }),
  list: route({
    method: 'GET',
    path: '/api/cases',
    access: ['citizen'],
    agent: 'follow',
    tag,
    summary: '我的办件',
    query: pageQuery,
    reply: page(caseListItem),
  }),
  detail: route({
    method: 'GET',
    path: '/api/cases/:id',
    access: ['citizen', 'institution-clerk'],
    agent: 'follow',
    tag,
    summary: '办件详情',
    params: idParams,
    reply: caseView,
    errors: ['NOT_FOUND'],
  }),
  stepData: route({
    method: 'GET',
    path: '/api/cases/:id/steps/:step',
    access: ['citizen', 'institution-clerk'],
    agent: 'apply',
    tag,
    summary: '申请人取回某一步已保存的内容',
    params: z.strictObject({ id, step: z.string().max(60) }),
    reply: z.strictObject({ data: z.record(z.string(), z.unknown()), draft: z.boolean(), version }),
    errors: ['NOT_FOUND', 'STEP_UNKNOWN'],
  }),
  saveDraft: route({
    method: 'PUT',
    path: '/api/cases/:id/steps/:step/draft',
    access: ['citizen', 'institution-clerk'],
    agent: 'apply',
    tag,
    summary: '保存某一步的草稿（不校验完整）',
    params: z.strictObject({ id, step: z.string().max(60) }),
    body: z.strictObject({ data: z.record(z.string().max(40), z.unknown()) }),
    reply: done,
    errors: ['NOT_FOUND', 'STEP_UNKNOWN', 'ACTION_NOT_ALLOWED'],
  }),
  fill: route({
    method: 'PUT',
    path: '/api/cases/:id/steps/:step',
    access: ['citizen', 'institution-clerk'],
    agent: 'apply',
    tag,
    summary: '提交某一步',
    idempotent: true,
    params: z.strictObject({ id, step: z.string().max(60) }),
    body: z.strictObject({ data: z.record(z.string().max(40), z.unknown()) }),
    reply: caseView,
    errors: ['NOT_FOUND', 'STEP_UNKNOWN', 'ACTION_NOT_ALLOWED'],
  }),
  onlineFiling: route({
    method: 'POST',
    path: '/api/cases/:id/steps/:step/online',
    access: ['citizen', 'institution-clerk'],
    agent: 'apply',
    tag,
    summary: '取得部门网上办理的地址',
    idempotent: true,
    params: z.strictObject({ id, step: z.string().max(60) }),
    reply: z.strictObject({ url: z.string() }),
    errors: ['DEPARTMENT_UNAVAILABLE'],
  }),
  refresh: route({
    method: 'POST',
    path: '/api/cases/:id/steps/:step/refresh',
    access: ['citizen', 'institution-clerk'],
    agent: 'apply',
    tag,
    summary: '刷新部门的核验结果',
    idempotent: true,
    params: z.strictObject({ id, step: z.string().max(60) }),
    reply: caseView,
    errors: ['DEPARTMENT_UNAVAILABLE'],
  }),
  send: route({
    method: 'POST',
    path: '/api/cases/:id/send',
    access: ['citizen', 'institution-clerk'],
    agent: 'apply',
    tag,
    summary: '核对无误，发起授权',
    idempotent: true,
    params: idParams,
    /** `committed`: the commitments that the starter gives by sending have been read and ticked. */
    body: z.strictObject({ version, committed: z.boolean().optional() }),
    reply: caseView,
    errors: ['STEPS_INCOMPLETE', 'INVALID_INPUT', 'ACTION_NOT_ALLOWED', 'CONFLICT'],
  }),
  recall: route({
    method: 'POST',
    path: '/api/cases/:id/recall',
    access: ['citizen', 'institution-clerk'],
    agent: 'apply',
    tag,
    summary: '收回修改',
    idempotent: true,
    params: idParams,
    reply: caseView,
    errors: ['ACTION_NOT_ALLOWED'],
  }),
  submit: route({
    method: 'POST',
    path: '/api/cases/:id/submit',
    access: ['citizen', 'institution-clerk'],
    agent: 'apply',
    tag,
    summary: '提交申请',
    idempotent: true,
    params: idParams,
    reply: caseView,
    errors: ['AUTHORISATION_MISSING', 'ACTION_NOT_ALLOWED'],
  }),
  withdraw: route({
    method: 'POST',
    path: '/api/cases/:id/withdraw',
    access: ['citizen', 'institution-clerk'],
    agent: 'apply',
    tag,
    summary: '撤回申请',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ reason }),
    reply: caseView,
    errors: ['ACTION_NOT_ALLOWED'],
  }),
  remind: route({
    method: 'POST',
    path: '/api/cases/:id/remind',
    access: ['citizen', 'institution-clerk'],
    agent: 'apply',
    tag,
    summary: '提醒还没有授权的人',
    idempotent: true,
    params: idParams,
    reply: z.strictObject({ reminded: z.number().int() }),
    limit: { times: 3, perMs: 3_600_000, by: 'subject' },
    errors: ['ACTION_NOT_ALLOWED', 'REMINDED_RECENTLY'],
  }),
  handOver: route({
    method: 'POST',
    path: '/api/cases/:id/hand-over/:account',
    access: ['citizen'],
    agent: 'apply',
    tag,
    summary: '水、电、气账户过户或跳过',
    idempotent: true,
    params: z.strictObject({ id, account: z.enum(['water', 'electricity', 'gas']) }),
    body: z.strictObject({ choice: z.enum(['transfer', 'skip']) }),
    reply: caseView,
    errors: ['HANDOVER_NOT_AVAILABLE'],
  }),
  progress: route({
    method: 'POST',
    path: '/api/progress',
    access: ['public'],
    tag,
    summary: '进度查询：受理编号 + 身份证后 4 位或单位全称',
    body: z.strictObject({
      acceptanceNumber: plainText('受理编号', 30).refine((v) => v.length > 0, '请填写受理编号。'),
      proof: plainText('身份证后 4 位或单位全称', 100).refine((v) => v.length > 0, '请填写身份证后 4 位或单位全称。'),
    }),
    reply: z.strictObject({
      acceptanceNumber: z.string(),
      businessName: z.string(),
      state: z.enum(caseStateIds),
      stateName: z.string(),
      steps: z.array(z.strictObject({ name: z.string(), done: z.boolean(), current: z.boolean() })),
      createdAt: ms,
      updatedAt: ms,
      deadlineAt: ms.nullable(),
    }),
    limit: { times: 30, perMs: 60_000, by: 'ip' },
    errors: ['NOT_FOUND', 'TOO_MANY_REQUESTS'],
  }),
};

export const authorisationRoutes = {
  list: route({
    method: 'GET',
    path: '/api/authorisations',
    access: ['citizen'],
    agent: 'follow',
    tag,
    summary: '我的授权',
    query: pageQuery,
    reply: page(authorisationItem),
  }),
  detail: route({
    method: 'GET',
    path: '/api/authorisations/:id',
    access: ['citizen'],
    agent: 'follow',
    tag,
    summary: '查看要授权的内容',
    params: idParams,
    reply: authorisationView,
    errors: ['NOT_FOUND'],
  }),
  face: route({
    method: 'POST',
    path: '/api/authorisations/:id/face',
    access: ['citizen'],
    agent: 'authorise',
    tag,
    summary: '开始人脸核验（须单独同意使用人脸信息）',
    idempotent: true,
    params: idParams,
    body: z.strictObject({
      channel: z.enum(faceChannels),
      contentHash: z.string().max(100),
      faceConsent: z.literal(true, { error: '使用人脸核验需要您单独同意；不同意也可以选择到窗口核验。' }),
    }),
    reply: faceStarted,
    errors: ['CONTENT_CHANGED', 'ACTION_NOT_ALLOWED', 'DEPARTMENT_UNAVAILABLE'],
  }),
  confirm: route({
    method: 'POST',
    path: '/api/authorisations/:id/confirm',
    access: ['citizen'],
    agent: 'authorise',
    tag,
    summary: '核验完成后，由服务端查询结果',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ attemptId: id }),
    reply: authorisationView,
    errors: ['FACE_NOT_PASSED', 'CONTENT_CHANGED', 'DEPARTMENT_UNAVAILABLE'],
  }),
  refuse: route({
    method: 'POST',
    path: '/api/authorisations/:id/refuse',
    access: ['citizen'],
    agent: 'authorise',
    tag,
    summary: '拒绝授权并说明原因',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ reason }),
    reply: done,
    errors: ['ACTION_NOT_ALLOWED'],
  }),
  window: route({
    method: 'POST',
    path: '/api/authorisations/:id/window',
    access: ['citizen'],
    agent: 'authorise',
    tag,
    summary: '改到窗口核验',
    idempotent: true,
    params: idParams,
    reply: authorisationView,
    errors: ['ACTION_NOT_ALLOWED'],
  }),
};

/** An institution's consent, e.g. a mortgagee's to a transfer. Ids are party ids. */
export const consentRoutes = {
  list: route({
    method: 'GET',
    path: '/api/institution/consents',
    access: ['institution-clerk'],
    tag,
    summary: '待本机构同意的办件',
    query: pageQuery,
    reply: page(authorisationItem),
  }),
  detail: route({
    method: 'GET',
    path: '/api/institution/consents/:id',
    access: ['institution-clerk'],
    tag,
    summary: '查看内容',
    params: idParams,
    reply: authorisationView,
    errors: ['NOT_FOUND'],
  }),
  give: route({
    method: 'POST',
    path: '/api/institution/consents/:id/give',
    access: ['institution-clerk'],
    tag,
    summary: '同意',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ contentHash: z.string().max(100) }),
    reply: authorisationView,
    errors: ['CONTENT_CHANGED', 'ACTION_NOT_ALLOWED'],
  }),
  refuse: route({
    method: 'POST',
    path: '/api/institution/consents/:id/refuse',
    access: ['institution-clerk'],
    tag,
    summary: '不同意',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ reason }),
    reply: done,
    errors: ['ACTION_NOT_ALLOWED'],
  }),
};
