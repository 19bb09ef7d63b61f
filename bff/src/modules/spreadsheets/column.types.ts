import type { Fen } from '@zhucheng/shared';
import type { Cell } from './cells';

/** What a column makes of a cell's text. */
export type Parsed<T> = { value: T } | { problem: string };

/** One column of a table that people fill in (列声明). `T` is what a filled cell becomes. */
export interface Column<T = unknown> {
  /** As the template's first row shows it. */
  header: string;
  /** Other spellings that people use. */
  aliases?: readonly string[];
  required?: boolean;
  /** The header must be there, though a cell may be left empty. `required` columns need it as well. */
  headed?: boolean;
  /** Says something of its own in each row, so a cell merged downwards is refused. */
  each?: boolean;
  /** Filled in by the template and shown in grey. */
  given?: boolean;
  /** What a cell may hold, offered as a list. */
  choices?: readonly string[];
  /** `code`: digits that must not be counted with, so a number Excel has rounded is refused. */
  kind: 'text' | 'code' | 'date' | 'number';
  /** An amount of money: a unit that its header gives is honoured, or the sheet is refused. */
  money?: boolean;
  /** `unit` in fen, for an amount. */
  parse(text: string, cell: Cell, unit?: Fen): Parsed<T>;
  /** Shown among the template's notes. */
  example: string;
  /** Shown in the template's notes. */
  hint?: string;
  /** In characters. */
  width?: number;
}

export type Columns = Record<string, Column>;
type ValueOf<C> = C extends Column<infer T> ? T : never;

/** A row as its columns read it; columns left empty are absent. */
export type RowOf<C extends Columns> = { [K in keyof C]?: ValueOf<C[K]> };

export interface CellFault {
  /** As Excel numbers it, from 1. */
  row: number;
  /** Header of the column; empty if the whole row is meant. */
  column: string;
  message: string;
}

/** A row as it stands in the sheet and as its columns read it, with its faults. */
export interface ReadRow<C extends Columns> {
  row: number;
  /** By the sheet's columns, 0-based. */
  cells: ReadonlyMap<number, Cell>;
  values: RowOf<C>;
  faults: CellFault[];
  hidden: boolean;
}

export interface RowsReading<C extends Columns> {
  /** Name of the sheet, and of the visible ones that were not read. */
  sheet: string;
  otherSheets: string[];
  /** Headers by the sheet's columns, 0-based; a unit that stood above the table stands in them. */
  headers: ReadonlyMap<number, string>;
  /** Headers of hidden columns that were read all the same. */
  hiddenColumns: string[];
  /** Keys of the declared columns that are there. */
  found: ReadonlySet<string>;
  rows: Array<ReadRow<C>>;
}
