import { textWidth } from '../../../platform/fonts/fonts';
import { circle, type Point, polyline, rect, type Surface, type TextStyle } from './surface';
import { SEAL_RED } from './theme';

function star(cx: number, cy: number, radius: number): string {
  const points: Point[] = [];
  for (let i = 0; i < 10; i += 1) {
    const r = i % 2 === 0 ? radius : radius * 0.382;
    const angle = (i * Math.PI) / 5 - Math.PI / 2;
    points.push([cx + r * Math.cos(angle), cy + r * Math.sin(angle)]);
  }
  return polyline(points, true);
}

/** Text along the upper arc of a circle, spread over at most 250 degrees. */
function arcText(s: Surface, value: string, cx: number, cy: number, radius: number, style: TextStyle): void {
  const characters = [...value];
  const step = Math.min(26, 250 / Math.max(1, characters.length - 1));
  characters.forEach((character, i) => {
    const degrees = (i - (characters.length - 1) / 2) * step;
    const angle = ((degrees - 90) * Math.PI) / 180;
    s.within({ x: cx + radius * Math.cos(angle), y: cy + radius * Math.sin(angle), rotate: degrees }, () =>
      s.text(character, 0, 0, { ...style, align: 'center' }),
    );
  });
}

/** The round seal of the registering authority; demonstration data carries 样例 SAMPLE inside it. */
export function drawRoundSeal(
  s: Surface,
  cx: number,
  cy: number,
  radius: number,
  seal: { authority: string; sample: boolean },
): void {
  const opacity = 0.86;
  s.path(circle(cx, cy, radius), { stroke: SEAL_RED, lineWidth: radius * 0.055, opacity });
  s.path(star(cx, cy - radius * 0.06, radius * 0.28), { fill: SEAL_RED, opacity });
  const count = [...seal.authority].length;
  const size = Math.min(radius * 0.25, (radius * 3.1) / count);
  arcText(s, seal.authority, cx, cy, radius * 0.66, { size, weight: 'bold', color: SEAL_RED, opacity });
  const below = { weight: 'bold', color: SEAL_RED, align: 'center', opacity } as const;
  if (seal.sample) {
    s.text('样例', cx, cy + radius * 0.5, { ...below, size: radius * 0.24, spacing: radius * 0.08 });
    s.text('SAMPLE', cx, cy + radius * 0.73, { ...below, size: radius * 0.19, spacing: radius * 0.03 });
  } else {
    s.text('登记专用章', cx, cy + radius * 0.6, { ...below, size: radius * 0.2 });
  }
}

/** A slanted box stamp 样例 SAMPLE, readable from arm's length. `size` is the height of its letters in points. */
export function drawSampleStamp(s: Surface, cx: number, cy: number, size: number, rotate = -14): void {
  const style: TextStyle = {
    size,
    weight: 'bold',
    color: SEAL_RED,
    align: 'center',
    spacing: size * 0.08,
    opacity: 0.8,
  };
  const label = '样例 SAMPLE';
  const width = textWidth(label, style) + size * 1.1;
  const height = size * 1.75;
  s.within({ x: cx, y: cy, rotate }, () => {
    s.path(rect(-width / 2, -height / 2, width, height), { stroke: SEAL_RED, lineWidth: size * 0.11, opacity: 0.8 });
    s.path(rect(-width / 2 + size * 0.17, -height / 2 + size * 0.17, width - size * 0.34, height - size * 0.34), {
      stroke: SEAL_RED,
      lineWidth: size * 0.04,
      opacity: 0.8,
    });
    s.text(label, 0, size * 0.36, style);
  });
}
