import { Businesses } from '@zhucheng/bff/modules/businesses/businesses.service';
import { LeavingService } from '@zhucheng/bff/modules/institutions/leaving.service';
import { businesses, creditCode, filingTerms, routes } from '@zhucheng/shared';
import { toyBusiness } from '@zhucheng/shared/testing';
import { TOTP } from 'otpauth';
import type { Browser } from 'playwright-core';
import { DEMO_PASSWORD, demoStaff } from '../../city';
import { Client } from '../../walk/client';
import { openBrowser, picture, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { type Platform, startPlatform } from '../support/platform';

jest.setTimeout(120_000);

const at = (id: string): string => `[data-testid=${id}]`;
const code = creditCode.compose('91450502MA5KT3X7');

/** From an application on the public page to a clerk who has left. */
describe('an institution in the browser', () => {
  let platform: Platform;
  let browser: Browser;
  let applicant: Visitor;
  let centre: Visitor;
  let manager: Visitor;
  let receipt = '';
  let account = { username: '', link: '' };
  const visitors: Visitor[] = [];
  /** Case → who has it; the clerk who is made below starts with two. */
  const owners = new Map<string, string>();
  const of = (id: string) => [...owners].filter(([, owner]) => owner === id).map(([key]) => key);

  beforeAll(async () => {
    ensureBuilt('admin');
    platform = await startPlatform('sqlite', undefined, { admin: sites.admin });
    const startedBy = ['institution-clerk' as const];
    const kinds = ['一般抵押权登记', '预购商品房抵押权预告登记', '抵押权注销登记'];
    const toys = kinds.map((name, i) => ({ ...toyBusiness, id: `toy-${'abc'[i]}`, name, startedBy }));
    (await platform.server.get(Businesses)).use([...businesses, ...toys]);
    (await platform.server.get(LeavingService)).onOpenCases({
      count: async (_, id) => of(id).length,
      list: async (_, id) =>
        of(id).map((key) => {
          return { id: key, acceptanceNumber: '202611234829137', businessName: '一般抵押权登记', stateName: '填写中' };
        }),
      handOver: async (_, from, to) => {
        const mine = of(from);
        for (const key of mine) owners.set(key, to);
        return mine.length;
      },
    });
    browser = await openBrowser();
    const desk = async (name: string) => {
      const visitor = await Visitor.desk(browser, name, platform.url);
      visitors.push(visitor);
      return visitor;
    };
    [applicant, centre, manager] = [await desk('applicant'), await desk('centre'), await desk('manager')];
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });

  let broken = false;
  /** Acts build on each other: after a failure the rest says so at once. */
  const act = (title: string, play: () => Promise<void>): void => {
    test(title, async () => {
      if (broken) throw new Error('an earlier act failed');
      broken = true;
      try {
        await play();
        expect(visitors.flatMap((visitor) => visitor.faults)).toEqual([]);
      } catch (error) {
        for (const visitor of visitors) await visitor.keepEvidence();
        throw error;
      }
      broken = false;
    });
  };

  /** Dialogs and lists grow while they open, and a press at something moving misses. */
  async function press(visitor: Visitor, selector: string): Promise<void> {
    await visitor.find(selector).waitFor();
    const moving = '[class*=ant-zoom-], [class*=ant-slide-up-], [class*=ant-fade-]';
    await visitor.page.locator(moving).first().waitFor({ state: 'detached' });
    await visitor.press(selector);
  }

  async function signIn(visitor: Visitor, username: string, password: string, secret: string): Promise<void> {
    await visitor.find(at('sign-in-username')).fill(username);
    await visitor.find(at('sign-in-password')).fill(password);
    const totp = new TOTP({ secret }).generate({ timestamp: platform.clock.now() });
    await visitor.find(at('sign-in-totp')).fill(totp);
    await press(visitor, at('sign-in-submit'));
  }

  /** Chooses from an open list as a person does: with a click on the words. */
  const choose = (visitor: Visitor, text: string) =>
    press(visitor, `.ant-select-dropdown .ant-select-item-option:has-text("${text}")`);

  /** An entry of the menu that opens beside `更多` of a clerk's row. */
  async function more(visitor: Visitor, name: string, entry: string): Promise<void> {
    await press(visitor, `${at('clerk-table')} tr:has-text("${name}") ${at('clerk-more')}`);
    await press(visitor, `.ant-dropdown-menu-item:has-text("${entry}")`);
  }

  act('an institution applies, and is told at the field what is wrong', async () => {
    await applicant.open('/admin/sign-in');
    await press(applicant, 'a:has-text("申请机构入驻备案")');
    await applicant.reads('一、单位信息', '机构入驻服务条款');
    const values = {
      'apply-name': '北海市涠洲湾村镇银行',
      'apply-credit-code': `${code.slice(0, 17)}${code.endsWith('1') ? '2' : '1'}`,
      'apply-representative': '廖文彬',
      'apply-contact': '苏婉清',
      'apply-contact-phone': '13907796101',
      'apply-admin': '陆子昂',
      'apply-admin-phone': '13907796102',
      'apply-username': 'weizhou-admin',
    };
    for (const [id, value] of Object.entries(values)) await applicant.find(at(id)).fill(value);
    await press(applicant, at('apply-send'));
    await applicant.reads('这个代码的校验位不符', '请阅读并同意入驻服务条款。');
    await picture(applicant, 'institution-1-apply');
    await applicant.find(at('apply-credit-code')).fill(code);
    await press(applicant, at('apply-agreed'));
    await press(applicant, at('apply-send'));
    await applicant.reads('备案申请已提交');
    receipt = (await applicant.find(at('receipt')).innerText()).trim();
    await press(applicant, 'a:has-text("查看进度")');
    await applicant.reads('等待审核', '登记中心正在审核');
  });

  act('the centre approves and sees the activation link once', async () => {
    await centre.open('/admin/');
    const { totpSecret } = demoStaff.find((one) => one.username === 'administrator')!;
    await signIn(centre, 'administrator', DEMO_PASSWORD, totpSecret);
    await press(centre, '.ant-tour-close, .ant-tour-close-icon');
    await press(centre, at('menu-institutions'));
    await centre.reads('北海市涠洲湾村镇银行');
    await press(centre, 'a:has-text("北海市涠洲湾村镇银行")');
    await centre.reads('139****6101', code);
    await centre.lacks('苏婉清');
    await press(centre, at('filing-approve'));
    await press(centre, at('approve-sure'));
    await picture(centre, 'institution-2-approve');
    await press(centre, at('approve-confirm'));
    const read = async (id: string) => (await centre.find(at(id)).innerText()).trim();
    account = { username: await read('link-username'), link: await read('link') };
    await press(centre, at('link-kept'));
    await press(centre, at('link-done'));
    await centre.page.locator(at('activation')).waitFor({ state: 'detached' });
    await centre.reads('已通过', '协议');
    await centre.lacks(account.link);
    await press(centre, at('menu-institutions'));
    await press(centre, '.ant-tabs-tab:has-text("已入驻机构")');
    await centre.reads('北海市涠洲湾村镇银行');
    await press(applicant, at('status-ask'));
    await applicant.reads('已通过');
    expect(await applicant.find(at('status-receipt')).inputValue()).toBe(receipt);
  });

  act('the administrator comes in by the link', async () => {
    const { pathname, hash } = new URL(account.link);
    await manager.open(`${pathname}${hash}`);
    await manager.reads('陆子昂，您好', account.username);
    const secret = (await manager.find(at('activate-secret')).innerText()).replace(/\s/g, '');
    const code = (at: number) => new TOTP({ secret }).generate({ timestamp: at });
    await manager.find(at('activate-password')).fill('Own-password-7');
    await manager.find(at('activate-again')).fill('Own-password-8');
    await manager.find(at('activate-totp')).fill(code(platform.clock.now()));
    await press(manager, at('activate-send'));
    await manager.reads('两次输入的密码不一样');
    await manager.find(at('activate-again')).fill('Own-password-7');
    await picture(manager, 'institution-2b-activate', { whole: true });
    await press(manager, at('activate-send'));
    await manager.find(at('recovery-codes')).waitFor();
    expect(await manager.page.locator(`${at('recovery-codes')} li`).count()).toBe(10);
    expect(new URL(manager.page.url()).hash).toBe('');
    await picture(manager, 'institution-2c-recovery-codes');
    await press(manager, at('recovery-kept'));
    await press(manager, at('recovery-done'));
    platform.clock.advance(30_000);
    await signIn(manager, account.username, 'Own-password-7', secret);
    await press(manager, '.ant-tour-close, .ant-tour-close-icon');
    await press(manager, at('menu-enterprise-staff'));
    await manager.reads('陆子昂', '机构管理员', '本部');
  });

  act('a branch and a clerk with her permissions', async () => {
    await press(manager, '.ant-tabs-tab:has-text("网点")');
    await press(manager, at('branch-new'));
    await manager.find(at('branch-name')).fill('海城支行');
    await press(manager, at('branch-save'));
    await manager.find(`${at('branch-table')} tr:has-text("海城支行")`).waitFor();
    await press(manager, at('clerk-new'));
    await manager.find(at('clerk-name')).fill('黎小满');
    await manager.find(at('clerk-phone')).fill('13907796103');
    await manager.find(at('clerk-username')).fill('weizhou-clerk');
    await press(manager, at('clerk-branch'));
    await choose(manager, '海城支行');
    await press(manager, at('clerk-business-toy-a'));
    await press(manager, at('clerk-save'));
    await manager.find(at('link')).waitFor();
    await press(manager, at('link-kept'));
    await press(manager, at('link-done'));
    await press(manager, '.ant-tabs-tab:has-text("业务权限表")');
    await manager.find(`${at('permission-matrix')} tr:has-text("黎小满")`).waitFor();
    await manager.reads('仅海城支行');
    await picture(manager, 'institution-3-permissions');
  });

  act('who files in its name is asked about: the manager agrees, the centre opens a clerk’s account', async () => {
    const joiner = {
      ...{ name: '涠洲湾村镇银行北海营业部', creditCode: code, kind: 'bank' as const, legalRepresentative: '廖文彬' },
      contact: { name: '苏婉清', phone: '13907796101' },
      administrator: { name: '韦小满', username: 'weizhou-joiner', phone: '13907796104' },
      termsVersion: filingTerms.version,
    };
    await new Client(platform.url).call(routes.institutions.apply, { body: joiner });
    await press(centre, at('menu-institutions'));
    await press(centre, '.ant-tabs-tab:has-text("备案申请")');
    await centre.page.reload();
    await centre.reads('单位已入驻，等管理员答复');
    await press(centre, 'a:has-text("涠洲湾村镇银行北海营业部")');
    await centre.reads('这家单位已经入驻：北海市涠洲湾村镇银行', '同意以后才能通过');
    expect(await centre.find(at('filing-approve')).isDisabled()).toBe(true);
    await picture(centre, 'institution-5-names-member');
    await press(manager, at('menu-joining'));
    await manager.reads('韦小满', '139****6104', '涠洲湾村镇银行北海营业部');
    await picture(manager, 'institution-6-joining');
    await press(manager, at('joining-admit'));
    await press(manager, at('joining-sure'));
    await press(manager, at('joining-admit-confirm'));
    await manager.reads('已同意，等登记中心开通');
    await centre.page.reload();
    await centre.reads('管理员已同意', '陆子昂');
    await press(centre, at('filing-approve'));
    await centre.reads('经办人登录名', '普通经办人账号');
    await press(centre, at('approve-sure'));
    await press(centre, at('approve-confirm'));
    await press(centre, at('link-kept'));
    await press(centre, at('link-done'));
    await press(manager, at('menu-enterprise-staff'));
    await manager.page.reload();
    await manager.find(`${at('clerk-table')} tr:has-text("韦小满")`).waitFor();
  });

  act('she leaves after her cases have been handed over', async () => {
    const id = (await platform.server.database.readOne<{ id: string }>('SELECT id FROM staff WHERE username = ?', [
      'weizhou-clerk',
    ]))!.id;
    owners.set('01KAS00000000000000000000A', id).set('01KAS00000000000000000000B', id);
    await press(manager, '.ant-tabs-tab:has-text("人员")');
    await more(manager, '陆子昂', '办理离职');
    await manager.reads('现在还不能离职：陆子昂 是本机构唯一可用的管理员。');
    await press(manager, '.ant-modal-footer button:has-text("再看看")');
    await manager.page.locator('.ant-modal-title').waitFor({ state: 'detached' });
    await more(manager, '黎小满', '办理离职');
    await manager.reads('现在还不能离职：黎小满 名下还有 2 件在办。');
    await press(manager, '#hand-over-to');
    await choose(manager, '陆子昂');
    await picture(manager, 'institution-4-leave');
    await press(manager, at('hand-over-confirm'));
    await manager.reads('黎小满 名下没有在办件');
    await press(manager, at('leave-sure'));
    await press(manager, at('leave-confirm'));
    await manager.find(`${at('clerk-table')} tr:has-text("黎小满"):has-text("已离职")`).waitFor();
    await press(manager, '.ant-tabs-tab:has-text("交接记录")');
    await manager.find(`${at('handover-table')} tr:has-text("黎小满"):has-text("2 件")`).waitFor();
  });
});
