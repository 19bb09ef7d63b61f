import { Readable } from 'node:stream';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { sheetLimitBytes, sheetRowLimit } from '@zhucheng/shared';
import { Problem } from '../../platform/errors/problem';
import { inTurns } from '../../platform/turns';
import { Workers } from '../../platform/workers/workers';
import type { Columns, RowsReading } from './column.types';
import { headerWithin } from './header';
import { readRows } from './table-reader';
import { type ExportColumn, streamWorkbook, writeWorkbook } from './table-writer';
import { unpacked, workbookTask } from './workbook.task';

/** Name of a template's sheet; it is the one read even if others stand before it. */
export const fillSheet = '填写';
const notesSheet = '填写说明';

/** Tables as .xlsx: read what people filled in, write what they take away, and the template between. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SpreadsheetService {
  @Inject() workers!: Workers;

  /**
   * Every row of a spreadsheet on disk with its own faults: taken apart in a thread, one at a time per person, then read
   * in pieces so that nobody else waits. The template's notes are not counted among the other sheets. Errors:
   * SHEET_UNREADABLE, SHEET_TOO_LARGE, SHEET_COLUMNS, SHEET_TOO_COMPLEX, UPLOADS_BUSY.
   */
  async readRows<C extends Columns>(
    { fd, size }: { fd: number; size: number },
    columns: C,
    person: string,
  ): Promise<RowsReading<C>> {
    if (size > sheetLimitBytes) throw new Problem('SHEET_TOO_LARGE');
    const input = { fd, size, mostRows: sheetRowLimit + headerWithin, wanted: fillSheet };
    const sheet = await inTurns(unpacked(await this.workers.run(workbookTask, input, person)));
    const reading = await inTurns(readRows(sheet, columns));
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
