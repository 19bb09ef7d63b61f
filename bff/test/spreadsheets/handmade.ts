import { writeZip } from '../../src/modules/spreadsheets/zip-writer';

export interface Handmade {
  /** Before and after `<sheetData>`. */
  before?: string;
  after?: string;
  styles?: string;
  strings?: string;
  /** Of the parts; as they are if left out. */
  rename?: (name: string) => string;
}

/** The files of a workbook whose sheet is written by hand, as other programs write it. */
export function parts(sheetData: string, { before = '', after = '', styles, strings }: Handmade = {}) {
  return Object.entries({
    'xl/workbook.xml':
      '<workbook xmlns:r="r"><sheets><sheet name="藏" sheetId="2" state="hidden" r:id="h"/><sheet name="表" sheetId="1" r:id="a"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/><Relationship Id="h" Target="worksheets/none.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': `<worksheet>${before}<sheetData>${sheetData}</sheetData>${after}</worksheet>`,
    ...(styles && { 'xl/styles.xml': `<styleSheet>${styles}</styleSheet>` }),
    ...(strings && { 'xl/sharedStrings.xml': `<sst>${strings}</sst>` }),
  }).map(([name, text]) => ({ name, content: Buffer.from(text) }));
}

export const handmade = (sheetData: string, more: Handmade = {}): Buffer => writeZip(parts(sheetData, more));
export const text = (place: string, value: string) => `<c r="${place}" t="inlineStr"><is><t>${value}</t></is></c>`;
export const row = (number: number, cells: string) => `<row r="${number}">${cells}</row>`;

/** One cell style a number format, by its place; the first is none. */
export const formats = (...codes: Array<string | number>): string => {
  const own = codes.map((code, i) =>
    typeof code === 'number' ? '' : `<numFmt numFmtId="${200 + i}" formatCode="${code.replaceAll('"', '&quot;')}"/>`,
  );
  const cells = codes.map((code, i) => `<xf numFmtId="${typeof code === 'number' ? code : 200 + i}"/>`);
  return `<numFmts>${own.join('')}</numFmts><cellXfs><xf numFmtId="0"/>${cells.join('')}</cellXfs>`;
};

/** A zip as streaming programs write it: every size and place in the fields of zip64. */
export function zip64(files: ReadonlyArray<{ name: string; content: Buffer }>): Buffer {
  const u16 = (value: number) => Buffer.from([value & 255, value >> 8]);
  const u32 = (value: number) => Buffer.from(new Uint32Array([value]).buffer);
  const u64 = (value: number) => Buffer.from(new BigUint64Array([BigInt(value)]).buffer);
  const full = u32(0xffffffff);
  const common = (name: Buffer, extra: number) =>
    Buffer.concat([u16(45), u16(0), u16(0), u32(0x210000), u32(0), full, full, u16(name.length), u16(extra)]);
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content } of files) {
    const bytes = Buffer.from(name);
    const sizes = Buffer.concat([u64(content.length), u64(content.length)]);
    const head = Buffer.concat([Buffer.from('PK\x03\x04'), common(bytes, 20), bytes, u16(1), u16(16), sizes]);
    const extra = Buffer.concat([u16(0x5455), u16(1), Buffer.from([0]), u16(1), u16(24), sizes, u64(at)]);
    const rest = Buffer.concat([u16(0), u16(0), u16(0), u32(0), full]);
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02'), u16(45), common(bytes, extra.length), rest, bytes, extra]),
    );
    local.push(head, content);
    at += head.length + content.length;
  }
  const index = Buffer.concat(directory);
  const count = u64(files.length);
  const end64 = Buffer.concat([Buffer.from('PK\x06\x06'), u64(44), u16(45), u16(45), u32(0), u32(0), count, count]);
  const locator = Buffer.concat([Buffer.from('PK\x06\x07'), u32(0), u64(at + index.length), u32(1)]);
  const end = Buffer.concat([Buffer.from('PK\x05\x06'), u32(0), u16(0xffff), u16(0xffff), full, full, u16(0)]);
  return Buffer.concat([...local, index, end64, u64(index.length), u64(at), locator, end]);
}
