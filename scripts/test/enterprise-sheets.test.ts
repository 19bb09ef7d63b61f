import { type FieldFault, residentId, routes, type SheetItem } from '@zhucheng/shared';
import { eachDatabase } from '../../bff/test/support/databases';
import type { Client } from '../walk/client';
import { finished, Ground, next, opened } from './support/desk';
import { type Platform, startPlatform } from './support/platform';
import { refusal } from './support/refusal';
import { book, type Cells, contentOf, rawBook, SheetClient } from './support/sheets';

jest.setTimeout(240_000);

const { enterprise, sheets } = routes;
const notice = 'presale-notice';
const sale = { businessId: notice, step: 'presale' };
const headers = ['房号/不动产单元号', '姓名', '身份证号', '手机号', '共有方式', '份额', '合同总价', '合同签订日期'];
const chen = ['陈海波', residentId.compose('45050219850505001'), '13800000001'];
const lin = ['林小珍', residentId.compose('45050219870607002'), '13800000002'];
const faultsOf = ({ faults }: SheetItem) => faults.map(({ row, column }) => [row, column]);

eachDatabase((dialect) => {
  let platform: Platform;
  let ground: Ground;
  let developer: SheetClient;
  let rival: SheetClient;
  let bank: SheetClient;
  let builder: { name: string; creditCode: string };

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    const { cast, url } = platform;
    ground = new Ground(platform);
    const of = async (username: string) => new SheetClient(url, await cast.officer(username));
    [developer, rival, bank] = [await of('developer1'), await of('bank2'), await of('bank1')];
    builder = cast.developer('developer1');
  });
  afterAll(() => platform?.close());

  interface Home {
    caseId: string;
    acceptanceNumber: string;
    unitNumber: string;
    location: string;
    room: string;
  }
  /** Opens cases of the presale notice, in the order of their units. */
  async function homes(count: number): Promise<{ batchId: string; homes: Home[] }> {
    const surveyNumber = `20260107${next()}`;
    const unitIds: string[] = [];
    for (let left = count; left > 0; left -= 500)
      unitIds.push(...(await ground.units(Math.min(500, left), { surveyNumber, developer: builder })));
    const verify = { surveyNumber, creditCode: builder.creditCode };
    const { units } = await developer.client.call(enterprise.building, { body: { businessId: notice, verify } });
    const known = new Map(units.map((unit) => [unit.id, unit]));
    const found: Home[] = [];
    let batchId = '';
    for (let from = 0; from < count; from += 500) {
      const part = unitIds.slice(from, from + 500);
      const batch = await opened(developer.client, { businessId: notice, verify, unitIds: part });
      batchId = batch.id;
      batch.rows.forEach(({ caseId, acceptanceNumber, location }, i) => {
        const { unitNumber, room } = known.get(part[i]!)!;
        found.push({ caseId: caseId!, acceptanceNumber: acceptanceNumber!, unitNumber, location, room });
      });
    }
    return { batchId, homes: found };
  }
  const preview = (rows: Cells[], client = developer) => client.preview(notice, 'presale', book(rows));
  const row = (home: Home, person = chen, more: Cells = [null, null, '888000', '2026-01-05']): Cells => [
    home.unitNumber,
    ...person,
    ...more,
  ];
  const fill = async (items: readonly SheetItem[], step = 'presale', client: Client = developer.client) =>
    finished(
      client,
      await client.call(enterprise.fill, {
        body: { step, rows: items.map(({ caseId, data }) => ({ caseId: caseId!, data: data! })) },
      }),
    );

  test('the template holds what waits for the step; filled in, it becomes a batch; then it is empty', async () => {
    const { batchId, homes: all } = await homes(3);
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
    const report = await preview([given, ...filled]);
    expect(report).toMatchObject({ rows: 3, good: 2, faulty: 0, untouched: 1, sheet: '表' });
    expect(report.items.map(({ rows: at, about, people }) => [at, about, people])).toEqual([
      [[2], all[0]!.location, '陈海波'],
      [[4], all[2]!.location, '陈海波'],
    ]);
    expect(report.items[0]!.data).toMatchObject({ price: 128_000_050, contractSignedOn: '2026-01-05' });
    expect(await fill(report.items)).toMatchObject({ done: 2, failed: 0 });
    const after = contentOf(await developer.bytes(sheets.template, { ...sale, batch: batchId }), '受理编号');
    expect(after.rows.map(([number]) => number)).toEqual([all[1]!.acceptanceNumber]);
    // The next step's template does not ask for people again.
    const ask = contentOf(
      await developer.bytes(sheets.template, { businessId: notice, step: 'contract-filing', batch: batchId }),
      '受理编号',
    );
    expect(ask.headers).toEqual(['受理编号', '房号/不动产单元号', '坐落', '登记簿上的当事人', '备案合同号']);
    const again = await preview([given, filled[0]!]);
    expect(again.items[0]).toMatchObject({ replaces: true });
  });

  test('several people of a unit are several rows, wherever they stand; by number, unit and room', async () => {
    const {
      homes: [first, second, third],
    } = await homes(3);
    const report = await preview([
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
    expect(await fill(report.items)).toMatchObject({ done: 3, failed: 0 });
  });

  test('every fault stands at its row and column, in words', async () => {
    const { homes: all } = await homes(8);
    const wrongId = `${chen[1]!.slice(0, 17)}${chen[1]!.endsWith('1') ? 2 : 1}`;
    const report = await preview([
      headers,
      row(all[0]!, ['', wrongId, '138']),
      row(all[1]!, chen, ['共同共有', null, '很多', '昨天']),
      row(all[2]!, chen, [null, '1/2', '1', '2026-01-05']),
      row(all[2]!, lin, [null, '1/3', '1', '2026-01-05']),
      row(all[3]!),
      row(all[3]!, lin, ['共同共有', null, '999', '2026-01-05']),
      row(all[4]!),
      row(all[4]!, chen, ['共同共有', null, null, null]),
      row(all[5]!),
      row(all[5]!, lin),
      ['450502001001GB99999F99990001', ...chen, null, null, '1', '2026-01-05'],
      ['无此房 999', ...chen, null, null, '1', '2026-01-05'],
      [null, ...chen, null, null, '1', '2026-01-05'],
      row(all[6]!, chen, [null, null, null, null]),
      row(all[7]!),
    ]);
    expect(report.items.map(faultsOf)).toEqual([
      [
        [2, '姓名'],
        [2, '身份证号'],
        [2, '手机号'],
      ],
      [
        [3, '合同总价（元）'],
        [3, '合同签订日期'],
        [3, '共有方式'],
      ],
      [[4, '份额']],
      [[7, '合同总价（元）']],
      [[9, '身份证号']],
      [[10, '共有方式']],
      [[12, '房号/不动产单元号']],
      [[13, '房号/不动产单元号']],
      [[14, '房号/不动产单元号']],
      [
        [15, '合同总价（元）'],
        [15, '合同签订日期'],
      ],
      [],
    ]);
    for (const { faults, data } of report.items) {
      for (const { message } of faults) expect(message).toMatch(/[\u4e00-\u9fff].*。$/);
      expect(data === null).toBe(faults.length > 0);
    }
    expect(report).toMatchObject({ good: 1, faulty: 10 });
    expect(report.items[3]!.faults[0]!.message).toContain('与第 6 行不一致');
  });

  test('the faulty rows come back as they were, with what is wrong', async () => {
    const {
      homes: [good, bad],
    } = await homes(2);
    const noted = [...headers, '备注'];
    const file = book([
      noted,
      [...row(good!), '好的'],
      [...row(bad!, ['', chen[1]!, chen[2]!]), '=SUM(A1)'],
      row(bad!, lin, ['共同共有', null, null, null]),
    ]);
    const { headers: given, rows } = contentOf(await developer.bytes(sheets.faults, sale, file), headers[0]!);
    expect(given).toEqual([...noted, '原行号', '问题']);
    expect(rows.map((cells) => cells.slice(-3))).toEqual([
      ['=SUM(A1)', '3', expect.stringMatching(/^姓名：/)],
      ['', '4', '同一件的其他行有问题。'],
    ]);
    // Corrected, the very file is good.
    const corrected = await preview([
      given,
      ...rows.map((cells, i) => (i === 0 ? [cells[0]!, '陈海波', ...cells.slice(2)] : cells)),
    ]);
    expect(corrected).toMatchObject({ good: 1, faulty: 0 });
  });

  test('what Excel has spoilt is told at the cell', async () => {
    const { homes: all } = await homes(5);
    const head = headers.slice(0, 4).concat('合同总价', '合同签订日期');
    const tail = ['888000', '2026-01-05'];
    const unit = (i: number) => all[i]!.unitNumber;
    const file = rawBook(
      [
        head,
        [unit(0), chen[0]!, { raw: '4.5050219850505E+17' }, { raw: chen[2]! }, ...tail],
        [unit(1), { day: 46024 }, chen[1]!, chen[2]!, { raw: '888000.33' }, { day: 46024 }],
        [unit(2), chen[0]!, chen[1]!, chen[2]!, ...tail],
        [unit(3), chen[0]!, chen[1]!, chen[2]!, ...tail],
        [null, null, lin[1]!, lin[2]!, null, null],
        [unit(4), chen[0]!, chen[1]!, chen[2]!, { day: 46024 }, { raw: '20260105' }],
      ],
      ['B4:C4', 'A5:A6', 'B5:B6'],
    );
    const report = await developer.preview(notice, 'presale', file);
    expect(report).toMatchObject({ sheet: '名单', otherSheets: ['旧的'], good: 0 });
    expect(report.items.map(faultsOf)).toEqual([
      [[2, '身份证号']],
      [[3, '姓名']],
      [[4, '']],
      expect.arrayContaining([
        [5, '姓名'],
        [6, '姓名'],
      ]),
      [
        [7, '合同总价（元）'],
        [7, '合同签订日期'],
      ],
    ]);
    const said = report.items.flatMap(({ faults }) => faults.map(({ message }) => message)).join('');
    for (const word of [/后几位可能已丢失/, /变成了日期/, /B4:C4 是合并的/]) expect(said).toMatch(word);
    // A cell merged downwards over what belongs to the unit counts for each of its rows.
    expect(report.items[3]!.rows).toEqual([5, 6]);
  });

  test('files that cannot be used at all', async () => {
    const send = (file: Buffer | FormData) => refusal(developer.preview(notice, 'presale', file));
    const seen = [
      await send(Buffer.from('PK nothing')),
      await send(Buffer.alloc(6 * 1024 * 1024)),
      await send(Buffer.alloc(5 * 1024 * 1024 + 1)),
      await send(book([])),
      await send(book([['某表'], ['姓名', '金额']])),
      await send(book([headers.filter((header) => header !== '身份证号'), []])),
      await send(book([headers.slice(1), []])),
      await send(book([headers, ...Array.from({ length: 10_001 }, (): Cells => ['1', '陈'])])),
    ];
    expect(seen.map(({ status, code }) => [status, code])).toEqual([
      [422, 'SHEET_UNREADABLE'],
      [413, 'SHEET_TOO_LARGE'],
      [413, 'SHEET_TOO_LARGE'],
      [422, 'SHEET_COLUMNS'],
      [422, 'SHEET_COLUMNS'],
      [422, 'SHEET_COLUMNS'],
      [422, 'SHEET_COLUMNS'],
      [413, 'SHEET_TOO_LARGE'],
    ]);
    expect(seen[5]!.message).toContain('“身份证号”');
    expect(seen[6]!.message).toContain('受理编号');
    expect(await preview([headers])).toMatchObject({ rows: 0, good: 0, faulty: 0, items: [] });
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(book([headers]))]), '名单.xlsx');
    expect(await developer.preview(notice, 'presale', form)).toMatchObject({ rows: 0 });
    form.append('more', new Blob(['x']), 'b.xlsx');
    expect((await send(form)).code).toBe('FILE_NOT_ONE');
  });

  test('another institution’s unit is answered like one that is not there; nothing is written', async () => {
    const {
      homes: [home],
    } = await homes(1);
    const lost = { ...home!, unitNumber: '450502001001GB99999F99990002' };
    const mine = (await preview([headers, row(lost)])).items[0]!;
    const theirs = (await preview([headers, row(home!)], rival)).items[0]!;
    expect({ ...theirs, about: '' }).toEqual({ ...mine, about: '' });
    const byNumber = (number: string) =>
      preview(
        [
          ['受理编号', ...headers.slice(1)],
          [number, ...row(home!).slice(1)],
        ],
        rival,
      );
    const [strange, foreign] = [await byNumber('202601054829131'), await byNumber(home!.acceptanceNumber)];
    expect(foreign.items[0]!.faults).toEqual(strange.items[0]!.faults);
    expect((await rival.bytes(sheets.template, sale)).includes(home!.acceptanceNumber)).toBe(false);
    const step = await developer.client.call(routes.cases.stepData, { params: { id: home!.caseId, step: 'presale' } });
    expect(JSON.stringify(step)).not.toContain(chen[1]);
    const [{ n } = { n: -1 }] = await platform.server.database.read<{ n: number }>(
      'SELECT COUNT(*) AS n FROM work_batch_row WHERE case_id = ? AND input_cipher IS NOT NULL',
      [home!.caseId],
    );
    expect(Number(n)).toBe(0);
    const refused = [
      await refusal(bank.preview(notice, 'nothing', book([headers]))),
      await refusal(developer.preview('nothing', 'presale', book([headers]))),
      await refusal(developer.preview(notice, 'verify', book([headers]))),
    ];
    expect(refused.map(({ code }) => code)).toEqual(['STEP_UNKNOWN', 'BUSINESS_UNKNOWN', 'STEP_UNKNOWN']);
  });

  test('a case that is no longer filled in says where it stands', async () => {
    const {
      homes: [home, two],
    } = await homes(2);
    const gone = { action: 'withdraw' as const, caseIds: [home!.caseId], reason: '合同改签' };
    await finished(developer.client, await developer.client.call(enterprise.act, { body: gone }));
    const report = await preview([[...headers, '受理编号'], row(home!), [...row(home!), two!.acceptanceNumber]]);
    expect(report.items.map(({ faults }) => faults[0]!.message)).toEqual([
      expect.stringContaining('“已撤回”'),
      expect.stringContaining('不是同一件'),
    ]);
  });

  test('people the register knows are only asked for their phones, by name', async () => {
    const [unit] = await ground.units(1);
    const couple = [chen, lin].map(([name, idNumber]) => ({ name: name!, idNumber: idNumber! }));
    const certificateNumber = await ground.presale(unit!, couple);
    const query = { businessId: 'presale-mortgage-notice', step: 'contract' };
    const body = { businessId: query.businessId, verify: { certificateNumber, rightHolder: chen[0]! } };
    const { id, acceptanceNumber } = await bank.client.call(enterprise.start, { body });
    const { headers: given, rows } = contentOf(await bank.bytes(sheets.template, query), '受理编号');
    const mine = rows.filter(([number]) => number === acceptanceNumber);
    const at = (header: string) => given.indexOf(header);
    expect(given).not.toContain('身份证号');
    expect(mine.map((cells) => [cells[at('姓名')], cells[at('手机号')]])).toEqual([
      ['陈海波', ''],
      ['林小珍', ''],
    ]);
    const terms = { '抵押物价值（元）': '900000', '被担保主债权数额（元）': '500000', 债务履行起始日: '2026-01-05' };
    const more = { 债务履行届满日: '2046-01-05', 贷款种类: '公积金贷款', 担保范围: '主债权及利息' };
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
    expect(await fill(report.items, 'contract', bank.client)).toMatchObject({ done: 1, failed: 0 });
    const parties = (await bank.client.call(routes.cases.detail, { params: { id } })).parties;
    expect(parties.filter(({ role }) => role === 'obligor')).toHaveLength(2);
  });

  test('units opened from the building table are filled in with what departments ask for', async () => {
    const { batchId, homes: all } = await homes(2);
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
    const { homes: all } = await homes(100);
    const { database } = platform.server;
    const file = (count: number) =>
      book([
        [...headers, '受理编号'],
        ...all
          .slice(0, count)
          .map((home, i) => (i % 2 ? row(home) : [...row({ ...home, unitNumber: home.room }), home.acceptanceNumber])),
      ]);
    const least = async (content: Buffer): Promise<number> => {
      const counts: number[] = [];
      // What the outbox does beside it now and then must not count.
      for (let i = 0; i < 12; i++) {
        const before = database.statements;
        await developer.preview(notice, 'presale', content);
        counts.push(database.statements - before);
      }
      return Math.min(...counts);
    };
    const few = await least(file(2));
    const many = await least(file(100));
    console.info(`${dialect}: ${many} statements for a preview of 100 rows`);
    expect(many).toBe(few);
    expect(many).toBeLessThanOrEqual(6);
  });

  test('10,000 rows: reported at once, filled in batches of 500 at most, the list exported whole', async () => {
    const count = 505;
    const { homes: all } = await homes(count);
    const junk = Array.from(
      { length: 10_000 - count },
      (_, i): Cells => [`9幢${i}`, ...lin, null, null, '1', '2026-01-05'],
    );
    const report = await preview([headers, ...all.map((home) => row(home)), ...junk]);
    expect(report).toMatchObject({ rows: 10_000, good: count, faulty: 10_000 - count });
    const good = report.items.filter(({ data }) => data !== null);
    const tooMany = await refusal(
      developer.client.call(enterprise.fill, {
        body: { step: 'presale', rows: good.map(({ caseId, data }) => ({ caseId: caseId!, data: data! })) },
      }),
    );
    expect(tooMany.reply.fields?.map(({ path }: FieldFault) => path)).toEqual(['rows']);
    expect(await fill(good.slice(500))).toMatchObject({ done: 5, failed: 0 });
    const { rows } = contentOf(await developer.bytes(sheets.workList, {}), '受理编号');
    expect(rows.length).toBeGreaterThanOrEqual(count);
    expect(new Set(rows.map(([number]) => number)).size).toBe(rows.length);
    expect(rows.every(([number, , , unitNumber]) => /^\d{15}$/.test(number!) && unitNumber!.length === 28)).toBe(true);
  });

  test('the exported list follows the filters and the search; names are no formulas', async () => {
    const {
      homes: [home, other],
    } = await homes(2);
    const exported = async (query: Record<string, string>, client = developer) =>
      contentOf(await client.bytes(sheets.workList, query), '受理编号');
    const numbers = async (query: Record<string, string>, client = developer) =>
      (await exported(query, client)).rows.map(([number]) => number);
    expect(await numbers({ search: home!.acceptanceNumber })).toEqual([home!.acceptanceNumber]);
    expect(await numbers({ search: home!.unitNumber })).toEqual([home!.acceptanceNumber]);
    expect(await numbers({ search: home!.acceptanceNumber }, rival)).toEqual([]);
    expect(await numbers({ businessId: notice, state: 'verified' })).toEqual(
      expect.arrayContaining([home!.acceptanceNumber, other!.acceptanceNumber]),
    );
    expect(await numbers({ businessId: notice, state: 'completed' })).toEqual([]);
    const report = await preview([headers, row(home!)]);
    await fill(report.items);
    const { headers: given, rows } = await exported({ search: home!.acceptanceNumber });
    expect(rows[0]![given.indexOf('当事人')]).toBe('陈海波');
    const file = await developer.bytes(sheets.workList, {});
    expect(JSON.stringify(contentOf(file, '受理编号'))).not.toContain(chen[1]);
    expect((await refusal(developer.bytes(sheets.workList, { state: 'nothing' }))).status).toBe(422);
  });
});
