import { z } from 'zod';
import { identified, plainText } from '../engine/step-schema';
import { personName } from '../identifiers';
import { done, id, idParams, ms } from './common';
import { password, signInLimit, staffSignedIn, totpCode } from './identity';
import { nothing } from './limits';
import type { StaffRole } from './roles';
import { route } from './route';
import { activationToken, loginName, newAccount } from './staff-accounts';

/** Roles of the registration centre (登记中心), as an administrator gives them. */
export const centreRoles = ['officer', 'registrar', 'auditor', 'administrator'] as const satisfies StaffRole[];
export type CentreRole = (typeof centreRoles)[number];

const centreRole = z.enum(centreRoles);
const chosenRoles = z
  .array(centreRole, { error: '请选择岗位。' })
  .min(1, '请至少选择一个岗位。')
  .transform((values) => centreRoles.filter((role) => values.includes(role)));

const staff = ['officer', 'registrar', 'auditor', 'administrator', 'institution-clerk'] as const;
const administrator = ['administrator'] as const;
const tag = '工作人员 staff';

/** Options and answers of WebAuthn, in the JSON form of the standard; the library that made it checks it again. */
const options = z.looseObject({ challenge: z.string() });
const credentialText = z.string().max(20_000);
export const passkeyAnswer = z.strictObject({
  id: z.string().min(1).max(1400),
  rawId: z.string().max(1400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.string().max(20).nullish(),
  clientExtensionResults: z.looseObject({}),
  response: z.record(z.string().max(40), z.union([credentialText, z.array(z.string().max(20)).max(10), z.number()])),
});
export type PasskeyAnswer = z.output<typeof passkeyAnswer>;

export const passkeyView = z.strictObject({ id, name: z.string(), createdAt: ms, lastUsedAt: ms.nullable() });
export type PasskeyView = z.output<typeof passkeyView>;

const recoveryCodes = z.array(z.string());

export const ownStaffAccount = z.strictObject({
  username: z.string(),
  passkeys: z.array(passkeyView),
  recoveryCodesLeft: z.number().int(),
  activatedAt: ms.nullable(),
  lastSignInAt: ms.nullable(),
});
export type OwnStaffAccount = z.output<typeof ownStaffAccount>;

export const centreMember = z.strictObject({
  id,
  username: z.string(),
  name: z.string(),
  roles: z.array(centreRole),
  /** `invited` has an open link, `link-over` neither a link nor a password. */
  state: z.enum(['active', 'disabled', 'invited', 'link-over']),
  lastSignInAt: ms.nullable(),
  sessions: z.number().int(),
  passkeys: z.number().int(),
  /** Shall become an administrator, once a second administrator agrees. */
  proposal: z.strictObject({ id, by: z.string(), mine: z.boolean(), at: ms }).nullable(),
});
export type CentreMember = z.output<typeof centreMember>;

/** `proposed`: a second administrator has to agree to the role of administrator. */
const invited = newAccount.extend({ proposed: z.boolean() });

const member = '/api/centre/staff/:id';
const ownLimit = { times: 10, perMs: 600_000, by: 'subject', perDay: 50 } as const;

export const staffAccessRoutes = {
  activation: route({
    method: 'POST',
    path: '/api/staff/activation',
    access: ['public'],
    tag,
    weighs: 'tells',
    summary: '打开激活链接：取得绑定身份验证器的密钥（每次打开都会换新）',
    body: z.strictObject({ token: activationToken }),
    reply: z.strictObject({
      username: z.string(),
      name: z.string(),
      linkExpiresAt: ms,
      totpSecret: z.string(),
      totpUri: z.string(),
    }),
    limit: signInLimit,
    errors: ['ACTIVATION_INVALID'],
  }),
  activate: route({
    method: 'POST',
    path: '/api/staff/activation/password',
    access: ['public'],
    tag,
    weighs: 'tells',
    summary: '激活：设密码、确认动态口令，取得备用码（只显示一次）',
    body: z.strictObject({ token: activationToken, password, totp: totpCode }),
    reply: z.strictObject({ username: z.string(), recoveryCodes }),
    limit: signInLimit,
    errors: ['ACTIVATION_INVALID', 'TOTP_INVALID'],
  }),
  passkeyChallenge: route({
    method: 'POST',
    path: '/api/staff/session/passkey/options',
    access: ['public'],
    tag,
    weighs: 'tells',
    summary: '通行密钥登录：取得挑战',
    reply: options,
    limit: signInLimit,
  }),
  passkeySignIn: route({
    method: 'POST',
    path: '/api/staff/session/passkey',
    access: ['public'],
    tag,
    weighs: 'tells',
    summary: '通行密钥登录',
    body: z.strictObject({ answer: passkeyAnswer }),
    reply: staffSignedIn,
    limit: signInLimit,
    errors: ['LOGIN_FAILED', 'INSTITUTION_CLOSED'],
  }),
  account: route({
    method: 'GET',
    path: '/api/staff/account',
    access: staff,
    tag,
    weighs: nothing.own,
    summary: '我的账号：通行密钥和备用码',
    reply: ownStaffAccount,
  }),
  newRecoveryCodes: route({
    method: 'POST',
    path: '/api/staff/recovery-codes',
    access: staff,
    tag,
    weighs: 'tells',
    summary: '换一批备用码，旧的作废（只显示一次）',
    body: z.strictObject({ totp: totpCode }),
    reply: z.strictObject({ recoveryCodes }),
    limit: ownLimit,
    errors: ['TOTP_INVALID'],
  }),
  newPasskey: route({
    method: 'POST',
    path: '/api/staff/passkeys/options',
    access: staff,
    tag,
    weighs: 'tells',
    summary: '登记通行密钥：确认动态口令，取得挑战',
    body: z.strictObject({ totp: totpCode }),
    reply: options,
    limit: ownLimit,
    errors: ['TOTP_INVALID'],
  }),
  addPasskey: route({
    method: 'POST',
    path: '/api/staff/passkeys',
    access: staff,
    tag,
    weighs: nothing.own,
    summary: '登记通行密钥',
    idempotent: true,
    body: z.strictObject({
      name: plainText('名称', 30).refine((value) => value !== '', '请给这把通行密钥起个名字。'),
      answer: passkeyAnswer,
    }),
    reply: passkeyView,
    errors: ['PASSKEY_REFUSED'],
  }),
  removePasskey: route({
    method: 'DELETE',
    path: '/api/staff/passkeys/:id',
    access: staff,
    tag,
    weighs: nothing.own,
    summary: '删除通行密钥',
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND'],
  }),
  list: route({
    method: 'GET',
    path: '/api/centre/staff',
    access: administrator,
    tag,
    weighs: nothing.office,
    summary: '登记中心的工作人员',
    reply: z.strictObject({ items: z.array(centreMember), activeAdministrators: z.number().int() }),
  }),
  create: route({
    method: 'POST',
    path: '/api/centre/staff',
    access: administrator,
    tag,
    weighs: nothing.office,
    summary: '新增工作人员：生成激活链接；系统管理员须另一位管理员同意',
    idempotent: true,
    body: z.strictObject({ username: loginName, name: identified(personName), roles: chosenRoles }),
    reply: invited,
    errors: ['ADMINISTRATORS_TOO_FEW'],
  }),
  setRoles: route({
    method: 'PUT',
    path: `${member}/roles`,
    access: administrator,
    tag,
    weighs: nothing.office,
    summary: '修改岗位；系统管理员须另一位管理员同意',
    idempotent: true,
    params: idParams,
    body: z.strictObject({ was: z.array(centreRole), roles: chosenRoles }),
    reply: z.strictObject({ proposed: z.boolean() }),
    errors: ['NOT_FOUND', 'CONFLICT', 'SAVED_MEANWHILE', 'LAST_ADMINISTRATOR', 'ADMINISTRATORS_TOO_FEW'],
  }),
  disable: route({
    method: 'POST',
    path: `${member}/disable`,
    access: administrator,
    tag,
    weighs: nothing.office,
    summary: '停用账号：立即退出',
    idempotent: true,
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND', 'LAST_ADMINISTRATOR'],
  }),
  enable: route({
    method: 'POST',
    path: `${member}/enable`,
    access: administrator,
    tag,
    weighs: nothing.office,
    summary: '恢复账号',
    idempotent: true,
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND', 'ADMINISTRATORS_TOO_FEW'],
  }),
  reset: route({
    method: 'POST',
    path: `${member}/activation`,
    access: administrator,
    tag,
    weighs: nothing.office,
    summary: '重置密码和动态口令：生成新的激活链接',
    idempotent: true,
    params: idParams,
    reply: invited,
    errors: ['NOT_FOUND', 'CONFLICT', 'ADMINISTRATORS_TOO_FEW'],
  }),
  endSessions: route({
    method: 'POST',
    path: `${member}/end-sessions`,
    access: administrator,
    tag,
    weighs: nothing.office,
    summary: '让这位工作人员在所有设备上退出',
    idempotent: true,
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND'],
  }),
  approve: route({
    method: 'POST',
    path: '/api/centre/staff-proposals/:id/approve',
    access: administrator,
    tag,
    weighs: nothing.office,
    summary: '同意设立系统管理员（不能是提出人自己）',
    idempotent: true,
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND', 'CONFLICT', 'FOUR_EYES', 'ADMINISTRATORS_TOO_FEW'],
  }),
  refuse: route({
    method: 'POST',
    path: '/api/centre/staff-proposals/:id/refuse',
    access: administrator,
    tag,
    weighs: nothing.office,
    summary: '不同意或撤回设立系统管理员',
    idempotent: true,
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND', 'CONFLICT'],
  }),
};
