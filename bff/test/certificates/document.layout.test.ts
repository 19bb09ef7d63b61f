import { textWidth } from '@zhucheng/bff/platform/fonts/fonts';
import { certificatePages, planCaption, renderPlanJpg, type UnitPlan } from '../../src/modules/certificates/document';
import { drawPlan } from '../../src/modules/certificates/document/plan';
import { planGeometry, planScale } from '../../src/modules/certificates/document/plan-geometry';
import type { Paint, Placement, Surface, TextStyle } from '../../src/modules/certificates/document/surface';
import { wrapText } from '../../src/modules/certificates/document/text-layout';
import { crowded, plan, registrationCertificate, rightCertificate } from './document.fixtures';
import { brightness } from './document.reader';

interface TextBox {
  value: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
  slanted: boolean;
}

/** Notes where every text would stand, on the page, without drawing it. */
class RecordingSurface implements Surface {
  readonly texts: TextBox[] = [];
  readonly paths: { d: string; paint: Paint }[] = [];
  private matrix = { x: 0, y: 0, degrees: 0 };

  path(d: string, paint: Paint): void {
    this.paths.push({ d, paint });
  }

  text(value: string, x: number, y: number, style: TextStyle): void {
    const width = textWidth(value, style);
    const left = x - (style.align === 'center' ? width / 2 : style.align === 'right' ? width : 0);
    // Chinese glyphs reach from 0.12 em below the base line to 0.86 em above it.
    const corners = [
      [left, y - style.size * 0.86],
      [left + width, y - style.size * 0.86],
      [left, y + style.size * 0.12],
      [left + width, y + style.size * 0.12],
    ].map(([cx, cy]) => this.onPage(cx!, cy!));
    const xs = corners.map((c) => c.x);
    const ys = corners.map((c) => c.y);
    const slanted = this.matrix.degrees % 90 !== 0;
    const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
    this.texts.push({ value, left: Math.min(...xs), right: Math.max(...xs), top, bottom, slanted });
  }

  within(at: Placement, draw: () => void): void {
    const outer = this.matrix;
    this.matrix = { ...this.onPage(at.x, at.y), degrees: outer.degrees + (at.rotate ?? 0) };
    draw();
    this.matrix = outer;
  }

  private onPage(x: number, y: number): { x: number; y: number } {
    const angle = (this.matrix.degrees * Math.PI) / 180;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    return { x: this.matrix.x + x * cos - y * sin, y: this.matrix.y + x * sin + y * cos };
  }
}

function collisions(texts: TextBox[]): string[] {
  const straight = texts.filter((t) => !t.slanted && t.value.trim() !== '');
  return straight.flatMap((a, i) =>
    straight
      .slice(i + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `${a.value} / ${b.value}`),
  );
}

const studio: UnitPlan = {
  widthCm: 2600,
  depthCm: 420,
  rooms: Array.from({ length: 13 }, (_, i) => ({ name: `车位${i + 1}`, x: i * 200, y: 0, w: 200, d: 420 })),
};

const cases = {
  rightCertificate,
  registrationCertificate,
  crowded,
  'an own seal': { ...registrationCertificate, sample: false, authority: '广西壮族自治区北海市不动产登记中心' },
  'no plan': { ...registrationCertificate, plan: null },
  'a row of parking spaces': { ...rightCertificate, plan: studio },
  'a note over several pages': { ...crowded, note: crowded.note.repeat(14) },
};

it.each(Object.entries(cases))('%s: no text is cut off or lies over another', (_name, content) => {
  for (const draw of certificatePages(content)) {
    const page = new RecordingSurface();
    draw(page);
    expect(page.texts.length).toBeGreaterThan(4);
    expect(collisions(page.texts)).toEqual([]);
    for (const { left, right, top, bottom, value } of page.texts) {
      expect([value, left > 44, right < 551.5, top > 44, bottom < 806]).toEqual([value, true, true, true, true]);
    }
  }
});

describe('breaking lines', () => {
  it('keeps numbers whole and punctuation off the start of a line', () => {
    const lines = wrapText(crowded.location.repeat(3), 200, { size: 10 });
    expect(lines.join('')).toBe(crowded.location.repeat(3));
    for (const text of lines) {
      expect(textWidth(text, { size: 10 })).toBeLessThanOrEqual(200);
      expect(text).not.toMatch(/^[、，。；：）”]/u);
      expect(text).not.toMatch(/[（“]$/u);
    }
    expect(lines.some((text) => text.includes('3-019'))).toBe(true);
  });

  it('breaks a word that is longer than a line', () => {
    expect(wrapText('A'.repeat(60), 100, { size: 10 }).join('')).toBe('A'.repeat(60));
  });
});

describe('unit plan', () => {
  it('is drawn to the scale that it states', () => {
    const { denominator, pointsPerCm } = planScale(plan, 400, 450);
    expect(denominator).toBe(100);
    expect(pointsPerCm * 100).toBeCloseTo(28.35, 2);
    expect(drawPlan(new RecordingSurface(), plan, { x: 0, y: 0, width: 499, height: 570 })).toBe(75);
  });

  it('has outer walls around the rooms only, and one wall between two rooms', () => {
    const { walls, breaks } = planGeometry(plan);
    expect(walls).toContainEqual({ x1: 600, y1: 940, x2: 600, y2: 1120, outer: true });
    expect(walls).toContainEqual({ x1: 0, y1: 940, x2: 600, y2: 940, outer: false });
    expect(walls.filter((w) => w.x1 === 1080 && w.x2 === 1080 && w.y2 > 940)).toEqual([]);
    expect(breaks.north).toEqual([0, 240, 600, 900, 1080]);
  });

  it('is also a picture of the same proportions, quickly', async () => {
    const file = await renderPlanJpg(plan, planCaption(rightCertificate));
    expect(file.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    expect(file.length).toBeLessThan(300 * 1024);
    const picture = await brightness(file);
    expect([picture.width, picture.height]).toEqual([1308, 1660]);
    let ink = 0;
    for (let y = 0; y < picture.height; y += 1)
      for (let x = 0; x < picture.width; x += 1) ink += picture.at(x, y) < 128 ? 1 : 0;
    expect(ink).toBeGreaterThan(20_000);
  });
});
