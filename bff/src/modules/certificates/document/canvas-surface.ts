import { createCanvas, GlobalFonts, Path2D, type SKRSContext2D } from '@napi-rs/canvas';
import { assertPrintable, FONT_FILES, textWidth } from './fonts';
import type { Paint, Placement, Surface, TextStyle, Weight } from './surface';

const FAMILY: Record<Weight, string> = { regular: 'Certificate Regular', bold: 'Certificate Bold' };

function registerCanvasFonts(): void {
  for (const weight of ['regular', 'bold'] as Weight[]) {
    if (!GlobalFonts.has(FAMILY[weight])) GlobalFonts.registerFromPath(FONT_FILES[weight], FAMILY[weight]);
  }
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
    const weight = style.weight ?? 'regular';
    assertPrintable(value, weight);
    const width = textWidth(value, style);
    context.save();
    context.globalAlpha = style.opacity ?? 1;
    context.font = `${style.size}px "${FAMILY[weight]}"`;
    context.letterSpacing = `${style.spacing ?? 0}px`;
    context.textBaseline = 'alphabetic';
    context.textAlign = 'left';
    context.fillStyle = style.color ?? '#000000';
    context.fillText(value, x - (style.align === 'center' ? width / 2 : style.align === 'right' ? width : 0), y);
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
  registerCanvasFonts();
  const canvas = createCanvas(Math.ceil(width * pixelsPerPoint), Math.ceil(height * pixelsPerPoint));
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(pixelsPerPoint, pixelsPerPoint);
  draw(new CanvasSurface(context));
  return canvas.encode('jpeg', 90);
}
