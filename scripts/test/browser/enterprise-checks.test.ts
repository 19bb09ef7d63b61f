import { businesses, inputSteps } from '@zhucheng/shared';
import type { Browser } from 'playwright-core';
import { Company } from '../../play/company';
import { spaced } from '../../play/questions';
import { openBrowser, picture } from '../support/browser';
import { ensureBuilt, sites } from '../support/built';
import { partWay } from '../support/part-way';
import { type Platform, startPlatform } from '../support/platform';

jest.setTimeout(180_000);

const at = (id: string): string => `[data-testid=${id}]`;
const sale = businesses.find(({ unit }) => unit.building === 'first-case')!;
const mortgage = businesses.find(({ effects }) => effects.length === 1 && effects[0]!.do === 'register-mortgage')!;
const conversion = businesses.find(({ effects }) => effects.some((effect) => effect.do === 'convert-mortgage'))!;
const question = inputSteps(sale).find(({ kind }) => kind === 'ask')!;

describe('what institutions do with many cases at once', () => {
  let platform: Platform;
  let browser: Browser;
  let company: Company;

  beforeAll(async () => {
    ensureBuilt('admin');
    platform = await startPlatform('sqlite', undefined, { admin: sites.admin });
    browser = await openBrowser();
    company = new Company(browser, platform);
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.close();
  });
  afterEach(() => expect(company.takeFaults()).toEqual([]));

  test('a developer answers a department for several homes', async () => {
    for (let left = 2; left > 0; left--)
      await partWay(platform, sale, (move) => move.do === 'fill' && move.step === question.id);
    const desk = await company.desk('developer1');
    await desk.menu('部门核验');
    const rows = desk.page.locator(at('ask-row'));
    await rows.nth(1).waitFor();
    const [number, invoice] = question.fields;
    const answers = [
      ['345055260100001234', '26452000000012345678'],
      ['345055260100001235', '26452000000012345686'],
    ];
    for (const [row, [first, second]] of answers.entries()) {
      await desk.page.locator(at(`ask-${row}-${number!.id}`)).fill(first!);
      await desk.page.locator(at(`ask-${row}-${invoice!.id}`)).fill(second!);
    }
    await desk.page.getByRole('button', { name: /^送.+核验 2 件/ }).waitFor();
    await picture(desk.visitor, 'enterprise-11-department-checks');
  });

  test('a bank reads a case that is filled in, and goes on with several of different kinds', async () => {
    const filled = await partWay(platform, mortgage, (move) => move.do === 'send');
    await partWay(platform, conversion, (move) => move.do === 'send');
    const desk = await company.desk('bank1');
    await desk.menu('业务列表');
    const row = desk.page.getByRole('link', { name: spaced(filled.acceptanceNumber) });
    await row.waitFor();
    await desk.visitor.settled();
    await desk.visitor.tap(row);
    await desk.page.getByRole('button', { name: /^核对并/ }).waitFor();
    await desk.visitor.reads('已完成', ...filled.parties.map(({ name }) => name));
    await picture(desk.visitor, 'enterprise-12-mortgage-case', { whole: true });
    await desk.menu('业务列表');
    await desk.choose('状态', /^填写中$/, desk.page.getByRole('main'));
    await row.waitFor();
    await desk.visitor.press('.ant-table-thead .ant-checkbox-input');
    await desk.visitor.reads('已勾选', '发起授权 1 件', '提交 1 件', '撤回 2 件');
    await picture(desk.visitor, 'enterprise-13-batch-actions');
  });
});
