import { businesses, routes, stepOf } from '@zhucheng/shared';
import type { Browser } from 'playwright-core';
import { Album } from '../../play/album';
import { Company } from '../../play/company';
import type { Phone } from '../../play/phone';
import { BrowserPlayer } from '../../play/player';
import type { Visitor } from '../../play/visitor';
import type { Actor } from '../../walk/cast';
import { openBrowser, picture } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { partWay, playUntil } from '../support/part-way';
import { type Platform, startPlatform } from '../support/platform';

jest.setTimeout(180_000);

const item = businesses.find(({ unit, steps }) => unit.anyone && steps.some(({ kind }) => kind === 'materials'))!;
const mortgage = businesses.find(({ effects }) => effects.length === 1 && effects[0]!.do === 'register-mortgage')!;
const materials = stepOf(item, 'materials')!;
const form = stepOf(item, 'form')!;

/** Looks at every stop as the play does; some become pictures of the documents. */
class Stops extends Album {
  private readonly pictures: Record<string, string> = {
    'what-can-be-done': 'citizen-apply',
    [materials.id]: 'citizen-material',
    check: 'citizen-check',
  };

  override async stop(visitor: Visitor, name: string): Promise<void> {
    await super.stop(visitor, name, false);
    const kept = this.pictures[name];
    if (kept) await picture(visitor, kept, { whole: true });
  }
}

describe('a citizen with papers, and one who is asked by a bank', () => {
  let platform: Platform;
  let browser: Browser;
  let company: Company;
  let citizen: Actor;
  let phone: Phone;
  let location = '';
  let caseId = '';

  beforeAll(async () => {
    ensureBuilt();
    platform = await startPlatform('sqlite', undefined, sites);
    browser = await openBrowser();
    company = new Company(browser, platform);
    citizen = (await platform.cast.couples())[0]![0]!;
    phone = await company.phone(citizen);
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });
  afterEach(() => expect(company.takeFaults()).toEqual([]));

  test('applies about the home of somebody else, paper by paper', async () => {
    const view = await playUntil(new BrowserPlayer(company, new Stops(null)), item, (move) => move.do === 'claim');
    ({ id: caseId } = view);
    ({ location } = view.unit);
    const { items: own } = await citizen.client.call(routes.register.mine, {});
    expect(own.map(({ unit }) => unit.location)).not.toContain(location);
  });

  test('reads which papers the centre wants to have again, each with its way there', async () => {
    const officer = await platform.cast.officer('officer1');
    const params = { id: caseId };
    await officer.call(routes.review.claim, { params });
    const { version } = (await officer.call(routes.review.detail, { params })).case;
    const faults = [
      { step: materials.id, text: `${materials.items[1]!.name}看不清，请重新拍照。` },
      { step: form.id, text: `${form.fields[1]!.name}与证明不一致，请核对。` },
    ];
    await officer.call(routes.review.requestCorrection, { params, body: { version, faults } });
    await phone.openCase(location, item);
    await phone.sees('待补正', '补正通知', ...faults.map(({ text }) => text), '修改并重新提交');
    await picture(phone.visitor, 'citizen-correction', { whole: true });
  });

  test('sees that an examined item waits for a visit', async () => {
    const { unit } = await partWay(platform, item, () => false);
    await phone.openCase(unit.location, item);
    await phone.sees('预审通过', '预约到窗口');
    await picture(phone.visitor, 'citizen-completed', { whole: true });
  });

  test('reads the whole mortgage before agreeing to it', async () => {
    const { unit } = await partWay(platform, mortgage, (move) => move.do === 'authorise');
    await phone.home();
    await phone.visitor.tap(phone.waiting(/请您授权/, unit.location));
    const { agreesTo } = Object.values(mortgage.parties).find(({ authorise }) => authorise === 'face')!;
    await phone.sees('授权表示您同意', ...agreesTo, '我单独同意使用我的人脸信息');
    await picture(phone.visitor, 'citizen-authorise-mortgage', { whole: true });
  });
});
