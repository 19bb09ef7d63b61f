import { circle, line, type Point, polyline, rect, type Surface } from './surface';
import { PAGE, type Theme } from './theme';

const TURN = 2 * Math.PI;

interface RosetteShape {
  /** Mean radius and swing, points. */
  radius: number;
  swing: number;
  lobes: number;
  strands: number;
  /** Weight of the second harmonic; gives the lobes their waist. */
  harmonic?: number;
}

/**
 * A guilloche rosette: phase-shifted waves around a circle. One lobe is drawn and turned, so that the page compresses
 * to a fraction of its strokes.
 */
export function drawRosette(
  s: Surface,
  cx: number,
  cy: number,
  shape: RosetteShape,
  color: string,
  width = 0.35,
): void {
  const { radius, swing, lobes, strands, harmonic = 0.35 } = shape;
  const steps = 18;
  let lobe = '';
  for (let strand = 0; strand < strands; strand += 1) {
    const phase = (strand / strands) * TURN;
    const points: Point[] = [];
    for (let step = 0; step <= steps; step += 1) {
      const wave = (step / steps) * TURN;
      const r = radius + swing * (Math.sin(wave + phase) + harmonic * Math.sin(2 * wave - phase));
      const angle = wave / lobes;
      points.push([r * Math.cos(angle), r * Math.sin(angle)]);
    }
    lobe += polyline(points);
  }
  for (let i = 0; i < lobes; i += 1) {
    s.within({ x: cx, y: cy, rotate: (i * 360) / lobes }, () => s.path(lobe, { stroke: color, lineWidth: width }));
  }
}

/** One period of a guilloche band of the given length and half height, along the x axis. */
function bandTile(length: number, half: number, strands: number): string {
  const steps = 16;
  let tile = '';
  for (let strand = 0; strand < strands; strand += 1) {
    const phase = (strand / strands) * TURN;
    const points: Point[] = [];
    for (let step = 0; step <= steps; step += 1) {
      const wave = (step / steps) * TURN;
      points.push([(step / steps) * length, half * Math.sin(wave + phase) * (0.78 + 0.22 * Math.cos(2 * wave))]);
    }
    tile += polyline(points);
  }
  return tile;
}

/** A frame of guilloche bands with a rosette on each corner; `inset` is the distance of its middle from the page edge. */
export function drawGuillocheFrame(s: Surface, theme: Theme, inset: number, half: number): void {
  const w = PAGE.width - 2 * inset;
  const h = PAGE.height - 2 * inset;
  const corner = half + 3;
  const side = (x: number, y: number, rotate: number, length: number): void => {
    const run = length - 2 * corner;
    const count = Math.round(run / (half * 3));
    const tile = bandTile(run / count, half - 1.2, 8);
    s.within({ x, y, rotate }, () => {
      for (let i = 0; i < count; i += 1) {
        s.within({ x: corner + (i * run) / count, y: 0 }, () => s.path(tile, { stroke: theme.mid, lineWidth: 0.3 }));
      }
      s.path(line(corner, -half, length - corner, -half) + line(corner, half, length - corner, half), {
        stroke: theme.deep,
        lineWidth: 0.7,
      });
    });
  };
  side(inset, inset, 0, w);
  side(inset + w, inset, 90, h);
  side(inset + w, inset + h, 180, w);
  side(inset, inset + h, 270, h);
  for (const [x, y] of [
    [inset, inset],
    [inset + w, inset],
    [inset + w, inset + h],
    [inset, inset + h],
  ] as Point[]) {
    s.path(circle(x, y, corner), { fill: theme.paper, stroke: theme.deep, lineWidth: 0.7 });
    drawRosette(s, x, y, { radius: corner * 0.55, swing: corner * 0.26, lobes: 8, strands: 5 }, theme.mid, 0.3);
    s.path(circle(x, y, 1.4), { fill: theme.gold });
  }
  const inner = inset + half + 5;
  s.path(rect(inner, inner, PAGE.width - 2 * inner, PAGE.height - 2 * inner), { stroke: theme.gold, lineWidth: 0.5 });
}

/** The quiet frame of the inner pages: two hairlines with set-in corners. */
export function drawQuietFrame(s: Surface, theme: Theme): void {
  const outer = 28;
  const inner = 33;
  s.path(rect(outer, outer, PAGE.width - 2 * outer, PAGE.height - 2 * outer), { stroke: theme.deep, lineWidth: 1.1 });
  s.path(rect(inner, inner, PAGE.width - 2 * inner, PAGE.height - 2 * inner), { stroke: theme.gold, lineWidth: 0.5 });
  for (const x of [outer, PAGE.width - outer]) {
    for (const y of [outer, PAGE.height - outer]) {
      s.path(circle(x, y, 6), { fill: theme.paper, stroke: theme.deep, lineWidth: 0.8 });
      s.path(circle(x, y, 2.2), { fill: theme.gold });
    }
  }
}

/** Beihai is the city of pearls 珠城: a pearl over the waves, inside guilloche rings. No state emblem is imitated. */
export function drawPearlMedallion(s: Surface, cx: number, cy: number, radius: number, theme: Theme): void {
  drawRosette(s, cx, cy, { radius: radius * 0.83, swing: radius * 0.125, lobes: 24, strands: 8 }, theme.mid, 0.35);
  drawRosette(s, cx, cy, { radius: radius * 0.6, swing: radius * 0.06, lobes: 36, strands: 6 }, theme.gold, 0.3);
  s.path(circle(cx, cy, radius * 1.03), { stroke: theme.deep, lineWidth: 0.8 });
  s.path(circle(cx, cy, radius * 1.06), { stroke: theme.gold, lineWidth: 0.4 });
  const core = radius * 0.5;
  s.path(circle(cx, cy, core), { fill: theme.deep });
  s.path(circle(cx, cy, core - 2.5), { stroke: theme.gold, lineWidth: 0.6 });
  const pearl = core * 0.4;
  const py = cy - core * 0.22;
  s.path(circle(cx, py, pearl), { fill: '#e9e2d6' });
  s.path(circle(cx - pearl * 0.1, py - pearl * 0.12, pearl * 0.8), { fill: '#f4efe7' });
  s.path(circle(cx - pearl * 0.26, py - pearl * 0.3, pearl * 0.42), { fill: '#ffffff' });
  for (let row = 0; row < 4; row += 1) {
    const y = cy + core * (0.34 + row * 0.13);
    const reach = Math.sqrt(Math.max(0, (core - 6) ** 2 - (y - cy + 2) ** 2));
    const points: Point[] = [];
    for (let step = 0; step <= 60; step += 1) {
      const x = -reach + (2 * reach * step) / 60;
      points.push([cx + x, y + Math.sin((x / core) * 9 + row * 1.6) * core * 0.045]);
    }
    s.path(polyline(points), { stroke: row % 2 === 0 ? '#f4efe7' : theme.gold, lineWidth: 0.9, cap: 'round' });
  }
}
