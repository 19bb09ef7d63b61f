/** What stands in a cell, before any column's meaning is put into it. */
export type Cell =
  | { kind: 'text'; text: string }
  /** As it is written in the file: `4.50502199E+17` is what Excel makes of an ID number. */
  | { kind: 'number'; text: string }
  /** YYYY-MM-DD. */
  | { kind: 'date'; text: string }
  /** `#N/A`, `#REF!`, … */
  | { kind: 'error'; text: string };

/** Cells by column, 0-based; absent where empty. */
export interface SheetRow {
  /** As Excel numbers it, from 1. */
  number: number;
  cells: Map<number, Cell>;
}

/** `AB12` → column 27, row 12. Null if it is no cell's name. */
export function cellAddress(name: string): { column: number; row: number } | null {
  const match = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(name);
  if (!match) return null;
  let column = 0;
  for (const letter of match[1]!) column = column * 26 + letter.charCodeAt(0) - 64;
  return { column: column - 1, row: Number(match[2]) };
}

/** 27 → `AB`. */
export function columnName(column: number): string {
  let name = '';
  for (let left = column + 1; left > 0; left = Math.floor((left - 1) / 26))
    name = String.fromCharCode(65 + ((left - 1) % 26)) + name;
  return name;
}

const day = 86_400_000;

/** Excel's serial day: 1 is 1900-01-01, with a 29 February 1900 that never was; 0 is 1904-01-01 in old Mac files. */
export function serialDate(serial: number, since1904: boolean): string | null {
  const days = Math.floor(serial);
  if (!(days >= 0 && days < 2_958_466)) return null;
  const first = since1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30);
  return new Date(first + days * day).toISOString().slice(0, 10);
}

const builtInDates = new Set([14, 15, 16, 17, 22, 27, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58]);

/** Whether a number format shows a day; quoted text, colours and escaped signs in it say nothing. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return builtInDates.has(id);
  return /[yd]/i.test(code.replace(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, '')) && !/^general/i.test(code);
}
