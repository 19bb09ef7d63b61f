import { businesses, composeAcceptanceNumber, routes } from '@zhucheng/shared';
import { eachDatabase } from '../../bff/test/support/databases';
import type { Client } from '../walk/client';
import { buyer, finished, Ground, opened } from './support/desk';
import { type Platform, startPlatform } from './support/platform';
import { refusal } from './support/refusal';

jest.setTimeout(120_000);

const { enterprise, cases } = routes;
const sale = businesses.find(({ unit }) => unit.building === 'first-case')!;
const conversion = businesses.find(({ effects }) => effects.some((effect) => effect.do === 'convert-mortgage'))!;
const taxCertificateNumber = '345026000000000001';

eachDatabase((dialect) => {
  let platform: Platform;
  let ground: Ground;
  let developer: Client;
  let builder: { name: string; creditCode: string };
  let caseIds: string[];

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    ground = new Ground(platform);
    developer = await platform.cast.officer('developer1');
    builder = platform.cast.developer('developer1');
    const firstCase = composeAcceptanceNumber('20250301', '482913');
    const units = await ground.units(3, { surveyNumber: '202503010001', developer: builder, firstCase });
    await ground.own(units, { name: builder.name, idNumber: builder.creditCode });
    const verify = { acceptanceNumber: firstCase, creditCode: builder.creditCode };
    const { rows } = await opened(developer, { businessId: sale.id, verify, unitIds: units });
    caseIds = rows.map(({ caseId }) => caseId!);
  });
  afterAll(() => platform?.close());

  const fill = async (invoice: Record<string, string>, caseId = caseIds[0]!) => {
    const params = { id: caseId, step: 'deed-tax' };
    const { version } = await developer.call(cases.stepData, { params });
    return developer.call(cases.fill, { params, body: { version, data: { taxCertificateNumber, ...invoice } } });
  };

  test.each([
    ['a classic number without a code', { invoiceNumber: '12345678' }, 'data.invoiceCode', '发票代码'],
    [
      'a code of 11 digits',
      { invoiceNumber: '12345678', invoiceCode: '12345678901' },
      'data.invoiceCode',
      '10位或12位',
    ],
    ['a number of 9 digits', { invoiceNumber: '123456789', invoiceCode: '045001900111' }, 'data.invoiceNumber', '8位'],
    [
      'an all-electronic number with a code',
      { invoiceNumber: '26452000000012345678', invoiceCode: '045001900111' },
      'data.invoiceCode',
      '数电票没有发票代码',
    ],
    ['no number at all', {}, 'data.invoiceNumber', '发票号码'],
  ])('%s is refused at its field, and nothing is asked of the tax bureau', async (_, invoice, path, words) => {
    const { status, code, reply } = await refusal(fill(invoice as Record<string, string>));
    expect([status, code]).toEqual([422, 'INVALID_INPUT']);
    expect(reply.fields).toEqual([expect.objectContaining({ path, message: expect.stringContaining(words) })]);
    const view = await developer.call(cases.detail, { params: { id: caseIds[0]! } });
    expect(view.steps.find(({ id }) => id === 'deed-tax')).toMatchObject({ status: 'todo' });
  });

  test.each([
    ['an all-electronic number alone', 1, { invoiceNumber: '2645 2000 0000 1234 5678' }],
    ['an all-electronic number beside an empty code', 1, { invoiceNumber: '26452000000012345678', invoiceCode: '' }],
    ['a classic number with a code of 10 digits', 2, { invoiceNumber: '12345678', invoiceCode: '0450019001' }],
    ['a classic number with a code of 12 digits', 2, { invoiceNumber: '12345678', invoiceCode: '045001900111' }],
  ])('%s is taken', async (_, index, invoice) => {
    const view = await fill(invoice, caseIds[index]);
    expect(view.steps.find(({ id }) => id === 'deed-tax')!.status).not.toBe('todo');
  });

  test('in a batch each row has its own answer', async () => {
    const rows = [
      { caseId: caseIds[0]!, version: 0, data: { taxCertificateNumber, invoiceNumber: '12345678' } },
      { caseId: caseIds[1]!, version: 2, data: { taxCertificateNumber, invoiceNumber: '26452000000012345678' } },
    ];
    const batch = await developer.call(enterprise.fill, { body: { step: 'deed-tax', rows } });
    expect((await finished(developer, batch)).rows).toEqual([
      expect.objectContaining({ state: 'failed', code: 'INVALID_INPUT', message: expect.stringContaining('发票代码') }),
      expect.objectContaining({ state: 'done', code: null }),
    ]);
  });

  test('a survey number of 12 or of 14 digits opens the building', async () => {
    const [presale] = businesses.filter(({ unit }) => unit.building === 'survey');
    for (const surveyNumber of ['202503020001', '45202503020002']) {
      await ground.units(1, { surveyNumber, developer: builder });
      const verify = { surveyNumber, creditCode: builder.creditCode };
      const table = await developer.call(enterprise.building, { body: { businessId: presale!.id, verify } });
      expect([table.surveyNumber, table.units.length]).toEqual([surveyNumber, 1]);
    }
  });

  test('a notice is not converted while somebody else than its obligor owns the home', async () => {
    const bank1 = await platform.cast.officer('bank1');
    const bank = platform.cast.developer('bank1');
    const [unit, theirs, unbuilt] = await ground.units(3);
    const start = (certificateNumber: string) =>
      bank1.call(enterprise.start, {
        body: { businessId: conversion.id, verify: { certificateNumber, rightHolder: bank.name } },
      });
    const notice = await ground.notice(unit!, bank);
    await ground.own([unit!], { name: builder.name, idNumber: builder.creditCode });
    const { code, reply } = await refusal(start(notice.certificateNumber));
    expect([code, reply.message]).toEqual(['UNIT_BLOCKED', expect.stringMatching(/[\u4e00-\u9fff]/)]);
    // The list of what can be converted says the same, and a batch of it fails in its row alone.
    const other = await ground.notice(theirs!, bank);
    await ground.own([theirs!], buyer);
    const { items } = await bank1.call(enterprise.convertible, { query: { limit: 100 } });
    const ready = (id: string) => items.find(({ noticeId }) => noticeId === id)?.ready;
    expect([ready(notice.id), ready(other.id)]).toEqual([false, true]);
    const { id: early } = await ground.notice(unbuilt!, bank);
    const listed = async (query: { registered?: 'true' }) => {
      const { items: all } = await bank1.call(enterprise.convertible, { query: { limit: 100, ...query } });
      return [notice.id, other.id, early].map((id) => all.some(({ noticeId }) => noticeId === id));
    };
    expect(await listed({})).toEqual([true, true, true]);
    expect(await listed({ registered: 'true' })).toEqual([true, true, false]);
    const body = { businessId: conversion.id, noticeIds: [notice.id, other.id] };
    expect((await opened(bank1, body)).rows.map(({ state, code: why }) => [state, why])).toEqual([
      ['failed', 'UNIT_BLOCKED'],
      ['done', null],
    ]);
  });
});
