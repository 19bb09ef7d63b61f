import { businesses, routes } from '@zhucheng/shared';
import type { Browser } from 'playwright-core';
import { openBrowser, picture, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { colleague, type NewClerk, nextCode } from '../support/clerk';
import { Ground } from '../support/desk';
import { type Platform, startPlatform } from '../support/platform';

jest.setTimeout(120_000);

const at = (id: string): string => `[data-testid=${id}]`;
const discharge = businesses.find(({ effects }) => effects.length === 1 && effects[0]!.do === 'discharge-mortgage')!;
const notice = businesses.find(({ effects }) =>
  effects.some((effect) => effect.do === 'register-notice' && effect.notice === 'presale-mortgage'),
)!;

describe('a clerk without a permission, in the browser', () => {
  let platform: Platform;
  let browser: Browser;
  let caseId = '';

  beforeAll(async () => {
    ensureBuilt('admin');
    platform = await startPlatform('sqlite', undefined, { admin: sites.admin });
    const admin = await platform.cast.officer('bank1');
    const bank = platform.cast.developer('bank1');
    const ground = new Ground(platform);
    const [number] = await ground.mortgages(await ground.units(1), bank);
    const verify = { certificateNumber: number!, rightHolder: bank.name };
    caseId = (await admin.call(routes.enterprise.start, { body: { businessId: discharge.id, verify } })).id;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });

  async function desk(name: string, businessIds: string[]): Promise<Visitor> {
    const clerk: NewClerk = await colleague(platform, await platform.cast.officer('bank1'), { businessIds });
    const visitor = await Visitor.desk(browser, name, platform.url);
    await visitor.open('/admin/');
    await visitor.find(at('sign-in-username')).fill(clerk.username);
    await visitor.find(at('sign-in-password')).fill(clerk.password);
    await visitor.find(at('sign-in-totp')).fill(nextCode(platform, clerk.totpSecret));
    await visitor.press(at('sign-in-submit'));
    await visitor.press('.ant-tour-close, .ant-tour-close-icon');
    await visitor.reads('办理新业务');
    return visitor;
  }

  test('is not shown the button, finds the case, and reads who can help', async () => {
    const clerk = await desk('limited', [notice.id]);
    const cards = await clerk.page.locator(at('start-card')).allTextContents();
    expect(cards).toEqual([expect.stringContaining(notice.name)]);
    // Conversions are none of this clerk's business.
    await clerk.lacks('可转换清单');
    await picture(clerk, 'clerk-permissions-1');
    await clerk.open(`/admin/work/${caseId}`);
    await clerk.reads('这件业务您只能查看', '请联系本机构管理员');
    for (const id of ['case-send', 'case-submit', 'case-more', 'case-recall', 'edit-reason'])
      expect([id, await clerk.page.locator(at(id)).count()]).toEqual([id, 0]);
    await picture(clerk, 'clerk-permissions-2');
    await clerk.open('/admin/work?all=1');
    await clerk.page.locator(at('work-row')).first().waitFor();
    await clerk.page
      .locator(`${at('work-row')} .ant-checkbox`)
      .first()
      .click();
    for (const id of ['work-send', 'work-submit', 'work-withdraw'])
      expect(await clerk.find(at(id)).isDisabled()).toBe(true);
    // The address of a page that is not offered leads nowhere.
    await clerk.open(`/admin/start?business=${discharge.id}`);
    await clerk.lacks('校验并立案');
    expect(clerk.faults).toEqual([]);
    await clerk.close();
  });

  test('with no permission at all the first page says whom to ask', async () => {
    const clerk = await desk('none', []);
    await clerk.reads('还没有可以办理的业务', '请联系本机构管理员', '没有等您处理的办件');
    expect(await clerk.page.locator(at('start-card')).count()).toBe(0);
    await picture(clerk, 'clerk-permissions-3');
    expect(clerk.faults).toEqual([]);
    await clerk.close();
  });
});
