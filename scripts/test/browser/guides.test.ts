import { newId } from '@zhucheng/bff/platform/ids';
import { businesses, type CaseState, formatFen, guideKeyOf, routes } from '@zhucheng/shared';
import { TOTP } from 'otpauth';
import type { Browser } from 'playwright-core';
import { DEMO_PASSWORD, demoStaff } from '../../city';
import { Client } from '../../walk/client';
import { openBrowser, picture, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { type Platform, startPlatform } from '../support/platform';

jest.setTimeout(180_000);

const at = (id: string): string => `[data-testid=${id}]`;
const [business] = businesses;
const HOUR = 3_600_000;
const note = '<img src=x onerror="document.title=1"> 10 月 1 日至 7 日窗口休息。';

describe('guides and backlog', () => {
  let platform: Platform;
  let browser: Browser;
  let citizen: Visitor;
  let registrar: Visitor;

  /** A case under way, entered as it stands in the database. */
  const enter = (index: number, state: CaseState, deadlineAt: number | null, by?: string) =>
    platform.server.database.unitOfWork((tx) =>
      tx.insert('registration_case', {
        id: newId(),
        acceptance_number: `20260309${String(4829130 + index)}`,
        business_id: business!.id,
        business_version: business!.version,
        state,
        version: 1,
        applicant_id: newId(),
        unit_id: newId(),
        right_id: newId(),
        unit_summary: JSON.stringify({ location: `北海市海城区北部湾中路 ${index} 号` }),
        form_cipher: '',
        content_hash: '',
        warnings: '[]',
        ever_submitted: 1,
        correction_used: 0,
        claimed_by: by ? by.padEnd(26, '0') : null,
        claimed_name: by ? `审核员${by}` : null,
        claimed_at: by ? tx.now : null,
        state_since: tx.now - index * HOUR,
        deadline_at: deadlineAt,
        submitted_at: tx.now - index * HOUR,
        created_at: tx.now,
        updated_at: tx.now,
      }),
    );

  beforeAll(async () => {
    ensureBuilt();
    platform = await startPlatform('sqlite', undefined, sites);
    browser = await openBrowser();
    citizen = await Visitor.phone(browser, 'guide-reader', 'touch', platform.url);
    registrar = await Visitor.desk(browser, 'guide-writer', platform.url);
    const now = Date.now();
    for (let i = 1; i <= 3; i++) await enter(i, 'reviewing', now - i * HOUR, 'A');
    for (let i = 4; i <= 12; i++) await enter(i, 'reviewing', now + i * 24 * HOUR, i % 3 ? 'B' : undefined);
    for (let i = 13; i <= 16; i++) await enter(i, 'awaiting-payment', now + i * 24 * HOUR);
    await enter(17, 'suspended', null);
    await enter(18, 'correction', now + 240 * HOUR);
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });

  it('a citizen who finds nothing is told what to do, and finds the guide with its prices', async () => {
    await citizen.open('/#/packages/guide/index');
    await citizen.reads('共 ', business!.name);
    await citizen.type('guide-search', '坐火箭');
    await citizen.reads('没有找到这样的指南');
    await picture(citizen, '40-guide-none');
    await citizen.press('text=看全部指南');
    await citizen.reads(business!.name);
    await picture(citizen, '41-guides');
    await citizen.press(`#guide-${guideKeyOf(business!.id)}`);
    await citizen.reads('办理步骤', '准备好这些', '立即办理');
    const guide = await new Client(platform.url).call(routes.guides.detail, { params: { id: business!.id } });
    const price = guide.fees.rows[0]!.perUnitFen;
    await citizen.reads(`${formatFen(price)} 元/件`);
    await picture(citizen, '42-guide');
    await citizen.press('.guide__anchor:has-text("费用")');
    await citizen.page.waitForTimeout(600);
    const title = (await citizen.find('.card__title:text-is("费用")').boundingBox())!;
    expect(title.y).toBeGreaterThan(50);
    expect(title.y).toBeLessThan(400);
    await picture(citizen, '42-guide-fees');
  });

  it('a registrar adds a note and sees before saving what citizens will see', async () => {
    const { username, totpSecret } = demoStaff.find((account) => account.username === 'registrar')!;
    await registrar.open('/admin/');
    await registrar.find(at('sign-in-username')).fill(username);
    await registrar.find(at('sign-in-password')).fill(DEMO_PASSWORD);
    await registrar.find(at('sign-in-totp')).fill(new TOTP({ secret: totpSecret }).generate());
    await registrar.press(at('sign-in-submit'));
    await registrar.press('.ant-tour-close, .ant-tour-close-icon');
    await registrar.press('.ant-menu-item:has-text("办事指南")');
    await registrar.reads('还没有说明');
    await registrar.press(at('note-add'));
    await registrar.find(`textarea${at('note-text')}, ${at('note-text')} textarea`).fill(note);
    await registrar.reads('群众从');
    await picture(registrar, '43-guide-note');
    await registrar.press(at('note-save'));
    await registrar.reads('显示中');
    await picture(registrar, '44-guide-notes');
  });

  it('the citizen reads the note as it was typed, in large type too, and may start at once', async () => {
    await citizen.open(`/#/packages/guide/detail?id=${guideKeyOf(business!.id)}`);
    await citizen.reads('登记中心说明', note);
    expect(await citizen.page.locator('.guide__note img').count()).toBe(0);
    await picture(citizen, '45-guide-noted');
    await citizen.open('/#/pages/home/index');
    await citizen.press('text=大字版');
    await citizen.open(`/#/packages/guide/detail?id=${guideKeyOf(business!.id)}`);
    await citizen.reads('办理步骤');
    await picture(citizen, '46-guide-large');
    await citizen.press('.guide__anchor:has-text("办理步骤")');
    await citizen.page.waitForTimeout(600);
    await picture(citizen, '46-guide-large-steps');
    const width = await citizen.page.evaluate<number>('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(390);
    await citizen.press('#guide-start');
    await citizen.reads('登录');
  });

  it('what a colleague wrote meanwhile is shown beside it in the dialog, and again before a note is taken down', async () => {
    const colleague = await platform.cast.officer('administrator');
    const params = { id: guideKeyOf(business!.id) };
    const rewritten = async (text: string) => {
      const { items } = await colleague.call(routes.guides.notes, { params });
      const { id, section, from, until, version } = items[0]!;
      await colleague.call(routes.guides.editNote, { params: { id }, body: { section, text, from, until, version } });
    };
    const box = `textarea${at('note-text')}, ${at('note-text')} textarea`;
    await registrar.press(at('note-edit'));
    await registrar.find(box).fill('窗口 10 月 1 日至 8 日休息。');
    await rewritten('窗口国庆休息。');
    await registrar.press(at('note-save'));
    await registrar.reads('刚才保存过这里', '窗口国庆休息。', '窗口 10 月 1 日至 8 日休息。');
    await picture(registrar, '44-guide-note-conflict');
    await registrar.press(at('conflict-text-mine'));
    await registrar.press(at('conflict-go'));
    await registrar.reads('已修改说明');
    await registrar.reads('窗口 10 月 1 日至 8 日休息。');
    await rewritten('窗口照常。');
    await registrar.press(at('note-withdraw'));
    await registrar.press('.ant-popconfirm .ant-btn-primary');
    await registrar.reads('您看到的已经不是现在的内容', '窗口照常。');
    await picture(registrar, '44-guide-note-withdraw-conflict');
    await registrar.press(at('conflict-go'));
    await registrar.reads('已撤下');
  });

  it('every number of the board opens its list', async () => {
    await registrar.press('.ant-menu-item:has-text("时限与积压")');
    await registrar.find(at('left-overdue')).waitFor();
    await registrar.reads('等登记中心办', '等申请人', '没有人领取、最先到期', '每人手上的件');
    await picture(registrar, '47-backlog');
    const expected = Number(await registrar.find(`${at('left-overdue')} .count-value`).textContent());
    expect(expected).toBe(3);
    await registrar.press(at('left-overdue'));
    await registrar.find(at('backlog-back')).waitFor();
    await registrar.reads('北海市海城区北部湾中路 3 号');
    expect(await registrar.page.locator(`${at('backlog-table')} tbody tr.ant-table-row`).count()).toBe(expected);
    await picture(registrar, '48-backlog-cases');
    await registrar.page.keyboard.press('j');
    await registrar.press(at('backlog-back'));
    await registrar.find(at('left-overdue')).waitFor();
    expect([...citizen.faults, ...registrar.faults]).toEqual([]);
  });
});
