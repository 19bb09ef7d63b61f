import { routes } from '@zhucheng/shared';
import { formats, handmade, text } from '../../bff/test/spreadsheets/handmade';
import { eachDatabase } from '../../bff/test/support/databases';
import { type Platform, startPlatform } from './support/platform';
import { chen, contentOf, type Home, headers, notice, SheetDesk } from './support/sheets';

jest.setTimeout(240_000);

const sale = { businessId: notice, step: 'presale' };
const titles = headers.slice(0, 4).concat('合同总价', '合同签订日期');
const line = (number: number, cells: string[], more = '') => {
  const each = cells.map((cell, i) =>
    cell.startsWith('<') ? cell.replace('<c', `<c r="${'ABCDEF'[i]}${number}"`) : text(`${'ABCDEF'[i]}${number}`, cell),
  );
  return `<row r="${number}" ${more}>${each.join('')}</row>`;
};
const filled = (home: Home, price: string, day = '2026-01-05') => [home.unitNumber, ...(chen as string[]), price, day];

eachDatabase((dialect) => {
  let platform: Platform;
  let desk: SheetDesk;

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    desk = await SheetDesk.of(platform);
  });
  afterAll(() => platform?.close());

  test('a table made by other programs is filled in as its reader sees it', async () => {
    const { homes } = await desk.homes(4);
    const [first, second, third, fourth] = homes as [Home, Home, Home, Home];
    const file = handmade(
      line(1, ['单位：万元']) +
        line(2, titles) +
        line(3, filled(first, '<c><v>88.800000000000011</v></c>', '<c s="1"><v>46027</v></c>')) +
        line(4, filled(second, '<c><v>1.2345E+2</v></c>'), 'hidden="1"') +
        line(5, filled(third, '<c><f>F1*2</f></c>')) +
        line(6, filled(fourth, '<c s="2"><v>88</v></c>', '<c s="3"><v>0.5</v></c>')),
      { styles: formats('e"年"m"月"d"日"', '0"万元"', 20) },
    );
    const report = await desk.developer.preview(notice, 'presale', file);
    expect(report).toMatchObject({ rows: 4, good: 2, faulty: 2, hiddenRows: [4], hiddenColumns: [] });
    expect(report.items.map(({ data }) => data && [data.price, data.contractSignedOn])).toEqual([
      [88_800_000, '2026-01-05'],
      [123_450_000, '2026-01-05'],
      null,
      null,
    ]);
    expect(report.items.flatMap(({ faults }) => faults.map(({ row, column }) => [row, column]))).toEqual([
      [5, '合同总价（元）'],
      [6, '合同总价（元）'],
      [6, '合同签订日期'],
    ]);
    await desk.fill(report.items.filter(({ data }) => data !== null));
    const step = await desk.developer.client.call(routes.cases.stepData, {
      params: { id: first.caseId, step: 'presale' },
    });
    expect(step.data).toMatchObject({ price: 88_800_000 });

    // What is given back to be corrected says its unit itself, and is not good before it is corrected.
    const given = contentOf(await desk.developer.bytes(routes.sheets.faults, sale, file), headers[0]!);
    expect(given.headers[4]).toBe('合同总价（万元）');
    const again = await desk.preview([given.headers, ...given.rows]);
    expect(again).toMatchObject({ good: 0, faulty: 2 });
    const corrected = given.rows.map((cells) => [...cells.slice(0, 4), '90', '2026-01-05']);
    const { items } = await desk.preview([given.headers, ...corrected]);
    expect(items.map(({ data }) => data?.price)).toEqual([90_000_000, 90_000_000]);
  });
});
