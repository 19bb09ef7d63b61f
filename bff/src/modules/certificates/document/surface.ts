/** The small drawing interface behind every page, so that PDF and picture come from one routine. Lengths are points (1/72 in). */

import type { Weight } from '../../../platform/fonts/fonts';

export type { Weight };

export interface Paint {
  fill?: string;
  stroke?: string;
  lineWidth?: number;
  dash?: [number, number];
  cap?: 'butt' | 'square' | 'round';
  /** 0 (invisible) to 1; 1 by default. */
  opacity?: number;
}

export interface TextStyle {
  size: number;
  weight?: Weight;
  color?: string;
  align?: 'left' | 'center' | 'right';
  /** Extra space after each character, points. */
  spacing?: number;
  opacity?: number;
}

export interface Placement {
  x: number;
  y: number;
  /** Clockwise, degrees. */
  rotate?: number;
}

export interface Surface {
  /** Draws an SVG path (absolute M, L, C, Z only). */
  path(d: string, paint: Paint): void;
  /** Draws one line of text; `y` is the baseline. */
  text(value: string, x: number, y: number, style: TextStyle): void;
  /** Draws in a coordinate system moved and turned by `at`. */
  within(at: Placement, draw: () => void): void;
}

/** Two decimals are 0.0035 mm: enough for print, and the same bytes on every machine. */
export const round = (value: number): number => Math.round(value * 100) / 100 + 0;

export type Point = readonly [x: number, y: number];

export const polyline = (points: readonly Point[], closed = false): string =>
  points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('') + (closed ? 'Z' : '');

export const line = (x1: number, y1: number, x2: number, y2: number): string =>
  polyline([
    [x1, y1],
    [x2, y2],
  ]);

export const rect = (x: number, y: number, w: number, h: number): string =>
  polyline(
    [
      [x, y],
      [x + w, y],
      [x + w, y + h],
      [x, y + h],
    ],
    true,
  );

/** A circle of four Bézier arcs; 0.5523 is the usual constant 4/3·(√2−1). */
export function circle(cx: number, cy: number, r: number): string {
  const k = r * 0.5523;
  const p = (...values: number[]) => values.map(round).join(' ');
  return (
    `M${p(cx + r, cy)}C${p(cx + r, cy + k, cx + k, cy + r, cx, cy + r)}` +
    `C${p(cx - k, cy + r, cx - r, cy + k, cx - r, cy)}C${p(cx - r, cy - k, cx - k, cy - r, cx, cy - r)}` +
    `C${p(cx + k, cy - r, cx + r, cy - k, cx + r, cy)}Z`
  );
}
