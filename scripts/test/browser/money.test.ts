import { QuarantineService } from '@zhucheng/bff/modules/payments/quarantine.service';
import { routes } from '@zhucheng/shared';
import { TOTP } from 'otpauth';
import type { Browser } from 'playwright-core';
import { DEMO_PASSWORD, demoStaff } from '../../city';
import { openBrowser, picture, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { Ground } from '../support/desk';
import { estateOf, loanOn, until } from '../support/loan';
import { type Platform, startPlatform } from '../support/platform';

jest.setTimeout(240_000);

const at = (id: string): string => `[data-testid=${id}]`;
const confirm = '.ant-modal-confirm-btns .ant-btn-primary';

/** The centre's money, from one person's proposal to another one's word. */
describe('the centre’s money in the browser', () => {
  let platform: Platform;
  let browser: Browser;
  let one: Visitor;
  let two: Visitor;
  let order: { id: string; number: string };

  beforeAll(async () => {
    ensureBuilt('admin');
    platform = await startPlatform('sqlite', undefined, { admin: sites.admin });
    const owner = await platform.cast.person('chen-haibo');
    const [scene] = await estateOf(platform, new Ground(platform), owner, 1);
    const loan = loanOn(platform, scene!, '北银抵字（2026）第 31 号');
    await loan.approved();
    order = (await loan.paid()).order!;
    await loan.reached('completed');
    browser = await openBrowser();
    one = await Visitor.desk(browser, 'money-one', platform.url);
    two = await Visitor.desk(browser, 'money-two', platform.url);
    await signIn(one, 'registrar');
    await signIn(two, 'administrator');
  });
  afterAll(async () => {
    for (const visitor of [one, two]) await visitor?.keepEvidence();
    await browser?.close();
    await platform?.close();
  });

  async function signIn(visitor: Visitor, username: string): Promise<void> {
    const { totpSecret } = demoStaff.find((account) => account.username === username)!;
    await visitor.open('/admin/sign-in');
    await visitor.find(at('sign-in-username')).fill(username);
    await visitor.find(at('sign-in-password')).fill(DEMO_PASSWORD);
    await visitor.find(at('sign-in-totp')).fill(new TOTP({ secret: totpSecret }).generate());
    await visitor.press(at('sign-in-submit'));
    await visitor.press('.ant-tour-close, .ant-tour-close-icon');
  }

  async function agree(visitor: Visitor, page: string): Promise<void> {
    await visitor.open(page);
    await visitor.press(at('approval-agree'));
    await visitor.reads('同意并立即执行？');
    await visitor.press(confirm);
  }

  test('an order is found, and a part of it goes back once a second person agrees', async () => {
    await one.press(at('menu-money'));
    await one.find(`${at('order-search')} input`).fill(order.number);
    await one.page.keyboard.press('Enter');
    await one.reads(order.number, '已缴费');
    await picture(one, 'money-1-orders');
    await one.press(at('order-open'));
    await one.reads('经过', '还可以退');
    await one.press(at('refund-open'));
    await one.find(at('refund-amount')).fill('30.00');
    await one.find(`textarea${at('refund-reason')}, ${at('refund-reason')} textarea`).fill('同一宗地重复收费');
    await one.reads('退还一部分');
    await picture(one, 'money-2-refund');
    await one.press(at('refund-send'));
    await one.reads('等待复核', '请另一位同事登录后复核');
    expect(await one.page.locator(at('approval-agree')).count()).toBe(0);
    await agree(two, `/admin/money/orders/${order.id}`);
    await two.reads('已同意，正在执行。');
    const registrar = await platform.cast.officer('registrar');
    await until(
      () => registrar.call(routes.centreOrders.detail, { params: { id: order.id } }),
      ({ refunds }) => refunds[0]?.state === 'done',
    );
    await two.open(`/admin/money/orders/${order.id}`);
    await two.reads('已退回', '退款出账');
    await picture(two, 'money-3-order', { whole: true });
  });

  test('a refund that failed is not settled outside while the gateway has paid it back', async () => {
    await platform.server.database.unitOfWork(async (tx) => {
      // As if the gateway's first word had been that it could not pay back.
      await tx.execute("UPDATE refund SET state = 'abnormal', gateway_code = 'ACCOUNT_ERROR' WHERE order_id = ?", [
        order.id,
      ]);
      await tx.execute("DELETE FROM payment_ledger WHERE kind = 'refund' AND order_id = ?", [order.id]);
    });
    await one.press(at('money-refunds'));
    await one.reads('需要人工处理', '平台答复');
    await picture(one, 'money-4-refunds');
    await one.press(at('refund-outside'));
    await one.find(at('outside-reference')).fill('20260309-118');
    await one.find(`textarea${at('outside-reason')}, ${at('outside-reason')} textarea`).fill('付款的银行卡已注销');
    await picture(one, 'money-5-outside');
    await one.press(at('outside-send'));
    await one.reads('等待复核', '20260309-118');
    await agree(two, '/admin/money/refunds');
    await two.reads('支付平台说这笔钱');
    await two.open('/admin/money/refunds');
    await two.press(at('approval-refuse'));
    await two
      .find(`textarea${at('approval-refuse-reason')}, ${at('approval-refuse-reason')} textarea`)
      .fill('平台已经退回');
    await two.press(at('approval-refuse-send'));
    await two.reads('没有需要人工处理的退款');
  });

  test('what was set aside is looked at and decided by two', async () => {
    const desk = await platform.server.get(QuarantineService);
    await platform.server.database.unitOfWork((tx) =>
      desk.add(tx, {
        channel: 'wechat',
        outTradeNo: 'ZC202603090000000001aaaa',
        reason: 'unknown-number',
        detail: { reportedFen: 8_000 },
        content: { kind: 'payment', state: 'paid', amountFen: 8_000, payer: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
      }),
    );
    await one.press(at('money-quarantine'));
    await one.reads('没有这个支付单号');
    await picture(one, 'money-6-quarantine');
    await one.press(at('quarantine-open'));
    await one.reads('oUp****6o', '怎样处理');
    await one.press(at('decision-nothing'));
    await one.find(`textarea${at('decision-reason')}, ${at('decision-reason')} textarea`).fill('平台账单里没有这笔款');
    await picture(one, 'money-7-decide');
    await one.press(at('decision-send'));
    await one.reads('请另一位同事登录后复核');
    await two.open('/admin/money/channels');
    await two.reads('等待第二个人复核', '异常来款处理');
    await picture(two, 'money-8-channels', { whole: true });
    await two.open('/admin/money/quarantine');
    await two.press(at('quarantine-open'));
    await two.press(at('approval-agree'));
    await two.press(confirm);
    await two.reads('已处理', '处理记录');
  });

  test('the fee table is changed from a day on, with what it changes for whom', async () => {
    await one.press(at('money-fees'));
    await one.reads('执行中', '发改价格规');
    await one.press(at('fee-change'));
    await one.find(at('fee-basis')).fill('桂发改价格〔2026〕9号');
    await one.find(`${at('fee-line-mortgage-any-4')} ${at('fee-unit')}`).fill('60.00');
    await picture(one, 'money-9-fee-change');
    await one.press(at('fee-preview-open'));
    await one.reads('60.00 元/件', '80.00 元/件');
    await picture(one, 'money-10-fee-preview');
    await one.press(at('fee-propose'));
    await one.reads('等待复核');
    await agree(two, '/admin/money/fees');
    await two.reads('将要执行', '60.00');
    await picture(two, 'money-11-fees', { whole: true });
    // The outside settlement was refused, as it should be.
    const faults = [...one.faults, ...two.faults].filter((fault) => !/409/.test(fault));
    expect(faults).toEqual([]);
  });
});
