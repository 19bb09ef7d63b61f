import { readSync } from 'node:fs';
import { join } from 'node:path';
import type { Interruptible } from '../../platform/turns';
import { Refused } from '../../platform/workers/refused';
import type { Outcome } from '../../platform/workers/thread';
import type { Task } from '../../platform/workers/workers';
import type { Cell } from './cells';
import { CellTooLong } from './sheet-reader';
import { readWorkbook, type Sheet } from './workbook-reader';
import { ZipError } from './zip-reader';

export interface WorkbookFile {
  /** Open for reading; a thread shares its process's files. */
  fd: number;
  size: number;
  mostRows: number;
  /** Name of the sheet to be read if it is there. */
  wanted: string;
}

/** A sheet on its way out of the thread: rows as JSON, in pieces that are each read in a moment. */
export interface PackedSheet extends Omit<Sheet, 'rows'> {
  pieces: Uint8Array[];
}
type PackedRow = [number: number, cells: Array<[column: number, kind: Cell['kind'], text: string]>, hidden: boolean];

/** Takes a workbook apart. Errors: SHEET_UNREADABLE, SHEET_TOO_LARGE, SHEET_TOO_COMPLEX. */
export const workbookTask: Task<WorkbookFile, PackedSheet> = {
  file: join(__dirname, 'workbook.task'),
  maxMs: 30_000,
  dead: 'SHEET_TOO_COMPLEX',
};

const cellsInPiece = 2_000;
const charactersInPiece = 100_000;

export function run({ fd, size, mostRows, wanted }: WorkbookFile): Outcome<PackedSheet> {
  const content = Buffer.alloc(size);
  readSync(fd, content, 0, size, 0);
  const { rows, ...sheet } = read(content, mostRows, wanted);
  const pieces: Uint8Array[] = [];
  let piece: PackedRow[] = [];
  let cells = 0;
  let characters = 0;
  const close = () => {
    pieces.push(new TextEncoder().encode(JSON.stringify(piece)));
    piece = [];
    cells = 0;
    characters = 0;
  };
  for (const row of rows) {
    const each = [...row.cells].map(([column, { kind, text }]): PackedRow[1][number] => [column, kind, text]);
    piece.push([row.number, each, row.hidden]);
    cells += row.cells.size;
    for (const { text } of row.cells.values()) characters += text.length;
    if (cells >= cellsInPiece || characters >= charactersInPiece) close();
  }
  close();
  return { value: { ...sheet, pieces }, transfer: pieces.map(({ buffer }) => buffer as ArrayBuffer) };
}

function read(content: Buffer, mostRows: number, wanted: string): Sheet {
  try {
    return readWorkbook(content, mostRows, wanted);
  } catch (error) {
    if (error instanceof ZipError)
      throw new Refused(error.reason === 'too-large' ? 'SHEET_TOO_LARGE' : 'SHEET_UNREADABLE');
    if (error instanceof CellTooLong) {
      const { place, longest } = error;
      throw new Refused('SHEET_TOO_LARGE', `单元格 ${place} 的内容太长（最多 ${longest} 个字），请缩短后再上传。`);
    }
    throw error;
  }
}

/** The other side of the thread. */
export function* unpacked({ pieces, ...sheet }: PackedSheet): Interruptible<Sheet> {
  const rows: Sheet['rows'] = [];
  for (const piece of pieces) {
    for (const [number, cells, hidden] of JSON.parse(Buffer.from(piece).toString()) as PackedRow[])
      rows.push({ number, cells: new Map(cells.map(([column, kind, text]) => [column, { kind, text }])), hidden });
    yield;
  }
  return { ...sheet, rows };
}
