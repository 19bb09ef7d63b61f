import PDFDocument from 'pdfkit';
import { assertPrintable, parsedFont, textWidth } from './fonts';
import type { Paint, Placement, Surface, TextStyle, Weight } from './surface';

type Pdf = InstanceType<typeof PDFDocument>;

/** Registers both weights under their own names; pdfkit embeds only the glyphs that are used. */
export function registerPdfFonts(pdf: Pdf): void {
  for (const weight of ['regular', 'bold'] as Weight[]) {
    pdf.registerFont(weight, parsedFont(weight) as unknown as Buffer);
  }
}

/** Page operators of an SVG path; the paths here are absolute already, so pdfkit's own parser would only cost time. */
const toOperators = (d: string): string =>
  d.replace(/([MLCZ])([^MLCZ]*)/g, (_, command: string, numbers: string) => `${numbers} ${OPERATORS[command]}\n`);

const OPERATORS: Record<string, string> = { M: 'm', L: 'l', C: 'c', Z: 'h' };

/** Draws on the current page of a pdfkit document. */
export class PdfSurface implements Surface {
  /** Ornaments repeat one path many times in a row. */
  private last = { d: '', operators: '' };

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
    const weight = style.weight ?? 'regular';
    assertPrintable(value, weight);
    const width = textWidth(value, style);
    const left = x - (style.align === 'center' ? width / 2 : style.align === 'right' ? width : 0);
    this.pdf
      .font(weight)
      .fontSize(style.size)
      .fillColor(style.color ?? '#000000', style.opacity ?? 1)
      .text(value, left, y, { lineBreak: false, baseline: 'alphabetic', characterSpacing: style.spacing ?? 0 });
  }

  within(at: Placement, draw: () => void): void {
    this.pdf.save();
    this.pdf.translate(at.x, at.y);
    if (at.rotate) this.pdf.rotate(at.rotate);
    draw();
    this.pdf.restore();
  }
}
