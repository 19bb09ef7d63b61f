import { cleanText } from '@zhucheng/shared';
import { type Cell, cellAddress, columnName, numberCell, type SheetRow } from './cells';
import type { Look } from './number-format';
import { isOn, walkXml } from './xml';
import { ZipError } from './zip-reader';

export const mostColumns = 200;
/** 10,000 rows of 40 columns, and what stands in them all together; a cell may have what a long note has. */
const mostCells = 400_000;
const mostCharacters = 12_000_000;
const longestCell = 2_000;
/** Excel has no more. */
const mostColumnRanges = 16_384;

export interface Merge {
  /** 0-based columns and rows as Excel numbers them, both ends included. */
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** A cell that holds more than a table's cell ever does. */
export class CellTooLong extends Error {
  constructor(
    readonly place: string,
    readonly longest: number,
  ) {
    super('A cell is too long');
    this.name = 'CellTooLong';
  }
}

/** Longer than a cell may be; where it stands is told when a cell refers to it. */
const tooLong = Symbol('too long');
export type Text = string | typeof tooLong;

/** A text as it is put together; its pieces beyond the longest are dropped. */
export const joined = (text: string, more: string): string => (text.length <= longestCell ? text + more : text);

const escapedSign = /_x([0-9A-Fa-f]{4})_/g;
/** What exports put before a number so that it stays a text. */
const asText = /^['’‘](?=[+\-.]?\d[\dA-Za-z+.,\- ]*$)/;

/** As a cell shows it, cleaned once however many cells share it. `_x000D_` is a sign that XML cannot hold. */
export const cleaned = (text: string): Text =>
  text.length > longestCell
    ? tooLong
    : cleanText(text.replace(escapedSign, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))))
        .replace(/\p{Cs}/gu, '\ufffd')
        .trim()
        .replace(asText, '');

/** Text of a cell in pieces; its reading (`rPh`, 拼音) is not part of it. */
export class Pieces {
  text = '';
  private taking = false;
  private phonetic = false;

  begin(): void {
    this.text = '';
    this.phonetic = false;
    this.taking = false;
  }

  open(name: string): void {
    if (name === 'rPh') this.phonetic = true;
    this.taking = (name === 't' || name === 'v') && !this.phonetic;
  }

  add(text: string): void {
    if (this.taking) this.text = joined(this.text, text);
  }

  close(name: string): void {
    this.taking = false;
    if (name === 'rPh') this.phonetic = false;
  }
}

export interface CellStyle {
  look: Look;
  /** The format as the file writes it. */
  code: string;
}

export interface SheetContext {
  strings: readonly Text[];
  styles: readonly CellStyle[];
  since1904: boolean;
  mostRows: number;
}

export interface SheetContent {
  rows: SheetRow[];
  merges: Merge[];
  /** 0-based. */
  hiddenColumns: number[];
}

interface RawCell {
  type: string;
  style: number;
  formula: boolean;
  /** Whether there is a place for a value, be it empty. */
  valued: boolean;
}

/** Rows with something in them, at most `mostRows`. Errors: ZipError, CellTooLong. */
export function readSheet(content: Buffer, context: SheetContext): SheetContent {
  const rows: SheetRow[] = [];
  const merges: Merge[] = [];
  const hiddenColumns = new Set<number>();
  const pieces = new Pieces();
  let row: SheetRow = { number: 0, cells: new Map(), hidden: false };
  let column = -1;
  let cell: RawCell | null = null;
  let ranges = 0;
  let cells = 0;
  let characters = 0;
  const keep = (value: Cell): void => {
    row.cells.set(column, value);
    cells++;
    characters += value.text.length;
    if (cells > mostCells || characters > mostCharacters) throw new ZipError('too-large');
  };
  walkXml(content, {
    open: (name, attributes) => {
      if (name === 'row') {
        const { r, hidden, ht } = attributes;
        row = { number: Number(r ?? row.number + 1), cells: new Map(), hidden: isOn(hidden) || Number(ht ?? 1) === 0 };
        column = -1;
      } else if (name === 'c') {
        column = cellAddress(attributes.r ?? '')?.column ?? column + 1;
        cell = { type: attributes.t ?? 'n', style: Number(attributes.s ?? 0), formula: false, valued: false };
        pieces.begin();
      } else if (name === 'col' && isOn(attributes.hidden)) {
        if (++ranges > mostColumnRanges) throw new ZipError('too-large');
        const last = Math.min(Number(attributes.max), mostColumns);
        for (let at = Math.max(1, Number(attributes.min)); at <= last; at++) hiddenColumns.add(at - 1);
      } else if (name === 'mergeCell') {
        const [from, to] = (attributes.ref ?? '').split(':').map(cellAddress);
        if (from && to) merges.push({ left: from.column, right: to.column, top: from.row, bottom: to.row });
        if (merges.length > context.mostRows * 2) throw new ZipError('too-large');
      } else if (cell) {
        if (name === 'f') cell.formula = true;
        if (name === 'v') cell.valued = true;
        pieces.open(name);
      }
    },
    text: (text) => pieces.add(text),
    close: (name) => {
      pieces.close(name);
      if (name === 'c' && cell) {
        const value = column < mostColumns ? cellOf(cell, pieces.text, context) : null;
        if (value === tooLong) throw new CellTooLong(`${columnName(column)}${row.number}`, longestCell);
        if (value) keep(value);
        cell = null;
      }
      if (name !== 'row' || row.cells.size === 0) return;
      rows.push(row);
      if (rows.length > context.mostRows) throw new ZipError('too-large');
    },
  });
  return { rows, merges, hiddenColumns: [...hiddenColumns] };
}

/** Also as texts: a table pasted as values still holds what its formulas could not find. */
const errors = new Set(['#N/A', '#REF!', '#VALUE!', '#DIV/0!', '#NAME?', '#NUM!', '#NULL!', '#CALC!', '#SPILL!']);

function cellOf({ type, style, formula, valued }: RawCell, raw: string, context: SheetContext) {
  const text = type === 's' ? (context.strings[Number(raw)] ?? '') : cleaned(raw);
  if (text === tooLong) return tooLong;
  // A formula whose result is an empty text says so.
  if (text === '') return formula && !(type === 'str' && valued) ? uncalculated : null;
  return filledCell(type, text, context.styles[style], context.since1904);
}

const uncalculated: Cell = { kind: 'uncalculated', text: '#CALC!' };

function filledCell(type: string, text: string, style: CellStyle | undefined, since1904: boolean): Cell {
  if (type === 'n') return numberCell(text, style?.look ?? 'number', style?.code ?? '', since1904);
  if (type === 'e' || errors.has(text)) return { kind: 'error', text };
  if (type === 'd' && /^\d{4}-\d{2}-\d{2}/.test(text)) return { kind: 'date', text: text.slice(0, 10) };
  if (type === 'b') return { kind: 'text', text: text === '1' ? '是' : '否' };
  return { kind: 'text', text };
}
