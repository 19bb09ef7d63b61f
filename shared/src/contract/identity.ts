import { z } from 'zod';
import { identified, plainText } from '../engine/step-schema';
import { personName, phone, residentId } from '../identifiers';
import { done, id, ms } from './common';
import { roles, route } from './route';

const code = (name: string) =>
  z
    .string({ error: `请填写${name}。` })
    .min(1, `请填写${name}。`)
    .max(512);
export const smsCode = z.string({ error: '请填写验证码。' }).regex(/^\d{6}$/, '验证码是 6 位数字。');
export const password = z
  .string({ error: '请设置密码。' })
  .min(8, '密码至少 8 位。')
  .max(64, '密码最多 64 位。')
  .refine((value) => /[A-Za-z]/.test(value) && /\d/.test(value), '密码要同时有字母和数字。');

export const citizenView = z.strictObject({
  id,
  /** Masked: 陈*波. Null before real-name. */
  name: z.string().nullable(),
  idNumberMasked: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  realName: z.boolean(),
  hasPassword: z.boolean(),
  /** Bound platforms. */
  bound: z.array(z.enum(['wechat', 'alipay'])),
});
export type CitizenView = z.output<typeof citizenView>;

export const signedIn = z.strictObject({ token: z.string(), expiresAt: ms, citizen: citizenView });
export type SignedIn = z.output<typeof signedIn>;

export const staffView = z.strictObject({
  id,
  username: z.string(),
  name: z.string(),
  roles: z.array(z.enum(roles)),
  institution: z.strictObject({ id, name: z.string() }).nullable(),
  /** Manages the institution's branches and clerks. */
  institutionAdmin: z.boolean(),
});
export type StaffView = z.output<typeof staffView>;

const signInLimit = { times: 30, perMs: 60_000, by: 'ip' } as const;
const tag = '身份 identity';

export const identityRoutes = {
  wechat: route({
    method: 'POST',
    path: '/api/session/wechat',
    access: ['public'],
    tag,
    summary: '微信登录：wx.login 的 code',
    body: z.strictObject({ code: code('登录凭证') }),
    reply: signedIn,
    limit: signInLimit,
    errors: ['PLATFORM_CODE_INVALID', 'DEPARTMENT_UNAVAILABLE'],
  }),
  wechatPhone: route({
    method: 'POST',
    path: '/api/session/wechat/phone',
    access: ['citizen'],
    tag,
    summary: '微信手机号：getPhoneNumber 的 code',
    body: z.strictObject({ code: code('手机号凭证') }),
    reply: signedIn,
    errors: ['PLATFORM_CODE_INVALID', 'DEPARTMENT_UNAVAILABLE'],
  }),
  alipay: route({
    method: 'POST',
    path: '/api/session/alipay',
    access: ['public'],
    tag,
    summary: '支付宝登录：my.getAuthCode 的 authCode',
    body: z.strictObject({ authCode: code('登录凭证') }),
    reply: signedIn,
    limit: signInLimit,
    errors: ['PLATFORM_CODE_INVALID', 'DEPARTMENT_UNAVAILABLE'],
  }),
  alipayPhone: route({
    method: 'POST',
    path: '/api/session/alipay/phone',
    access: ['citizen'],
    tag,
    summary: '支付宝手机号：my.getPhoneNumber 的 response 原文',
    body: z.strictObject({ response: z.string().min(1).max(8192) }),
    reply: signedIn,
    errors: ['PLATFORM_CODE_INVALID'],
  }),
  sendSms: route({
    method: 'POST',
    path: '/api/sms-codes',
    access: ['public'],
    tag,
    summary: '发送短信验证码',
    body: z.strictObject({ phone: identified(phone) }),
    reply: z.strictObject({ expiresAt: ms, againAt: ms }),
    limit: { times: 20, perMs: 60_000, by: 'ip' },
    errors: ['SMS_TOO_OFTEN', 'DEPARTMENT_UNAVAILABLE'],
  }),
  sms: route({
    method: 'POST',
    path: '/api/session/sms',
    access: ['public'],
    tag,
    summary: '手机号 + 验证码登录（没有账号时自动建立）',
    body: z.strictObject({ phone: identified(phone), code: smsCode }),
    reply: signedIn,
    limit: signInLimit,
    errors: ['SMS_CODE_INVALID'],
  }),
  password: route({
    method: 'POST',
    path: '/api/session/password',
    access: ['public'],
    tag,
    summary: '手机号或身份证号 + 密码登录',
    body: z.strictObject({
      account: plainText('手机号或身份证号', 40),
      password: z.string().min(1, '请填写密码。').max(64),
    }),
    reply: signedIn,
    limit: signInLimit,
    errors: ['LOGIN_FAILED', 'LOGIN_LOCKED'],
  }),
  signOut: route({
    method: 'DELETE',
    path: '/api/session',
    access: ['citizen', 'officer', 'registrar', 'auditor', 'administrator', 'institution-clerk'],
    tag,
    summary: '退出登录',
    reply: done,
  }),
  me: route({ method: 'GET', path: '/api/me', access: ['citizen'], tag, summary: '我的账号', reply: citizenView }),
  realName: route({
    method: 'POST',
    path: '/api/me/real-name',
    access: ['citizen'],
    tag,
    summary: '实名认证',
    body: z.strictObject({
      name: identified(personName),
      idNumber: identified(residentId),
      password: password.optional(),
      pledge: z.literal(true, { error: '请阅读并同意承诺。' }),
    }),
    reply: citizenView,
    errors: ['REAL_NAME_MISMATCH', 'REAL_NAME_TAKEN', 'REAL_NAME_DONE', 'PHONE_REQUIRED', 'DEPARTMENT_UNAVAILABLE'],
  }),
  staff: route({
    method: 'POST',
    path: '/api/staff/session',
    access: ['public'],
    tag,
    summary: '工作人员登录：密码 + 动态口令',
    body: z.strictObject({
      username: plainText('用户名', 40),
      password: z.string().min(1, '请填写密码。').max(64),
      totp: z.string({ error: '请填写动态口令。' }).regex(/^\d{6}$/, '动态口令是 6 位数字。'),
      /** Replaces an initial password, which is good for one sign-in. */
      newPassword: password.optional(),
    }),
    reply: z.strictObject({ token: z.string(), expiresAt: ms, staff: staffView }),
    limit: signInLimit,
    errors: ['LOGIN_FAILED', 'LOGIN_LOCKED', 'TOTP_INVALID', 'PASSWORD_CHANGE_REQUIRED', 'INSTITUTION_CLOSED'],
  }),
  staffMe: route({
    method: 'GET',
    path: '/api/staff/me',
    access: ['officer', 'registrar', 'auditor', 'administrator', 'institution-clerk'],
    tag,
    summary: '当前工作人员',
    reply: staffView,
  }),
};
