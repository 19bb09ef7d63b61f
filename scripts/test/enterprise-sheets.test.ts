import { acceptanceNumber, type FieldFault, routes } from '@zhucheng/shared';
import { eachDatabase } from '../../bff/test/support/databases';
import { opened } from './support/desk';
import { type Platform, startPlatform } from './support/platform';
import { refusal } from './support/refusal';
import {
  book,
  type Cells,
  chen,
  contentOf,
  faultsOf,
  headers,
  lin,
  notice,
  row,
  type SheetClient,
  SheetDesk,
} from './support/sheets';
import { statementsOf } from './support/statements';

jest.setTimeout(240_000);

const { enterprise, sheets } = routes;
const sale = { businessId: notice, step: 'presale' };

eachDatabase((dialect) => {
  let platform: Platform;
  let desk: SheetDesk;
  let developer: SheetClient;
  let rival: SheetClient;
  let bank: SheetClient;

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    desk = await SheetDesk.of(platform);
    ({ developer, rival, bank } = desk);
  });
  afterAll(() => platform?.close());

  test('the template holds what waits for the step; filled in, it becomes a batch; then it is empty', async () => {
    const { batchId, homes: all } = await desk.homes(3);
    const file = await developer.bytes(sheets.template, { ...sale, batch: batchId });
    const { headers: given, rows } = contentOf(file, '受理编号');
    expect(given.slice(0, 4)).toEqual(['受理编号', '房号/不动产单元号', '坐落', '登记簿上的当事人']);
    expect(given).toEqual(
      expect.arrayContaining(['姓名', '身份证号', '手机号', '份额', '合同总价（元）', '合同签订日期']),
    );
    expect(rows.map((cells) => cells.slice(0, 3))).toEqual(
      all.map(({ acceptanceNumber, unitNumber, location }) => [acceptanceNumber, unitNumber, location]),
    );
    // The second is left alone: nothing is said about it, and nothing is done to it.
    const at = (header: string) => given.indexOf(header);
    const filled = rows.map((cells, i) => {
      if (i === 1) return cells;
      const line = [...cells];
      const [name, id, phone] = chen;
      Object.assign(line, { [at('姓名')]: name, [at('身份证号')]: id, [at('手机号')]: phone });
      Object.assign(line, { [at('合同总价（元）')]: '1,280,000.50', [at('合同签订日期')]: '2026年1月5日' });
      return line;
    });
    const report = await desk.preview([given, ...filled]);
    expect(report).toMatchObject({ rows: 3, good: 2, faulty: 0, untouched: 1, sheet: '表' });
    expect(report.items.map(({ rows: at, about, people }) => [at, about, people])).toEqual([
      [[2], all[0]!.location, '陈海波'],
      [[4], all[2]!.location, '陈海波'],
    ]);
    expect(report.items[0]!.data).toMatchObject({ price: 128_000_050, contractSignedOn: '2026-01-05' });
    expect(await desk.fill(report.items)).toMatchObject({ done: 2, failed: 0 });
    const after = contentOf(await developer.bytes(sheets.template, { ...sale, batch: batchId }), '受理编号');
    expect(after.rows.map(([number]) => number)).toEqual([all[1]!.acceptanceNumber]);
    // The next step's template does not ask for people again.
    const ask = contentOf(
      await developer.bytes(sheets.template, { businessId: notice, step: 'contract-filing', batch: batchId }),
      '受理编号',
    );
    expect(ask.headers).toEqual(['受理编号', '房号/不动产单元号', '坐落', '登记簿上的当事人', '备案合同号']);
    const again = await desk.preview([given, filled[0]!]);
    expect(again.items[0]).toMatchObject({ replaces: true });
  });

  test('several people of a unit are several rows, wherever they stand; by number, unit and room', async () => {
    const {
      homes: [first, second, third],
    } = await desk.homes(3);
    const report = await desk.preview([
      [...headers, '受理编号'],
      row(first!, chen, [null, '50%', '888000', '2026-01-05']),
      [...row(second!, chen), second!.acceptanceNumber],
      [`1 幢 ${third!.room} 室`, ...chen, '共同共有', null, 888_000.5, '2026/1/5'],
      row(first!, lin, ['按份共有', '1/2', null, null]),
      [third!.room, ...lin, null, null, null, null],
    ]);
    expect(report).toMatchObject({ good: 3, faulty: 0, rows: 5 });
    expect(report.items.map(({ rows, people, caseId }) => [rows, people, caseId])).toEqual([
      [[2, 5], '陈海波、林小珍', first!.caseId],
      [[3], '陈海波', second!.caseId],
      [[4, 6], '陈海波、林小珍', third!.caseId],
    ]);
    expect(report.items[0]!.data!.parties).toMatchObject({
      buyer: {
        coOwnership: 'shares',
        members: [{ name: '陈海波' }, { name: '林小珍', share: { numerator: 1, denominator: 2 } }],
      },
    });
    expect(report.items[2]!.data).toMatchObject({ price: 88_800_050, parties: { buyer: { coOwnership: 'joint' } } });
    expect(await desk.fill(report.items)).toMatchObject({ done: 3, failed: 0 });
  });

  test('people the register knows are asked for their phones, by name', async () => {
    const [unit] = await desk.ground.units(1);
    const couple = [chen, lin].map(([name, idNumber]) => ({ name: name!, idNumber: idNumber! }));
    const certificateNumber = await desk.ground.presale(unit!, couple);
    const query = { businessId: 'presale-mortgage-notice', step: 'contract' };
    const body = { businessId: query.businessId, verify: { certificateNumber, rightHolder: chen[0]! } };
    const { id, acceptanceNumber: number } = await bank.client.call(enterprise.start, { body });
    const { headers: given, rows } = contentOf(await bank.bytes(sheets.template, query), '受理编号');
    const mine = rows.filter(([each]) => each === number);
    const at = (header: string) => given.indexOf(header);
    // The number is filled in only where two of them share a name.
    expect(mine.map((cells) => ['姓名', '身份证号', '手机号'].map((header) => cells[at(header)]))).toEqual([
      ['陈海波', '', ''],
      ['林小珍', '', ''],
    ]);
    const terms = { '抵押物价值（元）': '900000', '被担保主债权数额（元）': '500000', 债务履行起始日: '2026-01-05' };
    const more = {
      抵押合同编号: 'YHDY-2026-0001',
      债务履行届满日: '2046-01-05',
      贷款种类: '公积金贷款',
      担保范围: '主债权及利息',
    };
    const first = [...mine[0]!];
    for (const [header, value] of Object.entries({ ...terms, ...more, 手机号: chen[2]! })) first[at(header)] = value;
    const send = (lines: string[][]) => bank.preview(query.businessId, query.step, book([given, ...lines]));
    const half = await send([first, mine[1]!]);
    expect(half.items.map(faultsOf)).toEqual([[[3, '手机号']]]);
    expect(half.items[0]!.faults[0]!.message).toContain('林小珍');
    const second = [...mine[1]!];
    second[at('手机号')] = lin[2]!;
    const stranger = [...second];
    stranger[at('姓名')] = '林小真';
    expect((await send([first, stranger])).items.map(faultsOf)).toEqual([
      [
        [2, '手机号'],
        [3, '姓名'],
      ],
    ]);
    const backwards = [...first];
    backwards[at('债务履行届满日')] = '2025-01-05';
    expect(faultsOf((await send([backwards, second])).items[0]!)).toEqual([[2, '债务履行届满日']]);
    backwards[at('贷款种类')] = '高利贷';
    expect((await send([backwards, second])).items[0]!.faults).toContainEqual({
      row: 2,
      column: '贷款种类',
      message: expect.stringContaining('商业贷款、公积金贷款、组合贷款'),
    });
    const report = await send([second, first]);
    expect(report.items[0]!.data).toMatchObject({
      loanType: 'fund',
      secured: 50_000_000,
      contacts: { obligor: [chen[2], lin[2]] },
    });
    expect(await desk.fill(report.items, 'contract', bank.client)).toMatchObject({ done: 1, failed: 0 });
    const parties = (await bank.client.call(routes.cases.detail, { params: { id } })).parties;
    expect(parties.filter(({ role }) => role === 'obligor')).toHaveLength(2);
  });

  test('whom a presale notice names is not entered again; what the form proposes is taken', async () => {
    const { name, creditCode } = platform.cast.developer('developer1');
    const firstCase = acceptanceNumber.example;
    const [noticed, free] = await desk.ground.units(2, {
      firstCase,
      surveyNumber: '202601079901',
      developer: { name, creditCode },
    });
    await desk.ground.own([noticed!, free!], { name, idNumber: creditCode });
    const couple = [chen, lin].map(([person, idNumber]) => ({ name: person!, idNumber: idNumber! }));
    await desk.ground.presale(noticed!, couple);
    const query = { businessId: 'new-house-transfer', step: 'sale' };
    const verify = { acceptanceNumber: firstCase, creditCode };
    const unitIds = [noticed!, free!];
    const batch = await opened(developer.client, { businessId: query.businessId, verify, unitIds });
    const template = await developer.bytes(sheets.template, { ...query, batch: batch.id });
    const { headers: given, rows } = contentOf(template, '受理编号');
    const at = (header: string) => given.indexOf(header);
    expect(rows.map((cells) => cells[at('登记簿上的当事人')])).toEqual(['陈海波、林小珍', '']);
    const priced = rows.map((cells) => cells.map((cell, i) => (i === at('合同总价（元）') ? '888000' : cell)));
    const send = (lines: string[][]) => developer.preview(query.businessId, query.step, book([given, ...lines]));
    const first = await send(priced);
    expect(first.items.map(faultsOf)).toEqual([[], [[3, '姓名']]]);
    expect(first.items[0]!.data).toEqual({ price: 88_800_000, certificateCopies: 1 });
    const named = priced.map((cells) => {
      const line = [...cells];
      ['姓名', '身份证号', '手机号'].forEach((header, i) => {
        line[at(header)] = chen[i]!;
      });
      return line;
    });
    const second = await send(named);
    expect(second.items.map(faultsOf)).toEqual([[[2, '姓名']], []]);
    expect(second.items[0]!.faults[0]!.message).toContain('以预告登记为准');
    const good = [first.items[0]!, second.items[1]!];
    expect(await desk.fill(good, 'sale')).toMatchObject({ done: 2, failed: 0 });
  });

  test('units opened from the building table are filled in with what departments ask for', async () => {
    const { batchId, homes: all } = await desk.homes(2);
    const query = { businessId: notice, step: 'contract-filing' };
    const { headers: given, rows } = contentOf(
      await developer.bytes(sheets.template, { ...query, batch: batchId }),
      '受理编号',
    );
    expect(rows).toHaveLength(2);
    const lines = rows.map((cells, i) => [...cells.slice(0, 4), i === 0 ? 'HT2026-0001' : '合同？']);
    const report = await developer.preview(query.businessId, query.step, book([given, ...lines, lines[0]!]));
    expect(report.items.map(faultsOf)).toEqual([[[4, '']], [[3, '备案合同号']]]);
    expect(report.items[0]!.faults[0]!.message).toContain('与第 2 行重复');
    expect(all).toHaveLength(2);
  });

  test('a preview takes as many statements for 100 rows as for two', async () => {
    const { homes: all } = await desk.homes(100);
    const file = (count: number) =>
      book([
        [...headers, '受理编号'],
        ...all
          .slice(0, count)
          .map((home, i) => (i % 2 ? row(home) : [...row({ ...home, unitNumber: home.room }), home.acceptanceNumber])),
      ]);
    const least = (content: Buffer) =>
      statementsOf(platform.server, () => developer.preview(notice, 'presale', content));
    const few = await least(file(2));
    const many = await least(file(100));
    console.info(`${dialect}: ${many} statements for a preview of 100 rows`);
    expect(many).toBe(few);
    expect(many).toBeLessThanOrEqual(6);
  });

  test('10,000 rows: reported at once, filled in batches of 500 at most, the list exported whole', async () => {
    const count = 505;
    const { homes: all } = await desk.homes(count);
    const junk = Array.from(
      { length: 10_000 - count },
      (_, i): Cells => [`9幢${i}`, ...lin, null, null, '1', '2026-01-05'],
    );
    const report = await desk.preview([headers, ...all.map((home) => row(home)), ...junk]);
    expect(report).toMatchObject({ rows: 10_000, good: count, faulty: 10_000 - count });
    const good = report.items.filter(({ data }) => data !== null);
    const tooMany = await refusal(
      developer.client.call(enterprise.fill, {
        body: {
          step: 'presale',
          rows: good.map(({ caseId, version, data }) => ({ caseId: caseId!, version, data: data! })),
        },
      }),
    );
    expect(tooMany.reply.fields?.map(({ path }: FieldFault) => path)).toEqual(['rows']);
    expect(await desk.fill(good.slice(500))).toMatchObject({ done: 5, failed: 0 });
    const { rows } = contentOf(await developer.workList({}), '受理编号');
    expect(rows.length).toBeGreaterThanOrEqual(count);
    expect(new Set(rows.map(([number]) => number)).size).toBe(rows.length);
    expect(rows.every(([number, , , unitNumber]) => /^\d{15}$/.test(number!) && unitNumber!.length === 28)).toBe(true);
  });

  test('the exported list follows the filters and the search; names are no formulas', async () => {
    const {
      homes: [home, other],
    } = await desk.homes(2);
    const exported = async (query: Parameters<SheetClient['workList']>[0], client = developer) =>
      contentOf(await client.workList(query), '受理编号');
    const numbers = async (query: Parameters<SheetClient['workList']>[0], client = developer) =>
      (await exported(query, client)).rows.map(([number]) => number);
    expect(await numbers({ text: home!.acceptanceNumber })).toEqual([home!.acceptanceNumber]);
    expect(await numbers({ text: home!.unitNumber })).toEqual([home!.acceptanceNumber]);
    expect(await numbers({ text: home!.acceptanceNumber }, rival)).toEqual([]);
    expect(await numbers({ businessId: notice, state: 'verified' })).toEqual(
      expect.arrayContaining([home!.acceptanceNumber, other!.acceptanceNumber]),
    );
    expect(await numbers({ businessId: notice, state: 'completed' })).toEqual([]);
    const report = await desk.preview([headers, row(home!)]);
    await desk.fill(report.items);
    const { headers: given, rows } = await exported({ text: home!.acceptanceNumber });
    expect(rows[0]![given.indexOf('当事人')]).toBe('陈海波');
    const file = await developer.workList({});
    expect(JSON.stringify(contentOf(file, '受理编号'))).not.toContain(chen[1]);
    expect((await refusal(developer.workList({ state: 'nothing' as never }))).status).toBe(422);
  });
});
