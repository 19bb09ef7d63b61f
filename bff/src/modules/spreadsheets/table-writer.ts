import { columnName } from './cells';
import { writeZip } from './zip-writer';

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
}

const most = 32_767;
const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML 1.0 cannot hold is dropped: control characters, halves of surrogate pairs. */
const escaped = (text: string): string =>
  text
    .slice(0, most)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones meant
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/gu, '')
    .replace(/[&<>"]/g, (mark) => marks[mark]!);

/** Style 1 is bold, style 2 is text: what begins with = + - @ stays what it is when somebody edits the cell. */
function cellXml(value: string | number | null, place: string, bold: boolean): string {
  if (value === null || value === '') return '';
  if (typeof value === 'number' && Number.isFinite(value)) return `<c r="${place}"><v>${value}</v></c>`;
  const text = escaped(String(value));
  return `<c r="${place}" s="${bold ? 1 : 2}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const styles =
  `${head}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="宋体"/></font>` +
  '<font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/>' +
  '</fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>' +
  '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/>' +
  '<xf numFmtId="49" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>' +
  '</cellStyles></styleSheet>';

function sheetXml({ rows, widths, header }: SheetContent): string {
  const columns = widths.map(
    // Style 2 for the whole column: what is typed below the last row is text as well.
    (width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width + 2}" style="2" customWidth="1"/>`,
  );
  const lines = rows.map((row, r) => {
    const cells = row.map((value, c) => cellXml(value, `${columnName(c)}${r + 1}`, header && r === 0));
    return `<row r="${r + 1}">${cells.join('')}</row>`;
  });
  const view = header
    ? '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews>'
    : '';
  return `${head}<worksheet xmlns="${main}">${view}<cols>${columns.join('')}</cols><sheetData>${lines.join('')}</sheetData></worksheet>`;
}

/** An .xlsx workbook in memory. */
export function writeWorkbook(sheets: readonly SheetContent[]): Buffer {
  const each = (line: (sheet: SheetContent, number: number) => string) => sheets.map((s, i) => line(s, i + 1)).join('');
  const sheetName = (name: string) => escaped(name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31));
  const files: Record<string, string> = {
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
  sheets.forEach((sheet, i) => {
    files[`xl/worksheets/sheet${i + 1}.xml`] = sheetXml(sheet);
  });
  return writeZip(Object.entries(files).map(([name, text]) => ({ name, content: Buffer.from(text) })));
}
