import { TOTP } from 'otpauth';
import { DEMO_PASSWORD, demoStaff } from '../../city';
import type { Actor } from '../../walk/cast';
import type { Playground } from '../../walk/client';
import { picture, type Visitor } from '../support/browser';

/** On the login page: the password tab; nothing is sent before the terms are agreed to. */
export async function signInByPassword(visitor: Visitor, actor: Actor, pictured = false): Promise<void> {
  await visitor.press('#login-password-tab');
  await visitor.type('login-account', actor.idNumber);
  await visitor.type('login-password', DEMO_PASSWORD);
  await visitor.press('#login-submit');
  await visitor.reads('请先阅读并勾选同意，再登录。');
  await visitor.press('#login-agree');
  if (pictured) await picture(visitor, '02-login');
  await visitor.press('#login-submit');
  await visitor.find('#login-submit').waitFor({ state: 'detached' });
}

/** On the login page: the code that the short message brings. */
export async function signInByCode(visitor: Visitor, actor: Actor, playground: Playground): Promise<void> {
  await visitor.type('login-phone', actor.phone);
  await visitor.press('#login-agree');
  await visitor.press('#login-send');
  await visitor.reads('秒后重发');
  await visitor.type('login-code', await playground.smsCode(actor.phone));
  await visitor.press('#login-submit');
  await visitor.find('#login-submit').waitFor({ state: 'detached' });
}

/** On the page of a device that only the password was typed on: the code to the bound phone. */
export async function confirmDevice(
  visitor: Visitor,
  actor: Actor,
  playground: Playground,
  pictured = false,
): Promise<void> {
  await visitor.reads('现在是您本人在用这台设备');
  await visitor.press('#device-confirm');
  await visitor.reads('验证码是 6 位数字。');
  await visitor.press('#device-send');
  await visitor.reads('秒后重发');
  await visitor.type('device-code', await playground.smsCode(actor.phone));
  if (pictured) await picture(visitor, 'citizen-device');
  await visitor.press('#device-confirm');
  await visitor.find('#device-confirm').waitFor({ state: 'detached' });
}

/** On the page of an authorisation: own consent, the face check beside the browser, the result. */
export async function authorise(
  visitor: Visitor,
  actor: Actor,
  playground: Playground,
  pictured = false,
): Promise<void> {
  await visitor.reads('授权表示您同意', '888,000.00');
  await visitor.press('#auth-face');
  await visitor.reads('刷脸需要您先勾选同意');
  await visitor.press('#auth-agree');
  await visitor.press('#auth-face');
  await visitor.reads('用手机支付宝刷脸');
  if (pictured) await picture(visitor, '06-authorise', { from: visitor.page.getByText('用手机支付宝刷脸') });
  await visitor.press('#auth-confirm');
  await visitor.reads('还没有查到刷脸通过的结果');
  await playground.passFace(actor.idNumber);
  await visitor.press('#auth-confirm');
  await visitor.reads('您已授权');
}

/** The officer's whole part: sign-in, queue, comparison, decision. */
export async function claimAndApprove(officer: Visitor, username: string, location: string): Promise<void> {
  const at = (id: string): string => `[data-testid=${id}]`;
  const { totpSecret } = demoStaff.find((account) => account.username === username)!;
  await officer.open('/admin/');
  await officer.find(at('sign-in-username')).fill(username);
  await officer.find(at('sign-in-password')).fill(DEMO_PASSWORD);
  await officer.find(at('sign-in-totp')).fill(new TOTP({ secret: totpSecret }).generate());
  await officer.press(at('sign-in-submit'));
  await officer.find(at('queue-claim-next')).waitFor();
  await officer.reads(location);
  await officer.press('.ant-tour-close, .ant-tour-close-icon');
  await officer.press('.ant-menu-item:has-text("审核队列")');
  await officer.find(`${at('queue-row')}:has-text("${location}")`).waitFor();
  await picture(officer, '07-queue');
  await officer.press(at('queue-claim-next'));
  await officer.find(at('comparison')).waitFor();
  await officer.reads('申请内容', '登记簿', '全部与登记簿一致', '6 项全部通过');
  await picture(officer, '08-review');
  await officer.press(at('case-approve'));
  await officer.reads('核对后通过', '¥90.00', '通知缴费，缴费到账后自动登簿发证。');
  // While the dialog is still opening, a press may miss; a person presses again.
  const confirm = officer.find(at('case-approve-confirm'));
  for (let attempt = 0; attempt < 3 && (await confirm.isVisible()); attempt++) {
    await confirm.click().catch(() => undefined);
    await confirm.waitFor({ state: 'hidden', timeout: 5_000 }).catch(() => undefined);
  }
  // The short notice that says so may be gone by the time a busy machine looks.
  await officer.reads('待缴费');
}

/** On the verification page: year and serial as printed, and the holder's name. */
export async function verifyCertificate(visitor: Visitor, number: string, holder: string): Promise<void> {
  const [, year, serial] = /（(\d{4})）.*第(\d{7})号/.exec(number)!;
  await visitor.type('verify-number', year!, '.number__year input');
  await visitor.type('verify-number', serial!, '.number__serial input');
  await visitor.type('verify-holder', holder);
  await visitor.press('#verify-submit');
  await visitor.find('#verdict').waitFor();
}
