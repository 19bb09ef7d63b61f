import { z } from 'zod';
import { identified, plainText } from '../engine/step-schema';
import { type DocumentKind, documentKinds, personalNumber, personName, phone } from '../identifiers';
import { compactCode } from '../identifiers/text';
import { assuranceLevels } from './assurance';
import { faceChannels, faceStarted } from './case-views';
import { done, id, ms } from './common';
import { nothing } from './limits';
import { roles } from './roles';
import { route } from './route';

const code = (name: string) =>
  z
    .string({ error: `请填写${name}。` })
    .min(1, `请填写${name}。`)
    .max(512);
export const smsCode = z
  .string({ error: '请填写验证码。' })
  .overwrite(compactCode)
  .regex(/^\d{6}$/, '验证码是 6 位数字。');
export const password = z
  .string({ error: '请设置密码。' })
  .min(8, '密码至少 8 位。')
  .max(64, '密码最多 64 位。')
  .refine((value) => /[A-Za-z]/.test(value) && /\d/.test(value), '密码要同时有字母和数字。');

const documentKind = z.enum(documentKinds as [DocumentKind, ...DocumentKind[]]);
/** For which kinds a face can be shown to which wallet; everybody else goes to the window. */
const faceKinds = z.strictObject({ wechat: z.array(documentKind), alipay: z.array(documentKind) });
export const unprintableNameAdvice =
  '您的姓名里有证书上还印不出来的字。查询、预约照常使用；办理登记请带证件到登记窗口。';

export const citizenView = z.strictObject({
  id,
  /** Kind of the document by which the person is named; null before real-name. */
  document: documentKind.nullable(),
  faceDocuments: faceKinds,
  /** Masked: 陈*波. Null before real-name. */
  name: z.string().nullable(),
  idNumberMasked: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  realName: z.boolean(),
  /** False: certificates cannot show the name yet; it is only said, see `unprintableNameAdvice`. */
  namePrintable: z.boolean(),
  level: z.enum(assuranceLevels),
  /** The newest face or window check; it counts until `until`. */
  proof: z.strictObject({ how: z.enum(['wechat', 'alipay', 'window']), at: ms, until: ms }).nullable(),
  /** Whether this device is known to be the person's. */
  deviceConfirmed: z.boolean(),
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
  faceDocuments: faceKinds,
});
export type StaffView = z.output<typeof staffView>;

export const staffSignedIn = z.strictObject({ token: z.string(), expiresAt: ms, staff: staffView });
export type StaffSignedIn = z.output<typeof staffSignedIn>;

/** The six digits that an authenticator shows now (动态口令). */
export const totpCode = z.string({ error: '请填写动态口令。' }).regex(/^\d{6}$/, '动态口令是 6 位数字。');

/** A recovery code (备用码): twelve characters in three groups, spaces and case don't matter. */
export const recoveryCode = z
  .string({ error: '请填写备用码。' })
  .max(40)
  .transform((value) => value.toLowerCase().replace(/[\s-]/g, ''))
  .refine((value) => /^[a-z2-9]{12}$/.test(value), '备用码是 12 位字母和数字，请对照激活时保存的内容。');

/** What leads to a level cannot ask for it. */
const towardsName = { at: 'phone', why: '登录、实名和退出本身' } as const;
const towardsProof = { at: 'named', why: '确认本人的途径本身', byPassword: '确认本人的途径本身' } as const;
const towardsDevice = { ...towardsProof, at: 'phone' } as const;

export const signInLimit = { times: 30, perMs: 60_000, by: 'ip', perDay: 5000 } as const;
const tag = '身份 identity';

export const identityRoutes = {
  wechat: route({
    method: 'POST',
    path: '/api/session/wechat',
    access: ['public'],
    tag,
    weighs: 'tells',
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
    level: towardsName,
    tag,
    summary: '微信手机号：getPhoneNumber 的 code',
    body: z.strictObject({ code: code('手机号凭证') }),
    reply: signedIn,
    errors: ['PLATFORM_CODE_INVALID', 'DEPARTMENT_UNAVAILABLE'],
    limit: { times: 10, perMs: 60_000, by: 'subject', perDay: 30 },
    weighs: 'spends',
  }),
  alipay: route({
    method: 'POST',
    path: '/api/session/alipay',
    access: ['public'],
    tag,
    weighs: 'tells',
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
    level: towardsName,
    tag,
    summary: '支付宝手机号：my.getPhoneNumber 的 response 原文',
    body: z.strictObject({ response: z.string().min(1).max(8192) }),
    reply: signedIn,
    errors: ['PLATFORM_CODE_INVALID'],
    limit: { times: 10, perMs: 60_000, by: 'subject', perDay: 30 },
    weighs: 'spends',
  }),
  sendSms: route({
    method: 'POST',
    path: '/api/sms-codes',
    access: ['public'],
    tag,
    summary: '发送短信验证码',
    body: z.strictObject({ phone: identified(phone) }),
    reply: z.strictObject({ expiresAt: ms, againAt: ms }),
    limit: { times: 20, perMs: 60_000, by: 'ip', perDay: 300 },
    weighs: 'spends',
    errors: ['SMS_TOO_OFTEN', 'DEPARTMENT_UNAVAILABLE'],
  }),
  sms: route({
    method: 'POST',
    path: '/api/session/sms',
    access: ['public'],
    tag,
    weighs: 'tells',
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
    weighs: 'tells',
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
    level: { ...towardsName, byPassword: '退出的是自己这台设备' },
    tag,
    weighs: nothing.own,
    summary: '退出登录',
    reply: done,
  }),
  me: route({
    method: 'GET',
    path: '/api/me',
    access: ['citizen'],
    level: {
      at: 'phone',
      why: '本人账号的打码信息，还没有实名时也要看到下一步',
      byPassword: '只有打码信息，要看到下一步才能确认设备',
    },
    tag,
    weighs: nothing.own,
    summary: '我的账号',
    reply: citizenView,
  }),
  realName: route({
    method: 'POST',
    path: '/api/me/real-name',
    access: ['citizen'],
    level: { ...towardsName, byPassword: '姓名、身份证号要和绑定的手机核对一致' },
    tag,
    summary: '实名认证',
    body: z.strictObject({
      name: identified(personName),
      idNumber: identified(personalNumber),
      password: password.optional(),
      pledge: z.literal(true, { error: '请阅读并同意承诺。' }),
    }),
    reply: citizenView,
    errors: ['REAL_NAME_MISMATCH', 'REAL_NAME_DONE', 'PHONE_REQUIRED', 'DEPARTMENT_UNAVAILABLE'],
    limit: { times: 5, perMs: 60_000, by: 'subject', perDay: 10 },
    weighs: 'spends',
  }),
  face: route({
    method: 'POST',
    path: '/api/me/face',
    access: ['citizen'],
    level: towardsProof,
    tag,
    summary: '刷脸确认本人（须单独同意使用人脸信息），也确认这台设备',
    idempotent: true,
    limit: { times: 10, perMs: 60_000, by: 'subject', perDay: 30 },
    weighs: 'spends',
    body: z.strictObject({
      channel: z.enum(faceChannels),
      faceConsent: z.literal(true, { error: '使用人脸核验需要您单独同意；不同意也可以带身份证到登记窗口确认。' }),
    }),
    reply: faceStarted,
    errors: ['ACTION_NOT_ALLOWED', 'DEPARTMENT_UNAVAILABLE'],
  }),
  faceConfirm: route({
    method: 'POST',
    path: '/api/me/face/confirm',
    access: ['citizen'],
    level: towardsProof,
    tag,
    summary: '刷脸完成后，由服务端查询结果',
    idempotent: true,
    limit: { times: 60, perMs: 60_000, by: 'subject', perDay: 600 },
    weighs: 'spends',
    body: z.strictObject({ attemptId: id }),
    reply: citizenView,
    errors: ['NOT_FOUND', 'FACE_NOT_PASSED', 'DEPARTMENT_UNAVAILABLE'],
  }),
  deviceCode: route({
    method: 'POST',
    path: '/api/me/device-code',
    access: ['citizen'],
    level: towardsDevice,
    tag,
    summary: '给绑定的手机发验证码，用来确认这台设备',
    limit: { times: 5, perMs: 60_000, by: 'subject', perDay: 20 },
    weighs: 'spends',
    reply: z.strictObject({ expiresAt: ms, againAt: ms }),
    errors: ['SMS_TOO_OFTEN', 'PHONE_REQUIRED'],
  }),
  device: route({
    method: 'POST',
    path: '/api/me/device',
    access: ['citizen'],
    level: towardsDevice,
    tag,
    summary: '用绑定手机收到的验证码确认这台设备',
    limit: { times: 10, perMs: 60_000, by: 'subject', perDay: 100 },
    weighs: 'tells',
    body: z.strictObject({ code: smsCode }),
    reply: citizenView,
    errors: ['SMS_CODE_INVALID', 'PHONE_REQUIRED'],
  }),
  windowCode: route({
    method: 'POST',
    path: '/api/me/window-code',
    access: ['citizen'],
    level: { at: 'phone', why: '刷不了脸、手机号对不上的人由窗口确认', byPassword: '工作人员要看本人和身份证' },
    tag,
    weighs: nothing.own,
    summary: '到窗口核验：给工作人员看的核验码，30 分钟内有效',
    limit: { times: 10, perMs: 60_000, by: 'subject' },
    reply: z.strictObject({ code: z.string(), expiresAt: ms }),
  }),
  proveAtWindow: route({
    method: 'POST',
    path: '/api/window/identities',
    access: ['officer', 'registrar'],
    tag,
    summary: '窗口核验：看过身份证和本人，把账号确认为此人',
    idempotent: true,
    limit: { times: 30, perMs: 60_000, by: 'subject', perDay: 500 },
    weighs: 'spends',
    body: z.strictObject({
      code: z.string({ error: '请填写核验码。' }).regex(/^\d{8}$/, '核验码是 8 位数字，在办事人手机上。'),
      name: identified(personName),
      idNumber: identified(personalNumber),
      seen: z.literal(true, { error: '请核对证件原件和本人后勾选。' }),
    }),
    reply: z.strictObject({ name: z.string(), until: ms }),
    errors: ['WINDOW_CODE_INVALID', 'WINDOW_IDENTITY_OTHER', 'REAL_NAME_MISMATCH', 'DEPARTMENT_UNAVAILABLE'],
  }),
  staff: route({
    method: 'POST',
    path: '/api/staff/session',
    access: ['public'],
    tag,
    weighs: 'tells',
    summary: '工作人员登录：密码 + 动态口令或备用码',
    body: z
      .strictObject({
        username: plainText('用户名', 40),
        password: z.string().min(1, '请填写密码。').max(64),
        totp: totpCode.optional(),
        /** Instead of the code, once. */
        recoveryCode: recoveryCode.optional(),
      })
      .refine((value) => (value.totp === undefined) !== (value.recoveryCode === undefined), {
        path: ['totp'],
        message: '请填写动态口令。',
      }),
    reply: staffSignedIn,
    limit: signInLimit,
    errors: ['LOGIN_FAILED', 'LOGIN_LOCKED', 'INSTITUTION_CLOSED'],
  }),
  staffMe: route({
    method: 'GET',
    path: '/api/staff/me',
    access: ['officer', 'registrar', 'auditor', 'administrator', 'institution-clerk'],
    tag,
    weighs: nothing.own,
    summary: '当前工作人员',
    reply: staffView,
  }),
};
