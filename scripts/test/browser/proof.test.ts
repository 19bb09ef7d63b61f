import { residentId, routes } from '@zhucheng/shared';
import type { Browser } from 'playwright-core';
import { buildCity } from '../../city';
import { Desk } from '../../play/desk';
import { Client } from '../../walk/client';
import { openBrowser, picture, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { type Platform, startPlatform } from '../support/platform';
import { confirmDevice, signInByCode, signInByPassword } from './scenes';

jest.setTimeout(120_000);

/** Somebody whom nobody knows yet. */
const stranger = {
  name: '莫晓晴',
  idNumber: Array.from({ length: 11 }, (_, last) => `45050219900307482${last === 10 ? 'X' : last}`).find(
    (number) => residentId.problem(number) === null,
  )!,
  phone: '13907791234',
};

/** Whoever is only named gets no further than to her own authorisations; a face or the window leads on. */
describe('proving that it is oneself', () => {
  let platform: Platform;
  let browser: Browser;
  const visitors: Visitor[] = [];
  const phone = async (name: string, input: 'mouse' | 'touch'): Promise<Visitor> => {
    const visitor = await Visitor.phone(browser, name, input, platform.url);
    visitors.push(visitor);
    return visitor;
  };
  const person = (key: string) => buildCity().people.find((one) => one.key === key)!;
  /** Nobody has shown this person's face for her. */
  const unproven = (key: string) => ({ ...person(key), client: undefined as never });

  beforeAll(async () => {
    ensureBuilt();
    platform = await startPlatform('sqlite', undefined, sites);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });
  afterEach(async () => {
    for (const visitor of visitors) await visitor.keepEvidence();
    expect(visitors.flatMap((visitor) => visitor.faults)).toEqual([]);
  });

  test('by face, right after the real name; the page waits by itself', async () => {
    const visitor = await phone('新来的', 'touch');
    const { playground } = platform;
    await visitor.open('/#/pages/me/index');
    await visitor.press('#me-estate');
    await visitor.press('#gate-login');
    await signInByCode(visitor, { ...stranger, client: undefined as never }, playground);
    // Whose document no wallet can check is told so before anything else is asked, and where to go.
    await visitor.press('#real-id-other');
    await visitor.press('#real-id-kind-passport');
    await visitor.reads('护照不能刷脸核验，请本人带证件原件到登记窗口办理', '到窗口办理');
    expect(await visitor.find('#real-submit').count()).toBe(0);
    await picture(visitor, 'citizen-real-name-passport', { whole: true });
    await visitor.press('#real-id-kind-resident');
    await visitor.type('real-name', stranger.name);
    // Pasted in groups: nothing of it is cut off.
    const spaced = `${stranger.idNumber.slice(0, 6)} ${stranger.idNumber.slice(6, 14)} ${stranger.idNumber.slice(14)}`;
    await visitor.page.locator('#real-id input').focus();
    await visitor.page.keyboard.insertText(spaced);
    expect(await visitor.find('#real-id input').inputValue()).toBe(spaced);
    await visitor.press('#real-pledge');
    await visitor.press('#real-submit');
    await visitor.reads('确认是您本人', '别人就不能冒用您的名字', '以后再说');
    await picture(visitor, 'citizen-prove');
    await visitor.press('#prove-face');
    await visitor.reads('刷脸需要您先勾选同意');
    await visitor.press('#prove-agree');
    await visitor.press('#prove-face');
    await visitor.reads('用手机支付宝刷脸');
    await visitor.page.reload();
    await visitor.reads('我已完成，查询结果');
    await playground.passFace(stranger.idNumber);
    await visitor.find('#prove-face').waitFor({ state: 'detached' });
    await visitor.open('/#/pages/me/index');
    await visitor.reads('已确认本人', '到20');
    await visitor.press('#me-estate');
    await visitor.reads('还没有查到您的不动产');
  });

  test('at the window, with a code for the officer, which confirms the device that shows it', async () => {
    const wu = unproven('wu-xiulan');
    const visitor = await phone(wu.name, 'mouse');
    await visitor.open('/#/packages/me/real-estate');
    await signInByPassword(visitor, wu);
    await visitor.press('#prove-window');
    await visitor.reads('给工作人员看这个号码', '要带什么', '证件原件');
    await picture(visitor, 'citizen-prove-window', { whole: true });
    const code = (await visitor.find('#window-code').textContent())!.replace(/\s/g, '');
    expect(code).toMatch(/^\d{8}$/);

    const desk = new Desk(await Visitor.desk(browser, 'officer1', platform.url));
    visitors.push(desk.visitor);
    await desk.signIn('officer1', platform.clock.now());
    await desk.menu('窗口核验');
    const fill = async (label: string, text: string) => desk.page.getByLabel(label, { exact: true }).fill(text);
    await desk.button('下一步：确认');
    await desk.visitor.reads('核验码是 8 位数字，在办事人手机上。', '请核对证件原件和本人后勾选。');
    await fill('核验码', code.startsWith('0') ? `1${code.slice(1)}` : `0${code.slice(1)}`);
    await fill('姓名', wu.name);
    // As it stands in a message: the input takes it whole.
    const spaced = `${wu.idNumber.slice(0, 6)} ${wu.idNumber.slice(6, 14)} ${wu.idNumber.slice(14)}`;
    await desk.page.getByTestId('identity-number').fill(spaced);
    await desk.page.getByRole('checkbox', { name: '已核对证件原件和本人' }).check();
    await desk.button('下一步：确认');
    await desk.agree(/确认是本人/);
    await desk.visitor.reads('核验码不对或已经过期');
    await fill('核验码', `${code.slice(0, 4)} ${code.slice(4)}`);
    await desk.button('下一步：确认');
    await desk.dialog.waitFor();
    await picture(desk.visitor, 'centre-window-identity');
    await desk.agree(/确认是本人/);
    await desk.visitor.reads('已确认：');

    // The officer has seen the code on it, so it is known that this device is hers, too.
    await visitor.reads('我的不动产', '单元号');
  });

  test('who may go on to less is not asked for more, and what was typed stays', async () => {
    const wei = unproven('wei-jianguo');
    const visitor = await phone(wei.name, 'touch');
    await visitor.open('/#/packages/agents/new');
    await signInByPassword(visitor, wei);
    await visitor.reads('第 1 步，共 6 步');
    await visitor.type('agent-name', '罗小梅');
    await visitor.open('/#/packages/agents/new');
    expect(await visitor.find('#agent-name input').inputValue()).toBe('罗小梅');
    await visitor.open('/#/pages/cases/index');
    await visitor.press('#gate-prove');
    await visitor.reads('要确认的人');

    // A device that takes her for proven longer than the server does is led there, and comes back to what was typed.
    await visitor.page.evaluate(`(() => {
      const kept = JSON.parse(localStorage.getItem('session'));
      Object.assign(kept.data.citizen, { level: 'proven', deviceConfirmed: true });
      localStorage.setItem('session', JSON.stringify(kept));
    })()`);
    await visitor.open('/#/packages/apply/start?type=second-hand-transfer');
    await visitor.reads('要确认的人');
    await visitor.press('.zc__back');
    await visitor.page.getByLabel('不动产权证号的年份').fill('2020');
    await visitor.page.getByLabel('不动产权证号的号码').fill('1234567');
    await visitor.page.getByLabel('权利人', { exact: true }).fill(wei.name);
    await visitor.press('#declare');
    await visitor.press('#step-next');
    await visitor.reads('请先确认是您本人：刷一次脸');
    await visitor.press('#failed-way');
    await visitor.reads('要确认的人');
    await visitor.press('.zc__back');
    expect(await visitor.page.getByLabel('权利人', { exact: true }).inputValue()).toBe(wei.name);
  });

  test('a wallet that somebody bound with her phone is seen, and removed', async () => {
    const chen = await platform.cast.person('chen-haibo');
    const { playground, url } = platform;
    // Somebody has borrowed the phone for a minute.
    const thief = new Client(url);
    const { code } = await playground.send<{ code: string }>('POST', '/wechat/login-code', {
      openid: 'o-borrowed-phone',
    });
    thief.token = (await thief.call(routes.identity.wechat, { body: { code } })).token;
    const given = await playground.send<{ code: string }>('POST', '/wechat/phone-code', { phone: chen.phone });
    thief.token = (await thief.call(routes.identity.wechatPhone, { body: { code: given.code } })).token;
    expect((await thief.call(routes.identity.me, {})).deviceConfirmed).toBe(false);

    const visitor = await phone(chen.name, 'touch');
    await visitor.open('/#/packages/me/security');
    await signInByPassword(visitor, { ...chen, client: undefined as never });
    // A password alone does not even see where the account is signed in.
    await visitor.press('#gate-device');
    await confirmDevice(visitor, { ...chen, client: undefined as never }, playground);
    await visitor.reads('绑定的微信、支付宝', '还没有刷脸确认，登录后要再确认才能办事', '有一个还没有确认');
    await picture(visitor, 'citizen-security', { whole: true });
    await visitor.press('#wallet-wechat');
    await visitor.reads('以后不能用这个微信登录');
    await visitor.press('.taro-model__confirm');
    await visitor.reads('没有绑定。在微信或支付宝里打开');
    await expect(thief.call(routes.identity.me, {})).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
