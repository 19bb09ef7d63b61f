import { routes } from '@zhucheng/shared';
import { walkPaths } from '@zhucheng/shared/testing';
import { TOTP } from 'otpauth';
import type { Browser } from 'playwright-core';
import { secondHandTransfer } from '../../../shared/src/business/second-hand-transfer';
import { DEMO_PASSWORD, demoStaff } from '../../city';
import type { Actor } from '../../walk/cast';
import { HttpPlayer } from '../../walk/player';
import { openBrowser, picture, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { type Platform, startPlatform } from '../support/platform';
import { signInByCode } from './scenes';

jest.setTimeout(180_000);

const at = (id: string): string => `[data-testid=${id}]`;

/** Plays what is not looked at here without a screen. */
class Sale extends HttpPlayer {
  private readonly path = walkPaths(secondHandTransfer).find(({ id }) => id === 'escrow')!;
  private next = 0;

  begin(): Promise<void> {
    return this.prepare(secondHandTransfer, this.path);
  }
  async playUntil(last: string, skip: readonly string[] = []): Promise<void> {
    for (; this.next < this.path.steps.length; ) {
      const { move, state } = this.path.steps[this.next++]!;
      const name = move.do === 'fill' ? move.step : move.do;
      if (skip.includes(name)) continue;
      expect(await this.play(move, state)).toMatchObject({ state });
      if (name === last) return;
    }
  }
  get id(): string {
    return this.caseId;
  }
  get seller(): Actor {
    return this.scene.sellers[0]!;
  }
  get buyer(): Actor {
    return this.scene.buyers[0]!;
  }
}

describe('supervised money on telephones and at the centre', () => {
  let platform: Platform;
  let browser: Browser;
  let sale: Sale;
  let seller: Visitor;
  let buyer: Visitor;

  beforeAll(async () => {
    ensureBuilt();
    platform = await startPlatform('sqlite', undefined, sites);
    browser = await openBrowser();
    const { cast, playground } = platform;
    sale = new Sale({ cast, playground, settle: async () => undefined });
    await sale.begin();
    await sale.playUntil('transaction');
    seller = await Visitor.phone(browser, sale.seller.name, 'touch', platform.url);
    buyer = await Visitor.phone(browser, sale.buyer.name, 'touch', platform.url);
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });

  const faultless = () => expect([seller, buyer].flatMap(({ faults }) => faults)).toEqual([]);

  test('the seller chooses it in its step; what does not fit is said at the field', async () => {
    await seller.open('/#/packages/me/login');
    await signInByCode(seller, sale.seller, platform.playground);
    await seller.open(`/#/packages/apply/step?id=${sale.id}&step=funds`);
    await seller.reads('房款可以请监管银行保管');
    await seller.press('#field-escrow-yes');
    await seller.type('field-amount', '900000');
    await seller.press('#step-next');
    await seller.type('field-payeeBank', '中国工商银行北海市北部湾支行');
    await seller.type('field-payeeAccount', '6222620110001234568');
    await seller.press('#step-next');
    await seller.reads('银行卡号有一位不对');
    await seller.type('field-payeeAccount', '6222620110001234567');
    await picture(seller, 'escrow-1-terms');
    await seller.press('#step-next');
    await seller.reads('监管金额不能超过成交价');
    await seller.type('field-amount', '444000');
    await seller.press('#step-next');
    await seller.press('#step-next');
    await seller.reads('填写买卖合同的备案号');
    faultless();
  });

  test('the buyer reads it before her face, and where to pay in', async () => {
    await sale.playUntil('send', ['funds']);
    await buyer.open('/#/packages/me/login');
    await signInByCode(buyer, sale.buyer, platform.playground);
    await buyer.press('[id^=home-authorise-]');
    await buyer.reads('由监管银行保管', '6222***********4567');
    await picture(buyer, 'escrow-2-agrees', { from: buyer.page.getByText('由监管银行保管：') });
    await platform.playground.send('PUT', '/faults', { escrowLocksLessFen: 1 });
    await sale.playUntil('submit');
    await buyer.open(`/#/packages/case/index?id=${sale.id}`);
    await buyer.press('#case-escrow:has-text("去存入")');
    await buyer.reads('怎么存入', '北海市存量房交易资金监管专户', '444,000.00');
    await picture(buyer, 'escrow-3-deposit', { whole: true });
  });

  test('locked for less: both are told, the officer sees what the bank said and asks again', async () => {
    const { items } = await sale.buyer.client.call(routes.escrow.ofCase, { params: { id: sale.id } });
    const { agreementNumber } = items[0]!;
    await platform.playground.send('POST', `/escrows/${agreementNumber}/deposit`, {});
    await buyer.reads('锁定金额不足', '443,999.99');
    await picture(buyer, 'escrow-4-short', { whole: true });
    const officer = await Visitor.desk(browser, 'officer1', platform.url);
    const { totpSecret } = demoStaff.find(({ username }) => username === 'officer1')!;
    await officer.open('/admin/');
    await officer.find(at('sign-in-username')).fill('officer1');
    await officer.find(at('sign-in-password')).fill(DEMO_PASSWORD);
    await officer.find(at('sign-in-totp')).fill(new TOTP({ secret: totpSecret }).generate());
    await officer.press(at('sign-in-submit'));
    await officer.find(at('queue-claim-next')).waitFor();
    await officer.press('.ant-tour-close, .ant-tour-close-icon');
    await officer.press('.ant-menu-item:has-text("资金监管")');
    await officer.find(`${at('escrows-table')}:has-text("锁定金额不足")`).waitFor();
    await picture(officer, 'escrow-5-troubled');
    await platform.playground.send('PUT', '/faults', { none: true });
    await officer.press(at('escrow-ask'));
    await officer.reads('没有要处理的');
    await buyer.reads('资金已锁定');
    await officer.open(`/admin/review/${sale.id}`);
    await officer.find(`${at('panel-escrow')}:has-text("监管银行已锁定 444,000.00 元")`).waitFor();
    await officer.find(at('panel-escrow')).scrollIntoViewIfNeeded();
    await picture(officer, 'escrow-6-case');
    expect(officer.faults).toEqual([]);
  });

  test('the seller changes the account with her face and takes it back; after recording, both read that it is paid', async () => {
    await seller.open(`/#/packages/case/index?id=${sale.id}`);
    await seller.press('#case-escrow');
    await seller.press('#escrow-change');
    await seller.type('payee-bank', '桂林银行北海分行');
    await seller.type('payee-account', '6228480402564890018');
    await seller.press('#payee-next');
    await seller.reads('请核对', '刷脸确认后一天生效');
    await picture(seller, 'escrow-7-payee', { whole: true });
    await seller.press('#payee-agree');
    await seller.press('#payee-face');
    await seller.reads('用手机支付宝刷脸');
    await platform.playground.passFace(sale.seller.idNumber);
    await seller.press('#payee-confirm');
    await seller.reads('收款账号要更换', '已确认，等待生效');
    await picture(seller, 'escrow-8-waiting', { whole: true });
    await seller.press('#escrow-cancel');
    await seller.press('.taro-model__confirm');
    await seller.reads('更换收款账号');
    await sale.playUntil('check-outcome', ['deposit', 'escrow']);
    await buyer.open(`/#/packages/escrow/index?id=${sale.id}`);
    await buyer.reads('已付给出卖人', '登记已经办好，钱也付了。');
    await picture(buyer, 'escrow-9-released', { whole: true });
    faultless();
  });
});
