import { acceptanceNumber, type ScheduleView, unitNumber } from '@zhucheng/shared';
import PDFDocument from 'pdfkit';
import { missingCharacters } from '../certificates/document';
import { registerPdfFonts } from '../certificates/document/pdf-surface';

/** pt; `foot` is the room for the line with the page number, which must end above the margin, or it makes a page of its own. */
const page = { width: 841.89, height: 595.28, margin: 40, foot: 20 };
const columns: Array<{
  title: string;
  width: number;
  value: (row: ScheduleView['rows'][number], at: number) => string;
}> = [
  { title: '序号', width: 34, value: (_, at) => String(at + 1) },
  { title: '受理编号', width: 100, value: (row) => acceptanceNumber.group(row.acceptanceNumber) },
  { title: '不动产单元号', width: 168, value: (row) => unitNumber.group(row.unitNumber) },
  { title: '坐落', width: 210, value: (row) => row.location },
  { title: '当事人', width: 90, value: (row) => row.parties },
  { title: '登记证明号', width: 110, value: (row) => row.certificateNumber ?? '—' },
  { title: '结果', width: 50, value: (row) => row.result },
];
const beihaiTime = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

/** The schedule as an A4 landscape PDF, with a heading on every page. */
export function schedulePdf(schedule: ScheduleView): Promise<Buffer> {
  const pdf = new PDFDocument({ size: [page.width, page.height], margin: page.margin, bufferPages: true });
  registerPdfFonts(pdf);
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const finished = new Promise<Buffer>((resolve) => pdf.on('end', () => resolve(Buffer.concat(chunks))));
  pdf.font('bold').fontSize(16).text('登记结果明细表', { align: 'center' });
  pdf
    .font('regular')
    .fontSize(9)
    .fillColor('#444444')
    .text(
      `${schedule.number}　${printable(schedule.institution)}　${schedule.businessName}　共 ${schedule.cases} 件　制表 ${printable(schedule.by)}　${beihaiTime(schedule.createdAt)}`,
      { align: 'center' },
    );
  let y = heading(pdf, pdf.y + 10);
  schedule.rows.forEach((row, at) => {
    const cells = columns.map((column) => printable(column.value(row, at)));
    pdf.font('regular').fontSize(8.5).fillColor('#111111');
    const height = Math.max(...cells.map((cell, i) => pdf.heightOfString(cell, { width: columns[i]!.width - 8 }))) + 8;
    if (y + height > page.height - page.margin - page.foot) {
      pdf.addPage();
      y = heading(pdf, page.margin);
      pdf.font('regular').fontSize(8.5).fillColor('#111111');
    }
    line(pdf, y, height, cells);
    y += height;
  });
  const { count } = pdf.bufferedPageRange();
  for (let i = 0; i < count; i++) {
    pdf.switchToPage(i);
    pdf
      .font('regular')
      .fontSize(8)
      .fillColor('#666666')
      .text(`第 ${i + 1} 页 / 共 ${count} 页`, page.margin, page.height - page.margin - page.foot + 6, {
        width: page.width - 2 * page.margin,
        align: 'right',
        lineBreak: false,
      });
  }
  pdf.end();
  return finished;
}

function heading(pdf: PDFKit.PDFDocument, y: number): number {
  pdf
    .rect(
      page.margin,
      y,
      columns.reduce((sum, column) => sum + column.width, 0),
      20,
    )
    .fill('#e8f1f5');
  pdf.font('bold').fontSize(9).fillColor('#111111');
  line(
    pdf,
    y,
    20,
    columns.map((column) => column.title),
  );
  return y + 20;
}

function line(pdf: PDFKit.PDFDocument, y: number, height: number, cells: string[]): void {
  let x = page.margin;
  columns.forEach((column, i) => {
    pdf.lineWidth(0.5).rect(x, y, column.width, height).stroke('#9fb3bf');
    pdf.fillColor('#111111').text(cells[i]!, x + 4, y + 4, { width: column.width - 8 });
    x += column.width;
  });
}

/** A character without a glyph is shown as a space square rather than stopping the print. */
const printable = (value: string): string => {
  const missing = new Set(missingCharacters(value));
  return missing.size === 0 ? value : [...value].map((letter) => (missing.has(letter) ? '□' : letter)).join('');
};
