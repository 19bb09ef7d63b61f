import type { Look } from './number-format';

/** What stands in a cell, before any column's meaning is put into it. */
export type Cell =
  | { kind: 'text'; text: string }
  /** As Excel counts it: 15 digits that mean something; `4.50502199E+17` is what is left of an ID number. */
  | { kind: 'number'; text: string }
  /** As it is shown, `50%`. */
  | { kind: 'percent'; text: string }
  /** A number whose format shows a unit beside it, so that what is seen is not what is stored. */
  | { kind: 'scaled'; text: string }
  /** YYYY-MM-DD. */
  | { kind: 'date'; text: string }
  /** HH:MM:SS, of no day. */
  | { kind: 'time'; text: string }
  /** `#N/A`, `#REF!`, … */
  | { kind: 'error'; text: string }
  /** A formula that no program has worked out. */
  | { kind: 'uncalculated'; text: string };

/** Cells by column, 0-based; absent where empty. */
export interface SheetRow {
  /** As Excel numbers it, from 1. */
  number: number;
  cells: Map<number, Cell>;
  /** Out of sight: by hand, by a filter, in a folded group. */
  hidden: boolean;
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
const second = 1_000;

/** Excel's serial day: 1 is 1900-01-01, with a 29 February 1900 that never was; 0 is 1904-01-01 in old Mac files. */
export function serialDate(serial: number, since1904: boolean): string | null {
  const days = Math.floor(serial);
  if (!(days >= 0 && days < 2_958_466)) return null;
  const first = since1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30);
  return new Date(first + days * day).toISOString().slice(0, 10);
}

/** 0.5 → `12:00:00`. */
function serialTime(serial: number): string {
  const seconds = Math.round((serial - Math.floor(serial)) * (day / second)) % (day / second);
  return new Date(seconds * second).toISOString().slice(11, 19);
}

/** More digits than these a spreadsheet does not keep. */
const digits = 15;

/** `865432.17000000004` → `865432.17`, `1.28E+6` → `1280000`; a number too long to be exact keeps its exponent. */
function shown(value: number): string {
  const kept = Number(value.toPrecision(digits));
  if (Math.abs(kept) < 10 ** digits) return String(kept);
  return kept.toExponential().replace('e', 'E');
}

/** A stored number as its format shows it; what is no number stays as it is written. */
export function numberCell(written: string, look: Look, code: string, since1904: boolean): Cell {
  const value = Number(written);
  if (!Number.isFinite(value)) return { kind: 'number', text: written };
  const text = shown(value);
  switch (look) {
    case 'date': {
      const date = serialDate(value, since1904);
      return date ? { kind: 'date', text: date } : { kind: 'number', text };
    }
    case 'time':
      return { kind: 'time', text: serialTime(value) };
    case 'percent':
      return { kind: 'percent', text: `${shown(Number(text) * 100)}%` };
    case 'scaled':
      return { kind: 'scaled', text: `${text}（显示格式：${code}）` };
    default:
      return { kind: 'number', text };
  }
}
