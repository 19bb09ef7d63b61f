import { PermissionService } from '@zhucheng/bff/modules/institutions/permission.service';
import { routes } from '@zhucheng/shared';
import { eachDatabase } from '../../bff/test/support/databases';
import { rawWords } from '../play/raw-words';
import { finished } from './support/desk';
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
  rawBook,
  row,
  type SheetClient,
  SheetDesk,
} from './support/sheets';

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

  test('every fault stands at its row and column, in words', async () => {
    const { homes: all } = await desk.homes(8);
    const wrongId = `${chen[1]!.slice(0, 17)}${chen[1]!.endsWith('1') ? 2 : 1}`;
    const report = await desk.preview([
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
      expect(rawWords(faults.map(({ column, message }) => `${column}：${message}`))).toEqual([]);
      expect(data === null).toBe(faults.length > 0);
    }
    expect(report).toMatchObject({ good: 1, faulty: 10 });
    expect(report.items[3]!.faults[0]!.message).toContain('与第 6 行不一致');
  });

  test('very many rows about one case are one fault; very many faults are told in part, and all given out', async () => {
    const { homes: all } = await desk.homes(2);
    const many = await desk.preview([
      headers,
      ...Array.from({ length: 2_000 }, () => row(all[0]!, ['张三', '1', '1'])),
    ]);
    expect(many).toMatchObject({ rows: 2_000, good: 0, faulty: 1 });
    expect(many.items[0]!.faults).toHaveLength(1);
    expect(many.items[0]!.faults[0]!.message).toMatch(/^这一件写了 2000 行，最多 \d+ 行/);
    const strangers = [
      headers,
      ...Array.from({ length: 400 }, () => ['无此房 9', ...chen, '乱写', '乱写', '很多', '昨天']),
    ];
    const { items } = await desk.preview(strangers);
    expect(items).toHaveLength(400);
    expect(items[0]!.faults.length).toBeGreaterThan(2);
    expect(items.at(-1)!.faults).toHaveLength(2);
    expect(items.at(-1)!.faults[1]!.message).toMatch(/^这一件还有 \d+ 处问题没有列出/);
    const { rows } = contentOf(await developer.bytes(sheets.faults, sale, book(strangers)), headers[0]!);
    expect(new Set(rows.map((cells) => cells.at(-1))).size).toBe(1);
    expect(rows).toHaveLength(400);
  });

  test('the faulty rows come back as they were, with what is wrong', async () => {
    const {
      homes: [good, bad],
    } = await desk.homes(2);
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
    const corrected = await desk.preview([
      given,
      ...rows.map((cells, i) => (i === 0 ? [cells[0]!, '陈海波', ...cells.slice(2)] : cells)),
    ]);
    expect(corrected).toMatchObject({ good: 1, faulty: 0 });
  });

  test('what Excel has spoilt is told at the cell', async () => {
    const { homes: all } = await desk.homes(5);
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
    expect(await desk.preview([headers])).toMatchObject({ rows: 0, good: 0, faulty: 0, items: [] });
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(book([headers]))]), '名单.xlsx');
    expect(await developer.preview(notice, 'presale', form)).toMatchObject({ rows: 0 });
    form.append('more', new Blob(['x']), 'b.xlsx');
    expect((await send(form)).code).toBe('FILE_NOT_ONE');
  });

  test('another institution’s unit is answered like one that is not there; nothing is written', async () => {
    const {
      homes: [home],
    } = await desk.homes(1);
    const lost = { ...home!, unitNumber: '450502001001GB99999F99990002' };
    const mine = (await desk.preview([headers, row(lost)])).items[0]!;
    const theirs = (await desk.preview([headers, row(home!)], rival)).items[0]!;
    expect({ ...theirs, about: '' }).toEqual({ ...mine, about: '' });
    const byNumber = (number: string) =>
      desk.preview(
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
    } = await desk.homes(2);
    const gone = { action: 'withdraw' as const, caseIds: [home!.caseId], reason: '合同改签' };
    await finished(developer.client, await developer.client.call(enterprise.act, { body: gone }));
    const report = await desk.preview([[...headers, '受理编号'], row(home!), [...row(home!), two!.acceptanceNumber]]);
    expect(report.items.map(({ faults }) => faults[0]!.message)).toEqual([
      expect.stringContaining('“已撤回”'),
      expect.stringContaining('不是同一件'),
    ]);
  });

  test('a clerk who may not do the business gets neither template nor preview', async () => {
    const { clerk } = await rival.client.call(enterprise.desk, {});
    const permissions = await platform.server.get(PermissionService);
    const allow = (businessIds: string) =>
      platform.server.database.unitOfWork(async (tx) => {
        await tx.execute('UPDATE institution_clerk SET business_ids = ? WHERE staff_id = ?', [businessIds, clerk.id]);
        permissions.drop(tx, clerk.id);
      });
    await allow('["house-mortgage"]');
    const refused = [
      await refusal(rival.bytes(sheets.template, sale)),
      await refusal(rival.preview(notice, 'presale', book([headers]))),
      await refusal(rival.bytes(sheets.faults, sale, book([headers]))),
    ];
    expect(refused.map(({ status, code }) => [status, code])).toEqual(Array(3).fill([403, 'FORBIDDEN']));
    const query = { businessId: 'house-mortgage', step: 'contract' };
    const given = contentOf(await rival.bytes(sheets.template, query), '受理编号').headers;
    await rival.preview(query.businessId, query.step, book([given]));
    await allow('["*"]');
  });
});
