import { line, rect, type Surface } from './surface';
import { spreadText, wrapText } from './text-layout';
import { INK, type Theme } from './theme';

export interface TableRow {
  label: string;
  /** Line ends separate paragraphs, e.g. one right-holder each. */
  value: string;
  /** Least height in points. */
  minHeight?: number;
}

export interface TableShape {
  width: number;
  labelWidth: number;
  /** Text size in points. */
  size: number;
}

export interface LaidRow {
  label: string;
  lines: string[];
  height: number;
}

const LEADING = 1.5;
const PADDING = { x: 10, y: 6 };

/** Breaks the texts into lines and finds the height of every row. */
export function layTable(rows: readonly TableRow[], shape: TableShape): LaidRow[] {
  return rows.map(({ label, value, minHeight = 0 }) => {
    const lines = wrapText(value, shape.width - shape.labelWidth - 2 * PADDING.x, { size: shape.size });
    return { label, lines, height: Math.max(minHeight, lines.length * shape.size * LEADING + 2 * PADDING.y) };
  });
}

export const tableHeight = (rows: readonly LaidRow[]): number => rows.reduce((sum, row) => sum + row.height, 0);

/** Splits rows over pages of `height` points; a row longer than the rest of a page goes on under the same label. */
export function splitTable(rows: readonly LaidRow[], shape: TableShape, height: number): LaidRow[][] {
  const pages: LaidRow[][] = [[]];
  let left = height;
  const queue = [...rows];
  for (let row = queue.shift(); row; row = queue.shift()) {
    if (row.height > left) {
      const count = Math.floor((left - 2 * PADDING.y) / (shape.size * LEADING));
      const natural = row.lines.length * shape.size * LEADING + 2 * PADDING.y;
      if (natural > left && count >= 2 && natural > height / 4) {
        pages.at(-1)!.push({ ...row, lines: row.lines.slice(0, count), height: left });
        const rest = row.lines.slice(count);
        row = { label: row.label, lines: rest, height: rest.length * shape.size * LEADING + 2 * PADDING.y };
      }
      pages.push([]);
      left = height;
      if (row.height > left) {
        queue.unshift(row);
        continue;
      }
    }
    pages.at(-1)!.push(row);
    left -= row.height;
  }
  return pages.filter((page) => page.length > 0);
}

/** Draws the rows from (x, y) downwards and returns the bottom edge. */
export function drawTable(
  s: Surface,
  rows: readonly LaidRow[],
  x: number,
  y: number,
  shape: TableShape,
  theme: Theme,
): number {
  const bottom = y + tableHeight(rows);
  s.path(rect(x, y, shape.labelWidth, bottom - y), { fill: theme.tint });
  let top = y;
  for (const row of rows) {
    const middle = top + row.height / 2;
    const labelInset = 12;
    spreadText(s, row.label, x + labelInset, middle + shape.size * 0.36, shape.labelWidth - 2 * labelInset, {
      size: shape.size,
      weight: 'bold',
      color: theme.deep,
    });
    const first = middle - ((row.lines.length - 1) * shape.size * LEADING) / 2 + shape.size * 0.36;
    row.lines.forEach((text, i) => {
      s.text(text, x + shape.labelWidth + PADDING.x, first + i * shape.size * LEADING, {
        size: shape.size,
        color: INK,
      });
    });
    top += row.height;
    if (top < bottom - 0.5) s.path(line(x, top, x + shape.width, top), { stroke: theme.mid, lineWidth: 0.5 });
  }
  s.path(line(x + shape.labelWidth, y, x + shape.labelWidth, bottom), { stroke: theme.mid, lineWidth: 0.5 });
  s.path(rect(x, y, shape.width, bottom - y), { stroke: theme.deep, lineWidth: 1 });
  return bottom;
}
