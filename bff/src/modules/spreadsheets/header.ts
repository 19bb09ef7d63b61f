import { type Fen, unitSaid } from '@zhucheng/shared';
import { Problem } from '../../platform/errors/problem';
import type { SheetRow } from './cells';
import type { Column, Columns } from './column.types';

/** Rows above the table's header: titles and notes. */
export const headerWithin = 10;
/** A longer cell is a title or a note. */
const longestHeader = 100;

const remarks = /[（([【〔［{｛][^（()）[\]【】〔〕［］{}｛｝]*[)）\]】〕］}｝]/g;

/** A header without its remarks in brackets, stars and spaces. */
const plain = (header: string): string =>
  header
    .replace(remarks, '')
    .replace(/[\s*＊]/g, '')
    .replace('／', '/');

export interface Header {
  row: number;
  /** Sheet column of each declared one. */
  places: Map<string, number>;
  /** Unit of each amount, in fen. */
  units: Map<string, Fen>;
  /** Unit given above the table, as it is written there. */
  unitAbove: string;
}

/** A table's columns by how people spell them. */
class Spellings {
  private readonly known = new Map<string, string>();
  private readonly amounts: string[] = [];

  constructor(readonly columns: Columns) {
    for (const [key, { header, aliases, money }] of Object.entries(columns))
      for (const spelling of [header, ...(aliases ?? [])].map(plain)) {
        this.known.set(spelling, key);
        if (money) this.amounts.push(spelling);
      }
  }

  /** Also of an amount whose unit stands behind its name without brackets. */
  keyOf(header: string): string | undefined {
    const short = plain(header);
    const amount = () => this.amounts.find((name) => short.startsWith(name) && unitSaid(tail(short, name)) !== null);
    return this.known.get(short) ?? this.known.get(amount() ?? '');
  }

  /** What a header says besides the column's name. */
  remarkOf(header: string): string {
    const short = plain(header);
    const name = this.amounts.find((each) => short.startsWith(each)) ?? short;
    return [...(header.match(remarks) ?? []), tail(short, name)].join(' ');
  }
}

const tail = (text: string, name: string): string => text.slice(name.length);

/**
 * The row with the most of the declared headers. Error: SHEET_COLUMNS with what is missing or doubled, or has a unit
 * that is not known.
 */
export function findHeader(rows: readonly SheetRow[], columns: Columns): Header {
  const spellings = new Spellings(columns);
  let best = { row: 0, places: new Map<string, number>() };
  let doubled: string[] = [];
  for (const { number, cells } of rows.slice(0, headerWithin)) {
    const places = new Map<string, number>();
    const twice: string[] = [];
    for (const [place, cell] of cells) {
      if (cell.text.length > longestHeader) continue;
      const key = spellings.keyOf(cell.text);
      if (!key) continue;
      if (places.has(key)) twice.push(columns[key]!.header);
      else places.set(key, place);
    }
    if (places.size <= best.places.size) continue;
    best = { row: number, places };
    doubled = twice;
  }
  const missing = Object.entries(columns).filter(
    ([key, column]) => (column.required || column.headed) && !best.places.has(key),
  );
  if (best.places.size === 0 || missing.length > 0) {
    const names = missing.map(([, column]) => `“${column.header}”`).join('、');
    const message = `表格缺少${names || '表头'}，请用下载的模板填写。`;
    throw new Problem('SHEET_COLUMNS', { message, detail: { missing: missing.map(([, column]) => column.header) } });
  }
  if (doubled.length > 0)
    throw new Problem('SHEET_COLUMNS', { message: `表格里有两列“${doubled[0]}”，请只保留一列。` });
  return { ...best, ...unitsOf(rows, best, spellings) };
}

function unitsOf(
  rows: readonly SheetRow[],
  { row, places }: Pick<Header, 'row' | 'places'>,
  spellings: Spellings,
): Pick<Header, 'units' | 'unitAbove'> {
  const units = new Map<string, Fen>();
  const { columns } = spellings;
  const amounts = [...places].filter(([key]) => columns[key]!.money);
  if (amounts.length === 0) return { units, unitAbove: '' };
  const top = rows.find(({ number }) => number === row)!.cells;
  const above = noteAbove(rows, row, new Set(places.values()));
  for (const [key, place] of amounts) {
    const { text } = top.get(place)!;
    const own = unitSaid(spellings.remarkOf(text));
    if (own === null && above?.loose) throw unclear(columns[key]!, above.text);
    if (own === 'unclear' || (above && !above.loose && above.unit === 'unclear'))
      throw unclear(columns[key]!, own ? text : above!.text);
    if (own !== null && above && !above.loose && own !== above.unit)
      throw unclear(columns[key]!, `${above.text}”、“${text}`);
    const unit = own ?? (above?.unit === 'unclear' ? undefined : above?.unit);
    if (unit !== undefined) units.set(key, unit);
  }
  return { units, unitAbove: above && !above.loose ? above.text : '' };
}

/** `单位：万元` in a row of its own or beside the table's header. */
const unitNote = /(?:^|[^\p{Script=Han}]|金额|货币|计量)单位[\s:：为]{0,5}([^\s,，;；、]{1,20})/u;

/** Money in other units is spoken of, in whatever words: a title, a remark, a column of units. */
const otherUnits = /[百千万亿]\s{0,5}元|以\s{0,5}[百千万亿]\s{0,5}(?:元\s{0,5})?(?:为|计)|元[\s,，、]{0,5}[百千万亿]/;
const ofUnits = /^(?:金额|货币|计量)?单位$/;

function noteAbove(rows: readonly SheetRow[], row: number, taken: ReadonlySet<number>) {
  for (const { number, cells } of rows.slice(0, headerWithin)) {
    if (number > row) continue;
    for (const [place, { text }] of cells) {
      if (text.length > longestHeader || (number === row && taken.has(place))) continue;
      const said = unitNote.exec(text)?.[1] ?? (/^[（(]?[^\s（()）]{0,3}元[)）]?$/.test(text) ? text : '');
      const unit = unitSaid(said);
      if (unit !== null) return { text: said, unit, loose: false };
    }
  }
  const loose = looselySaid(rows, row, taken);
  return loose === undefined ? undefined : { text: loose, unit: 'unclear' as const, loose: true };
}

/** Other units, spoken of above the table or in a column of its own, that nobody can be sure about. */
function looselySaid(rows: readonly SheetRow[], row: number, taken: ReadonlySet<number>): string | undefined {
  const columns = new Set<number>();
  for (const { number, cells } of rows)
    for (const [place, { text }] of cells) {
      if (taken.has(place) && number >= row) continue;
      if (number === row && ofUnits.test(text.trim())) columns.add(place);
      if ((number < row || columns.has(place)) && otherUnits.test(text)) return text.slice(0, 40);
    }
  return undefined;
}

function unclear({ header }: Column, said: string): Problem {
  const message = `看不出“${said}”里的金额以什么为单位，请把表头写成“${plain(header)}（元）”，金额以元填写。`;
  return new Problem('SHEET_COLUMNS', { message });
}
