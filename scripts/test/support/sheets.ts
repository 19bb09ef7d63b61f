import type { Columns } from '@zhucheng/bff/modules/spreadsheets/column.types';
import { readRows } from '@zhucheng/bff/modules/spreadsheets/table-reader';
import { writeWorkbook } from '@zhucheng/bff/modules/spreadsheets/table-writer';
import { writeZip } from '@zhucheng/bff/modules/spreadsheets/zip-writer';
import { type ErrorReply, type RouteDefinition, routes, type SheetPreview } from '@zhucheng/shared';
import { type Client, Refused } from '../../walk/client';

export type Cells = Array<string | number | null>;
type Query = Record<string, string>;

/** A workbook as somebody else's program writes it. */
export const book = (rows: Cells[], name = '表'): Buffer =>
  writeWorkbook([{ name, widths: [10], rows, header: false }]);

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const letter = (column: number) => String.fromCharCode(65 + column);

/** A workbook with cells as Excel keeps them: `{ raw }` is a number's own spelling, `{ day }` a date's serial. */
export function rawBook(
  rows: Array<Array<string | null | { raw: string } | { day: number }>>,
  merges: string[] = [],
): Buffer {
  const lines = rows.map((cells, r) => {
    const each = cells.map((cell, c) => {
      const place = `${letter(c)}${r + 1}`;
      if (cell === null) return '';
      if (typeof cell === 'string') return `<c r="${place}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
      return 'raw' in cell ? `<c r="${place}"><v>${cell.raw}</v></c>` : `<c r="${place}" s="1"><v>${cell.day}</v></c>`;
    });
    return `<row r="${r + 1}">${each.join('')}</row>`;
  });
  const merged = merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('');
  const files = {
    'xl/workbook.xml':
      '<workbook xmlns:r="r"><sheets><sheet name="名单" sheetId="1" r:id="a"/><sheet name="旧的" sheetId="2" r:id="b"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${lines.join('')}</sheetData>${merged && `<mergeCells>${merged}</mergeCells>`}</worksheet>`,
  };
  return writeZip(Object.entries(files).map(([name, text]) => ({ name, content: Buffer.from(text) })));
}

/** Headers and rows of a workbook, every cell as its text. */
export function contentOf(file: Buffer, firstHeader: string): { headers: string[]; rows: string[][] } {
  const columns: Columns = {
    first: { header: firstHeader, kind: 'text', example: '', parse: (text) => ({ value: text }) },
  };
  const { headers, rows } = readRows(file, columns);
  const places = [...headers.keys()];
  return {
    headers: [...headers.values()],
    rows: rows.map(({ cells }) => places.map((place) => cells.get(place)?.text ?? '')),
  };
}

/** Sends bytes to a raw route, or fetches them, as a signed-in person. */
export class SheetClient {
  constructor(
    private readonly base: string,
    readonly client: Client,
  ) {}

  async bytes(definition: RouteDefinition, query: Query, file?: Buffer | FormData, path = definition.path) {
    const response = await fetch(`${this.base}${path}?${new URLSearchParams(query)}`, {
      method: definition.method,
      headers: { authorization: `Bearer ${this.client.token}` },
      ...(file && { body: file instanceof FormData ? file : new Uint8Array(file) }),
    });
    const content = Buffer.from(await response.arrayBuffer());
    if (response.ok) return content;
    const { error } = JSON.parse(content.toString()) as ErrorReply;
    throw new Refused(error.code, response.status, error);
  }

  async preview(businessId: string, step: string, file: Buffer | FormData): Promise<SheetPreview> {
    const reply = await this.bytes(routes.sheets.preview, { businessId, step }, file);
    return JSON.parse(reply.toString()) as SheetPreview;
  }
}
