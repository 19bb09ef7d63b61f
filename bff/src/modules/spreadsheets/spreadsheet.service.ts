import { Readable } from 'node:stream';
import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { inTurns } from '../../platform/turns';
import type { Columns, RowsReading, TableReading } from './column.types';
import { readRows, readTable } from './table-reader';
import { type ExportColumn, streamWorkbook, writeWorkbook } from './table-writer';

/** Name of a template's sheet; it is the one read even if others stand before it. */
export const fillSheet = '填写';
const notesSheet = '填写说明';

/** Tables as .xlsx: read what people filled in, write what they take away, and the template between. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SpreadsheetService {
  /** Rows without a fault, and every fault with its row and column. Errors: SHEET_UNREADABLE, SHEET_TOO_LARGE, SHEET_COLUMNS. */
  readTable<C extends Columns>(file: Buffer, columns: C): TableReading<C> {
    return readTable(file, columns);
  }

  /**
   * Every row with its own faults, read in pieces so that nobody else waits; the template's notes are not counted among
   * the other sheets. Errors: as above.
   */
  async readRows<C extends Columns>(file: Buffer, columns: C): Promise<RowsReading<C>> {
    const reading = await inTurns(readRows(file, columns, fillSheet));
    return { ...reading, otherSheets: reading.otherSheets.filter((name) => name !== notesSheet) };
  }

  /** One sheet with a header that stays in view. Texts never become formulas. */
  writeTable<R>(columns: ReadonlyArray<ExportColumn<R>>, rows: readonly R[], name = '数据'): Buffer {
    const header = columns.map((column) => column.header);
    const body = rows.map((row) => columns.map((column) => column.value(row)));
    return writeWorkbook([{ name, widths: widthsOf(columns), rows: [header, ...body], header: true }]);
  }

  /** The same for rows that come page by page; memory stays flat. */
  streamTable<R>(columns: ReadonlyArray<ExportColumn<R>>, pages: AsyncIterable<readonly R[]>, name = '数据'): Readable {
    async function* rows() {
      yield columns.map((column) => column.header);
      for await (const page of pages) for (const row of page) yield columns.map((column) => column.value(row));
    }
    return Readable.from(streamWorkbook({ name, widths: widthsOf(columns), header: true }, rows()));
  }

  /**
   * A table with these columns, every column in text format, and a sheet that explains them. `rows`: what is known
   * already, by the keys of the columns.
   */
  template<C extends Columns>(
    columns: C,
    name = fillSheet,
    rows: ReadonlyArray<{ readonly [K in keyof C]?: string }> = [],
  ): Buffer {
    const keys = Object.keys(columns) as Array<keyof C>;
    const all = Object.values(columns);
    const notes = all.map((column) => [
      column.header,
      column.given ? '已填好' : column.required || column.headed ? '必填' : '选填',
      column.example,
      column.hint ?? '',
    ]);
    const places = [...all.entries()];
    return writeWorkbook([
      {
        name,
        widths: widthsOf(all),
        rows: [all.map((column) => column.header), ...rows.map((row) => keys.map((key) => row[key] ?? null))],
        header: true,
        grey: new Set(places.filter(([, column]) => column.given).map(([place]) => place)),
        choices: new Map(places.flatMap(([place, { choices }]) => (choices ? [[place, choices] as const] : []))),
      },
      {
        name: notesSheet,
        widths: [20, 8, 32, 60],
        rows: [['列', '是否必填', '示例', '说明'], ...notes],
        header: true,
      },
    ]);
  }
}

const widthsOf = (columns: ReadonlyArray<{ width?: number }>): number[] => columns.map((column) => column.width ?? 16);
