import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { businesses } from '@zhucheng/shared';
import { sheetPlan } from '../../src/modules/enterprise/sheet-columns';
import { fieldColumn } from '../../src/modules/enterprise/sheet-fields';
import type { Column, Columns } from '../../src/modules/spreadsheets/column.types';
import { partyColumns, textColumn } from '../../src/modules/spreadsheets/party-columns';
import type { Problem } from '../../src/platform/errors/problem';
import { formats, handmade, parts, row, text, zip64 } from './handmade';
import { readSheet, readTable } from './read-table';

/** The columns that the sheets of this folder have. */
const {
  'field.transferLimit': _,
  'field.guaranteeScope': __,
  ...contract
} = sheetPlan(businesses.find(({ id }) => id === 'house-mortgage')!, 'contract').columns;
const price: Column = fieldColumn(
  { kind: 'fen', id: 'price', name: '价款', required: true, min: 1, max: 1e13 } as never,
  '价款（元）',
);
const columns = {
  price,
  day: fieldColumn({ kind: 'date', id: 'day', name: '日期', required: false } as never, '日期'),
  name: partyColumns.name,
  number: textColumn('编号', 40),
} satisfies Columns;
const heads = ['价款', '日期', '姓名', '编号'];
const head = (...titles: string[]) => row(1, titles.map((title, i) => text(`${'ABCDEFG'[i]}1`, title)).join(''));
const read = (cells: string, styles = '', titles = heads) =>
  readSheet(handmade(head(...titles) + row(2, cells), { styles }), columns);
const messages = (cells: string, styles = '') =>
  read(cells, styles)
    .rows.flatMap(({ faults }) => faults)
    .map(({ column, message }) => `${column} ${message}`);
const name = text('C2', '陈海波');
const problemOf = (work: () => unknown): Problem => {
  try {
    work();
  } catch (error) {
    return error as Problem;
  }
  throw new Error('It was not refused');
};

describe('sheets of the contract step of a house mortgage', () => {
  const usual = {
    unit: '450502003008GB00126F00020026',
    name: '韦建国',
    phone: '13907790005',
    value: 128_000_000,
    loan: 80_000_000,
    from: '2026-02-01',
    to: '2056-02-01',
  };
  test.each([
    ['part-name-case', {}],
    ['backslashes', {}],
    ['inline-phonetic', {}],
    ['era-date-format', {}],
    ['hidden-row', {}],
    ['padded-name', { name: '韦 建国' }],
    ['bidi-phone', {}],
    ['exponent', {}],
    ['unit-in-header', {}],
    ['17-digits', { value: 86_543_217, loan: 65_432_110 }],
  ])('%s', (file, other) => {
    const reading = readSheet(readFileSync(join(__dirname, 'samples', `${file}.xlsx`)), contract);
    const [only, ...more] = reading.rows;
    expect([more, only!.faults]).toEqual([[], []]);
    const { unit, name: holder, phone, ...values } = only!.values as Record<string, unknown>;
    expect({
      unit,
      name: holder,
      phone,
      value: values['field.collateral'],
      loan: values['field.secured'],
      from: values['field.debtStart'],
      to: values['field.debtEnd'],
    }).toEqual({ ...usual, ...other });
    expect(only!.hidden).toBe(file === 'hidden-row');
  });
});

describe('the package', () => {
  const body = head('姓名') + row(2, text('A2', '陈海波'));
  const one = { name: partyColumns.name };
  const names = (file: Buffer) => readTable(file, one).rows.map(({ values }) => values.name);

  test('sizes and places in the fields of zip64', () => {
    expect(names(zip64(parts(body)))).toEqual(['陈海波']);
  });

  test('places in zip64 that lie outside the file', () => {
    const file = zip64(parts(body));
    file.writeBigUInt64LE(2n ** 63n, file.length - 22 - 20 + 8);
    expect(problemOf(() => names(file)).code).toBe('SHEET_UNREADABLE');
  });

  test('parts are where the relations say, wherever that is', () => {
    const strings = '<si><t>姓名</t></si><si><t>陈海波</t></si>';
    const rows = '<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row>';
    const file = (files: Record<string, string>) =>
      zip64(Object.entries(files).map(([path, content]) => ({ name: path, content: Buffer.from(content) })));
    const relation = (id: string, type: string, target: string) =>
      `<Relationship Id="${id}" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/${type}" Target="${target}"/>`;
    expect(
      names(
        file({
          '_rels/.rels': `<Relationships>${relation('r', 'officeDocument', '/Book/main.xml')}</Relationships>`,
          'book/main.xml': '<workbook xmlns:r="r"><sheets><sheet name="表" r:id="s"/></sheets></workbook>',
          'book/_rels/main.xml.rels': `<Relationships>${relation('s', 'worksheet', 'Sheets\\One.xml')}${relation('t', 'sharedStrings', '../texts/all.xml')}</Relationships>`,
          'book/sheets/one.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
          'texts/all.xml': `<sst>${strings}</sst>`,
        }),
      ),
    ).toEqual(['陈海波']);
  });
});

describe('numbers, as Excel shows them', () => {
  test.each([
    ['865432.17000000004', 86_543_217],
    ['0.30000000000000004', 30],
    ['1.28E+6', 128_000_000],
    ['8.0000000000000005E5', 80_000_000],
    ['1280000.1000000001', 128_000_010],
    ['12345678901.119999', 1_234_567_890_112],
  ])('%s', (written, fen) => {
    expect(read(`<c r="A2"><v>${written}</v></c>${name}`).rows[0]!.values.price).toBe(fen);
  });

  test('what is no whole number of fen is told with what was found', () => {
    expect(messages(`<c r="A2"><v>865432.16666666663</v></c>${name}`)).toEqual([
      expect.stringMatching(/^价款（元） .*最多两位小数.*现在是 865432.166666667/),
    ]);
  });

  test('a long number in a column of text has lost its last digits, a short one has not', () => {
    expect(messages(`<c r="D2"><v>4.5050219900101101E+17</v></c>${name}`)).toEqual([
      expect.stringMatching(/^编号 .*4.51E\+17.*后几位/),
    ]);
    expect(read(`<c r="D2"><v>20260318</v></c>${name}`).rows[0]!.values.number).toBe('20260318');
  });
});

describe('number formats', () => {
  const styled = (format: string | number, serial: string, place = 'B2') =>
    read(`<c r="${place}" s="1"><v>${serial}</v></c>${name}`, formats(format)).rows[0]!;

  test.each([
    27,
    28,
    29,
    30,
    31,
    36,
    50,
    57,
    'e"年"m"月"',
    'ggge"年"m"月"d"日"',
    '[DBNum1][$-804]yyyy"年"m"月"d"日"',
    'm"月"',
    'mmm',
    'bbbb',
    'yyyy/m/d h:mm AM/PM',
    '[$-804]YYYY"年"M"月"D"日"',
    'yyyy\\-mm\\-dd;@',
    'yyyy年m月d日',
    'aaaa',
  ])('%s is a day', (format) => {
    expect(styled(format, '46054.25').values.day).toBe('2026-02-01');
  });

  test.each([18, 20, 32, 33, 34, 35, 45, 55, 56, 'h"时"mm"分"', '[h]:mm', 'mm:ss.0', '上午/下午h"时"', 'h:mm AM/PM'])(
    '%s is a time, and named as no date',
    (format) => {
      const { values, faults } = styled(format, '46054.354166666664');
      expect([values.day, faults.map(({ message }) => message)]).toEqual([
        undefined,
        [expect.stringMatching(/08:30:00.*不是日期/)],
      ]);
    },
  );

  test.each([
    'General',
    'G/通用格式',
    '"d"0',
    '#,##0.00;[Red]-#,##0.00',
    '0.00E+00',
    '_-¥* #,##0.00_-',
    '[$￥-804]#,##0.00',
    '0.00"元"',
    '0!d',
  ])('%s is a number', (format) => {
    expect(styled(format, '1280000', 'A2').values.price).toBe(128_000_000);
  });

  test.each(['0"万元"', '0!.0,"万"', '#,##0,', '0.00,,', '[$$-409]#,##0.00', '0"万";-0"万"', '0.00万', '[$€-2] 0'])(
    '%s shows another amount than is stored: refused',
    (format) => {
      const { values, faults } = styled(format, '128', 'A2');
      expect(values.price).toBeUndefined();
      expect(faults.map(({ message }) => message)).toEqual([expect.stringMatching(/格式带有单位.*128/)]);
    },
  );

  test('a percentage is a share as it is shown, and no amount', () => {
    const two = { share: partyColumns.share, price };
    const share = handmade(`${head('份额', '价款')}${row(2, `<c r="A2" s="1"><v>0.5</v></c>${text('B2', '1')}`)}`, {
      styles: formats(9),
    });
    expect(readTable(share, two).rows[0]!.values.share).toEqual({ numerator: 1, denominator: 2 });
    expect(messages(`<c r="A2" s="1"><v>0.5</v></c>${name}`, formats(10))).toHaveLength(1);
  });
});

describe('a unit in the header', () => {
  const amount = (header: string, cell = '<c r="A2"><v>128</v></c>') =>
    read(`${cell}${name}`, '', [header, ...heads.slice(1)]).rows[0]!.values.price;

  test.each([
    ['价款（元）', 12_800],
    ['价款（人民币元，最多两位小数）', 12_800],
    ['价款（万元）', 128_000_000],
    ['价款(单位：人民币万元)', 128_000_000],
    ['价款【万】', 128_000_000],
    ['价款［千元］', 12_800_000],
    ['价款 万元', 128_000_000],
    ['价款/万元', 128_000_000],
    ['*价款：百万元', 12_800_000_000],
    ['价款（分）', 128],
    ['价款（合同约定）', 12_800],
  ])('%s', (header, fen) => {
    expect(amount(header)).toBe(fen);
  });

  test.each(['价款（美元）', '价款（USD）', '价款（元/万元）', '价款（K）', '价款（百十元）', '价款（$）'])(
    '%s is refused in words',
    (header) => {
      const { code, message } = problemOf(() => amount(header));
      expect(code).toBe('SHEET_COLUMNS');
      expect(message).toMatch(/看不出.*“价款（元）”/);
    },
  );

  test('what stands in a cell counts before the header; decimals are exact', () => {
    expect(amount('价款（万元）', '<c r="A2"><v>86.543217</v></c>')).toBe(86_543_217);
    expect(amount('价款（万元）', text('A2', '128万元'))).toBe(128_000_000);
    expect(amount('价款（万元）', text('A2', '1,280,000 元'))).toBe(128_000_000);
    expect(amount('价款', text('A2', '128.5万'))).toBe(128_500_000);
    expect(amount('价款（万元）', text('A2', '￥128'))).toBeUndefined();
    expect(amount('价款（万元）', '<c r="A2"><v>0.0000001</v></c>')).toBeUndefined();
  });

  const noted = (note: string, header = '价款') =>
    readSheet(
      handmade(
        row(1, text('A1', '某行抵押名单')) +
          row(2, text('D2', note)) +
          row(3, heads.map((title, i) => text(`${'ABCD'[i]}3`, i === 0 ? header : title)).join('')) +
          row(4, `<c r="A4"><v>128</v></c>${text('C4', '陈海波')}`),
      ),
      columns,
    );

  test.each(['单位：万元', '金额单位: 人民币万元', '（单位：万元）', '万元', '制表：张三  单位：万元'])(
    'above the table: %s',
    (note) => {
      const { rows, headers } = noted(note);
      expect(rows[0]!.values.price).toBe(128_000_000);
      // Rows that are given back without what stood above keep their unit.
      expect(headers.get(0)).toMatch(/^价款（.*万元/);
    },
  );

  test.each([
    '人民币万元',
    '（人民币万元）',
    '金额：万元',
    '抵押清单（万元）',
    '以下金额均为万元',
    '注：金额以万元计',
    '货币：人民币，万元',
  ])('never 128 yuan, whatever the words above: %s', (note) => {
    const read = () => noted(note).rows[0]!.values.price;
    let price: unknown;
    const problem = (() => {
      try {
        price = read();
      } catch (error) {
        return (error as Error).message;
      }
      return null;
    })();
    if (problem === null) expect(price).toBe(128_000_000);
    else expect(problem).toMatch(/看不出.*万元.*以元填写/);
    // A header with a unit of its own is clear, whatever the title says.
    if (problem !== null) expect(noted(note, '价款（元）').rows[0]!.values.price).toBe(12_800);
  });

  test('a column of units is looked at', () => {
    const sheet = (unit: string) =>
      readSheet(
        handmade(
          row(1, [...heads, '单位'].map((title, i) => text(`${'ABCDE'[i]}1`, i === 0 ? '价款' : title)).join('')) +
            row(2, `<c r="A2"><v>128</v></c>${text('C2', '陈海波')}${text('E2', unit)}`),
        ),
        columns,
      );
    expect(problemOf(() => sheet('万元')).message).toMatch(/看不出“万元”/);
    expect(sheet('千山公司').rows[0]!.values.price).toBe(12_800);
  });

  test('notes that name no unit, and one that says something else than the header', () => {
    expect(noted('编制单位：千山公司').rows[0]!.values.price).toBe(12_800);
    expect(noted('单位：万元', '价款（万元）').rows[0]!.values.price).toBe(128_000_000);
    expect(problemOf(() => noted('单位：万元', '价款（元）')).message).toMatch(/看不出“万元”、“价款（元）”/);
    expect(problemOf(() => noted('单位：美元')).message).toMatch(/看不出“美元”/);
  });
});

describe('formulas', () => {
  test.each([
    '<c r="A2"><f>128*10000</f></c>',
    '<c r="A2"><f>128*10000</f><v></v></c>',
    '<c r="A2"><f>128*10000</f><v/></c>',
    '<c r="A2" t="str"><f>B2</f></c>',
    '<c r="A2"><f t="shared" si="0"/></c>',
  ])('%s without a result is named', (cell) => {
    expect(messages(cell + name)).toEqual([expect.stringMatching(/^价款（元） .*还没有算出结果.*保存/)]);
    // Also when nothing else stands in its row.
    expect(messages(cell).some((message) => /^价款.*还没有算出结果/.test(message))).toBe(true);
  });

  test('one whose result is an empty text is an empty cell; an error pasted as text is an error', () => {
    expect(messages(`<c r="D2" t="str"><f>IF(A1="","",1)</f><v></v></c><c r="A2"><v>1</v></c>${name}`)).toEqual([]);
    expect(messages(`${text('D2', '#N/A')}<c r="A2"><v>1</v></c>${name}`)).toEqual([
      expect.stringMatching(/^编号 .*#N\/A/),
    ]);
  });
});

describe('what is out of sight', () => {
  test('hidden rows and columns are read and told', () => {
    const line = (number: number, more: string) =>
      `<row r="${number}" ${more}><c r="A${number}"><v>1</v></c>${text(`C${number}`, '陈海波')}</row>`;
    const body =
      head(...heads) +
      line(2, '') +
      line(3, 'hidden="1"') +
      line(4, 'hidden="true"') +
      line(5, 'ht="0" customHeight="1"');
    const reading = readSheet(
      handmade(body, {
        before:
          '<cols><col min="1" max="2"/><col min="3" max="3" hidden="1"/><col min="5" max="16384" hidden="1"/></cols>',
      }),
      columns,
    );
    expect(reading.rows.map(({ row: at, hidden }) => [at, hidden])).toEqual([
      [2, false],
      [3, true],
      [4, true],
      [5, true],
    ]);
    expect(reading.hiddenColumns).toEqual(['姓名']);
  });
});

test.each([
  ["'450502199001011233", '450502199001011233'],
  ['\u202d450502 19900101 1233\u202c', '450502199001011233'],
  ['４５０５０２１９９００１０１１２３３', '450502199001011233'],
  ['45050219900307123×', '45050219900307123X'],
])('an ID number typed as %s', (typed, idNumber) => {
  const file = handmade(head('身份证号') + row(2, text('A2', typed)));
  expect(readTable(file, { id: partyColumns.idNumber })).toEqual({
    rows: [{ row: 2, values: { id: idNumber } }],
    faults: [],
  });
});

test('a reading aid inside a cell is not part of its text', () => {
  const cell =
    '<c r="C2" t="inlineStr"><is><r><t>韦</t></r><r><t>建国</t></r><rPh sb="0" eb="1"><t>wéi</t></rPh></is></c>';
  expect(read(`<c r="A2"><v>1</v></c>${cell}`).rows[0]!.values.name).toBe('韦建国');
});

test('signs that XML cannot hold come as what they are', () => {
  expect(read(`<c r="A2"><v>1</v></c>${name}${text('D2', '甲_x000D_\n乙_x005F_x0041_')}`).rows[0]!.values.number).toBe(
    '甲\n乙_x0041_',
  );
});
