import { z } from 'zod';
import { identified, plainText } from '../engine/step-schema';
import { phone } from '../identifiers';
import { done, id, idParams, ms } from './common';
import { password, smsCode } from './identity';
import { nothing } from './limits';
import { route } from './route';

const everybody = ['citizen', 'officer', 'registrar', 'auditor', 'administrator', 'institution-clerk'] as const;
const staff = ['officer', 'registrar', 'auditor', 'administrator', 'institution-clerk'] as const;
const own = { at: 'phone', why: '本人账号的安全设置' } as const;
const tag = '账号与安全 account';
const old = z.string({ error: '请填写原密码。' }).min(1, '请填写原密码。').max(64);
const guessing = { times: 10, perMs: 60_000, by: 'subject', perDay: 50 } as const;

export const sessionItem = z.strictObject({
  id,
  /** The one that asks. */
  current: z.boolean(),
  /** What the client said it is, e.g. 微信小程序 · iPhone. */
  device: z.string(),
  /** Masked: 113.12.*.*; null if it was not written down. */
  address: z.string().nullable(),
  startedAt: ms,
  /** To the minute. */
  seenAt: ms,
});
export type SessionItem = z.output<typeof sessionItem>;

const provider = z.enum(['wechat', 'alipay']);
export const walletItem = z.strictObject({
  provider,
  boundAt: ms,
  /** Whether it is enough to sign in with; otherwise a code or a face confirms each device. */
  confirmed: z.boolean(),
  /** The one with which this device signed in. */
  current: z.boolean(),
});
export type WalletItem = z.output<typeof walletItem>;

export const accountRoutes = {
  sessions: route({
    method: 'GET',
    path: '/api/sessions',
    access: everybody,
    level: own,
    tag,
    weighs: nothing.own,
    summary: '登录着的设备，最近用过的在前（最多 50 个）',
    reply: z.strictObject({ items: z.array(sessionItem) }),
  }),
  endSession: route({
    method: 'POST',
    path: '/api/sessions/:id/end',
    access: everybody,
    level: own,
    tag,
    weighs: nothing.own,
    summary: '让一个设备退出登录',
    idempotent: true,
    params: idParams,
    reply: done,
    errors: ['NOT_FOUND'],
  }),
  endSessions: route({
    method: 'POST',
    path: '/api/sessions/end',
    access: everybody,
    level: own,
    tag,
    weighs: nothing.own,
    summary: '全部退出登录',
    idempotent: true,
    body: z.strictObject({ keepThis: z.boolean({ error: '请选择是否保留这台设备。' }) }),
    reply: z.strictObject({ ended: z.number().int() }),
  }),
  wallets: route({
    method: 'GET',
    path: '/api/me/wallets',
    access: ['citizen'],
    level: own,
    tag,
    weighs: nothing.own,
    summary: '绑定着的微信、支付宝',
    reply: z.strictObject({ items: z.array(walletItem) }),
  }),
  removeWallet: route({
    method: 'POST',
    path: '/api/me/wallets/:provider/remove',
    access: ['citizen'],
    level: own,
    tag,
    weighs: nothing.own,
    summary: '解除绑定的微信或支付宝，用它登录的设备退出登录',
    idempotent: true,
    params: z.strictObject({ provider }),
    reply: done,
    errors: ['NOT_FOUND', 'PHONE_REQUIRED'],
  }),
  changePassword: route({
    method: 'POST',
    path: '/api/me/password',
    access: ['citizen'],
    level: { ...own, byPassword: '要绑定手机的验证码；凭原密码的，要先确认这台设备' },
    tag,
    summary: '设置或修改密码：凭原密码，或凭绑定手机的验证码',
    limit: guessing,
    weighs: 'tells',
    body: z
      .strictObject({ oldPassword: old.optional(), code: smsCode.optional(), password })
      .refine((value) => (value.oldPassword === undefined) !== (value.code === undefined), {
        path: ['oldPassword'],
        error: '请填写原密码，或用短信验证码。',
      }),
    reply: done,
    errors: ['LOGIN_FAILED', 'LOGIN_LOCKED', 'SMS_CODE_INVALID', 'PHONE_REQUIRED'],
  }),
  resetPassword: route({
    method: 'POST',
    path: '/api/password-reset',
    access: ['public'],
    tag,
    summary: '忘记密码：绑定手机的验证码；已实名的还要身份证号。全部设备退出登录',
    limit: { times: 10, perMs: 60_000, by: 'ip', perDay: 100 },
    weighs: 'tells',
    body: z.strictObject({
      phone: identified(phone),
      code: smsCode,
      /** Compared with that of a real-name account. */
      idNumber: plainText('身份证号', 40).optional(),
      password,
    }),
    reply: done,
    errors: ['RESET_FAILED'],
  }),
  changeStaffPassword: route({
    method: 'POST',
    path: '/api/staff/password',
    access: staff,
    tag,
    summary: '工作人员修改密码：凭原密码。其他设备退出登录',
    limit: guessing,
    weighs: 'tells',
    body: z.strictObject({ oldPassword: old, password }),
    reply: done,
    errors: ['LOGIN_FAILED', 'LOGIN_LOCKED'],
  }),
};
