import { z } from 'zod';
import { type InstitutionKind, institutionKinds } from '../engine/declaration';
import { calendarDate, identified, plainText } from '../engine/step-schema';
import { creditCode, organisationName, personName, phone } from '../identifiers';
import { done, id, idParams, ms, page, pageQuery } from './common';
import { route } from './route';

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

/** Sign-in name of a member of staff. */
export const loginName = z
  .string({ error: '请填写登录名。' })
  .transform((value) => value.trim().toLowerCase())
  .refine(
    (value) => /^[a-z][a-z0-9_-]{3,29}$/.test(value),
    '登录名应为 4 至 30 位，以字母开头，可含字母、数字、下划线和短横。',
  );

/** Free text that must not be empty. */
export const filledText = (name: string, max: number) =>
  plainText(name, max).refine((value) => value !== '', `请填写${name}。`);
/** Receipt number (回执编号): `JG`, the day, ten characters that cannot be guessed. */
export const receiptNumber = z
  .string({ error: '请填写回执编号。' })
  .transform((value) => value.toUpperCase().replace(/[\s-]/g, ''))
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
  creditCode: identified(creditCode),
  kind,
  legalRepresentative: identified({ ...personName, name: '法定代表人姓名' }),
  contact: z.strictObject({ name: identified(personName), phone: identified(phone) }),
  administrator: z.strictObject({ name: identified(personName), username: loginName, phone: identified(phone) }),
  termsVersion: z.literal(filingTerms.version, { error: '请阅读并同意入驻服务条款。' }),
});
export type FilingApplication = z.output<typeof filingApplication>;

/** What the holder of a receipt number may know. */
export const filingReceipt = z.strictObject({
  receipt: z.string(),
  name: z.string(),
  state: filingState,
  submittedAt: ms,
  decidedAt: ms.nullable(),
  /** Of a refusal. */
  reason: z.string().nullable(),
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
});
/** Names and phones are masked. */
export const filingDetail = filingItem.extend({
  legalRepresentative: z.string(),
  contact: z.strictObject({ name: z.string(), phone: z.string() }),
  administrator: z.strictObject({ name: z.string(), username: z.string(), phone: z.string() }),
  termsVersion: z.string(),
  reason: z.string().nullable(),
  decidedBy: z.string().nullable(),
  terms: z
    .strictObject({ from: z.string(), until: z.string(), publicArchive: z.boolean(), note: z.string() })
    .nullable(),
});
export type FilingDetail = z.output<typeof filingDetail>;

/** Secrets of a new account, told once. `totpUri` is what an authenticator app scans. */
export const newAccount = z.strictObject({
  id,
  username: z.string(),
  name: z.string(),
  initialPassword: z.string(),
  totpSecret: z.string(),
  totpUri: z.string(),
});
export type NewAccount = z.output<typeof newAccount>;

export const institutionItem = z.strictObject({
  id,
  name: z.string(),
  creditCode: z.string(),
  kind: z.string(),
  state: z.enum(['active', 'not-yet', 'expired', 'closed']),
  from: z.string().nullable(),
  until: z.string().nullable(),
  publicArchive: z.boolean(),
});
export type InstitutionItem = z.output<typeof institutionItem>;

const reason = filledText('原因', 300);

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
    limit: { times: 10, perMs: 60_000, by: 'ip' },
  }),
  status: route({
    method: 'POST',
    path: '/api/institution-filings/status',
    access: ['public'],
    tag: institutionTag,
    summary: '凭回执编号查询备案进度',
    body: z.strictObject({ receipt: receiptNumber }),
    reply: filingReceipt,
    limit: { times: 20, perMs: 60_000, by: 'ip' },
    errors: ['NOT_FOUND'],
  }),
  filings: route({
    method: 'GET',
    path: centre,
    access: ['administrator'],
    tag: institutionTag,
    summary: '备案申请列表',
    query: pageQuery.extend({ state: filingState.optional() }),
    reply: page(filingItem),
  }),
  filing: route({
    method: 'GET',
    path: `${centre}/:id`,
    access: ['administrator'],
    tag: institutionTag,
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
    params: idParams,
    body: z.strictObject({ reason }),
    reply: z.strictObject({
      legalRepresentative: z.string(),
      contact: z.strictObject({ name: z.string(), phone: z.string() }),
      administrator: z.strictObject({ name: z.string(), phone: z.string() }),
    }),
    errors: ['NOT_FOUND'],
  }),
  approve: route({
    method: 'POST',
    path: `${centre}/:id/approve`,
    access: ['administrator'],
    tag: institutionTag,
    summary: '通过备案：建立机构和首位机构管理员',
    idempotent: true,
    params: idParams,
    // The login name that was asked for may have been taken since.
    body: z.strictObject({ terms: agreementTerms, username: loginName.optional() }),
    reply: z.strictObject({ institutionId: id, account: newAccount }),
    errors: ['NOT_FOUND', 'FILING_DECIDED', 'CONFLICT'],
  }),
  refuse: route({
    method: 'POST',
    path: `${centre}/:id/refuse`,
    access: ['administrator'],
    tag: institutionTag,
    summary: '不予通过备案',
    idempotent: true,
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
    summary: '入驻机构',
    query: pageQuery,
    reply: page(institutionItem),
  }),
  renew: route({
    method: 'POST',
    path: '/api/centre/institutions/:id/agreement',
    access: ['administrator'],
    tag: institutionTag,
    summary: '续签或恢复入驻协议',
    idempotent: true,
    params: idParams,
    body: agreementTerms,
    reply: done,
    errors: ['NOT_FOUND'],
  }),
  close: route({
    method: 'POST',
    path: '/api/centre/institutions/:id/close',
    access: ['administrator'],
    tag: institutionTag,
    summary: '终止入驻：全部账号立即退出',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ reason }),
    reply: done,
    errors: ['NOT_FOUND'],
  }),
};
