import { z } from 'zod';
import { type InstitutionKind, institutionKinds } from '../engine/declaration';
import { calendarDate, identified, plainText } from '../engine/step-schema';
import { organisationName, personName, phone, registeredCode } from '../identifiers';
import { compactCode } from '../identifiers/text';
import { done, id, idParams, ms, page, pageQuery } from './common';
import { counted, nothing } from './limits';
import { route } from './route';
import { loginName, newAccount } from './staff-accounts';
import { replacesNothing, savedVersion } from './versions';

export const institutionTag = '机构 institutions';

const kind = z.enum(Object.keys(institutionKinds) as [InstitutionKind, ...InstitutionKind[]], {
  error: '请选择机构类型。',
});

export const filingStates = { pending: '等待审核', approved: '已通过', refused: '未通过' } as const;
export type FilingState = keyof typeof filingStates;
const filingState = z.enum(Object.keys(filingStates) as [FilingState, ...FilingState[]]);

/** What an institution agrees to when it files; a filing keeps the version it was made under. */
export const filingTerms = {
  version: '2026-01',
  title: '机构入驻服务条款',
  clauses: [
    '机构保证填报的名称、统一社会信用代码和人员信息真实，变更后五个工作日内告知登记中心。',
    '机构管理员负责本机构账号：一人一号，不得转借；人员离职当日交接在办件并停用账号。',
    '通过平台取得的登记信息和个人信息只用于办理本次登记，不得留存、转让或另作他用。',
    '未签订公共档案查询协议的，不得查询公共档案；查询个人档案须经权利人本人授权。',
    '所有操作记入审计日志。违反条款的，登记中心可以停用账号或终止入驻。',
  ],
} as const;

/** Free text that must not be empty. */
export const filledText = (name: string, max: number) =>
  plainText(name, max).refine((value) => value !== '', `请填写${name}。`);
/** Receipt number (回执编号): `JG`, the day, ten characters that cannot be guessed. */
export const receiptNumber = z
  .string({ error: '请填写回执编号。' })
  .overwrite(compactCode)
  .refine((value) => /^JG\d{8}[0-9A-Z]{10}$/.test(value), '回执编号以 JG 开头，共 20 位，请对照提交后的页面核对。');

export const agreementTerms = z
  .strictObject({
    from: calendarDate('协议开始日期'),
    until: calendarDate('协议截止日期'),
    publicArchive: z.boolean({ error: '请选择是否开通公共档案查询。' }),
    note: plainText('备注', 300),
  })
  .refine((value) => value.until >= value.from, { path: ['until'], message: '截止日期不能早于开始日期。' });
export type AgreementTerms = z.output<typeof agreementTerms>;

export const filingApplication = z.strictObject({
  name: identified(organisationName),
  creditCode: identified(registeredCode),
  kind,
  legalRepresentative: identified({ ...personName, name: '法定代表人姓名' }),
  contact: z.strictObject({ name: identified(personName), phone: identified(phone) }),
  administrator: z.strictObject({ name: identified(personName), username: loginName, phone: identified(phone) }),
  termsVersion: z.literal(filingTerms.version, { error: '请阅读并同意入驻服务条款。' }),
});
export type FilingApplication = z.output<typeof filingApplication>;

/** What a member's administrators have said to a filing that names their institution (加入申请). */
export const consentStates = { asked: '等管理员答复', given: '管理员已同意', refused: '管理员不同意' } as const;
export type FilingConsent = keyof typeof consentStates;
const filingConsent = z.enum(Object.keys(consentStates) as [FilingConsent, ...FilingConsent[]]);

/** What the holder of a receipt number may know. */
export const filingReceipt = z.strictObject({
  receipt: z.string(),
  name: z.string(),
  state: filingState,
  submittedAt: ms,
  decidedAt: ms.nullable(),
  /** Of a refusal. */
  reason: z.string().nullable(),
  /** Null unless the filing names a member: its administrators are asked first. */
  consent: filingConsent.nullable(),
});
export type FilingReceipt = z.output<typeof filingReceipt>;

export const filingItem = z.strictObject({
  id,
  receipt: z.string(),
  name: z.string(),
  creditCode: z.string(),
  kind,
  state: filingState,
  submittedAt: ms,
  decidedAt: ms.nullable(),
  /** Null unless the filing names a member, by name or credit code. */
  consent: filingConsent.nullable(),
});
/** Names and phones are masked. */
export const filingDetail = filingItem.extend({
  legalRepresentative: z.string(),
  contact: z.strictObject({ name: z.string(), phone: z.string() }),
  administrator: z.strictObject({
    name: z.string(),
    username: z.string(),
    phone: z.string(),
    /** Has used the activation link; null before the approval. */
    activated: z.boolean().nullable(),
  }),
  termsVersion: z.string(),
  reason: z.string().nullable(),
  decidedBy: z.string().nullable(),
  terms: z
    .strictObject({ from: z.string(), until: z.string(), publicArchive: z.boolean(), note: z.string() })
    .nullable(),
  /** The member that is named. Approval then makes a clerk of it, never an administrator, and signs nothing. */
  member: z
    .strictObject({
      name: z.string(),
      creditCode: z.string(),
      state: z.enum(['active', 'not-yet', 'expired', 'closed']),
      answeredBy: z.string().nullable(),
      answeredAt: ms.nullable(),
    })
    .nullable(),
  /** Other open filings with this name or credit code. */
  others: z.number().int(),
});
export type FilingDetail = z.output<typeof filingDetail>;

export const institutionItem = z.strictObject({
  id,
  name: z.string(),
  creditCode: z.string(),
  kind: z.string(),
  state: z.enum(['active', 'not-yet', 'expired', 'closed']),
  from: z.string().nullable(),
  until: z.string().nullable(),
  publicArchive: z.boolean(),
  version: savedVersion,
});
export type InstitutionItem = z.output<typeof institutionItem>;

/** A filing that names the clerk's institution, as its administrators see it; phones are masked. */
export const joiningRequest = z.strictObject({
  id,
  name: z.string(),
  creditCode: z.string(),
  person: z.strictObject({ name: z.string(), username: z.string(), phone: z.string() }),
  contact: z.strictObject({ name: z.string(), phone: z.string() }),
  submittedAt: ms,
  /** `approved`: the centre has made the clerk's account. */
  state: filingState,
  consent: filingConsent,
  answeredBy: z.string().nullable(),
  answeredAt: ms.nullable(),
  reason: z.string().nullable(),
});
export type JoiningRequest = z.output<typeof joiningRequest>;

const reason = filledText('原因', 300);

const joining = '/api/enterprise/joining-requests';

const centre = '/api/centre/institution-filings';

export const filingRoutes = {
  apply: route({
    method: 'POST',
    path: '/api/institution-filings',
    access: ['public'],
    tag: institutionTag,
    summary: '机构入驻备案申请',
    idempotent: true,
    body: filingApplication,
    reply: filingReceipt,
    errors: ['DEPARTMENT_UNAVAILABLE'],
    limit: { times: 10, perMs: 60_000, by: 'ip', perDay: 30 },
    weighs: 'spends',
  }),
  status: route({
    method: 'POST',
    path: '/api/institution-filings/status',
    access: ['public'],
    tag: institutionTag,
    summary: '凭回执编号查询备案进度',
    body: z.strictObject({ receipt: receiptNumber }),
    reply: filingReceipt,
    limit: { times: 20, perMs: 60_000, by: 'ip', perDay: 300 },
    weighs: 'tells',
    errors: ['NOT_FOUND'],
  }),
  filings: route({
    method: 'GET',
    path: centre,
    access: ['administrator'],
    tag: institutionTag,
    ...counted.looks,
    summary: '备案申请列表',
    query: pageQuery.extend({ state: filingState.optional() }),
    reply: page(filingItem),
  }),
  filing: route({
    method: 'GET',
    path: `${centre}/:id`,
    access: ['administrator'],
    tag: institutionTag,
    ...counted.looks,
    summary: '备案申请内容',
    params: idParams,
    reply: filingDetail,
    errors: ['NOT_FOUND'],
  }),
  unmask: route({
    method: 'POST',
    path: `${centre}/:id/unmask`,
    access: ['administrator'],
    tag: institutionTag,
    summary: '查看备案人员完整姓名和手机号（留痕）',
    replaces: replacesNothing.looks,
    params: idParams,
    body: z.strictObject({ reason }),
    reply: z.strictObject({
      legalRepresentative: z.string(),
      contact: z.strictObject({ name: z.string(), phone: z.string() }),
      administrator: z.strictObject({ name: z.string(), phone: z.string() }),
    }),
    errors: ['NOT_FOUND'],
    limit: { times: 30, perMs: 60_000, by: 'subject', perDay: 200 },
    weighs: 'tells',
  }),
  approve: route({
    method: 'POST',
    path: `${centre}/:id/approve`,
    access: ['administrator'],
    tag: institutionTag,
    ...counted.acts,
    summary: '通过备案：建立机构和首位机构管理员；单位已入驻的，开通普通经办人',
    idempotent: true,
    replaces: replacesNothing.act,
    params: idParams,
    // The login name that was asked for may have been taken since.
    body: z.strictObject({
      /** Unless the filing names a member: its agreement stays as it is. */
      terms: agreementTerms.optional(),
      username: loginName.optional(),
    }),
    reply: z.strictObject({ institutionId: id, account: newAccount }),
    errors: ['NOT_FOUND', 'FILING_DECIDED', 'FILING_NEEDS_CONSENT', 'CONFLICT'],
  }),
  reissue: route({
    method: 'POST',
    path: `${centre}/:id/activation`,
    access: ['administrator'],
    tag: institutionTag,
    ...counted.acts,
    summary: '首位机构管理员还没有激活：再发一条激活链接',
    idempotent: true,
    params: idParams,
    reply: newAccount,
    errors: ['NOT_FOUND', 'CONFLICT'],
  }),
  refuse: route({
    method: 'POST',
    path: `${centre}/:id/refuse`,
    access: ['administrator'],
    tag: institutionTag,
    ...counted.acts,
    summary: '不予通过备案',
    idempotent: true,
    replaces: replacesNothing.act,
    params: idParams,
    body: z.strictObject({ reason }),
    reply: done,
    errors: ['NOT_FOUND', 'FILING_DECIDED'],
  }),
  joining: route({
    method: 'GET',
    path: joining,
    access: ['institution-clerk'],
    tag: institutionTag,
    weighs: nothing.own,
    summary: '以本机构名义提交的备案（机构管理员）',
    query: pageQuery,
    reply: page(joiningRequest),
  }),
  admitJoining: route({
    method: 'POST',
    path: `${joining}/:id/admit`,
    access: ['institution-clerk'],
    tag: institutionTag,
    weighs: nothing.own,
    summary: '同意申请人成为本机构经办人',
    idempotent: true,
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND', 'FILING_DECIDED'],
  }),
  refuseJoining: route({
    method: 'POST',
    path: `${joining}/:id/refuse`,
    access: ['institution-clerk'],
    tag: institutionTag,
    weighs: nothing.own,
    summary: '不同意申请人加入本机构',
    idempotent: true,
    replaces: replacesNothing.act,
    params: idParams,
    body: z.strictObject({ reason }),
    reply: done,
    errors: ['NOT_FOUND', 'FILING_DECIDED'],
  }),
  list: route({
    method: 'GET',
    path: '/api/centre/institutions',
    access: ['administrator'],
    tag: institutionTag,
    weighs: nothing.office,
    summary: '入驻机构',
    query: pageQuery,
    reply: page(institutionItem),
  }),
  renew: route({
    method: 'POST',
    path: '/api/centre/institutions/:id/agreement',
    access: ['administrator'],
    tag: institutionTag,
    weighs: nothing.office,
    summary: '续签或恢复入驻协议',
    idempotent: true,
    params: idParams,
    body: agreementTerms.safeExtend({ version: savedVersion }),
    reply: done,
    errors: ['NOT_FOUND', 'SAVED_MEANWHILE'],
  }),
  close: route({
    method: 'POST',
    path: '/api/centre/institutions/:id/close',
    access: ['administrator'],
    tag: institutionTag,
    weighs: nothing.office,
    summary: '终止入驻：全部账号立即退出',
    idempotent: true,
    replaces: replacesNothing.act,
    params: idParams,
    body: z.strictObject({ reason }),
    reply: done,
    errors: ['NOT_FOUND'],
  }),
};
