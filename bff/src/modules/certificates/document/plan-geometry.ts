import type { PlanRoom, UnitPlan } from './certificate.types';

/** A straight piece of wall in centimetres; `outer` divides the unit from the outside, inner walls divide rooms. */
export interface Wall {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  outer: boolean;
}

export interface PlanGeometry {
  walls: Wall[];
  /** Positions of wall ends along each side of the unit, centimetres. */
  breaks: { north: number[]; south: number[]; west: number[]; east: number[] };
}

const sorted = (values: number[]): number[] => [...new Set(values)].sort((a, b) => a - b);

/** Finds walls and side measures from the rooms: two neighbours share one wall, an outside edge is an outer wall. */
export function planGeometry(plan: UnitPlan): PlanGeometry {
  const rooms: PlanRoom[] = plan.rooms.length
    ? plan.rooms
    : [{ name: '', x: 0, y: 0, w: plan.widthCm, d: plan.depthCm }];
  const xs = sorted(rooms.flatMap((r) => [r.x, r.x + r.w]));
  const ys = sorted(rooms.flatMap((r) => [r.y, r.y + r.d]));
  const columns = xs.length - 1;
  const lines = ys.length - 1;
  /** Index of the room in a grid cell, -1 outside. */
  const owner = (i: number, j: number): number => {
    if (i < 0 || j < 0 || i >= columns || j >= lines) return -1;
    const x = (xs[i]! + xs[i + 1]!) / 2;
    const y = (ys[j]! + ys[j + 1]!) / 2;
    return rooms.findLastIndex((r) => x > r.x && x < r.x + r.w && y > r.y && y < r.y + r.d);
  };
  const walls: Wall[] = [];
  const trace = (
    length: number,
    kind: (k: number) => boolean | null,
    add: (from: number, to: number, o: boolean) => void,
  ) => {
    let from = 0;
    for (let k = 1; k <= length; k += 1) {
      if (k < length && kind(k) === kind(from)) continue;
      const outer = kind(from);
      if (outer !== null) add(from, k, outer);
      from = k;
    }
  };
  const between = (a: number, b: number): boolean | null => (a === b ? null : a === -1 || b === -1);
  for (let i = 0; i <= columns; i += 1) {
    trace(
      lines,
      (j) => between(owner(i - 1, j), owner(i, j)),
      (from, to, outer) => walls.push({ x1: xs[i]!, y1: ys[from]!, x2: xs[i]!, y2: ys[to]!, outer }),
    );
  }
  for (let j = 0; j <= lines; j += 1) {
    trace(
      columns,
      (i) => between(owner(i, j - 1), owner(i, j)),
      (from, to, outer) => walls.push({ x1: xs[from]!, y1: ys[j]!, x2: xs[to]!, y2: ys[j]!, outer }),
    );
  }
  const side = (marks: number[], length: number, at: (k: number) => number): number[] =>
    marks.filter((_, k) => k === 0 || k === length || at(k - 1) !== at(k));
  return {
    walls,
    breaks: {
      north: side(xs, columns, (i) => owner(i, 0)),
      south: side(xs, columns, (i) => owner(i, lines - 1)),
      west: side(ys, lines, (j) => owner(0, j)),
      east: side(ys, lines, (j) => owner(columns - 1, j)),
    },
  };
}

/** Usual scale denominators of unit plans 房产分户图 (GB/T 17986.1), widened at both ends for garages and halls. */
const SCALES = [10, 20, 25, 30, 40, 50, 60, 75, 100, 125, 150, 200, 250, 300, 400, 500, 750, 1000, 1500, 2000, 5000];
const POINTS_PER_CM = 72 / 2.54;

/** The largest usual scale at which the unit fits a field of `width` × `height` points. */
export function planScale(plan: UnitPlan, width: number, height: number): { denominator: number; pointsPerCm: number } {
  const fits = (d: number) =>
    (plan.widthCm * POINTS_PER_CM) / d <= width && (plan.depthCm * POINTS_PER_CM) / d <= height;
  const denominator = SCALES.find(fits) ?? SCALES.at(-1)!;
  return { denominator, pointsPerCm: POINTS_PER_CM / denominator };
}
