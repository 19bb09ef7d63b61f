import { routes } from '@zhucheng/shared';
import type { Browser } from 'playwright-core';
import type { Actor } from '../../walk/cast';
import { openBrowser, picture, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { grantTo, sale, throughAgent } from '../support/grants';
import { type Platform, startPlatform } from '../support/platform';
import { signInByCode } from './scenes';

jest.setTimeout(180_000);

/** 韦建国 asks a family member to act for him; both with their fingers, at 390 px. */
describe('a family agent in the browser', () => {
  let platform: Platform;
  let browser: Browser;
  let wei: Actor;
  let pang: Actor;
  let father: Visitor;
  let son: Visitor;
  let chosen = '';

  beforeAll(async () => {
    ensureBuilt();
    platform = await startPlatform('sqlite', undefined, sites);
    browser = await openBrowser();
    wei = await platform.cast.person('wei-jianguo');
    pang = await platform.cast.person('pang-zhiyuan');
    father = await Visitor.phone(browser, '委托人', 'touch', platform.url);
    son = await Visitor.phone(browser, '代办人', 'touch', platform.url);
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });
  afterEach(async () => {
    for (const visitor of [father, son]) await visitor.keepEvidence();
    expect([...father.faults, ...son.faults]).toEqual([]);
  });

  /** Every target a finger must hit is large enough, and nothing sticks out sideways. */
  const fits = async (visitor: Visitor) => {
    const { wide, small } = (await visitor.page.evaluate(`({
      wide: document.documentElement.scrollWidth,
      small: [...document.querySelectorAll('.acting__stop, .option, .cell[role=button], .button')]
        .filter((one) => one.offsetParent !== null && one.offsetHeight < 44 && one.offsetHeight > 0)
        .map((one) => one.id || one.textContent),
    })`)) as { wide: number; small: string[] };
    expect(wide).toBeLessThanOrEqual(390);
    expect(small).toEqual([]);
  };
  const sure = (visitor: Visitor) => visitor.press('.taro-model__confirm');

  it('says what is missing, question by question', async () => {
    await father.open('/#/pages/me/index');
    await father.press('#me-agents');
    await father.press('#gate-login');
    await signInByCode(father, wei, platform.playground);
    await father.reads('还没有委托', '随时可以撤销');
    await picture(father, 'family-01-empty');
    await father.press('#agents-new');
    await father.reads('第 1 步，共 6 步', '代办人姓名');
    await father.type('agent-id', wei.idNumber.slice(0, 17));
    await father.press('#agent-next');
    await father.reads('有 3 处需要改一下', '身份证号应为18位');
    await picture(father, 'family-02-wrong');
    await father.type('agent-name', pang.name);
    await father.type('agent-id', pang.idNumber);
    await father.type('agent-phone', pang.phone);
    await father.press('#agent-next');
    await father.reads('是您的什么人');
    await father.press('#agent-next');
    await father.reads('请选择代办人是您的什么人');
    await father.press('#agent-relation-child');
    await fits(father);
    await father.press('#agent-next');
    await father.press('#agent-scope-apply');
    await father.press('#agent-scope-pay');
    await picture(father, 'family-03-matters');
    await father.press('#agent-next');
    await father.press('#agent-units-some');
    await father.press('#agent-next');
    await father.reads('请至少选一处不动产');
    await father.press('#agent-unit-0');
    chosen = (await wei.client.call(routes.register.mine, {})).items[0]!.unit.location;
    await father.reads(chosen);
    await picture(father, 'family-04-units');
    await father.press('#agent-next');
    await father.press('#agent-next');
    await father.reads('请选择截止日期');
    await father.press('#agent-days-180');
    await picture(father, 'family-05-until');
    await father.press('#agent-next');
  });

  it('is checked in full, and sent only after the principal’s own face', async () => {
    await father.reads('谁请谁代办', '代为申请：', '代缴费：', '查看进度和证照：', '声明');
    await picture(father, 'family-06-check', { whole: true });
    await father.press('#agent-create');
    await father.reads('请阅读并同意委托声明');
    await father.press('#agent-statement');
    await father.press('#agent-create');
    await father.reads('待您刷脸', '请核对下面的内容');
    await father.press('#grant-face');
    await father.reads('刷脸需要您先勾选同意');
    await father.press('#grant-agree');
    await father.press('#grant-face');
    await father.reads('用手机支付宝刷脸');
    await picture(father, 'family-07-face', { from: father.page.getByText('用手机支付宝刷脸') });
    await father.press('#grant-confirm');
    await father.reads('还没有查到刷脸通过的结果');
    await platform.playground.passFace(wei.idNumber);
    await father.press('#grant-confirm');
    await father.reads('待代办人答复', '对方接受后生效');
    await father.toTop();
    await picture(father, 'family-08-offered');
  });

  it('is read in full and accepted by the agent', async () => {
    await son.open('/#/packages/agents/index');
    await signInByCode(son, pang, platform.playground);
    await son.reads('请我代办的', wei.name, '待您答复');
    await picture(son, 'family-09-received');
    await son.press('#agents-received-0');
    await son.reads('请看清下面的内容再决定', '谁请谁代办', '接受表示您声明', chosen);
    await son.press('#grant-accept');
    await son.reads('请看完委托内容并勾选，再接受');
    await picture(son, 'family-10-accept', { whole: true });
    await son.press('#grant-read');
    await son.press('#grant-accept');
    await son.reads('生效中', `您可以代 ${wei.name} 办理了`);
    await fits(son);
  });

  it('shows on every page in whose name one acts, and reaches the granted unit alone', async () => {
    await son.press('#grant-act');
    await son.reads(`正在代 ${wei.name} 办理`, '切回本人');
    await son.find('#acting').waitFor();
    await picture(son, 'family-11-home');
    await fits(son);
    await son.open('/#/packages/me/real-estate');
    await son.reads(`正在代 ${wei.name} 办理`, chosen);
    expect(await son.page.locator('.card__title').filter({ visible: true }).count()).toBe(1);
    await picture(son, 'family-12-estate');
    await son.open('/#/packages/appointment/index');
    await son.reads('委托的范围里没有这一项');
    await picture(son, 'family-13-not-allowed');

    await son.open('/#/packages/apply/start?type=second-hand-transfer');
    await son.press('#choose-property');
    await son.press('#property-0');
    await son.press('#declare');
    await son.press('#step-next');
    await son.reads('第 2 步');
    await picture(son, 'family-14-filling');
    const { items } = await wei.client.call(routes.cases.list, {});
    expect(items).toMatchObject([{ state: 'verified', location: chosen }]);
    await son.open(`/#/packages/case/index?id=${items[0]!.id}`);
    await son.reads('（委托人）', '代办人');
    await son.find('#case-continue').waitFor();
    await picture(son, 'family-15-case');
  });

  it('keeps its shape in large type', async () => {
    await son.page.evaluate(`localStorage.setItem('elder', '{"data":true}')`);
    await son.open('/#/packages/agents/index');
    await son.reads('生效中', '这里是您本人的委托');
    await son.find('.zc--elder').waitFor();
    await fits(son);
    await picture(son, 'family-16-elder');
    await son.page.evaluate(`localStorage.removeItem('elder')`);
  });

  it('goes back to oneself with one tap', async () => {
    await son.open('/#/packages/me/real-estate');
    await son.press('#acting-stop');
    await son.find('#acting').waitFor({ state: 'detached' });
    await son.open('/#/packages/me/real-estate');
    await son.reads('还没有查到您的不动产');
    await son.open('/#/packages/agents/index');
    await son.press('#agents-received-0');
    await son.press('#grant-act');
    await son.find('#acting').waitFor();
  });

  it('ends at once when the principal revokes it, after a question', async () => {
    await father.open('/#/packages/agents/index');
    await father.reads(pang.name, '生效中');
    await father.press('#agents-given-0');
    await father.press('#grant-revoke');
    await father.reads(`撤销后 ${pang.name} 立刻不能再代您办理`);
    await picture(father, 'family-17-revoke');
    await sure(father);
    await father.reads('委托人已撤销');
    await picture(father, 'family-18-ended', { whole: true });

    await son.open('/#/packages/me/real-estate');
    await son.reads('已经结束，已切回您本人');
    await picture(son, 'family-19-back');
    await son.press('#over-stop');
    await son.lacks('已切回您本人');
    await son.find('#acting').waitFor({ state: 'detached' });
  });

  it('is seen at the desk where it was used, with scope and date', async () => {
    const { cast } = platform;
    const [chen, liang] = [await cast.person('chen-haibo'), await cast.person('liang-siqi')];
    const grantId = await grantTo(platform, chen, liang, { relation: 'sibling' });
    await throughAgent(chen, liang, grantId, () => sale(platform, 'claim'));
    const officer = await Visitor.desk(browser, '审核员', platform.url);
    const client = await cast.officer('officer1');
    const staff = await client.call(routes.identity.staffMe, {});
    const session = JSON.stringify({ token: client.token, expiresAt: Date.now() + 3_600_000, staff });
    const script = `if (location.protocol !== 'about:') sessionStorage.setItem('zhucheng.admin.session', ${JSON.stringify(session)})`;
    await officer.page.addInitScript({ content: script });
    await officer.open('/admin/');
    await officer.press('.ant-tour-close, .ant-tour-close-icon');
    await officer.page.keyboard.press('n');
    await officer.reads(
      '由代办人',
      '梁思齐',
      '兄弟姐妹',
      '代为授权',
      '范围：代为申请、代为授权、代缴费、代预约、查看进度和证照',
    );
    await picture(officer, 'family-20-desk', { from: officer.find('[data-testid=authorised-by-agent]') });
    expect(officer.faults).toEqual([]);
  });
});
