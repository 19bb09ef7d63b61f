import { businesses, type InputStep, stepOf } from '@zhucheng/shared';
import { TOTP } from 'otpauth';
import type { Browser } from 'playwright-core';
import { buildCity, DEMO_PASSWORD, demoStaff } from '../../city';
import type { Actor } from '../../walk/cast';
import { openBrowser, picture, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { type Platform, startPlatform } from '../support/platform';

jest.setTimeout(120_000);

const at = (id: string): string => `[data-testid=${id}]`;
const notice = businesses.find(
  ({ unit, effects }) =>
    unit.by === 'building' && effects.some((effect) => effect.do === 'register-notice' && effect.notice === 'presale'),
)!;

/** A developer's clerk: from the building table over a batch to a case that waits for its buyer. */
describe('an institution at work in the browser', () => {
  let platform: Platform;
  let browser: Browser;
  let clerk: Visitor;
  let buyer: Actor;
  const developer = demoStaff.find(({ username }) => username === 'developer1')!;
  const city = buildCity();
  const building = city.buildings.find(
    ({ stage, estate }) =>
      stage === 'presale' && city.estates.find(({ key }) => key === estate)?.developer === developer.institution,
  )!;
  const organisation = city.organisations.find(({ key }) => key === developer.institution)!;

  let broken = false;
  /** Acts build on each other: after a failure the rest says so at once. */
  const act = (title: string, play: () => Promise<void>): void => {
    test(title, async () => {
      if (broken) throw new Error('an earlier act failed');
      broken = true;
      try {
        await play();
        expect(clerk.faults).toEqual([]);
      } catch (error) {
        await clerk.keepEvidence();
        throw error;
      }
      broken = false;
    });
  };
  const chosen = async (): Promise<string> => (await clerk.find(at('building-chosen')).textContent()) ?? '';
  const finished = (): Promise<void> => clerk.find('[data-testid=batch][data-finished=true]').waitFor();

  beforeAll(async () => {
    ensureBuilt('admin');
    platform = await startPlatform('sqlite', undefined, { admin: sites.admin }, undefined, {
      FACE_DOCUMENTS: 'alipay:hk-macau-permit',
    });
    browser = await openBrowser();
    clerk = await Visitor.desk(browser, 'clerk', platform.url);
    buyer = (await platform.cast.couples())[1]![0]!;
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });

  act('the clerk signs in and sees what can be started', async () => {
    await clerk.open('/admin/');
    await clerk.find(at('sign-in-username')).fill(developer.username);
    await clerk.find(at('sign-in-password')).fill(DEMO_PASSWORD);
    await clerk.find(at('sign-in-totp')).fill(new TOTP({ secret: developer.totpSecret }).generate());
    await clerk.page.keyboard.press('Enter');
    await clerk.reads('工作台', '办理新业务', '等我处理', notice.name);
    await clerk.press('.ant-tour-close, .ant-tour-close-icon');
    await clerk.lacks('可转换清单');
    await picture(clerk, 'enterprise-01-desk');
  });

  act('a mistyped survey number is shown at its field', async () => {
    await clerk.press(`${at('start-card')}:has-text("${notice.name}")`);
    await clerk.find('#field-surveyNumber').fill('12345');
    await clerk.page.keyboard.press('Enter');
    await clerk.reads('权籍调查编号应为12位或14位，现在是5位');
    await picture(clerk, 'enterprise-02-start');
    await clerk.find('#field-surveyNumber').fill(building.surveyNumber!);
    await clerk.page.keyboard.press('Control+Enter');
    await clerk.find(at('building-grid')).waitFor();
  });

  act('units are chosen with keys and with the mouse', async () => {
    await clerk.reads(building.name, '可办理', '隐藏不可办理');
    expect(await chosen()).toContain('已选 0 套');
    await clerk.find(at('building-grid')).focus();
    await clerk.page.keyboard.press('Control+a');
    const all = Number(/已选 (\d+) 套/.exec(await chosen())![1]);
    expect(all).toBeGreaterThanOrEqual(3);
    await clerk.page.keyboard.press('Escape');
    await clerk.page.keyboard.press('End');
    for (let down = 0; down < 60; down++) await clerk.page.keyboard.press('ArrowDown');
    await clerk.page.keyboard.press('f');
    const floor = Number(/已选 (\d+) 套/.exec(await chosen())![1]);
    expect(floor).toBeGreaterThanOrEqual(2);
    expect(floor).toBeLessThan(all);
    await clerk.page.keyboard.press(' ');
    expect(await chosen()).toContain(`已选 ${floor - 1} 套`);
    await clerk.press('[data-testid=unit-cell][data-applicable=true][aria-selected=false]');
    expect(await chosen()).toContain(`已选 ${floor} 套`);
    await clerk.find('[data-testid=unit-cell][data-applicable=false]').hover();
    await clerk.find('[role=tooltip] .unit-tip-reason').waitFor();
    await picture(clerk, 'enterprise-03-building', { pointing: true });
  });

  act('after a look at the choice the batch opens a case for each unit', async () => {
    await clerk.press(at('building-next'));
    await clerk.reads('核对后成批立案', '立案后单元即被占用');
    await picture(clerk, 'enterprise-04-check');
    await clerk.page.keyboard.press('Control+Enter');
    await finished();
    await clerk.reads('已办完', '成功');
    expect(await clerk.find(at('batch-sum')).textContent()).not.toContain('未成功');
    await picture(clerk, 'enterprise-05-batch');
  });

  act('a case is filled in with the keyboard', async () => {
    await clerk.press(`${at('batch-row')} a`);
    await clerk.find(at('case-header')).waitFor();
    const [form] = notice.steps.filter((step): step is InputStep & { kind: 'form' } => step.kind === 'form');
    await clerk.page.keyboard.press('e');
    await clerk.find(at(`editor-${form!.id}`)).waitFor();
    await clerk.find(at('member-0-name')).fill(buyer.name);
    const kind = async (name: string) => {
      await clerk.press(at('member-0-idNumber-kind'));
      await clerk.press(`.ant-select-item-option[title="${name}"]`);
    };
    await kind('护照');
    await clerk.reads('护照不能刷脸，请提醒本人带证件原件到登记窗口授权。');
    await picture(clerk, 'enterprise-06-passport', { from: clerk.find(at('member-0-name')) });
    await kind('港澳居民来往内地通行证');
    await clerk.reads('港澳居民来往内地通行证只能用支付宝刷脸，请提醒本人用支付宝打开授权。');
    await picture(clerk, 'enterprise-06-permit', { from: clerk.find(at('member-0-name')) });
    await kind('居民身份证');
    await clerk.lacks('不能刷脸');
    await clerk
      .find(at('member-0-idNumber'))
      .fill(`${buyer.idNumber.slice(0, 17)}${buyer.idNumber.endsWith('7') ? 8 : 7}`);
    await clerk.find(at('member-0-phone')).fill(buyer.phone);
    await clerk.find('#field-price').fill('888000');
    await clerk.reads('大写：捌拾捌万捌仟元整');
    const signed = new Date(platform.clock.now() - 86_400_000 * 30).toISOString().slice(0, 10);
    await clerk.find('#field-contractSignedOn').fill(signed);
    await clerk.page.keyboard.press('Enter');
    await clerk.press(at('step-save'));
    await clerk.reads('身份证号校验不通过');
    await clerk.find(at('member-0-idNumber')).fill(buyer.idNumber);
    await picture(clerk, 'enterprise-06-form', { whole: true });
    await clerk.page.keyboard.press('Control+Enter');
    await clerk.find(at(`editor-${form!.id}`)).waitFor({ state: 'hidden' });
    await clerk.reads(buyer.name, '888,000.00');
  });

  act('the department confirms the contract, and the case is sent to its buyer', async () => {
    const ask = stepOf(notice, 'ask')!;
    const unitNumber = await clerk.find('.case-side .mono[title]').getAttribute('title');
    const contract = await platform.playground.send<{ filingNumber: string }>('POST', '/housing/contracts', {
      unitNumber,
      priceFen: 88_800_000,
      sellers: [organisation.name],
      buyers: [buyer.name],
    });
    await clerk.find(`#field-${ask.fields[0]!.id}`).fill(contract.filingNumber);
    await clerk.page.keyboard.press('Enter');
    await clerk.find(`${at(`step-${ask.id}`)} .step-done`).waitFor();
    await picture(clerk, 'enterprise-07-case');
    await clerk.press(at('case-send'));
    await clerk.reads('核对后发起授权', '888,000.00', buyer.name);
    await clerk.press(at('send-checked'));
    await picture(clerk, 'enterprise-08-send-check', { whole: true });
    await clerk.page.keyboard.press('Control+Enter');
    await clerk.find('[data-testid=case-state][data-state=authorising]').waitFor();
    await clerk.find(at('case-remind')).waitFor();
  });

  act('the work list says what is missing, and withdraws many after a look', async () => {
    await clerk.press(at('menu-work'));
    await clerk.find(at('work-row')).waitFor();
    await clerk.reads('等待各方授权', '待授权', '缺：');
    await picture(clerk, 'enterprise-09-work-list');
    await clerk.press(at('work-readiness'));
    await clerk.press('.ant-select-item-option[title="待授权"]');
    await clerk.page.waitForURL(/readiness=authorising/);
    await clerk.page.getByText('缺：').first().waitFor({ state: 'hidden' });
    await clerk.page.keyboard.press('x');
    await picture(clerk, 'enterprise-09a-readiness');
    await clerk.page.keyboard.press('r');
    await clerk.reads('核对后提醒授权', buyer.name);
    await picture(clerk, 'enterprise-09b-remind');
    await clerk.page.keyboard.press('Control+Enter');
    await finished();
    await clerk.reads('成批提醒授权', '已提醒 1 人');
    await picture(clerk, 'enterprise-09c-reminded');
    await clerk.press(at('menu-work'));
    // What was chosen is remembered, and cleared at once with all other filters.
    await clerk.page.waitForURL(/readiness=authorising/);
    await clerk.press('button:has-text("清除筛选")');
    await clerk.page.getByText('缺：').first().waitFor();
    await clerk.press(at('work-state'));
    await clerk.press('.ant-select-item-option:has-text("填写中")');
    await clerk.page.waitForURL(/state=verified/);
    await clerk.page.getByText('待授权').first().waitFor({ state: 'hidden' });
    const rows = await clerk.page.locator(at('work-row')).count();
    await clerk.page.keyboard.press('x');
    expect(await clerk.find(at('work-ticked')).textContent()).toContain('已勾选 1 件');
    await clerk.press('.ant-table-thead .ant-checkbox-input');
    expect(await clerk.find(at('work-ticked')).textContent()).toContain(`已勾选 ${rows} 件`);
    await clerk.page.keyboard.press('w');
    await clerk.reads('核对后撤回', '撤回不能恢复');
    await clerk.find(at('act-reason')).fill('合同改签，重新办理');
    await picture(clerk, 'enterprise-10-withdraw', { whole: true });
    await clerk.page.keyboard.press('Control+Enter');
    await finished();
    await clerk.press(at('menu-desk'));
    await clerk.reads('工作台');
    await expect(clerk.find(`${at('count-verified')} strong`).textContent()).resolves.toBe('0');
  });
});
