import { businesses, type CaseView } from '@zhucheng/shared';
import { walk, walkPaths } from '@zhucheng/shared/testing';
import type { Browser } from 'playwright-core';
import { HttpPlayer } from '../../walk/player';
import { openBrowser, picture, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { type Platform, startPlatform } from '../support/platform';
import { signInByCode } from './scenes';

jest.setTimeout(180_000);

const sale = businesses.find(({ steps }) => steps.some((step) => step.kind === 'ask' && step.assess?.sellers))!;

describe('fee and taxes of a sale in the browser', () => {
  let platform: Platform;
  let browser: Browser;
  let view: CaseView;

  beforeAll(async () => {
    ensureBuilt('h5');
    platform = await startPlatform('sqlite', undefined, { h5: sites.h5 });
    browser = await openBrowser();
    const { cast, playground } = platform;
    const player = new HttpPlayer({ cast, playground, settle: async () => undefined });
    // This case is to stay as it is.
    player.finish = async () => undefined;
    const path = walkPaths(sale).find(({ id }) => id === 'taxes')!;
    const at = path.steps.findIndex(({ move }) => move.do === 'pay');
    const { passed, error } = await walk(sale, { ...path, steps: path.steps.slice(0, at) }, player);
    expect({ passed, error }).toEqual({ passed: true });
    view = await player.view();
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });

  const phone = async (role: string) => {
    const visitor = await Visitor.phone(browser, role, 'touch', platform.url);
    const { name } = view.parties.find((party) => party.role === role)!;
    const actor = (await platform.cast.couples()).flat().find((one) => one.name === name)!;
    await visitor.open('/#/packages/me/login');
    await signInByCode(visitor, actor, platform.playground);
    return visitor;
  };

  test('the buyer ticks fee and deed tax, pays once, and both are done; the seller sees what she owes', async () => {
    const buyer = await phone('buyer');
    await buyer.open(`/#/packages/case/index?id=${view.id}`);
    await buyer.reads('税费', '契税', '个人所得税', '由出卖人缴', '缴清后由税务部门出具');
    await picture(buyer, 'taxes-1-case', { whole: true });
    await buyer.lacks('去缴税费');
    await buyer.press('#case-pay');
    await buyer.reads('这件要缴的费用', '不动产登记费 ¥80.00', '契税 ¥8,880.00', '¥8,960.00');
    await picture(buyer, 'taxes-2-dues', { whole: true });
    // One of them can be left for later.
    await buyer.press('#due-0');
    await buyer.reads('¥8,880.00');
    await buyer.press('#due-0');
    await buyer.press('#dues-wechat');
    await buyer.reads('用微信扫一扫付款', '正在确认是否到账');
    await picture(buyer, 'taxes-3-code', { whole: true });
    const { payments } = await platform.playground.send<{
      payments: Array<{ outTradeNo: string; combineNo?: string }>;
    }>('GET', '/payments?state=not-paid');
    const part = payments.find(({ combineNo }) => combineNo)!;
    await platform.playground.send('POST', `/payments/${part.outTradeNo}/pay`, {});
    await buyer.press('#dues-check');
    await buyer.reads('您要缴的都缴清了', '已办', '已缴费');
    await picture(buyer, 'taxes-4-done', { whole: true });

    const seller = await phone('seller');
    await seller.open(`/#/packages/case/index?id=${view.id}`);
    await seller.reads('去缴税费 ¥8,880.00', '已缴费');
    await seller.press('#case-pay-taxes');
    await seller.reads('个人所得税', '¥8,880.00');
    await seller.lacks('微信支付');
    await picture(seller, 'taxes-5-seller', { whole: true });
    await seller.press('#pay-alipay');
    await seller.find('text=支付宝（沙箱）').waitFor();
    await seller.press('[data-do=pay]');
    await seller.reads('付款成功');
    await seller.open(`/#/packages/case/index?id=${view.id}`);
    await seller.reads('已办结', '完税证明');
    await picture(seller, 'taxes-7-recorded', { whole: true });
    expect([...buyer.faults, ...seller.faults]).toEqual([]);
  });
});
