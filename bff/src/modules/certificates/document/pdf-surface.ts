import PDFDocument from 'pdfkit';
import { type Face, parsedFont, runsOf, textWidth } from '../../../platform/fonts/fonts';
import type { Paint, Placement, Surface, TextStyle, Weight } from './surface';

type Pdf = InstanceType<typeof PDFDocument>;

/** Page operators of an SVG path; the paths here are absolute already, so pdfkit's own parser would only cost time. */
const toOperators = (d: string): string =>
  d.replace(/([MLCZ])([^MLCZ]*)/g, (_, command: string, numbers: string) => `${numbers} ${OPERATORS[command]}\n`);

const OPERATORS: Record<string, string> = { M: 'm', L: 'l', C: 'c', Z: 'h' };

/** Draws on the current page of a pdfkit document. */
export class PdfSurface implements Surface {
  /** Ornaments repeat one path many times in a row. */
  private last = { d: '', operators: '' };
  private readonly fonts = new Set<string>();

  constructor(private readonly pdf: Pdf) {}

  path(d: string, paint: Paint): void {
    const { pdf } = this;
    pdf.save();
    if (paint.opacity !== undefined) pdf.opacity(paint.opacity);
    if (paint.dash) pdf.dash(paint.dash[0], { space: paint.dash[1] });
    if (paint.cap) pdf.lineCap(paint.cap);
    if (this.last.d !== d) this.last = { d, operators: toOperators(d) };
    pdf.lineWidth(paint.lineWidth ?? 1).addContent(this.last.operators);
    if (paint.fill && paint.stroke) pdf.fillAndStroke(paint.fill, paint.stroke);
    else if (paint.fill) pdf.fill(paint.fill);
    else if (paint.stroke) pdf.stroke(paint.stroke);
    pdf.restore();
  }

  text(value: string, x: number, y: number, style: TextStyle): void {
    const { size, weight = 'regular', spacing = 0 } = style;
    const width = textWidth(value, style);
    let left = x - (style.align === 'center' ? width / 2 : style.align === 'right' ? width : 0);
    for (const { text, face } of runsOf(value)) {
      this.pdf
        .font(this.font(face, weight))
        .fontSize(size)
        .fillColor(style.color ?? '#000000', style.opacity ?? 1)
        .text(text, left, y, { lineBreak: false, baseline: 'alphabetic', characterSpacing: spacing });
      left += textWidth(text, style) + spacing;
    }
  }

  /** pdfkit embeds only the glyphs that are used, of fonts that are used. */
  private font(face: Face, weight: Weight): string {
    const name = `${face.name} ${weight}`;
    if (!this.fonts.has(name)) {
      this.pdf.registerFont(name, parsedFont(face, weight) as unknown as Buffer);
      this.fonts.add(name);
    }
    return name;
  }

  within(at: Placement, draw: () => void): void {
    this.pdf.save();
    this.pdf.translate(at.x, at.y);
    if (at.rotate) this.pdf.rotate(at.rotate);
    draw();
    this.pdf.restore();
  }
}
