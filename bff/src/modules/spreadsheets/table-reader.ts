import { sheetLimitBytes, sheetRowLimit } from '@zhucheng/shared';
import { Problem } from '../../platform/errors/problem';
import { atOnce, type Interruptible } from '../../platform/turns';
import { type Cell, columnName, type SheetRow } from './cells';
import type { CellFault, Column, Columns, ReadRow, RowOf, RowsReading, TableReading } from './column.types';
import { type Merge, readWorkbook, type Sheet } from './workbook-reader';
import { ZipError } from './zip-reader';

/** Rows above the table's header: titles and notes. */
const headerWithin = 10;
const mostFaults = 500;
/** Rows read before others get their turn. */
const rowsAtOnce = 500;

/** Reads a workbook; the sheet's meaning is left to the columns. Errors: SHEET_UNREADABLE, SHEET_TOO_LARGE. */
function* open(file: Buffer, wanted?: string): Interruptible<Sheet> {
  if (file.length > sheetLimitBytes) throw new Problem('SHEET_TOO_LARGE');
  try {
    return yield* readWorkbook(file, sheetRowLimit + headerWithin, wanted);
  } catch (error) {
    if (error instanceof ZipError)
      throw new Problem(error.reason === 'too-large' ? 'SHEET_TOO_LARGE' : 'SHEET_UNREADABLE');
    throw error;
  }
}

const plain = (header: string): string => header.replace(/[\s　*＊]|[（(].*?[)）]/g, '').replace('／', '/');

interface Header {
  row: number;
  /** Sheet column of each declared one. */
  places: Map<string, number>;
}

/** The row with the most of the declared headers. Error: SHEET_COLUMNS with what is missing or doubled. */
function findHeader(rows: readonly SheetRow[], columns: Columns): Header {
  const spellings = new Map<string, string>();
  for (const [key, column] of Object.entries(columns))
    for (const spelling of [column.header, ...(column.aliases ?? [])]) spellings.set(plain(spelling), key);
  let best: Header = { row: 0, places: new Map() };
  let doubled: string[] = [];
  for (const { number, cells } of rows.slice(0, headerWithin)) {
    const places = new Map<string, number>();
    const twice: string[] = [];
    for (const [place, cell] of cells) {
      const key = spellings.get(plain(cell.text));
      if (!key) continue;
      if (places.has(key)) twice.push(columns[key]!.header);
      else places.set(key, place);
    }
    if (places.size <= best.places.size) continue;
    best = { row: number, places };
    doubled = twice;
  }
  const missing = Object.entries(columns).filter(
    ([key, column]) => (column.required || column.headed) && !best.places.has(key),
  );
  if (best.places.size === 0 || missing.length > 0) {
    const names = missing.map(([, column]) => `“${column.header}”`).join('、');
    const message = `表格缺少${names || '表头'}，请用下载的模板填写。`;
    throw new Problem('SHEET_COLUMNS', { message, detail: { missing: missing.map(([, column]) => column.header) } });
  }
  if (doubled.length > 0)
    throw new Problem('SHEET_COLUMNS', { message: `表格里有两列“${doubled[0]}”，请只保留一列。` });
  return best;
}

/**
 * Every row of a table with its faults, by its columns' headers wherever they stand; unknown columns are passed over.
 * Reads the sheet with the name `wanted`, else the first visible one. Errors: SHEET_UNREADABLE, SHEET_TOO_LARGE, SHEET_COLUMNS.
 */
export function* readRows<C extends Columns>(file: Buffer, columns: C, wanted?: string): Interruptible<RowsReading<C>> {
  const sheet = yield* open(file, wanted);
  const header = findHeader(sheet.rows, columns);
  const below = sheet.rows.filter(({ number }) => number > header.row).sort((a, b) => a.number - b.number);
  if (below.length > sheetRowLimit) throw new Problem('SHEET_TOO_LARGE');
  const merged = spreadMerges(below, sheet.merges, header, columns);
  const rows: Array<ReadRow<C>> = [];
  for (const [at, { number, cells }] of below.entries()) {
    if (at % rowsAtOnce === rowsAtOnce - 1) yield;
    const faults = merged.get(number) ?? [];
    const values: Record<string, unknown> = {};
    let filled = 0;
    for (const [key, column] of Object.entries(columns)) {
      const cell = cells.get(header.places.get(key) ?? -1);
      if (cell) filled++;
      const result = readCell(column, cell);
      if (!result) continue;
      if ('problem' in result) faults.push({ row: number, column: column.header, message: result.problem });
      else values[key] = result.value;
    }
    // Notes beside the table are no row of it.
    if (filled > 0 || faults.length > 0) rows.push({ row: number, cells, values: values as RowOf<C>, faults });
  }
  const top = sheet.rows.find(({ number }) => number === header.row)!;
  return {
    sheet: sheet.name,
    otherSheets: sheet.others,
    headers: new Map([...top.cells].map(([place, cell]) => [place, cell.text])),
    found: new Set(header.places.keys()),
    rows,
  };
}

/** The good rows and every fault, so that the table is corrected once. Errors: see `readRows`. */
export function readTable<C extends Columns>(file: Buffer, columns: C): TableReading<C> {
  const { rows } = atOnce(readRows(file, columns));
  const faults = rows.flatMap((row) => row.faults);
  return {
    rows: rows.filter((row) => row.faults.length === 0).map(({ row, values }) => ({ row, values })),
    faults: faults.slice(0, mostFaults),
    moreFaults: faults.length > mostFaults,
  };
}

/** A cell merged downwards counts for each of its rows; merged sideways nobody can say for which column. */
function spreadMerges(
  rows: readonly SheetRow[],
  merges: readonly Merge[],
  header: Header,
  columns: Columns,
): Map<number, CellFault[]> {
  const used = new Map([...header.places].map(([key, place]) => [place, columns[key]!]));
  const faults = new Map<number, CellFault[]>();
  let budget = rows.length * used.size;
  for (const { left, right, top, bottom } of merges) {
    if (bottom <= header.row) continue;
    const touched = [...used.keys()].filter((place) => place >= left && place <= right);
    if (touched.length === 0) continue;
    const column = used.get(left);
    const refused = left !== right || top <= header.row || column?.each === true;
    const first = after(rows, Math.max(top, header.row + 1) - 1);
    const value = rows[first]?.number === top ? rows[first]!.cells.get(left) : undefined;
    // Only rows that hold something of their own: a merge may reach to the end of the sheet.
    for (let at = first; at < rows.length && rows[at]!.number <= bottom; at++) {
      // Merges that lie over each other come from no spreadsheet program.
      if (--budget < 0) throw new Problem('SHEET_UNREADABLE');
      const { number, cells } = rows[at]!;
      if (refused) {
        const message = `单元格 ${columnName(left)}${top}:${columnName(right)}${bottom} 是合并的，请取消合并后逐格填写。`;
        const fault = { row: number, column: (left === right && column?.header) || '', message };
        faults.set(number, [...(faults.get(number) ?? []), fault]);
      } else if (value) cells.set(left, value);
    }
  }
  return faults;
}

/** Index of the first row below `number`; rows stand in order. */
function after(rows: readonly SheetRow[], number: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.number <= number) low = middle + 1;
    else high = middle;
  }
  return low;
}

function readCell(column: Column, cell: Cell | undefined): { value: unknown } | { problem: string } | null {
  const { header } = column;
  if (!cell) return column.required ? { problem: `请填写${header}。` } : null;
  if (cell.kind === 'error') return { problem: `${header}的公式出错（${cell.text}），请改为填写内容本身。` };
  if (column.kind === 'date') {
    if (cell.kind === 'date') return column.parse(cell.text, cell);
    return cell.kind === 'number'
      ? { problem: `${header}不是日期，请写成 2026-01-31。` }
      : column.parse(cell.text, cell);
  }
  if (cell.kind === 'date' && column.kind === 'code')
    return { problem: `${header}被 Excel 变成了日期，请把这一列设为“文本”格式后重新填写。` };
  if (cell.kind !== 'number' || column.kind === 'number') return column.parse(cell.text, cell);
  const value = Number(cell.text);
  if (column.kind === 'code' && !(Number.isInteger(value) && Math.abs(value) < 1e15)) {
    const shown = Number.isFinite(value) ? `（${value.toExponential(2).replace('e', 'E')}）` : '';
    return {
      problem: `${header}被 Excel 变成了数字${shown}，后几位可能已丢失，请把这一列设为“文本”格式后重新填写。`,
    };
  }
  return column.parse(Number.isFinite(value) ? String(value) : cell.text, cell);
}
