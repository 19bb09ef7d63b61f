import { SaxesParser } from 'saxes';
import type { Interruptible } from '../../platform/turns';
import { type Cell, cellAddress, isDateFormat, type SheetRow, serialDate } from './cells';
import { ZipError, ZipReader } from './zip-reader';

/** What the parts of a workbook may unfold to together, in bytes; 10,000 rows take about a tenth. */
const unfoldLimit = 64 * 1024 * 1024;
const mostColumns = 200;
/** Characters read before others get their turn: some milliseconds' work. */
const pieceLength = 131_072;

export interface Merge {
  /** 0-based columns and rows as Excel numbers them, both ends included. */
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Sheet {
  name: string;
  rows: SheetRow[];
  merges: Merge[];
  /** Visible sheets that were not read. */
  others: string[];
}

interface Handlers {
  open?(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Walks XML without keeping it; entities of a document's own making are an error, nothing outside is ever fetched. */
function* walkXml(content: Buffer, handlers: Handlers): Interruptible<void> {
  const parser = new SaxesParser();
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('error', () => {
    throw new ZipError('unreadable');
  });
  parser.on('doctype', () => {
    throw new ZipError('unreadable');
  });
  parser.on('opentag', (tag) => handlers.open?.(local(tag.name), tag.attributes));
  parser.on('closetag', (tag) => handlers.close?.(local(tag.name)));
  parser.on('text', (text) => handlers.text?.(text));
  parser.on('cdata', (text) => handlers.text?.(text));
  const text = content.toString('utf8');
  for (let at = 0; at < text.length; at += pieceLength) {
    parser.write(text.slice(at, at + pieceLength));
    if (at + pieceLength < text.length) yield;
  }
  parser.close();
}

/** Reads the visible sheet named `wanted`, else the first, at most `mostRows` rows with something in them. Error: ZipError. */
export function* readWorkbook(file: Buffer, mostRows: number, wanted?: string): Interruptible<Sheet> {
  const zip = new ZipReader(file, unfoldLimit);
  const workbook = yield* readStructure(zip, wanted);
  const content = zip.read(workbook.sheetPath);
  if (!content) throw new ZipError('unreadable');
  const strings = yield* readSharedStrings(zip.read('xl/sharedStrings.xml'));
  const dates = yield* readDateStyles(zip.read('xl/styles.xml'));
  const read = yield* readSheet(content, { strings, dates, mostRows, ...workbook });
  return { name: workbook.sheetName, others: workbook.others, ...read };
}

interface Structure {
  sheetName: string;
  sheetPath: string;
  others: string[];
  since1904: boolean;
}

function* readStructure(zip: ZipReader, wanted: string | undefined): Interruptible<Structure> {
  const workbook = zip.read('xl/workbook.xml');
  const relations = zip.read('xl/_rels/workbook.xml.rels');
  if (!workbook || !relations) throw new ZipError('unreadable');
  const targets = new Map<string, string>();
  yield* walkXml(relations, {
    open: (name, { Id, Target }) => {
      if (name === 'Relationship' && Id && Target) targets.set(Id, Target);
    },
  });
  const sheets: Array<{ name: string; relation: string }> = [];
  let since1904 = false;
  yield* walkXml(workbook, {
    open: (name, attributes) => {
      if (name === 'workbookPr') since1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (name === 'sheet' && (attributes.state ?? 'visible') === 'visible') {
        const relation = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
        sheets.push({ name: attributes.name ?? '', relation });
      }
    },
  });
  const chosen = sheets.find(({ name }) => name === wanted) ?? sheets[0];
  const target = targets.get(chosen?.relation ?? '');
  if (!target) throw new ZipError('unreadable');
  const sheetPath = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
  const others = sheets.filter((sheet) => sheet !== chosen).map(({ name }) => name);
  return { sheetName: chosen!.name, sheetPath, others, since1904 };
}

/** The shared texts; runs of one text are joined, phonetic hints (`rPh`) left out. */
function* readSharedStrings(content: Buffer | undefined): Interruptible<string[]> {
  const strings: string[] = [];
  if (!content) return strings;
  let text = '';
  let taking = false;
  let phonetic = false;
  yield* walkXml(content, {
    open: (name) => {
      if (name === 'si') text = '';
      if (name === 'rPh') phonetic = true;
      taking = name === 't' && !phonetic;
    },
    text: (more) => {
      if (taking) text += more;
    },
    close: (name) => {
      taking = false;
      if (name === 'rPh') phonetic = false;
      if (name === 'si') strings.push(text);
    },
  });
  return strings;
}

/** Per cell style whether it shows a number as a day. */
function* readDateStyles(content: Buffer | undefined): Interruptible<boolean[]> {
  const dates: boolean[] = [];
  if (!content) return dates;
  const formats = new Map<number, string>();
  let inCells = false;
  yield* walkXml(content, {
    open: (name, attributes) => {
      if (name === 'numFmt') formats.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) {
        const id = Number(attributes.numFmtId ?? 0);
        dates.push(isDateFormat(id, formats.get(id)));
      }
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return dates;
}

interface SheetContext {
  strings: string[];
  dates: boolean[];
  since1904: boolean;
  mostRows: number;
}

function* readSheet(content: Buffer, context: SheetContext): Interruptible<Pick<Sheet, 'rows' | 'merges'>> {
  const rows: SheetRow[] = [];
  const merges: Merge[] = [];
  let row: SheetRow = { number: 0, cells: new Map() };
  let column = -1;
  let cell = { type: '', style: 0, text: '' };
  let taking = false;
  yield* walkXml(content, {
    open: (name, attributes) => {
      if (name === 'row') {
        row = { number: Number(attributes.r ?? row.number + 1), cells: new Map() };
        column = -1;
      } else if (name === 'c') {
        column = cellAddress(attributes.r ?? '')?.column ?? column + 1;
        cell = { type: attributes.t ?? 'n', style: Number(attributes.s ?? 0), text: '' };
      } else if (name === 'mergeCell') {
        const [from, to] = (attributes.ref ?? '').split(':').map(cellAddress);
        if (from && to) merges.push({ left: from.column, right: to.column, top: from.row, bottom: to.row });
        if (merges.length > context.mostRows * 2) throw new ZipError('too-large');
      }
      // The value, or a text written in place; a formula (`f`) counts by its last result only.
      taking = name === 'v' || name === 't';
    },
    text: (text) => {
      if (taking) cell.text += text;
    },
    close: (name) => {
      taking = false;
      if (name === 'c' && column < mostColumns) {
        const value = cellOf(cell, context);
        if (value) row.cells.set(column, value);
      }
      if (name !== 'row' || row.cells.size === 0) return;
      rows.push(row);
      if (rows.length > context.mostRows) throw new ZipError('too-large');
    },
  });
  return { rows, merges };
}

function cellOf(raw: { type: string; style: number; text: string }, context: SheetContext): Cell | null {
  const { type, style } = raw;
  const text = type === 's' ? (context.strings[Number(raw.text)] ?? '') : raw.text;
  const trimmed = text.replace(/_x000D_/g, '').trim();
  if (trimmed === '') return null;
  if (type === 'e') return { kind: 'error', text: trimmed };
  if (type === 'd') return { kind: 'date', text: trimmed.slice(0, 10) };
  if (type === 'b') return { kind: 'text', text: trimmed === '1' ? '是' : '否' };
  if (type !== 'n') return { kind: 'text', text: trimmed };
  const date = context.dates[style] ? serialDate(Number(trimmed), context.since1904) : null;
  return date ? { kind: 'date', text: date } : { kind: 'number', text: trimmed };
}
