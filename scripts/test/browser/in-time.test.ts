import { addDays, businesses, dayOf, dayText, guideKeyOf } from '@zhucheng/shared';
import type { Browser } from 'playwright-core';
import { DEMO_PASSWORD, demoStaff } from '../../city';
import { openBrowser, picture, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { nextCode } from '../support/clerk';
import { noticedHome } from '../support/conversion';
import { Ground } from '../support/desk';
import { type Platform, startPlatform } from '../support/platform';
import { verifyCertificate } from './scenes';

jest.setTimeout(180_000);

const at = (id: string): string => `[data-testid=${id}]`;
const day = 86_400_000;
const exempting = businesses.find(({ fee }) => fee.exemptions.length > 0)!;

/** That an application was made in time, and what that means, is read where the case and the register are looked at. */
describe('in time, in the browser', () => {
  let platform: Platform;
  let browser: Browser;

  beforeAll(async () => {
    ensureBuilt();
    platform = await startPlatform('sqlite', undefined, sites);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });

  async function desk(username: string): Promise<Visitor> {
    const visitor = await Visitor.desk(browser, username, platform.url);
    const { totpSecret } = demoStaff.find((account) => account.username === username)!;
    await visitor.open('/admin/');
    await visitor.find(at('sign-in-username')).fill(username);
    await visitor.find(at('sign-in-password')).fill(DEMO_PASSWORD);
    await visitor.find(at('sign-in-totp')).fill(nextCode(platform, totpSecret));
    await visitor.page.keyboard.press('Enter');
    await visitor.press('.ant-tour-close, .ant-tour-close-icon');
    return visitor;
  }

  test('the bank reads until when it had to apply, the registrar that the notice is kept, both the rank', async () => {
    const { one, last, unitId, certificateNumber, printed } = await noticedHome(platform, new Ground(platform), 1);
    await one.size('silent');
    const { id } = await one.filled();
    await one.sent();
    await platform.advance(3 * day);
    const registered = dayOf(platform.clock.now() - 3 * day);
    const clerk = await desk('bank1');
    await clerk.open(`/admin/work/${id}`);
    await clerk.find(at('case-header')).waitFor();
    await clerk.reads('预告登记期限', `${dayText(last)}；已在 ${dayText(registered)} 申请，办结前继续有效`);
    await picture(clerk, 'in-time-01-case');
    const registrar = await desk('registrar');
    await registrar.open(`/admin/register/${unitId}`);
    await registrar.reads('权利人已在', '办结前继续有效');
    await picture(registrar, 'in-time-02-register');
    await printed();
    const stranger = await Visitor.phone(browser, 'stranger', 'touch', platform.url);
    await stranger.open('/#/packages/certificate/verify/index');
    await stranger.press('#verify-registration');
    await picture(stranger, 'in-time-06-verify');
    await verifyCertificate(stranger, certificateNumber, platform.cast.developer('bank1').name);
    await stranger.reads('真实有效', `本预告登记期限至${dayText(last)}`, '该申请办结前，期限过后预告登记继续有效');
    await picture(stranger, 'in-time-07-verified');
    await one.size('small');
    await one.reached('completed');
    await registrar.open('/admin/');
    await registrar.open(`/admin/register/${unitId}`);
    await registrar.reads(`顺位自预告登记之日（${registered}）起算`);
    await picture(registrar, 'in-time-03-rank');
    await clerk.open('/admin/');
    await clerk.open(`/admin/work/${id}`);
    await clerk.reads(`第 1 顺位，自预告登记之日（${dayText(registered)}）起算`);
    expect(addDays(registered, 1)).toBe(last);
  });

  test('a citizen reads the rule of an exemption before applying', async () => {
    const phone = await Visitor.phone(browser, 'exemption', 'touch', platform.url);
    await phone.open(`/#/packages/apply/index?type=${exempting.id}`);
    await phone.reads('可免收登记费（公告 2026 年第 7 号）');
    await picture(phone, 'in-time-04-apply');
    await phone.open(`/#/packages/guide/detail?id=${guideKeyOf(exempting.id)}`);
    await phone.reads('可免收登记费（公告 2026 年第 7 号）');
    await picture(phone, 'in-time-05-guide');
  });
});
