import { businesses, routes, stepOf } from '@zhucheng/shared';
import type { Browser, Page } from 'playwright-core';
import { Company } from '../../play/company';
import type { Phone } from '../../play/phone';
import { openBrowser, picture, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { colleague, nextCode } from '../support/clerk';
import { Ground } from '../support/desk';
import { partWay } from '../support/part-way';
import { type Platform, startPlatform } from '../support/platform';

jest.setTimeout(240_000);

const at = (id: string): string => `[data-testid=${id}]`;
const item = businesses.find(({ unit, steps }) => unit.anyone && steps.some(({ kind }) => kind === 'materials'))!;
const form = stepOf(item, 'form')!;
const field = form.fields.find(({ kind }) => kind === 'text')!;
const discharge = businesses.find(({ effects }) => effects.length === 1 && effects[0]!.do === 'discharge-mortgage')!;
const reason = stepOf(discharge, 'form')!.fields.find(({ kind }) => kind === 'choice')!;
const options = reason.kind === 'choice' ? reason.options : [];

/** Does this, and waits until the draft that it leads to was answered. */
async function keeping(page: Page, work: () => Promise<unknown>): Promise<number> {
  const answered = page.waitForResponse((response) => response.url().endsWith('/draft'), { timeout: 60_000 });
  await work();
  return (await answered).status();
}

describe('what two save at the same time, on the screens', () => {
  let platform: Platform;
  let browser: Browser;
  let company: Company;

  beforeAll(async () => {
    ensureBuilt();
    platform = await startPlatform('sqlite', undefined, sites);
    browser = await openBrowser();
    company = new Company(browser, platform);
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });
  afterEach(() => expect(company.takeFaults()).toEqual([]));

  test('a citizen with two tabs on a telephone chooses between both, and loses neither', async () => {
    const citizen = (await platform.cast.couples())[0]![0]!;
    const phone: Phone = await company.phone(citizen);
    const { id } = await partWay(platform, item, (move) => move.do === 'fill' && move.step === form.id);
    const address = `/#/packages/apply/step?id=${id}&step=${form.id}`;
    const { visitor } = phone;
    const box = `#field-${field.id} input`;
    await visitor.open(address);
    await visitor.find(box).waitFor();
    const tab = await visitor.page.context().newPage();
    await tab.goto(`${platform.url}${address}`);
    const other = tab.locator(box).filter({ visible: true });
    await other.waitFor();

    expect(await keeping(visitor.page, () => visitor.type(`field-${field.id}`, '林国栋'))).toBe(200);
    await other.tap();
    expect(await keeping(tab, () => other.fill('林国梁'))).toBe(409);
    await tab.getByText('这一步有两份内容').waitFor();
    for (const name of ['林国栋', '林国梁']) await tab.getByText(name).waitFor();
    await tab.setViewportSize({ width: 320, height: 568 });
    expect(await tab.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    if (process.env.SCREENSHOTS)
      await tab.screenshot({ path: `${process.env.SCREENSHOTS}/conflict-citizen-320.png`, fullPage: true });
    await tab.locator(`#conflict-${field.id}-mine`).tap();
    expect(await keeping(tab, () => tab.locator('#conflict-go').tap())).toBe(200);
    expect(await other.inputValue()).toBe('林国梁');

    // The first tab still shows its own; what is typed there next meets the newer one.
    expect(await keeping(visitor.page, () => visitor.find(box).fill('林国栋二'))).toBe(409);
    await visitor.reads('这一步有两份内容', '林国梁', '林国栋二');
    await picture(visitor, 'conflict-citizen');
    await visitor.press(`#conflict-${field.id}-theirs`);
    await visitor.press('#conflict-go');
    await visitor.find(box).waitFor();
    expect(await visitor.find(box).inputValue()).toBe('林国梁');
    await tab.close();
    const { data } = await citizen.client.call(routes.cases.stepData, { params: { id, step: form.id } });
    expect(data[field.id]).toBe('林国梁');
  });

  test('a desk’s form opened again shows what was typed last; two clerks read each other’s name', async () => {
    const admin = await platform.cast.officer('bank1');
    const bank = platform.cast.developer('bank1');
    const ground = new Ground(platform);
    const [number] = await ground.mortgages(await ground.units(1), bank);
    const verify = { certificateNumber: number!, rightHolder: bank.name };
    const { id } = await admin.call(routes.enterprise.start, { body: { businessId: discharge.id, verify } });
    const other = await colleague(platform, admin, { businessIds: ['*'] });
    const sit = async (): Promise<Visitor> => {
      const visitor = await Visitor.desk(browser, other.name, platform.url);
      await visitor.open('/admin/');
      await visitor.find(at('sign-in-username')).fill(other.username);
      await visitor.find(at('sign-in-password')).fill(other.password);
      await visitor.find(at('sign-in-totp')).fill(nextCode(platform, other.totpSecret));
      await visitor.press(at('sign-in-submit'));
      await visitor.press('.ant-tour-close, .ant-tour-close-icon');
      return visitor;
    };
    const second = await sit();
    const { visitor: first } = await company.desk('bank1');
    const edit = async (visitor: Visitor): Promise<void> => {
      if ((await visitor.page.locator(at('editor-reason')).count()) === 0) await visitor.press(at('edit-reason'));
      await visitor.find(at('editor-reason')).waitFor();
    };
    const choose = (visitor: Visitor, option: number) =>
      visitor.page.locator(at('editor-reason')).getByText(options[option]!.name).click();
    const chosen = (visitor: Visitor, option: number) =>
      visitor.page.getByRole('radio', { name: options[option]!.name }).isChecked();

    // Left at once, long before the draft is due; opened again at once.
    await first.open(`/admin/work/${id}`);
    await edit(first);
    for (const option of [0, 2, 1]) {
      await choose(first, option);
      await first.pressRole('button', /先不填/);
      await first.page.locator(at('editor-reason')).waitFor({ state: 'detached' });
      await edit(first);
      expect([option, await chosen(first, option)]).toEqual([option, true]);
    }

    // The colleague opens it with the draft that the first has left, and both go on.
    await second.open(`/admin/work/${id}`);
    await edit(second);
    expect(await chosen(second, 1)).toBe(true);
    await choose(first, 2);
    await first.press(at('step-save'));
    await first.reads('已完成', options[2]!.name);
    await choose(second, 0);
    await second.press(at('step-save'));
    await second.find(at('save-conflict')).waitFor();
    const { name } = await admin.call(routes.identity.staffMe, {});
    await second.reads(`${name}刚才保存过这里`, options[0]!.name, options[2]!.name);
    await picture(second, 'conflict-clerk');
    await second.find(at(`conflict-${reason.id}-mine`)).click();
    await second.press(at('conflict-go'));
    await edit(second);
    expect(await chosen(second, 0)).toBe(true);
    await second.press(at('step-save'));
    await second.page.locator(at('editor-reason')).waitFor({ state: 'detached' });
    await second.reads(`经办人 ${other.name}`, `经办人 ${name}`);
    await picture(second, 'conflict-clerk-timeline');
    expect(second.faults).toEqual([]);
    await second.close();
  });
});
