import { readFileSync } from 'node:fs';
import { columnName } from '@zhucheng/bff/modules/spreadsheets/cells';
import { businesses, routes, type SheetStep, sheetSteps } from '@zhucheng/shared';
import { TOTP } from 'otpauth';
import type { Browser, Download } from 'playwright-core';
import { handmade, text } from '../../../bff/test/spreadsheets/handmade';
import { buildCity, DEMO_PASSWORD, demoStaff } from '../../city';
import type { Actor } from '../../walk/cast';
import { openBrowser, picture, Visitor } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { opened } from '../support/desk';
import { type Platform, startPlatform } from '../support/platform';
import { book, contentOf } from '../support/sheets';

jest.setTimeout(120_000);

const at = (id: string): string => `[data-testid=${id}]`;
const notice = businesses.find(
  ({ unit, effects }) =>
    unit.by === 'building' && effects.some((effect) => effect.do === 'register-notice' && effect.notice === 'presale'),
)!;
const step = sheetSteps(notice).find(({ kind }) => kind === 'form') as SheetStep;
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A developer's clerk fills in a whole floor from a spreadsheet. */
describe('a spreadsheet in the browser', () => {
  let platform: Platform;
  let browser: Browser;
  let clerk: Visitor;
  let couple: Actor[];
  let batchId = '';
  let sheet = { headers: [] as string[], rows: [] as string[][] };
  const developer = demoStaff.find(({ username }) => username === 'developer1')!;
  const city = buildCity();
  const building = city.buildings.find(
    ({ stage, estate }) =>
      stage === 'presale' && city.estates.find(({ key }) => key === estate)?.developer === developer.institution,
  )!;

  let broken = false;
  /** Acts build on each other: after a failure the rest says so at once. */
  const act = (title: string, play: () => Promise<void>): void => {
    test(title, async () => {
      if (broken) throw new Error('an earlier act failed');
      broken = true;
      try {
        await play();
        expect(clerk.faults).toEqual([]);
      } catch (error) {
        await clerk.keepEvidence();
        throw error;
      }
      broken = false;
    });
  };
  const reportOf = (good: number, faulty: number) =>
    clerk.find(`[data-testid=import-report][data-good="${good}"][data-faulty="${faulty}"]`).waitFor();
  const saved = async (selector: string): Promise<{ name: string; content: Buffer }> => {
    const [download] = await Promise.all([
      clerk.page.waitForEvent('download') as Promise<Download>,
      clerk.press(selector),
    ]);
    return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
  };
  /** Chooses a file with the button, as the system's own dialog would hand it over. */
  const choose = async (
    name: string,
    buffer: Buffer,
    press = () => clerk.press(at('import-choose')),
  ): Promise<void> => {
    const [dialog] = await Promise.all([clerk.page.waitForEvent('filechooser'), press()]);
    await dialog.setFiles({ name, mimeType: xlsx, buffer });
  };
  /** A row of the template, filled in. */
  const filled = (row: number, values: Record<string, string>): string[] =>
    sheet.headers.map((header, i) => values[header] ?? sheet.rows[row]![i]!);
  const person = ({ name, idNumber, phone }: Actor) => ({ 姓名: name, 身份证号: idNumber, 手机号: phone });
  const terms = { '合同总价（元）': '888000', 合同签订日期: '2026-01-05' };

  beforeAll(async () => {
    ensureBuilt('admin');
    platform = await startPlatform('sqlite', undefined, { admin: sites.admin });
    browser = await openBrowser();
    clerk = await Visitor.desk(browser, 'clerk', platform.url);
    couple = (await platform.cast.couples())[1]!;
    const client = await platform.cast.officer(developer.username);
    const { creditCode } = platform.cast.developer(developer.username);
    const verify = { surveyNumber: building.surveyNumber!, creditCode };
    const table = await client.call(routes.enterprise.building, { body: { businessId: notice.id, verify } });
    const free = table.units.filter(({ applicable }) => applicable);
    expect(free.length).toBeGreaterThanOrEqual(5);
    const unitIds = free.slice(0, 5).map(({ id }) => id);
    batchId = (await opened(client, { businessId: notice.id, verify, unitIds })).id;
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });

  act('after opening, the batch offers to be filled in from a spreadsheet', async () => {
    await clerk.open('/admin/');
    await clerk.find(at('sign-in-username')).fill(developer.username);
    await clerk.find(at('sign-in-password')).fill(DEMO_PASSWORD);
    const totp = new TOTP({ secret: developer.totpSecret });
    // The code of this half minute was used to open the batch.
    const later = { timestamp: Date.now() + 30_000 };
    await clerk.find(at('sign-in-totp')).fill(totp.generate(later));
    await clerk.page.keyboard.press('Enter');
    await clerk.reads('工作台');
    await clerk.press('.ant-tour-close, .ant-tour-close-icon');
    await clerk.page.goto(`${platform.url}/admin/batches/${batchId}`);
    await clerk.press(at('batch-import'));
    await clerk.reads('从表格填写', '下载模板', '上传填好的表格', '核对并提交', '上传后在这里逐行核对');
    await clerk.page.waitForURL(new RegExp(`batch=${batchId}`));
  });

  act('the template knows the units; a file of another kind is refused before it is sent', async () => {
    const { name, content } = await saved(at('import-template'));
    expect(name).toBe(`${notice.name}-${step.name}-模板.xlsx`);
    sheet = contentOf(content, '受理编号');
    expect(sheet.rows).toHaveLength(5);
    expect(sheet.headers).toEqual(expect.arrayContaining(['姓名', '身份证号', '份额', '合同总价（元）']));
    await choose('名单.xls', Buffer.from('old'));
    await clerk.reads('只能上传 .xlsx 表格');
    await choose('名单.xlsx', Buffer.from('PK nothing'));
    await clerk.reads('表格打不开');
  });

  act('every fault is shown at its row, and can be taken away', async () => {
    const [husband, wife] = couple as [Actor, Actor];
    const flipped = `${wife.idNumber.slice(0, 17)}${wife.idNumber.endsWith('7') ? 8 : 7}`;
    await choose(
      '海岸花园名单.xlsx',
      book([
        sheet.headers,
        filled(0, { ...person(husband), ...terms, 份额: '1/2' }),
        filled(0, { ...person(wife), 份额: '1/2' }),
        filled(1, { ...person(husband), ...terms }),
        filled(2, { ...person(wife), 身份证号: flipped, '合同总价（元）': '八十万', 合同签订日期: '2026-01-05' }),
        filled(3, { ...person(husband), ...terms, 份额: '1/2' }),
        filled(3, { ...person(wife), '合同总价（元）': '999', 份额: '1/3' }),
        sheet.rows[4]!,
        ['', '9幢 999 室', ...sheet.headers.slice(2).map(() => '')].map((cell, i) =>
          sheet.headers[i] === '姓名' ? husband.name : cell,
        ),
      ]),
    );
    await reportOf(2, 3);
    await clerk.reads(
      '读取 8 行',
      '没有填写 1 件',
      '身份证号校验不通过',
      '与第 6 行不一致',
      '没有找到这件业务',
      '第 7 行',
    );
    expect(await clerk.page.locator(at('import-row')).count()).toBe(3);
    await picture(clerk, 'enterprise-17-import-faults', { whole: true });
    const { name, content } = await saved(at('import-faults'));
    expect(name).toBe('海岸花园名单-有问题的行.xlsx');
    const faulty = contentOf(content, '受理编号');
    expect(faulty.headers.slice(-2)).toEqual(['原行号', '问题']);
    expect(faulty.rows.map((row) => row.at(-2))).toEqual(['5', '6', '7', '9']);
    await clerk.press(`${at('import-filter')} >> text=可以提交`);
    await clerk.reads('¥888,000.00', `${husband.name} 1/2、${wife.name} 1/2`);
  });

  act('what is hidden in the table is read, and said so', async () => {
    const [husband, wife] = couple as [Actor, Actor];
    const lines = [
      ['', sheet.headers],
      ['', filled(0, { ...person(husband), ...terms })],
      ['hidden="1"', filled(1, { ...person(wife), ...terms })],
      ['hidden="1"', filled(2, { ...person(husband), 姓名: '' })],
    ] as const;
    const rows = lines.map(([how, cells], r) => {
      const each = cells.map((cell, c) => text(`${columnName(c)}${r + 1}`, cell));
      return `<row r="${r + 1}" ${how}>${each.join('')}</row>`;
    });
    const phones = sheet.headers.indexOf('手机号') + 1;
    const before = `<cols><col min="${phones}" max="${phones}" hidden="1"/></cols>`;
    await choose('海岸花园名单-筛选.xlsx', handmade(rows.join(''), { before }));
    await reportOf(2, 1);
    await clerk.reads('2 个隐藏的行（第 3–4 行）', '隐藏的列“手机号”', '也已读取');
    await clerk.press(`${at('import-filter')} >> text=全部`);
    const marked = await clerk.page.locator(at('import-row')).allTextContents();
    expect(marked.map((row) => row.includes('隐藏行'))).toEqual([false, true, true]);
    await picture(clerk, 'enterprise-18-import-hidden', { whole: true });
  });

  act('corrected, dropped onto the page, and sent', async () => {
    const [husband, wife] = couple as [Actor, Actor];
    const rows = [0, 1, 2, 3].map((row) => filled(row, { ...person(row % 2 ? wife : husband), ...terms }));
    const bytes = book([sheet.headers, ...rows]);
    const transfer = await clerk.page.evaluateHandle(`(() => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array([${[...bytes]}])], '海岸花园名单-改.xlsx'));
      return data;
    })()`);
    await clerk.page.dispatchEvent(at('import-drop'), 'drop', { dataTransfer: transfer });
    await reportOf(4, 0);
    await clerk.reads('海岸花园名单-改.xlsx', '之后仍可修改');
    await picture(clerk, 'enterprise-16-import', { whole: true });
    // The same again with keys: the button opens the dialog, Ctrl+Enter sends.
    await clerk.find(at('import-choose')).focus();
    await choose('海岸花园名单-改.xlsx', bytes, () => clerk.page.keyboard.press('Enter'));
    await reportOf(4, 0);
    await clerk.press(at('import-submit'));
    await clerk.page.waitForURL(/\/batches\//);
    await clerk.find('[data-testid=batch][data-finished=true]').waitFor();
    await clerk.reads(`成批填写 · ${notice.name}`, '已办完');
    expect(await clerk.find(at('batch-sum')).textContent()).toContain('成功 4 件');
  });

  act('the work list offers both ways: in from a spreadsheet, out as one', async () => {
    await clerk.press(at('menu-work'));
    await clerk.find(at('work-row')).waitFor();
    const name = (couple as [Actor, Actor])[0].name;
    await clerk.find(`${at('work-search')} input, input${at('work-search')}`).fill(name);
    await clerk.page.keyboard.press('Enter');
    await clerk.page.waitForFunction(() => document.querySelectorAll('[data-testid=work-row]').length === 2);
    expect(decodeURIComponent(clerk.page.url())).not.toContain(name);
    const { name: file, content } = await saved(at('work-export'));
    expect(file).toMatch(/^业务列表-\d{4}-\d\d-\d\d\.xlsx$/);
    const { headers, rows } = contentOf(content, '受理编号');
    expect(rows).toHaveLength(2);
    expect(new Set(rows.map((row) => row[headers.indexOf('当事人')]))).toEqual(new Set([name]));
    await clerk.press(at('work-import'));
    await clerk.reads('下载模板', '把填好的表格拖到这里', '上传后在这里逐行核对');
  });
});
