import { businesses, dayOf, routes } from '@zhucheng/shared';
import { walk, walkPaths } from '@zhucheng/shared/testing';
import type { Browser } from 'playwright-core';
import type { Actor } from '../../walk/cast';
import { HttpPlayer } from '../../walk/player';
import { openBrowser, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { type Platform, startPlatform } from '../support/platform';
import { confirmDevice, signInByCode, signInByPassword } from './scenes';

jest.setTimeout(120_000);

const shots = process.env.APPOINTMENT_SHOTS;
const at = (id: string): string => `[data-testid=${id}]`;

/** A citizen books with her fingers; the desk, an institution and the administrator see their side. */
describe('appointments in the browser', () => {
  let platform: Platform;
  let browser: Browser;
  let chen: Actor;
  let phone: Visitor;
  const visitors: Visitor[] = [];
  const picture = async (visitor: Visitor, name: string): Promise<void> => {
    if (!shots) return;
    await visitor.page.waitForTimeout(500);
    await visitor.page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
  };

  const desk = async (username: string, address: string): Promise<Visitor> => {
    const visitor = await Visitor.desk(browser, username, platform.url);
    visitors.push(visitor);
    const client = await platform.cast.officer(username);
    const staff = await client.call(routes.identity.staffMe, {});
    const session = JSON.stringify({ token: client.token, expiresAt: Date.now() + 3_600_000, staff });
    const script = `if (location.protocol !== 'about:') sessionStorage.setItem('zhucheng.admin.session', ${JSON.stringify(session)})`;
    await visitor.page.addInitScript({ content: script });
    await visitor.open(`/admin${address}`);
    // The first visit of a desk begins with a tour.
    await visitor.press('.ant-tour-close, .ant-tour-close-icon');
    return visitor;
  };
  const choose = async (visitor: Visitor, select: string, option: string): Promise<void> => {
    await visitor.press(at(select));
    await visitor.press(`.ant-select-item-option:not(.ant-select-item-option-disabled):has-text("${option}")`);
    await visitor.page.waitForTimeout(400);
  };

  beforeAll(async () => {
    ensureBuilt();
    platform = await startPlatform('sqlite', undefined, sites);
    browser = await openBrowser();
    chen = await platform.cast.person('chen-haibo');
    phone = await Visitor.phone(browser, '预约人', 'touch', platform.url);
    visitors.push(phone);
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });
  afterEach(async () => {
    for (const visitor of visitors) await visitor.keepEvidence();
    expect(visitors.flatMap((visitor) => visitor.faults)).toEqual([]);
  });

  it('asks a citizen one thing at a time and gives her number and code', async () => {
    await phone.open('/#/pages/me/index');
    await phone.press('#me-appointments');
    await phone.press('#gate-login');
    await signInByPassword(phone, chen);
    // A password alone does not show where she will be, and opens no printer.
    await phone.press('#gate-device');
    await confirmDevice(phone, chen, platform.playground);
    await phone.reads('还没有预约');
    await picture(phone, 'mini-1-empty');
    await phone.press('#appointment-new');
    await phone.reads('您要办什么事？', '第 1 步，共 5 步');
    await picture(phone, 'mini-2-matter');
    await phone.press('#matter-print');
    await phone.reads('您想去哪个网点？', '银海区不动产登记服务站');
    await phone.lacks('合浦县不动产登记分中心');
    await picture(phone, 'mini-3-point');
    await phone.press('.option:has-text("登记大厅")');
    await phone.reads('您想哪一天去？', '还有');
    await picture(phone, 'mini-4-day');
    await phone.press('.option:has-text("还有")');
    await phone.reads('您想几点去？', '还有 20 个名额');
    await picture(phone, 'mini-5-slot');
    await phone.press('#slot-0');
    await phone.reads('请核对，没有错就提交', '市政务服务中心不动产登记大厅');
    await picture(phone, 'mini-6-check');
    await phone.press('#book-submit');
    await phone.reads('预约成功', '取件码', '已预约');
    await picture(phone, 'mini-7-done');
    const { items } = await chen.client.call(routes.appointments.mine, {});
    await phone.reads(items[0]!.number);
  });

  it('gives her a code for a certificate, too', async () => {
    const visitor = await Visitor.phone(browser, '持证人', 'touch', platform.url);
    visitors.push(visitor);
    const { items } = await chen.client.call(routes.certificates.mine, {});
    await visitor.open('/#/packages/me/login');
    await signInByCode(visitor, chen, platform.playground);
    await visitor.open(`/#/packages/certificate/detail?id=${items.find(({ state }) => state === 'valid')!.id}`);
    await visitor.press('#print-code-ask');
    const shown = await visitor.find('#print-code').textContent();
    expect(shown).toMatch(/^\d{3} \d{3} \d{4}$/);
    await picture(visitor, 'mini-9-code');
  });

  it('lets her move it', async () => {
    await phone.press('#appointment-change');
    await phone.reads('原来约的是');
    await phone.press('.option:has-text("还有")');
    await phone.press('#slot-1');
    await picture(phone, 'mini-8-change');
    await phone.press('#change-submit');
    await phone.find('#appointment-cancel').waitFor();
    const [moved] = (await chen.client.call(routes.appointments.mine, {})).items;
    expect(moved).toMatchObject({ state: 'booked', version: 2 });
  });

  it('shows the desk its day', async () => {
    const officer = await desk('officer1', '/appointments');
    await officer.reads('预约管理');
    const [booked] = (await chen.client.call(routes.appointments.mine, {})).items;
    const day = dayOf(booked!.startsAt);
    await officer.press(`${at('appointments-day')} >> visible=true`);
    await officer.page.keyboard.press('Control+A');
    await officer.page.keyboard.type(day);
    await officer.page.keyboard.press('Enter');
    await officer.reads(booked!.number);
    await officer.lacks(chen.name);
    await picture(officer, 'desk-1-day');
    await officer.open('/admin/prints');
    await officer.reads('还没有打印记录');
    await picture(officer, 'desk-2-prints');
  });

  it('lets an institution book, and says which acceptance numbers are wrong', async () => {
    const clerk = await desk('bank1', '/institution-appointments');
    await clerk.reads('还没有预约');
    await clerk.press(at('institution-book'));
    await choose(clerk, 'book-point', '登记大厅');
    await choose(clerk, 'slot-day', '余');
    await choose(clerk, 'slot-time', '余');
    await clerk.find(`textarea${at('book-cases')}`).fill('20261124 12345');
    await clerk.find(`input${at('book-name')}`).fill('邱晓琳');
    await clerk.find(`input${at('book-phone')}`).fill('13907790600');
    await clerk.press(at('book-ok'));
    await clerk.reads('这些受理编号不对');
    await picture(clerk, 'desk-3-book');
    await clerk.find(`textarea${at('book-cases')}`).fill('');
    await clerk.press(at('book-ok'));
    await clerk.find(at('pickup-code')).waitFor();
    await picture(clerk, 'desk-4-booked');
    await clerk.press('.ant-btn:has-text("知道了")');
    await clerk.reads('已预约');
  });

  it('books what an institution has ticked on its work list, with nothing typed again', async () => {
    const business = businesses.find(
      ({ startedByKinds, steps, fee }) =>
        startedByKinds.includes('bank') && fee.matter === 'none' && steps.some((step) => step.kind === 'book'),
    )!;
    const { cast, playground } = platform;
    const happy = walkPaths(business).find(({ id }) => id === 'happy')!;
    const player = new HttpPlayer({ cast, playground, settle: async () => undefined });
    expect(await walk(business, happy, player)).toMatchObject({ passed: true });
    const clerk = await desk('bank1', '/work?state=completed');
    const [done] = (await (await cast.officer('bank1')).call(routes.enterprise.list, { query: { limit: 1 } })).items;
    await clerk.press(`[aria-label="勾选 ${done!.acceptanceNumber}"]`);
    await clerk.press(at('work-visit'));
    expect(await clerk.find(`textarea${at('book-cases')}`).inputValue()).toBe(done!.acceptanceNumber);
    await choose(clerk, 'book-point', '登记大厅');
    await choose(clerk, 'slot-day', '余');
    await choose(clerk, 'slot-time', '余');
    await clerk.find(`input${at('book-name')}`).fill('邱晓琳');
    await clerk.find(`input${at('book-phone')}`).fill('13907790600');
    await picture(clerk, 'desk-4b-visit');
    await clerk.press(at('book-ok'));
    await clerk.find(at('pickup-code')).waitFor();
    await clerk.press('.ant-btn:has-text("知道了")');
    await clerk.reads(done!.location);
    await picture(clerk, 'desk-4c-visit-list');
  });

  it('lets the administrator set points, holidays and kiosks', async () => {
    const administrator = await desk('administrator', '/appointment-settings');
    await administrator.reads('服务网点', '节假日与调休', '预约规则', '自助打证机');
    await picture(administrator, 'desk-5-settings');
    await administrator.press(at('point-edit-HC'));
    await administrator.reads('每周时段与名额');
    await picture(administrator, 'desk-6-point');
    await administrator.press(at('point-save'));
    await administrator.reads('已保存，今后的号源已更新。');
  });
});
