import { TOTP } from 'otpauth';
import type { Browser } from 'playwright-core';
import { DEMO_PASSWORD, demoStaff } from '../../city';
import { openBrowser, picture, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { type Platform, startPlatform } from '../support/platform';

jest.setTimeout(180_000);

const at = (id: string): string => `[data-testid=${id}]`;

describe('the audit page', () => {
  let platform: Platform;
  let browser: Browser;
  let auditor: Visitor;

  const anchor = async () => {
    await platform.server.audit.seal();
    await platform.server.jobs.run('audit-anchor');
    await platform.server.outbox.drain();
  };

  beforeAll(async () => {
    ensureBuilt('admin');
    platform = await startPlatform('sqlite', undefined, sites);
    browser = await openBrowser();
    auditor = await Visitor.desk(browser, 'auditor', platform.url);
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });

  it('says that the log fits its anchors at both places, and what an entry tells', async () => {
    const { username, totpSecret } = demoStaff.find((account) => account.username === 'auditor')!;
    await auditor.open('/admin/');
    await auditor.find(at('sign-in-username')).fill(username);
    await auditor.find(at('sign-in-password')).fill(DEMO_PASSWORD);
    await auditor.find(at('sign-in-totp')).fill(new TOTP({ secret: totpSecret }).generate());
    await auditor.press(at('sign-in-submit'));
    await auditor.press('.ant-tour-close, .ant-tour-close-icon');
    await anchor();
    await auditor.press('.ant-menu-item:has-text("审计日志")');
    await auditor.reads('登录');
    await auditor.press(at('audit-verify'));
    await auditor.reads('哈希链完整', '个锚点全部相符', '存证方');
    await picture(auditor, '70-audit-intact');
  });

  it('names what does not fit once a tail was cut off', async () => {
    await platform.server.database.unitOfWork(async (tx) => {
      const [head] = await tx.query<{ seq: number; entry_id: string }>(
        'SELECT seq, entry_id FROM audit_seal ORDER BY seq DESC LIMIT 1',
      );
      await tx.execute('DELETE FROM audit_entry WHERE id = ?', [head!.entry_id]);
      await tx.execute('DELETE FROM audit_seal WHERE seq = ?', [head!.seq]);
    });
    await auditor.press(at('audit-verify'));
    await auditor.reads('哈希链与签名锚点不符', '日志的尾部被截掉了', '请保留现场');
    await picture(auditor, '71-audit-tail-cut');
  });
});
