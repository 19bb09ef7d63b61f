import { acceptanceNumber, businesses } from '@zhucheng/shared';
import type { Browser } from 'playwright-core';
import { DEMO_PASSWORD, demoStaff } from '../../city';
import { openBrowser, picture, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { nextCode } from '../support/clerk';
import { Ground } from '../support/desk';
import { estateOf, loanOn } from '../support/loan';
import { partWay } from '../support/part-way';
import { type Platform, startPlatform } from '../support/platform';

jest.setTimeout(120_000);

const at = (id: string): string => `[data-testid=${id}]`;
const bank = demoStaff.find(({ username }) => username === 'bank1')!;
const mortgage = businesses.find(({ effects }) => effects.length === 1 && effects[0]!.do === 'register-mortgage')!;

describe('a bank pays its fees in the browser', () => {
  let platform: Platform;
  let browser: Browser;
  let clerk: Visitor;

  /** A mortgage that only waits for its fee. */
  const owed = () => partWay(platform, mortgage, (move) => move.do === 'pay');

  beforeAll(async () => {
    ensureBuilt('admin');
    platform = await startPlatform('sqlite', undefined, { admin: sites.admin });
    await owed();
    await owed();
    browser = await openBrowser();
    clerk = await Visitor.desk(browser, 'clerk', platform.url);
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });

  test('two fees are merged, paid with one code, and both cases complete', async () => {
    await clerk.open('/admin/');
    await clerk.find(at('sign-in-username')).fill(bank.username);
    await clerk.find(at('sign-in-password')).fill(DEMO_PASSWORD);
    await clerk.find(at('sign-in-totp')).fill(nextCode(platform, bank.totpSecret));
    await clerk.page.keyboard.press('Enter');
    await clerk.reads('工作台');
    await clerk.press('.ant-tour-close, .ant-tour-close-icon');
    await clerk.open('/admin/payments');
    await clerk.reads('待缴费', mortgage.name, '¥80.00');
    const boxes = clerk.page.locator(`${at('order-table')} tr.ant-table-row .ant-checkbox`);
    for (const box of await boxes.all()) await box.click();
    await clerk.reads('已勾选 2 件，共 ¥160.00');
    await picture(clerk, 'enterprise-14-payments');
    const answer = clerk.page.waitForResponse((response) => response.url().endsWith('/pay'));
    await clerk.press(at('orders-pay'));
    const started = (await (await answer).json()) as { native: { codeUrl: string } };
    await clerk.find(at('pay-qr')).waitFor();
    expect(await clerk.find(at('pay-amount')).textContent()).toBe('¥160.00壹佰陆拾元整');
    await picture(clerk, 'enterprise-15-pay');
    await platform.playground.send('POST', '/wallet/code', { codeUrl: started.native.codeUrl });
    await clerk.reads('费用已到账');
    await clerk.press(at('pay-done'));
    await clerk.reads('没有待缴的费用');
    expect(clerk.faults).toEqual([]);
  });

  test('of two objects that secure one loan, the second says which case bears the fee, and offers no payment', async () => {
    const owner = await platform.cast.person('chen-haibo');
    const [home, garage] = await estateOf(platform, new Ground(platform), owner, 2);
    const charged = await loanOn(platform, home!, '北银抵字（2026）第 7 号').approved();
    const waiting = await loanOn(platform, garage!, '北银抵字（2026）第 7 号').approved();
    await clerk.open(`/admin/work/${waiting.id}`);
    await clerk.reads(waiting.unit.location, '登记费只收一次', acceptanceNumber.group(charged.acceptanceNumber));
    await picture(clerk, 'enterprise-15a-fee-borne-elsewhere');
    await clerk.lacks('去缴费');
    await clerk.open('/admin/payments');
    await clerk.reads(charged.unit.location);
    await clerk.lacks(waiting.unit.location);
    expect(clerk.faults).toEqual([]);
  });
});
