import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sheetRowLimit } from '@zhucheng/shared';
import { strFromU8, unzipSync } from 'fflate';
import type { CellFault, Columns, RowOf, RowsReading } from '../../src/modules/spreadsheets/column.types';
import { headerWithin } from '../../src/modules/spreadsheets/header';
import { readRows } from '../../src/modules/spreadsheets/table-reader';
import { run, unpacked } from '../../src/modules/spreadsheets/workbook.task';
import { atOnce } from '../../src/platform/turns';

/** A spreadsheet as the platform reads it, without the thread and at once. Errors: `Refused` and `Problem`. */
export function readSheet<C extends Columns>(content: Buffer, columns: C, wanted = ''): RowsReading<C> {
  const folder = mkdtempSync(join(tmpdir(), 'zhucheng-sheet-'));
  const path = join(folder, 'sheet');
  writeFileSync(path, content);
  const fd = openSync(path, 'r');
  try {
    const { value } = run({ fd, size: content.length, mostRows: sheetRowLimit + headerWithin, wanted });
    return atOnce(readRows(atOnce(unpacked(value)), columns));
  } finally {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  }
}

/** Its good rows and every fault. */
export function readTable<C extends Columns>(
  content: Buffer,
  columns: C,
): { rows: Array<{ row: number; values: RowOf<C> }>; faults: CellFault[] } {
  const { rows } = readSheet(content, columns);
  return {
    rows: rows.filter((row) => row.faults.length === 0).map(({ row, values }) => ({ row, values })),
    faults: rows.flatMap((row) => row.faults),
  };
}

/** Everything that a workbook shows: cells, lists to choose from, the names of its sheets. */
export function textsOfWorkbook(file: Buffer): string[] {
  const parts = Object.entries(unzipSync(file)).filter(([name]) => /^xl\/(?:workbook|worksheets\/.*)\.xml$/.test(name));
  const shown = /<(?:t|formula1)(?: [^>]*)?>([^<]*)<|<sheet name="([^"]*)"/g;
  return parts.flatMap(([, content]) =>
    [...strFromU8(content).matchAll(shown)].map(([, cell, sheet]) => (cell ?? sheet ?? '').replaceAll('&quot;', '')),
  );
}
