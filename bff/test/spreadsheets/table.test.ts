import { gzipSync } from 'node:zlib';
import { cleanText, residentId } from '@zhucheng/shared';
import fc from 'fast-check';
import type { Columns } from '../../src/modules/spreadsheets/column.types';
import { partyColumns, shareColumn, textColumn } from '../../src/modules/spreadsheets/party-columns';
import { SpreadsheetService } from '../../src/modules/spreadsheets/spreadsheet.service';
import { writeWorkbook } from '../../src/modules/spreadsheets/table-writer';
import { ZipReader } from '../../src/modules/spreadsheets/zip-reader';
import { writeZip } from '../../src/modules/spreadsheets/zip-writer';
import type { Problem } from '../../src/platform/errors/problem';
import { handmade, row, text } from './handmade';
import { readTable } from './read-table';

const sheets = new SpreadsheetService();
const unit = '450502001001GB00001F00010001';
const id = '450502199001011233';
const headers = ['房号/不动产单元号', '姓名', '身份证号', '手机号', '份额'];
const good = [unit, '陈海波', id, '13800000001', '1/2'];
const book = (rows: Array<Array<string | number | null>>) =>
  writeWorkbook([{ name: '表', widths: [10], rows, header: false }]);
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return '';
  } catch (error) {
    return (error as Problem).code ?? String(error);
  }
};

const one: Columns = {
  idNumber: { ...partyColumns.idNumber },
  share: shareColumn,
};
const two = row(1, text('A1', '身份证号') + text('B1', '份额'));

describe('a list of parties', () => {
  test('is read by its headers, wherever and in whatever order they stand', () => {
    const file = book([
      ['某某花园办证名单'],
      [null, '备注', '姓名 *', '公民身份号码', '联系电话（必填）', '所占份额', '单元号'],
      [null, '无', ' 陈海波 ', id.toLowerCase(), '138 0000 0001', '50%', unit],
      [null, null, null],
      [null, '第二位', '林小珍', id, '13800000002', 0.5, '3幢1单元502'],
    ]);
    const { rows, faults } = readTable(file, partyColumns);
    expect(faults).toEqual([]);
    expect(rows).toEqual([
      {
        row: 3,
        values: {
          unitNumber: unit,
          name: '陈海波',
          idNumber: id,
          phone: '13800000001',
          share: { numerator: 1, denominator: 2 },
        },
      },
      expect.objectContaining({ row: 5, values: expect.objectContaining({ unitNumber: '3幢1单元502' }) }),
    ]);
  });

  test('reports every fault with its row and column, and keeps the good rows', () => {
    const file = book([
      headers,
      good,
      [unit, '', '450502199001011234', '138', '2/1'],
      ['450502001001GB00001F0001000', '陈海波', id, '13800000001', null],
    ]);
    const { rows, faults } = readTable(file, partyColumns);
    expect(rows.map((each) => each.row)).toEqual([2]);
    expect(faults.map(({ row: at, column }) => [at, column])).toEqual([
      [3, '姓名'],
      [3, '身份证号'],
      [3, '手机号'],
      [3, '份额'],
      [4, '房号/不动产单元号'],
    ]);
    for (const { message } of faults) expect(message).toMatch(/[\u4e00-\u9fff]/);
  });

  test('wrong headers', () => {
    expect(() => readTable(book([['姓名', '身份证号']]), partyColumns)).toThrow(/“房号\/不动产单元号”、“手机号”/);
    expect(() => readTable(book([[...headers, '身份证号码']]), partyColumns)).toThrow(/两列“身份证号”/);
    expect(codeOf(() => readTable(book([]), partyColumns))).toBe('SHEET_COLUMNS');
  });

  test('its template can be filled in and read back', () => {
    const template = sheets.template(partyColumns);
    expect(readTable(template, partyColumns)).toEqual({ rows: [], faults: [] });
  });

  test('10,000 rows, not one more', () => {
    const many = (count: number) => book([headers, ...Array.from({ length: count }, () => good)]);
    expect(readTable(many(10_000), partyColumns).rows).toHaveLength(10_000);
    expect(codeOf(() => readTable(many(10_001), partyColumns))).toBe('SHEET_TOO_LARGE');
  });
});

describe('what Excel makes of what people type', () => {
  const faultsOf = (cells: string, more = {}) => readTable(handmade(two + row(2, cells), more), one).faults;

  test('an ID number as a rounded number is refused with the way out', () => {
    expect(faultsOf('<c r="A2"><v>4.5050219900101101E+17</v></c>')).toEqual([
      { row: 2, column: '身份证号', message: expect.stringMatching(/变成了数字（4.51E\+17）.*文本/) },
    ]);
    expect(faultsOf(text('A2', '4.50502E+17'))).toHaveLength(1);
  });

  test('a share as a date, an ID number as a date, a broken formula', () => {
    const styles =
      '<numFmts><numFmt numFmtId="200" formatCode="m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs>';
    expect(faultsOf(`${text('A2', id)}<c r="B2" s="1"><v>46024</v></c>`, { styles })[0]?.message).toMatch(/日期/);
    expect(faultsOf('<c r="A2" s="1"><v>46024</v></c>', { styles })[0]?.message).toMatch(/日期/);
    expect(faultsOf('<c r="A2" t="e"><f>VLOOKUP(1)</f><v>#N/A</v></c>')[0]?.message).toMatch(/公式出错（#N\/A）/);
  });

  test('a phone typed as a number; dates as days; a formula by its last result', () => {
    const columns = {
      phone: partyColumns.phone,
      born: { header: '日期', kind: 'date', example: '', parse: (day: string) => ({ value: day }) },
      name: partyColumns.name,
    } satisfies Columns;
    const file = handmade(
      row(1, text('A1', '手机号') + text('B1', '日期') + text('C1', '姓名')) +
        row(
          2,
          '<c r="A2"><v>13800000001</v></c><c r="B2" s="1"><v>46053.5</v></c><c r="C2" t="str"><f>"陈"&amp;"海波"</f><v>陈海波</v></c>',
        ),
      { styles: '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>' },
    );
    expect(readTable(file, columns).rows[0]?.values).toEqual({
      phone: '13800000001',
      born: '2026-01-31',
      name: '陈海波',
    });
  });

  test('shared texts in runs, without the reading aids', () => {
    const strings =
      '<si><t>身份证号</t></si><si><r><t>450502</t></r><r><t>199001011233</t></r><rPh><t>x</t></rPh></si>';
    const file = handmade('<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row>', { strings });
    expect(readTable(file, { idNumber: partyColumns.idNumber }).rows).toEqual([{ row: 2, values: { idNumber: id } }]);
    const others = [residentId.compose('81000019900307123'), 'USA110180010101', 'h1234567801'].map((text) =>
      partyColumns.idNumber.parse(text, { kind: 'text', text } as never),
    );
    expect(others.map((one) => 'value' in one && one.value)).toEqual([
      residentId.compose('81000019900307123'),
      'FRP:USA110180010101',
      'HMP:H1234567801',
    ]);
  });

  test('a cell merged downwards counts for each row; merged sideways is refused', () => {
    const body =
      row(1, text('A1', '身份证号') + text('B1', '份额')) +
      row(2, text('A2', id) + text('B2', '1/2')) +
      row(3, text('B3', '1/3'));
    const down = handmade(body, { after: '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>' });
    expect(readTable(down, one).rows.map(({ values }) => values.idNumber)).toEqual([id, id]);
    const across = handmade(body, { after: '<mergeCells><mergeCell ref="A3:B3"/></mergeCells>' });
    expect(readTable(across, one).faults[0]).toMatchObject({
      row: 3,
      message: expect.stringMatching(/A3:B3.*取消合并/),
    });
  });
});

describe('files that are not what they seem', () => {
  test('not a workbook', () => {
    expect(codeOf(() => readTable(Buffer.from('PK nothing'), one))).toBe('SHEET_UNREADABLE');
    expect(codeOf(() => readTable(writeZip([{ name: 'a', content: Buffer.from('x') }]), one))).toBe('SHEET_UNREADABLE');
    expect(codeOf(() => readTable(handmade('<row><c>'), one))).toBe('SHEET_UNREADABLE');
  });

  test('a bomb stops while it unfolds, whatever sizes it announces', () => {
    const bomb = writeZip([{ name: 'xl/workbook.xml', content: Buffer.alloc(65 * 1024 * 1024) }]);
    expect(bomb.length).toBeLessThan(5 * 1024 * 1024);
    expect(codeOf(() => readTable(bomb, one))).toBe('SHEET_TOO_LARGE');
  });

  test('entities of a document’s own making', () => {
    const xml = '<!DOCTYPE a [<!ENTITY x "y">]><worksheet><sheetData/></worksheet>';
    const zip = new ZipReader(handmade(two), 1e6);
    const files = zip.names.map((name) => ({
      name,
      content: name.includes('sheet1') ? Buffer.from(xml) : zip.read(name)!,
    }));
    expect(codeOf(() => readTable(writeZip(files), one))).toBe('SHEET_UNREADABLE');
  });

  test('any change of any byte gets an answer of ours', () => {
    const file = sheets.template(partyColumns);
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.nat(255), (at, value) => {
        const changed = Buffer.from(file);
        changed[at] = value;
        expect(codeOf(() => readTable(changed, partyColumns))).toMatch(/^(SHEET_\w+)?$/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what is written', () => {
  test('comes back as it was, and no text becomes a formula', () => {
    const value = fc.oneof(
      fc.constantFrom('=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '<&>"\'', '001', 'a_x0041_', '_x005F_x000D_'),
      fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
        .filter(
          (each) =>
            cleanText(each).trim() === cleanText(each) &&
            cleanText(each) !== '' &&
            !/^['’‘]|\p{Cc}|\p{Cs}|\ufffe|\uffff|_x000D_/u.test(each),
        ),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (values) => {
        const file = sheets.writeTable([{ header: '值', value: (each: string) => each }], values);
        const read = readTable(file, { v: textColumn('值', 100) });
        expect(read.rows.map(({ values: { v } }) => v)).toEqual(values.map(cleanText));
      }),
      { numRuns: 60 },
    );
    const xml = new ZipReader(sheets.writeTable([{ header: 'h', value: () => '=1+1' }], [1]), 1e6).read(
      'xl/worksheets/sheet1.xml',
    );
    expect(xml?.toString()).not.toContain('<f>');
    expect(xml?.toString()).toContain('t="inlineStr"');
  });

  test('every file of it has the checksum it says, at once and piece by piece', async () => {
    const columns = [{ header: '值', value: (each: number) => `第${each}行` }];
    const rows = Array.from({ length: 5_000 }, (_, i) => i);
    async function* pages() {
      yield rows;
    }
    const streamed = Buffer.concat(await sheets.streamTable(columns, pages()).toArray());
    for (const file of [sheets.writeTable(columns, rows), streamed]) {
      const zip = new ZipReader(file, 1e7);
      const said = zip.names.map((name) => [name, checksumOf(file, name)]);
      expect(said).toEqual(zip.names.map((name) => [name, gzipSync(zip.read(name)!).subarray(-8).readUInt32LE()]));
      expect(said).toHaveLength(6);
    }
  });
});

/** As the list of files at the end of a zip says it. */
function checksumOf(zip: Buffer, name: string): number {
  let at = zip.indexOf('PK\x01\x02');
  while (zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28)).toLowerCase() !== name)
    at = zip.indexOf('PK\x01\x02', at + 4);
  return zip.readUInt32LE(at + 16);
}
