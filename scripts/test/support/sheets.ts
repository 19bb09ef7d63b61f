import type { Columns } from '@zhucheng/bff/modules/spreadsheets/column.types';
import { writeWorkbook } from '@zhucheng/bff/modules/spreadsheets/table-writer';
import { writeZip } from '@zhucheng/bff/modules/spreadsheets/zip-writer';
import {
  type ErrorReply,
  type RouteCall,
  type RouteDefinition,
  residentId,
  routes,
  type SheetItem,
  type SheetPreview,
} from '@zhucheng/shared';
import { readSheet } from '../../../bff/test/spreadsheets/read-table';
import { type Client, Refused } from '../../walk/client';
import { finished, Ground, next, opened } from './desk';
import type { Platform } from './platform';

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
  const column = (header: string): Columns[string] => {
    return { header, kind: 'text', example: '', parse: (text) => ({ value: text }) };
  };
  const columns: Columns = { first: column(firstHeader), problem: column('问题') };
  const { headers, rows } = readSheet(file, columns);
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

  async bytes(
    definition: RouteDefinition,
    query: Query,
    file?: Buffer | FormData,
    path = definition.path,
    type?: string,
  ) {
    const response = await fetch(`${this.base}${path}?${new URLSearchParams(query)}`, {
      method: definition.method,
      headers: { authorization: `Bearer ${await this.client.session()}`, ...(type && { 'content-type': type }) },
      ...(file && { body: file instanceof FormData ? file : new Uint8Array(file) }),
    });
    const content = Buffer.from(await response.arrayBuffer());
    if (response.ok) return content;
    const { error } = JSON.parse(content.toString()) as ErrorReply;
    throw new Refused(error.code, response.status, error);
  }

  /** The exported work list. */
  async workList(body: RouteCall<typeof routes.sheets.workList>['body']): Promise<Buffer> {
    const { path } = routes.sheets.workList;
    return this.bytes(routes.sheets.workList, {}, Buffer.from(JSON.stringify(body)), path, 'application/json');
  }

  async preview(businessId: string, step: string, file: Buffer | FormData): Promise<SheetPreview> {
    const reply = await this.bytes(routes.sheets.preview, { businessId, step }, file);
    return JSON.parse(reply.toString()) as SheetPreview;
  }
}

export const notice = 'presale-notice';
export const headers = [
  '房号/不动产单元号',
  '姓名',
  '身份证号',
  '手机号',
  '共有方式',
  '份额',
  '合同总价',
  '合同签订日期',
];
export const chen = ['陈海波', residentId.compose('45050219850505001'), '13800000001'];
export const lin = ['林小珍', residentId.compose('45050219870607002'), '13800000002'];
export const faultsOf = ({ faults }: SheetItem) => faults.map(({ row, column }) => [row, column]);

export interface Home {
  caseId: string;
  acceptanceNumber: string;
  unitNumber: string;
  location: string;
  room: string;
}

/** A row of `headers`. */
export const row = (home: Home, person = chen, more: Cells = [null, null, '888000', '2026-01-05']): Cells => [
  home.unitNumber,
  ...person,
  ...more,
];

/** A developer with presale notices to fill in, a bank, and another institution. */
export class SheetDesk {
  private constructor(
    private readonly platform: Platform,
    readonly ground: Ground,
    readonly developer: SheetClient,
    readonly bank: SheetClient,
    readonly rival: SheetClient,
  ) {}

  static async of(platform: Platform): Promise<SheetDesk> {
    const { cast, url } = platform;
    const client = async (username: string) => new SheetClient(url, await cast.officer(username));
    const [developer, bank, rival] = [await client('developer1'), await client('bank1'), await client('bank2')];
    return new SheetDesk(platform, new Ground(platform), developer, bank, rival);
  }

  /** Opens cases of the presale notice, in the order of their units. */
  async homes(count: number): Promise<{ batchId: string; homes: Home[] }> {
    const { ground, developer } = this;
    const builder = this.platform.cast.developer('developer1');
    const surveyNumber = `20260107${next()}`;
    const unitIds: string[] = [];
    for (let left = count; left > 0; left -= 500)
      unitIds.push(...(await ground.units(Math.min(500, left), { surveyNumber, developer: builder })));
    const verify = { surveyNumber, creditCode: builder.creditCode };
    const body = { businessId: notice, verify };
    const { units } = await developer.client.call(routes.enterprise.building, { body });
    const known = new Map(units.map((unit) => [unit.id, unit]));
    const found: Home[] = [];
    let batchId = '';
    for (let from = 0; from < count; from += 500) {
      const part = unitIds.slice(from, from + 500);
      const batch = await opened(developer.client, { ...body, unitIds: part });
      batchId = batch.id;
      for (const { position, caseId, acceptanceNumber, location } of batch.rows) {
        const { unitNumber, room } = known.get(part[position]!)!;
        found.push({ caseId: caseId!, acceptanceNumber: acceptanceNumber!, unitNumber, location, room });
      }
    }
    return { batchId, homes: found };
  }

  preview(rows: Cells[], client = this.developer): Promise<SheetPreview> {
    return client.preview(notice, 'presale', book(rows));
  }

  async fill(items: readonly SheetItem[], step = 'presale', client = this.developer.client) {
    const rows = items.map(({ caseId, version, data }) => ({ caseId: caseId!, version, data: data! }));
    return finished(client, await client.call(routes.enterprise.fill, { body: { step, rows } }));
  }
}
