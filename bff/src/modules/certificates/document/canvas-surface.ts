import { createCanvas, GlobalFonts, Path2D, type SKRSContext2D } from '@napi-rs/canvas';
import { type Face, runsOf, textWidth } from '../../../platform/fonts/fonts';
import type { Paint, Placement, Surface, TextStyle, Weight } from './surface';

/** The canvas's name of a font, which it opens when it is first needed. */
function familyOf(face: Face, weight: Weight): string {
  const family = `${face.name} ${weight}`;
  if (!GlobalFonts.has(family)) GlobalFonts.registerFromPath(face.files[weight], family);
  return family;
}

/** Draws the same strokes and texts as `PdfSurface`, as pixels. */
export class CanvasSurface implements Surface {
  constructor(private readonly context: SKRSContext2D) {}

  path(d: string, paint: Paint): void {
    const { context } = this;
    const shape = new Path2D(d);
    context.save();
    context.globalAlpha = paint.opacity ?? 1;
    context.setLineDash(paint.dash ?? []);
    context.lineCap = paint.cap ?? 'butt';
    context.lineWidth = paint.lineWidth ?? 1;
    if (paint.fill) {
      context.fillStyle = paint.fill;
      context.fill(shape);
    }
    if (paint.stroke) {
      context.strokeStyle = paint.stroke;
      context.stroke(shape);
    }
    context.restore();
  }

  text(value: string, x: number, y: number, style: TextStyle): void {
    const { context } = this;
    const { size, weight = 'regular', spacing = 0 } = style;
    const width = textWidth(value, style);
    let left = x - (style.align === 'center' ? width / 2 : style.align === 'right' ? width : 0);
    context.save();
    context.globalAlpha = style.opacity ?? 1;
    context.letterSpacing = `${spacing}px`;
    context.textBaseline = 'alphabetic';
    context.textAlign = 'left';
    context.fillStyle = style.color ?? '#000000';
    for (const { text, face } of runsOf(value)) {
      context.font = `${size}px "${familyOf(face, weight)}"`;
      context.fillText(text, left, y);
      left += textWidth(text, style) + spacing;
    }
    context.restore();
  }

  within(at: Placement, draw: () => void): void {
    this.context.save();
    this.context.translate(at.x, at.y);
    if (at.rotate) this.context.rotate((at.rotate * Math.PI) / 180);
    draw();
    this.context.restore();
  }
}

/** Draws on white and encodes as JPEG; `width` and `height` in points, `pixelsPerPoint` 2.5 is 180 dpi. */
export async function renderJpg(
  width: number,
  height: number,
  draw: (surface: Surface) => void,
  pixelsPerPoint = 2.5,
): Promise<Buffer> {
  const canvas = createCanvas(Math.ceil(width * pixelsPerPoint), Math.ceil(height * pixelsPerPoint));
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(pixelsPerPoint, pixelsPerPoint);
  draw(new CanvasSurface(context));
  return canvas.encode('jpeg', 90);
}
