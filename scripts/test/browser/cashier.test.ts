import { businesses, type CaseView } from '@zhucheng/shared';
import type { Browser } from 'playwright-core';
import { openBrowser, picture, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { partWay } from '../support/part-way';
import { type Platform, startPlatform } from '../support/platform';

jest.setTimeout(120_000);

const sale = businesses.find(({ effects }) => effects.length === 1 && effects[0]!.do === 'transfer-ownership')!;

describe('somebody without an account pays in the browser', () => {
  let platform: Platform;
  let browser: Browser;
  let owed: CaseView[];
  const names = (view: CaseView, role: string) =>
    view.parties
      .filter((party) => party.role === role)
      .map(({ name }) => name)
      .join('、');

  beforeAll(async () => {
    ensureBuilt('h5');
    platform = await startPlatform('sqlite', undefined, { h5: sites.h5 });
    owed = [];
    for (let left = 2; left > 0; left--) owed.push(await partWay(platform, sale, (move) => move.do === 'pay'));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });

  test('by touch: names and number, tick, confirm, scan, receipt; a reload goes on where it was', async () => {
    const view = owed[0]!;
    const friend = await Visitor.phone(browser, 'friend', 'touch', platform.url);
    await friend.open('/');
    await friend.press('.home__entry:has-text("在线缴费")');
    await friend.reads('凭编号缴费', '请先登录');
    await picture(friend, 'pay-without-account-0');
    await friend.press('#pay-find');
    await friend.press('#find-submit');
    await friend.reads('请填写权利人。');
    await friend.type('find-holder', names(view, 'buyer'));
    await friend.type('find-serial', view.acceptanceNumber);
    await friend.press('#find-submit');
    await friend.reads('没有查到');
    await picture(friend, 'pay-without-account-1', { whole: true });
    await friend.type('find-obligor', names(view, 'seller'));
    await friend.press('#find-submit');
    await friend.reads('待缴费', sale.name, '¥80.00', '确认订单');
    await picture(friend, 'pay-without-account-2', { whole: true });
    await friend.press('#find-order-0');
    await friend.find('#find-confirm').waitFor({ state: 'detached' });
    await friend.press('#find-order-0');
    await friend.press('#find-confirm');
    await friend.reads('大写：捌拾元整');
    await friend.press('#pay-wechat');
    await friend.reads('用微信扫一扫付款');
    await picture(friend, 'pay-without-account-3', { whole: true });
    const { payments } = await platform.playground.send<{ payments: Array<{ codeUrl?: string }> }>(
      'GET',
      '/payments?state=not-paid',
    );
    await platform.playground.send('POST', '/wallet/code', { codeUrl: payments[0]!.codeUrl });
    await friend.press('#pay-check');
    await friend.reads('已缴费', '缴费单号', '微信扫码');
    await picture(friend, 'pay-without-account-4', { whole: true });
    await friend.page.reload();
    await friend.reads('缴费单号');
    await friend.press('#find-again');
    await friend.reads('权利人');
    expect(friend.faults).toEqual([]);
  });

  test('by mouse: acceptance number and last four, paid on Alipay’s page and back', async () => {
    const view = owed[1]!;
    const buyer = await platform.cast.person('huang-zhiqiang');
    const friend = await Visitor.phone(browser, 'second friend', 'mouse', platform.url);
    await friend.open('/#/packages/pay/find/index');
    await friend.press('#find-acceptance');
    await friend.type('find-serial', view.acceptanceNumber);
    await friend.type('find-proof', buyer.idNumber.slice(-4));
    await friend.press('#find-submit');
    await friend.press('#find-confirm');
    await friend.press('#pay-alipay');
    await friend.page.locator('[data-do=pay]').click();
    // The wallet leads back to the public address of the platform, which in a test is another port.
    const back = await friend.page.getByText('返回商家').getAttribute('href');
    const { pathname, search, hash } = new URL(back!);
    await friend.open(`${pathname}${search}${hash}`);
    await friend.reads('已缴费', '支付宝网页');
    expect(friend.faults).toEqual([]);
  });
});
