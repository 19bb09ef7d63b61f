import { TOTP } from 'otpauth';
import type { Browser } from 'playwright-core';
import { DEMO_PASSWORD, demoStaff } from '../../city';
import { type Filled, fillCases } from '../../soak/cases';
import { openBrowser, picture, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { type Platform, startPlatform } from '../support/platform';

jest.setTimeout(120_000);

const at = (id: string): string => `[data-testid=${id}]`;

describe('cases are found at the centre and at a bank', () => {
  let platform: Platform;
  let browser: Browser;
  let filled: Filled;

  async function signIn(visitor: Visitor, username: string): Promise<void> {
    const { totpSecret } = demoStaff.find((account) => account.username === username)!;
    await visitor.open('/admin/');
    await visitor.find(at('sign-in-username')).fill(username);
    await visitor.find(at('sign-in-password')).fill(DEMO_PASSWORD);
    await visitor.find(at('sign-in-totp')).fill(new TOTP({ secret: totpSecret }).generate());
    await visitor.press(at('sign-in-submit'));
    await visitor.press('.ant-tour-close, .ant-tour-close-icon');
  }
  const rows = (visitor: Visitor, row: string) => visitor.page.locator(at(row));
  const toKeys = (visitor: Visitor) => visitor.page.evaluate('document.activeElement?.blur()');
  async function settled(visitor: Visitor, row: string, count: number): Promise<void> {
    for (let left = 100; (await rows(visitor, row).count()) !== count; left--) {
      if (left === 0) throw new Error(`${await rows(visitor, row).count()} rows, not ${count}`);
      await visitor.page.waitForTimeout(100);
    }
  }
  async function look(visitor: Visitor, box: string, text: string): Promise<void> {
    // The slash key is free outside of fields and leads to the box.
    await toKeys(visitor);
    await visitor.page.keyboard.press('/');
    await visitor.find(`${at(box)} input, input${at(box)}`).fill(text);
    await visitor.page.keyboard.press('Enter');
  }

  beforeAll(async () => {
    ensureBuilt('admin');
    platform = await startPlatform('sqlite', undefined, { admin: sites.admin });
    const institutions = (
      await platform.server.database.read<{ id: string; name: string; credit_code: string }>(
        'SELECT id, name, credit_code FROM institution',
      )
    )
      .map(({ id, name, credit_code }) => ({ id, name, creditCode: credit_code }))
      .sort((a, b) => Number(b.name.includes('银行')) - Number(a.name.includes('银行')));
    filled = await fillCases(platform.server, 300, institutions, await platform.cast.person('chen-haibo'));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });

  test('an officer finds a case by everything that is printed on paper', async () => {
    const officer = await Visitor.desk(browser, 'officer', platform.url);
    await signIn(officer, 'officer1');
    await officer.press('.ant-menu-item:has-text("办件检索")');
    await officer.reads('办件检索', '下一页');
    await expect(rows(officer, 'case-row').count()).resolves.toBe(20);
    await picture(officer, 'case-search-1');
    const { acceptanceNumber, unitNumber, person, location } = filled;
    const grouped = `${unitNumber.slice(0, 6)} ${unitNumber.slice(6, 12)} ${unitNumber.slice(12)}`;
    for (const [text, count] of [
      [acceptanceNumber, 1],
      [grouped, 1],
      [location, 1],
      [person.idNumber.toLowerCase(), 2],
    ] as const) {
      await look(officer, 'case-search', text);
      await settled(officer, 'case-row', count);
      expect(officer.page.url()).not.toContain(encodeURIComponent(text));
      expect(officer.page.url()).not.toContain(text);
    }
    // The person is masked, and stands neither in the address nor in what is kept for tomorrow.
    await officer.lacks(person.name);
    await officer.lacks(person.idNumber);
    await officer.reads(`${person.name[0]}*`, `4505************${person.idNumber.slice(-2)}`);
    await picture(officer, 'case-search-2');
    const kept = await officer.page.evaluate('JSON.stringify(localStorage)');
    expect(kept).not.toContain(person.idNumber);
    await toKeys(officer);
    await officer.page.keyboard.press('j');
    await officer.page.keyboard.press('Enter');
    await officer.page.waitForURL(/\/review\//);
    await officer.page.goBack();
    await settled(officer, 'case-row', 2);
    expect(officer.faults).toEqual([]);
    await officer.close();
  });

  test('choices are remembered, what was typed is not, and an empty list says what to do', async () => {
    const officer = await Visitor.desk(browser, 'registrar', platform.url);
    await signIn(officer, 'registrar');
    await officer.press('.ant-menu-item:has-text("办件检索")');
    await officer.press(at('case-state'));
    await officer.press('.ant-select-item-option:has-text("人工审核中")');
    await look(officer, 'case-search', '查无此人');
    await officer.reads('没有查到办件', '姓名、名称要与证件一致');
    await picture(officer, 'case-search-3');
    await officer.press('.ant-menu-item:has-text("登记簿")');
    await officer.press('.ant-menu-item:has-text("办件检索")');
    await officer.page.locator(at('case-row')).first().waitFor();
    const states = await officer.page.locator(`${at('case-row')} .state-tag`).allTextContents();
    expect(new Set(states)).toEqual(new Set(['人工审核中']));
    await officer.press(at('case-clear'));
    await officer.reads('下一页');
    expect(officer.faults).toEqual([]);
    await officer.close();
  });

  test('two choices in one moment both count', async () => {
    const officer = await Visitor.desk(browser, 'quick', platform.url);
    await signIn(officer, 'officer2');
    await officer.press('.ant-menu-item:has-text("审核队列")');
    await officer.press(at('queue-state'));
    await officer.find('.ant-select-item-option:has-text("人工审核中")').waitFor();
    await officer.page.evaluate(`
      document.querySelector('.ant-select-item-option[title="人工审核中"]').click();
      document.querySelector('[data-testid=queue-mine]').click();
    `);
    await officer.page.waitForURL(/state=reviewing/);
    expect(Object.fromEntries(new URL(officer.page.url()).searchParams)).toMatchObject({
      state: 'reviewing',
      mine: 'true',
    });
    await officer.close();
  });

  test('a clerk finds the own institution’s cases by the name of a customer', async () => {
    const clerk = await Visitor.desk(browser, 'clerk', platform.url);
    await signIn(clerk, 'bank1');
    await clerk.press('.ant-menu-item:has-text("业务列表")');
    await clerk.page.locator(at('work-row')).first().waitFor();
    await look(clerk, 'work-search', filled.person.name);
    await clerk.page
      .locator(at('work-row'))
      .filter({ hasNotText: filled.person.name })
      .first()
      .waitFor({ state: 'detached' });
    const people = await rows(clerk, 'work-row').allTextContents();
    expect(people.length).toBeGreaterThan(0);
    expect(people.every((text) => text.includes(filled.person.name))).toBe(true);
    expect(decodeURIComponent(clerk.page.url())).not.toContain(filled.person.name);
    await picture(clerk, 'case-search-4');
    expect(clerk.faults).toEqual([]);
    await clerk.close();
  });
});
