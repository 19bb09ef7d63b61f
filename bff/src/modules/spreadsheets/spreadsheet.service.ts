import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Columns, TableReading } from './column.types';
import { readTable } from './table-reader';
import { type ExportColumn, writeWorkbook } from './table-writer';

/** Media type of what `writeTable` and `template` return. */
export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Tables as .xlsx: read what people filled in, write what they take away, and the template between. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SpreadsheetService {
  /** Rows without a fault, and every fault with its row and column. Errors: SHEET_UNREADABLE, SHEET_TOO_LARGE, SHEET_COLUMNS. */
  readTable<C extends Columns>(file: Buffer, columns: C): TableReading<C> {
    return readTable(file, columns);
  }

  /** One sheet with a header that stays in view. Texts never become formulas. */
  writeTable<R>(columns: ReadonlyArray<ExportColumn<R>>, rows: readonly R[], name = '数据'): Buffer {
    const header = columns.map((column) => column.header);
    const body = rows.map((row) => columns.map((column) => column.value(row)));
    const widths = columns.map((column) => column.width ?? 16);
    return writeWorkbook([{ name, widths, rows: [header, ...body], header: true }]);
  }

  /** An empty table with these columns, every column in text format, and a sheet that explains them. */
  template(columns: Columns, name = '填写'): Buffer {
    const all = Object.values(columns);
    const notes = all.map((column) => [
      column.header,
      column.required ? '必填' : '选填',
      column.example,
      column.hint ?? '',
    ]);
    return writeWorkbook([
      {
        name,
        widths: all.map((column) => column.width ?? 16),
        rows: [all.map((column) => column.header)],
        header: true,
      },
      { name: '填写说明', widths: [20, 8, 32, 60], rows: [['列', '是否必填', '示例', '说明'], ...notes], header: true },
    ]);
  }
}
