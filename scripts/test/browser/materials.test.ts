import { businesses } from '@zhucheng/shared';
import { TOTP } from 'otpauth';
import type { Browser } from 'playwright-core';
import { DEMO_PASSWORD, demoStaff } from '../../city';
import { openBrowser, picture, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { partWay } from '../support/part-way';
import { type Platform, startPlatform } from '../support/platform';

jest.setTimeout(120_000);

const at = (id: string): string => `[data-testid=${id}]`;
const staff = demoStaff.find(({ username }) => username === 'officer1')!;
const item = businesses.find(({ steps }) => steps.some((step) => step.kind === 'materials'))!;

describe('the officer and what citizens have uploaded', () => {
  let platform: Platform;
  let browser: Browser;
  let officer: Visitor;

  beforeAll(async () => {
    ensureBuilt('admin');
    platform = await startPlatform('sqlite', undefined, { admin: sites.admin });
    await partWay(platform, item, (move) => move.do === 'claim');
    browser = await openBrowser();
    officer = await Visitor.desk(browser, 'officer', platform.url);
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });

  test('sees each material by its name and opens it', async () => {
    await officer.open('/admin/');
    await officer.find(at('sign-in-username')).fill(staff.username);
    await officer.find(at('sign-in-password')).fill(DEMO_PASSWORD);
    await officer.find(at('sign-in-totp')).fill(new TOTP({ secret: staff.totpSecret }).generate());
    await officer.page.keyboard.press('Enter');
    await officer.press('.ant-tour-close, .ant-tour-close-icon');
    await officer.page.keyboard.press('n');
    await officer.reads('申请材料', item.name, '.pdf');
    const required = item.steps.flatMap((step) =>
      step.kind === 'materials' ? step.items.filter((one) => one.required) : [],
    );
    expect(await officer.page.locator(`${at('case-files')} li`).count()).toBe(required.length);
    await picture(officer, 'centre-materials', { from: officer.find(at('case-files')) });
    const opened = officer.page.waitForEvent('popup');
    const file = officer.page.context().waitForEvent('response', (one) => one.url().includes('/api/files/download/'));
    await officer.page
      .locator(`${at('case-files')} button`)
      .first()
      .click();
    expect((await file).headers()['content-type']).toBe('application/pdf');
    await (await opened).close();
    expect(officer.faults).toEqual([]);
  });
});
