import { textWidth } from '../../../platform/fonts/fonts';
import type { PlanRoom, UnitPlan } from './certificate.types';
import { planGeometry, planScale } from './plan-geometry';
import { line, polyline, rect, type Surface } from './surface';
import { INK, INK_SOFT } from './theme';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Room around the drawing for two rows of measures, points. */
const MEASURES = 44;
const metres = (cm: number): string => (cm / 100).toFixed(2);

/** A chain of measures along a line; `rotate` 0 runs to the right, -90 runs up. */
function drawChain(s: Surface, from: { x: number; y: number; rotate: number }, lengths: number[], scale: number): void {
  s.within(from, () => {
    let at = 0;
    let raised = false;
    const total = lengths.reduce((a, b) => a + b, 0) * scale;
    s.path(line(0, 0, total, 0), { stroke: INK_SOFT, lineWidth: 0.4 });
    const tick = (x: number): void => s.path(line(x - 2, 2, x + 2, -2), { stroke: INK, lineWidth: 0.8 });
    tick(0);
    for (const cm of lengths) {
      const width = cm * scale;
      const label = metres(cm);
      const size = [7.5, 6.5, 5.5].find((z) => textWidth(label, { size: z }) < width - 3) ?? 5;
      raised = size === 5 && !raised;
      s.text(label, at + width / 2, raised ? -9 : -3, { size, color: INK_SOFT, align: 'center' });
      at += width;
      tick(at);
    }
  });
}

const differences = (marks: number[]): number[] => marks.slice(1).map((mark, i) => mark - marks[i]!);

function drawNorthArrow(s: Surface, x: number, y: number): void {
  const left = polyline(
    [
      [x, y - 17],
      [x - 6, y + 8],
      [x, y + 3],
    ],
    true,
  );
  const right = polyline(
    [
      [x, y - 17],
      [x + 6, y + 8],
      [x, y + 3],
    ],
    true,
  );
  s.path(left, { fill: '#ffffff', stroke: INK, lineWidth: 0.7 });
  s.path(right, { fill: INK, stroke: INK, lineWidth: 0.7 });
  s.text('北', x, y - 21, { size: 9, weight: 'bold', color: INK, align: 'center' });
}

/** A bar of whole metres, so that the plan can be measured after any enlargement. */
function drawScaleBar(s: Surface, x: number, y: number, pointsPerCm: number): void {
  const step = [1, 2, 5, 10, 20, 50].find((m) => m * 100 * pointsPerCm >= 24) ?? 100;
  const width = step * 100 * pointsPerCm;
  for (let i = 0; i < 4; i += 1) {
    s.path(rect(x + i * width, y - 4, width, 4), { fill: i % 2 === 0 ? INK : '#ffffff', stroke: INK, lineWidth: 0.5 });
  }
  for (let i = 0; i <= 4; i += 1) {
    s.text(`${i * step}${i === 4 ? ' m' : ''}`, x + i * width, y + 8, { size: 6.5, color: INK_SOFT, align: 'center' });
  }
}

/** Writes name and measures into a room, upright if need be; returns false when even the name alone has no room. */
function labelRoom(s: Surface, room: PlanRoom, x: number, y: number, w: number, d: number): boolean {
  const measure = `${metres(room.w)}×${metres(room.d)}`;
  const attempt = (along: number, across: number, rotate: number, withMeasure: boolean): boolean => {
    for (let size = 10; size >= 6; size -= 0.5) {
      const small = Math.max(5.5, size * 0.72);
      const needed = Math.max(
        textWidth(room.name, { size, weight: 'bold' }),
        withMeasure ? textWidth(measure, { size: small }) : 0,
      );
      const height = withMeasure ? size + small + 4 : size;
      if (needed > along - 6 || height > across - 7) continue;
      s.within({ x: x + w / 2, y: y + d / 2, rotate }, () => {
        s.text(room.name, 0, withMeasure ? -1 : size * 0.36, { size, weight: 'bold', color: INK, align: 'center' });
        if (withMeasure) s.text(measure, 0, small + 2.5, { size: small, color: INK_SOFT, align: 'center' });
      });
      return true;
    }
    return false;
  };
  return attempt(w, d, 0, true) || attempt(d, w, -90, true) || attempt(w, d, 0, false) || attempt(d, w, -90, false);
}

/**
 * Draws a unit plan to scale inside `box`: walls, room names, measures in metres, north arrow, scale bar. PDF page and
 * picture both come from here. Returns the denominator of the scale on paper (100 for 1:100).
 */
export function drawPlan(s: Surface, plan: UnitPlan, box: Box): number {
  const footer = 34;
  const { denominator, pointsPerCm: k } = planScale(plan, box.width - 2 * MEASURES, box.height - 2 * MEASURES - footer);
  const width = plan.widthCm * k;
  const depth = plan.depthCm * k;
  const left = box.x + (box.width - width) / 2;
  const top = box.y + (box.height - footer - depth) / 2;
  const { walls, breaks } = planGeometry(plan);

  for (const room of plan.rooms) {
    const open = room.name.includes('阳台') || room.name.includes('露台');
    s.path(rect(left + room.x * k, top + room.y * k, room.w * k, room.d * k), { fill: open ? '#eef3ee' : '#f6f8fa' });
  }
  for (const wall of walls) {
    s.path(line(left + wall.x1 * k, top + wall.y1 * k, left + wall.x2 * k, top + wall.y2 * k), {
      stroke: INK,
      lineWidth: wall.outer ? Math.min(3.2, Math.max(1.6, 24 * k)) : Math.min(1.8, Math.max(0.9, 12 * k)),
      cap: 'square',
    });
  }
  const unlabelled: string[] = [];
  for (const room of plan.rooms) {
    const [x, y, w, d] = [left + room.x * k, top + room.y * k, room.w * k, room.d * k];
    if (labelRoom(s, room, x, y, w, d)) continue;
    unlabelled.push(`${unlabelled.length + 1} ${room.name} ${metres(room.w)}×${metres(room.d)}`);
    s.text(`${unlabelled.length}`, x + w / 2, y + d / 2 + 2, { size: 5.5, color: INK, align: 'center' });
  }

  const sides: [number[], { x: number; y: number; rotate: number }][] = [
    [breaks.north, { x: left + breaks.north[0]! * k, y: top - 12, rotate: 0 }],
    [breaks.south, { x: left + breaks.south[0]! * k, y: top + depth + 20, rotate: 0 }],
    [[...breaks.west].reverse(), { x: left - 12, y: top + breaks.west.at(-1)! * k, rotate: -90 }],
    [[...breaks.east].reverse(), { x: left + width + 20, y: top + breaks.east.at(-1)! * k, rotate: -90 }],
  ];
  for (const [marks, at] of sides) {
    if (marks.length > 2) drawChain(s, at, differences(marks).map(Math.abs), k);
  }
  drawChain(s, { x: left, y: top - 30, rotate: 0 }, [plan.widthCm], k);
  drawChain(s, { x: left - 30, y: top + depth, rotate: -90 }, [plan.depthCm], k);

  const base = box.y + box.height;
  drawNorthArrow(s, box.x + box.width - 13, box.y + 34);
  drawScaleBar(s, box.x + 14, base - 14, k);
  s.text(`比例尺 1:${denominator}（A4 原大）　单位：米`, box.x + box.width - 10, base - 8, {
    size: 8,
    color: INK_SOFT,
    align: 'right',
  });
  if (unlabelled.length > 0) {
    s.text(unlabelled.join('；'), box.x + box.width - 10, base - 22, { size: 7, color: INK_SOFT, align: 'right' });
  }
  return denominator;
}
