import { businesses, fillPath, routes } from '@zhucheng/shared';
import { textsOfWorkbook } from '../../bff/test/spreadsheets/read-table';
import { rawWords } from '../play/raw-words';
import { completed, finished, opened } from './support/desk';
import { partWay } from './support/part-way';
import { type Platform, startPlatform } from './support/platform';
import { book, chen, headers, row, SheetDesk } from './support/sheets';

jest.setTimeout(240_000);

const { enterprise, sheets } = routes;
const effect = (wanted: string) => businesses.find(({ effects }) => effects.length === 1 && effects[0]!.do === wanted)!;
const declared = (id: string) => businesses.find((business) => business.id === id)!;

/** A sale, a mortgage and a notice have been registered; an institution has rows of every kind in its list. */
let platform: Platform;
let desk: SheetDesk;

beforeAll(async () => {
  // Each message by itself: joined ones are looked at where a sale is told.
  platform = await startPlatform('sqlite', undefined, {}, undefined, { MESSAGE_WINDOW_MS: '0' });
  desk = await SheetDesk.of(platform);
  for (const id of ['second-hand-transfer', 'house-mortgage', 'presale-notice'])
    await partWay(platform, declared(id), () => false);
  await platform.server.outbox.drain();
});
afterAll(() => platform?.close());

test('the stored messages of a sale, a mortgage and a notice', async () => {
  const { database, cipher } = platform.server;
  const rows = await database.read<Record<'case_id' | 'title' | 'body_cipher', string>>(
    'SELECT case_id, title, body_cipher FROM message',
  );
  const texts = rows.flatMap(({ title, body_cipher }) => [title, cipher.decrypt(body_cipher, 'message.body')]);
  expect(new Set(rows.map(({ case_id }) => case_id)).size).toBeGreaterThanOrEqual(3);
  expect(texts).toEqual(expect.arrayContaining(['已办结', '请您授权']));
  expect(rawWords(texts)).toEqual([]);
});

test('every table that an institution takes away, each made once', async () => {
  const { developer, bank, ground } = desk;
  const { batchId, homes } = await desk.homes(2);
  const query = { businessId: 'presale-notice', step: 'presale' };
  const faulty = book([
    headers,
    row(homes[0]!, ['', chen[1]!, '1']),
    row(homes[1]!, chen, ['乱写', '乱写', '很多', '昨天']),
  ]);

  const discharge = effect('discharge-mortgage');
  const own = platform.cast.developer('bank1');
  const caseIds: string[] = [];
  for (const certificateNumber of await ground.mortgages(await ground.units(10), own)) {
    const verify = { certificateNumber, rightHolder: own.name };
    caseIds.push((await bank.client.call(enterprise.start, { body: { businessId: discharge.id, verify } })).id);
  }
  const filled = caseIds.map((caseId) => ({ caseId, version: 0, data: { reason: 'repaid' } }));
  await finished(bank.client, await bank.client.call(enterprise.fill, { body: { step: 'reason', rows: filled } }));
  const act = { action: 'submit' as const, caseIds };
  await finished(bank.client, await bank.client.call(enterprise.act, { body: act }));
  for (const id of caseIds) await completed(bank.client, id);
  const { id } = await bank.client.call(enterprise.makeSchedule, { body: { caseIds } });
  const schedule = fillPath(sheets.schedule.path, { id });

  const tables = {
    template: await developer.bytes(sheets.template, { ...query, batch: batchId }),
    faults: await developer.bytes(sheets.faults, query, faulty),
    'work list of a developer': await developer.workList({}),
    'work list of a bank': await bank.workList({}),
    schedule: await bank.bytes(sheets.schedule, {}, undefined, schedule),
  };
  for (const [name, file] of Object.entries(tables)) {
    const texts = textsOfWorkbook(file);
    expect(texts).toEqual(expect.arrayContaining([expect.stringContaining('不动产单元号')]));
    expect([name, rawWords(texts)]).toEqual([name, []]);
  }
  for (const one of [developer, bank]) {
    const lines = (await one.bytes(enterprise.exported, {})).toString().trim().split('\r\n');
    expect(lines.length).toBeGreaterThan(2);
    expect(rawWords(lines)).toEqual([]);
  }
});

test('what went wrong in a batch, which is taken away as a table, too', async () => {
  const { developer, ground } = desk;
  const { name, creditCode } = platform.cast.developer('developer1');
  const surveyNumber = '202601060007';
  const [noticed, free] = await ground.units(2, { surveyNumber, developer: { name, creditCode } });
  await ground.presale(noticed!);
  const verify = { surveyNumber, creditCode };
  const unitIds = [noticed!, free!];
  const batch = await opened(developer.client, { businessId: 'presale-notice', verify, unitIds });
  const failed = batch.rows.filter(({ state }) => state === 'failed');
  expect(failed).toHaveLength(1);
  const cells = failed.flatMap(({ location, message }) => [location, message ?? '']);
  expect(rawWords([batch.businessName, batch.kindName, ...cells])).toEqual([]);
});
