import { type Fen, sheetRowLimit } from '@zhucheng/shared';
import { Problem } from '../../platform/errors/problem';
import type { Interruptible } from '../../platform/turns';
import { type Cell, columnName, type SheetRow } from './cells';
import type { CellFault, Column, Columns, ReadRow, RowOf, RowsReading } from './column.types';
import { findHeader, type Header } from './header';
import type { Merge } from './sheet-reader';
import type { Sheet } from './workbook-reader';

/** Rows read before others may get their turn. */
const rowsAtOnce = 20;

/**
 * Every row of a sheet with its faults, by its columns' headers wherever they stand; unknown columns are passed over.
 * Errors: SHEET_TOO_LARGE, SHEET_COLUMNS.
 */
export function* readRows<C extends Columns>(sheet: Sheet, columns: C): Interruptible<RowsReading<C>> {
  const header = findHeader(sheet.rows, columns);
  const below = sheet.rows.filter(({ number }) => number > header.row).sort((a, b) => a.number - b.number);
  if (below.length > sheetRowLimit) throw new Problem('SHEET_TOO_LARGE');
  const merged = spreadMerges(below, sheet.merges, header, columns);
  const rows: Array<ReadRow<C>> = [];
  for (const [at, { number, cells, hidden }] of below.entries()) {
    if (at % rowsAtOnce === rowsAtOnce - 1) yield;
    const faults = merged.get(number) ?? [];
    const values: Record<string, unknown> = {};
    let filled = 0;
    for (const [key, column] of Object.entries(columns)) {
      const cell = cells.get(header.places.get(key) ?? -1);
      if (cell) filled++;
      const result = readCell(column, cell, header.units.get(key));
      if (!result) continue;
      if ('problem' in result) faults.push({ row: number, column: column.header, message: result.problem });
      else values[key] = result.value;
    }
    // Notes beside the table are no row of it.
    if (filled > 0 || faults.length > 0) rows.push({ row: number, cells, values: values as RowOf<C>, faults, hidden });
  }
  const hidden = new Set(sheet.hiddenColumns);
  const places = [...header.places];
  return {
    sheet: sheet.name,
    otherSheets: sheet.others,
    headers: headersOf(sheet, header, columns),
    hiddenColumns: places.filter(([, place]) => hidden.has(place)).map(([key]) => columns[key]!.header),
    found: new Set(header.places.keys()),
    rows,
  };
}

function headersOf({ rows }: Sheet, { row, places, units, unitAbove }: Header, columns: Columns): Map<number, string> {
  const { cells } = rows.find(({ number }) => number === row)!;
  const headers = new Map([...cells].map(([place, cell]) => [place, cell.text]));
  if (unitAbove === '') return headers;
  for (const [key, place] of places)
    if (columns[key]!.money && units.has(key)) headers.set(place, `${headers.get(place)}（${unitAbove}）`);
  return headers;
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
        const known = faults.get(number);
        if (known) known.push(fault);
        else faults.set(number, [fault]);
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

const asText = '请把这一列设为“文本”格式后重新填写';
/** From here on a number's last digits are lost. */
const exactBelow = 1e15;

function readCell(column: Column, cell: Cell | undefined, unit?: Fen): { value: unknown } | { problem: string } | null {
  const { header } = column;
  if (!cell) return column.required ? { problem: `请填写${header}。` } : null;
  const { text } = cell;
  switch (cell.kind) {
    case 'error':
      return { problem: `${header}的公式出错（${text}），请改为填写内容本身。` };
    case 'uncalculated':
      return {
        problem: `${header}的公式还没有算出结果，请用 Excel 或 WPS 打开表格，保存一次再上传，或改为填写内容本身。`,
      };
    case 'time':
      if (column.kind === 'date') return { problem: `${header}是几点几分（${text}），不是日期，请写成 2026-01-31。` };
      return { problem: `${header}被 Excel 变成了时间（${text}），${asText}。` };
    case 'date':
      if (column.kind === 'code') return { problem: `${header}被 Excel 变成了日期，${asText}。` };
      return column.parse(text, cell, unit);
    case 'scaled':
      return {
        problem: `${header}的单元格格式带有单位，看到的和存着的可能不是一个数：${text}。请把这一列设为“常规”格式后核对填写。`,
      };
    case 'number':
    case 'percent':
      break;
    default:
      return column.parse(text, cell, unit);
  }
  if (column.kind === 'date') return { problem: `${header}不是日期，请写成 2026-01-31。` };
  if (column.kind === 'number' || cell.kind === 'percent') return column.parse(text, cell, unit);
  const value = Number(text);
  const exact = Math.abs(value) < exactBelow && (column.kind === 'text' || Number.isInteger(value));
  if (exact) return column.parse(text, cell, unit);
  const shown = Number.isFinite(value) ? `（${value.toExponential(2).replace('e', 'E')}）` : '';
  return { problem: `${header}被 Excel 变成了数字${shown}，后几位可能已丢失，${asText}。` };
}
