import { businesses, type CaseView, routes } from '@zhucheng/shared';
import { type WalkPath, walkPaths } from '@zhucheng/shared/testing';
import type { Browser } from 'playwright-core';
import { DEMO_PASSWORD, demoStaff } from '../../city';
import { HttpPlayer } from '../../walk/player';
import { openBrowser, picture, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { nextCode } from '../support/clerk';
import { type Platform, startPlatform } from '../support/platform';
import { signInByCode } from './scenes';

jest.setTimeout(120_000);

const at = (id: string): string => `[data-testid=${id}]`;
const sale = businesses.find(({ unit, startedBy, effects }) => {
  const stays = effects.length === 1 && effects[0]!.do === 'transfer-ownership';
  return stays && unit.by === 'right-certificate' && startedBy.includes('citizen');
})!;
const mortgage = businesses.find(({ effects }) => effects.length === 1 && effects[0]!.do === 'register-mortgage')!;
const ownRisk = '自愿承担继续办理的一切风险和后果';

/** What the register says is read, promised and seen by those it concerns: an objection, a mortgage that stays. */
describe('commitments in the browser', () => {
  let platform: Platform;
  let browser: Browser;
  const visitors: Visitor[] = [];
  const players: HttpPlayer[] = [];

  beforeAll(async () => {
    ensureBuilt();
    platform = await startPlatform('sqlite', undefined, sites);
    browser = await openBrowser();
  });
  afterAll(async () => {
    for (const player of players) await player.finish();
    await browser?.close();
    await platform?.close();
  });

  /** Plays a declared path up to and with its first move of a kind. */
  async function until(business: typeof sale, id: string, move: WalkPath['steps'][number]['move']['do'] | 'end') {
    const path = walkPaths(business).find((candidate) => candidate.id === id)!;
    const { cast, playground } = platform;
    const player = new HttpPlayer({ cast, playground, settle: async () => undefined });
    await player.prepare(business, path);
    for (const step of path.steps) {
      expect(await player.play(step.move, step.state)).toMatchObject({ state: step.state });
      if (step.move.do === move) break;
    }
    players.push(player);
    return player.view();
  }

  async function desk(username: string): Promise<Visitor> {
    const visitor = await Visitor.desk(browser, username, platform.url);
    visitors.push(visitor);
    const { totpSecret } = demoStaff.find((account) => account.username === username)!;
    await visitor.open('/admin/');
    await visitor.find(at('sign-in-username')).fill(username);
    await visitor.find(at('sign-in-password')).fill(DEMO_PASSWORD);
    await visitor.find(at('sign-in-totp')).fill(nextCode(platform, totpSecret));
    await visitor.page.keyboard.press('Enter');
    await visitor.press('.ant-tour-close, .ant-tour-close-icon');
    return visitor;
  }

  test('a seller reads the commitment, and nothing starts before it is ticked', async () => {
    const view: CaseView = await until(sale, 'objected', 'object');
    const [chen] = (await platform.cast.couples())[0]!;
    const me = view.parties.find((party) => party.name === chen!.name)!;
    const phone = await Visitor.phone(browser, 'objection-phone', 'touch', platform.url);
    visitors.push(phone);
    await phone.open('/#/packages/me/login');
    await signInByCode(phone, chen!, platform.playground);
    await phone.open(`/#/packages/authorise/index?id=${me.id}`);
    await phone.reads('并作出承诺', ownRisk, '有人对登记提出异议');
    await phone.press('#auth-agree');
    await phone.press('#auth-face');
    await phone.reads('请先阅读并勾选承诺');
    await picture(phone, 'objection-01-authorise');
    await phone.press('#auth-commit');
    await phone.press('#auth-face');
    await phone.reads('用手机支付宝刷脸');
    await phone.open(`/#/packages/case/index?id=${view.id}`);
    await phone.reads('各方承诺', '待承诺');
    await picture(phone, 'objection-02-case');
  });

  test('a clerk ticks the commitment on the check page, and sees who has given it', async () => {
    const view = await until(mortgage, 'objected-reviewing', 'object');
    const clerk = await desk('bank1');
    await clerk.open(`/admin/work/${view.id}`);
    await clerk.find(at('case-header')).waitFor();
    await clerk.reads(ownRisk, '待承诺');
    await picture(clerk, 'objection-03-case');
    await clerk.page.keyboard.press('s');
    await clerk.find(at('send-commitments')).waitFor();
    await clerk.press(at('send-checked'));
    expect(await clerk.find(at('send-confirm')).isDisabled()).toBe(true);
    await clerk.press(at('send-committed'));
    await picture(clerk, 'objection-04-send');
    await clerk.press(at('send-confirm'));
    await clerk.find('[data-testid=case-state][data-state=authorising]').waitFor();
    await clerk.reads('已承诺');
  });

  test('the mortgagee finds out that a unit has changed hands with its mortgage on it', async () => {
    const view = await until(sale, 'mortgage-stays', 'end');
    const client = await platform.cast.officer('bank1');
    const { items } = await client.call(routes.institutionMessages.list, { query: { limit: 20 } });
    expect(items.some(({ body }) => body.includes(view.acceptanceNumber))).toBe(true);
    const clerk = visitors.find(({ name }) => name === 'bank1')!;
    await clerk.open('/admin/');
    await clerk.press(at('needs-messages'));
    await clerk.reads('抵押的不动产已转移登记', view.acceptanceNumber);
    await picture(clerk, 'objection-05-messages');
    await clerk.press(at('institution-message-read'));
    await clerk.reads('已读');
  });
});
