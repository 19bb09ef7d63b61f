import { FirstAdministrators } from '@zhucheng/bff/modules/identity/first-administrators.service';
import { Passkeys } from '@zhucheng/bff/modules/identity/passkey.service';
import { TOTP } from 'otpauth';
import type { Browser } from 'playwright-core';
import { openBrowser, picture, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { activated } from '../support/clerk';
import { type Platform, startPlatform } from '../support/platform';

jest.setTimeout(120_000);

const at = (id: string): string => `[data-testid=${id}]`;
const password = 'Own-password-7';

/** From the first administrators of a platform to a third one, and to a passkey. */
describe('staff in the browser', () => {
  let platform: Platform;
  let browser: Browser;
  let base: string;
  const visitors: Visitor[] = [];
  const secrets = new Map<string, string>();

  beforeAll(async () => {
    ensureBuilt('admin');
    platform = await startPlatform('sqlite', undefined, { admin: sites.admin });
    // Passkeys belong to a name, not to an address.
    base = platform.url.replace('127.0.0.1', 'localhost');
    (await platform.server.get(Passkeys)).environment.PUBLIC_URL = base;
    browser = await openBrowser();
  });
  afterAll(async () => {
    for (const visitor of visitors) await visitor.keepEvidence();
    await browser?.close();
    await platform?.close();
  });

  const visit = async (name: string): Promise<Visitor> => {
    const visitor = await Visitor.desk(browser, name, base);
    visitors.push(visitor);
    return visitor;
  };

  /** A code is good once, so each sign-in uses the next one. */
  function code(username: string): string {
    platform.clock.advance(30_000);
    return new TOTP({ secret: secrets.get(username)! }).generate({ timestamp: platform.clock.now() });
  }

  async function signIn(visitor: Visitor, username: string): Promise<void> {
    await visitor.open('/admin/sign-in');
    await visitor.find(at('sign-in-username')).fill(username);
    await visitor.find(at('sign-in-password')).fill(password);
    await visitor.find(at('sign-in-totp')).fill(code(username));
    await visitor.press(at('sign-in-submit'));
    await visitor.press('.ant-tour-close, .ant-tour-close-icon');
  }

  test('two administrators make a third: one proposes, the person activates, the other one agrees', async () => {
    await platform.server.database.unitOfWork((tx) =>
      tx.execute("UPDATE staff SET active = 0 WHERE username = 'administrator'"),
    );
    const commands = await platform.server.get(FirstAdministrators);
    for (const username of ['gao-yongan', 'wei-liping']) {
      const name = username === 'gao-yongan' ? '高永安' : '韦丽萍';
      const made = await platform.server.database.unitOfWork((tx) => commands.create(tx, username, name));
      secrets.set(username, (await activated(platform, made, password)).totpSecret);
    }
    const first = await visit('first');
    await signIn(first, 'gao-yongan');
    await first.press(at('menu-staff'));
    await first.press(at('staff-new'));
    await first.find(at('staff-name')).fill('莫小燕');
    await first.find(at('staff-username')).fill('mo-xiaoyan');
    await first.press(at('staff-role-administrator'));
    await first.reads('系统管理员要两个人同意');
    await picture(first, 'staff-1-new');
    await first.press(at('staff-save'));
    const link = (await first.find(at('link')).innerText()).trim();
    await picture(first, 'staff-2-link');
    await first.press(at('link-kept'));
    await first.press(at('link-done'));
    await first.reads('等待第二位管理员同意', '本人还没有激活账号');

    const herself = await visit('herself');
    const { pathname, hash } = new URL(link);
    await herself.open(`${pathname}${hash}`);
    const secret = (await herself.find(at('activate-secret')).innerText()).replace(/\s/g, '');
    secrets.set('mo-xiaoyan', secret);
    await herself.find(at('activate-password')).fill(password);
    await herself.find(at('activate-again')).fill(password);
    await herself.find(at('activate-totp')).fill(code('mo-xiaoyan'));
    await picture(herself, 'staff-3-activate', { whole: true });
    await herself.press(at('activate-send'));
    await herself.find(at('recovery-codes')).waitFor();
    await picture(herself, 'staff-4-recovery-codes');

    await first.open('/admin/staff');
    await first.reads('等待第二位管理员同意', '请另一位系统管理员登录后同意');
    await first.lacks('已核实，同意');
    expect(await first.page.locator(at('proposal-approve')).count()).toBe(0);
    const second = await visit('second');
    await signIn(second, 'wei-liping');
    await second.press(at('menu-staff'));
    await second.press(at('proposal-approve'));
    await second.reads('同意 莫小燕 任系统管理员？');
    await second.press('.ant-modal-confirm-btns .ant-btn-primary');
    await second.reads('莫小燕 已是系统管理员。');
    await second.page.locator(at('proposals')).waitFor({ state: 'detached' });
    await second.page.locator('.ant-modal-confirm').waitFor({ state: 'detached' });
    await picture(second, 'staff-5-list');
    expect(visitors.flatMap((visitor) => visitor.faults)).toEqual([]);
  });

  test('a passkey is made on the own page and signs in without password and code', async () => {
    const visitor = await visit('passkey');
    const devtools = await visitor.page.context().newCDPSession(visitor.page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await signIn(visitor, 'wei-liping');
    await visitor.open('/admin/account');
    await visitor.reads('还没有通行密钥', '还有 10 个没有用过');
    await visitor.press(at('passkey-new'));
    await visitor.find(at('passkey-name')).fill('办公室电脑');
    await visitor.find(at('own-totp')).fill(code('wei-liping'));
    await visitor.press(at('passkey-save'));
    await visitor.reads('办公室电脑', '还没有用过');
    await picture(visitor, 'staff-6-account');
    await visitor.press(at('user-menu'));
    await visitor.press(at('sign-out'));
    await visitor.find(at('sign-in-passkey')).waitFor();
    await picture(visitor, 'staff-7-sign-in');
    await visitor.press(at('sign-in-passkey'));
    await visitor.find(at('menu-staff')).waitFor();
    expect(visitor.faults).toEqual([]);
  });
});
