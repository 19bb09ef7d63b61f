import { writeZip } from '@zhucheng/bff/modules/spreadsheets/zip-writer';

export interface SheetParts {
  /** Before `<sheetData>`. */
  before?: string;
  /** Inside it. */
  rows?: string;
  /** After it. */
  after?: string;
  styles?: string;
  strings?: string;
}

/** A workbook whose parts are written by hand. */
export function workbook({ before = '', rows = '', after = '', styles, strings }: SheetParts): Buffer {
  const files: Record<string, string> = {
    'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="表" sheetId="1" r:id="a"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': `<worksheet>${before}<sheetData>${rows}</sheetData>${after}</worksheet>`,
    ...(styles && { 'xl/styles.xml': `<styleSheet>${styles}</styleSheet>` }),
    ...(strings && { 'xl/sharedStrings.xml': `<sst>${strings}</sst>` }),
  };
  return writeZip(Object.entries(files).map(([name, text]) => ({ name, content: Buffer.from(text) })));
}

const cell = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const row = (cells: string): string => `<row>${cells}</row>`;
const times = (count: number, each: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => each(i)).join('');
const header = row(
  ['房号/不动产单元号', '姓名', '身份证号', '手机号', '共有方式', '份额', '合同总价', '合同签订日期']
    .map(cell)
    .join(''),
);

/** Small files that make a reader work long, or large tables out of few bytes. */
export const hostileSheets: Record<string, () => Buffer> = {
  'a header of 300,000 brackets': () => workbook({ rows: row(cell('（'.repeat(300_000))) }),
  'ten headers of 1,900 brackets': () =>
    workbook({ rows: times(10, () => row(times(200, () => cell('（'.repeat(1_900))))) }),
  'a number format of 60,000 brackets': () =>
    workbook({
      rows: header + row('<c s="1"><v>1</v></c>'),
      styles: `<numFmts><numFmt numFmtId="200" formatCode="${'['.repeat(60_000)}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs>`,
    }),
  '65,000 styles of one long number format': () =>
    workbook({
      rows: header + row('<c s="1"><v>1</v></c>'),
      styles: `<numFmts><numFmt numFmtId="200" formatCode="${'['.repeat(250)}"/></numFmts><cellXfs>${times(65_000, () => '<xf numFmtId="200"/>')}</cellXfs>`,
    }),
  '60,000 number formats of 250 signs': () =>
    workbook({
      rows: header + row('<c s="1"><v>1</v></c>'),
      styles: `<numFmts>${times(60_000, (i) => `<numFmt numFmtId="${200 + i}" formatCode="${'general,,%'.repeat(25)}"/>`)}</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs>`,
    }),
  '16,000 ranges of hidden columns': () =>
    workbook({
      before: `<cols>${times(16_000, () => '<col min="1" max="16384" hidden="1"/>')}</cols>`,
      rows: header + row(cell('x')),
    }),
  '40,000 ranges of hidden columns': () =>
    workbook({ before: `<cols>${times(40_000, () => '<col min="1" max="200" hidden="1"/>')}</cols>`, rows: header }),
  'headers of amounts with 90 signs of units': () =>
    workbook({
      rows: times(10, () => row(times(200, (i) => cell(`合同总价${'万'.repeat(80 + (i % 10))}`)))),
    }),
  '300,000 formulas that nobody worked out': () =>
    workbook({ rows: header + times(3_000, () => row(times(100, () => '<c><f>A1</f></c>'))) }),
  'a text of 300,000 escaped signs': () => workbook({ rows: header + row(cell('_x0041_'.repeat(300_000))) }),
  'one long text in 1,500 cells': () =>
    workbook({
      rows: header + times(1_500, () => row('<c t="s"><v>0</v></c>')),
      strings: `<si><t>${' '.repeat(1_000_000)}x</t></si>`,
    }),
  'a text of 2,000 signs in 300,000 cells': () =>
    workbook({
      rows: header + times(6_000, () => row(times(50, () => '<c t="s"><v>0</v></c>'))),
      strings: `<si><t>${'房'.repeat(2_000)}</t></si>`,
    }),
  'a million cells': () => workbook({ rows: header + times(5_000, () => row(times(200, () => '<c><v>1</v></c>'))) }),
  '9,000 rows of numbers to be told as faults': () =>
    workbook({ rows: header + times(9_000, () => row(times(4, () => '<c><v>4.50502199E+17</v></c>'))) }),
  '20,000 merges over one row': () =>
    workbook({
      rows: header + times(50, () => row(cell('x'))),
      after: `<mergeCells>${times(20_000, () => '<mergeCell ref="A2:B2"/>')}</mergeCells>`,
    }),
  '60 MB of one sign': () => workbook({ rows: row(cell('a'.repeat(60_000_000))) }),
  'a tag nested 400,000 times': () => workbook({ rows: '<a>'.repeat(400_000) }),
  'a tag of 300,000 attributes': () => workbook({ rows: `<row ${times(300_000, (i) => `a${i}="" `)}/>` }),
  'half a character': () => workbook({ rows: header + row(cell('&#xD800;')) }),
};
