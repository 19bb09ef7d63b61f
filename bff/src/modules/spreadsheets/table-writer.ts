import { columnName } from './cells';
import { streamZip, writeZip } from './zip-writer';

/** A column of an exported table. */
export interface ExportColumn<R> {
  header: string;
  /** Null or '' leaves the cell empty. A number is written as one, everything else as text. */
  value(row: R): string | number | null;
  /** In characters. */
  width?: number;
}

export interface SheetContent {
  name: string;
  widths: readonly number[];
  rows: ReadonlyArray<ReadonlyArray<string | number | null>>;
  /** Whether the first row is a header: bold, and kept in view. */
  header: boolean;
  /** 0-based columns that others have filled in: grey below the header. */
  grey?: ReadonlySet<number>;
  /** What the cells of a column may hold, by 0-based column. */
  choices?: ReadonlyMap<number, readonly string[]>;
}

const most = 32_767;
const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML 1.0 cannot hold is dropped: control characters, halves of surrogate pairs. What reads like one escaped is escaped. */
const escaped = (text: string): string =>
  text
    .slice(0, most)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones meant
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/gu, '')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[&<>"]/g, (mark) => marks[mark]!);

/** Of cells. `text`: what begins with = + - @ stays what it is when somebody edits the cell. */
const style = { bold: 1, text: 2, grey: 3 } as const;

function cellXml(value: string | number | null, place: string, look: number): string {
  if (value === null || value === '') return look === style.grey ? `<c r="${place}" s="${look}"/>` : '';
  if (typeof value === 'number' && Number.isFinite(value)) return `<c r="${place}"><v>${value}</v></c>`;
  const text = escaped(String(value));
  return `<c r="${place}" s="${look}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const styles =
  `${head}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="宋体"/></font>` +
  '<font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/>' +
  '</fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFEDF1F3"/></patternFill></fill></fills><borders count="1"><border/></borders>' +
  '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/>' +
  '<xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" fillId="2" applyNumberFormat="1" applyFill="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>' +
  '</cellStyles></styleSheet>';

type Head = Pick<SheetContent, 'widths' | 'header'>;

function startXml({ widths, header }: Head): string {
  const columns = widths.map(
    // For the whole column: what is typed below the last row is text as well.
    (width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width + 2}" style="${style.text}" customWidth="1"/>`,
  );
  const view = header
    ? '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>'
    : '';
  return `${head}<worksheet xmlns="${main}">${view}<cols>${columns.join('')}</cols><sheetData>`;
}

function rowXml(row: ReadonlyArray<string | number | null>, r: number, isHeader: boolean, grey?: ReadonlySet<number>) {
  const look = (c: number) => (isHeader ? style.bold : grey?.has(c) ? style.grey : style.text);
  const cells = row.map((value, c) => cellXml(value, `${columnName(c)}${r + 1}`, look(c)));
  return `<row r="${r + 1}">${cells.join('')}</row>`;
}

/** Lists to choose from; Excel takes none of more than 255 characters. */
function choicesXml(choices: SheetContent['choices']): string {
  const lists = [...(choices ?? [])].filter(([, values]) => values.join(',').length <= 255);
  if (lists.length === 0) return '';
  const each = lists.map(
    ([c, values]) =>
      `<dataValidation type="list" allowBlank="1" sqref="${columnName(c)}2:${columnName(c)}20000"><formula1>"${escaped(values.join(','))}"</formula1></dataValidation>`,
  );
  return `<dataValidations count="${each.length}">${each.join('')}</dataValidations>`;
}

const sheetXml = (sheet: SheetContent): string =>
  `${startXml(sheet)}${sheet.rows.map((row, r) => rowXml(row, r, sheet.header && r === 0, sheet.grey)).join('')}` +
  `</sheetData>${choicesXml(sheet.choices)}</worksheet>`;

/** Everything of a workbook but the sheets themselves. */
function frameOf(sheets: ReadonlyArray<{ name: string }>): Record<string, string> {
  const each = (line: (sheet: { name: string }, number: number) => string) =>
    sheets.map((s, i) => line(s, i + 1)).join('');
  const sheetName = (name: string) => escaped(name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31));
  return {
    '[Content_Types].xml':
      `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="${sheetType}.styles+xml"/>` +
      `${each((_, n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${sheetType}.worksheet+xml"/>`)}</Types>`,
    '_rels/.rels': `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${each((s, n) => `<sheet name="${sheetName(s.name)}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels':
      `${head}<Relationships xmlns="${packages}/relationships">${each((_, n) => `<Relationship Id="rId${n}" Type="${office}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}` +
      `<Relationship Id="rId${sheets.length + 1}" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': styles,
  };
}

const sheetPath = (number: number): string => `xl/worksheets/sheet${number}.xml`;

/** An .xlsx workbook in memory. */
export function writeWorkbook(sheets: readonly SheetContent[]): Buffer {
  const files = frameOf(sheets);
  sheets.forEach((sheet, i) => {
    files[sheetPath(i + 1)] = sheetXml(sheet);
  });
  return writeZip(Object.entries(files).map(([name, text]) => ({ name, content: Buffer.from(text) })));
}

/** A workbook of one sheet, row after row as they come: takes no more memory for many rows than for few. */
export function streamWorkbook(
  sheet: Head & { name: string },
  rows: AsyncIterable<ReadonlyArray<string | number | null>>,
): AsyncGenerator<Buffer> {
  async function* content(): AsyncGenerator<Buffer> {
    yield Buffer.from(startXml(sheet));
    let r = 0;
    for await (const row of rows) {
      yield Buffer.from(rowXml(row, r, sheet.header && r === 0));
      r++;
    }
    yield Buffer.from('</sheetData></worksheet>');
  }
  const frame = Object.entries(frameOf([sheet])).map(([name, text]) => ({ name, content: [Buffer.from(text)] }));
  return streamZip([...frame, { name: sheetPath(1), content: content() }]);
}
