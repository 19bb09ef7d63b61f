import { acceptanceNumber, minuteOf, type ScheduleView, unitNumber } from '@zhucheng/shared';
import PDFDocument from 'pdfkit';
import { missingCharacters } from '../../platform/fonts/fonts';
import { Turn } from '../../platform/turns';
import { PdfSurface } from '../certificates/document/pdf-surface';
import { wrapText } from '../certificates/document/text-layout';

/** pt; `foot` is the room for the line with the page number. */
const page = { width: 841.89, height: 595.28, margin: 40, foot: 20 };
const cell = { size: 8.5, color: '#111111' };
const lineHeight = 12.3;
/** From the top of a line to its base line, in em. */
const ascent = 0.88;
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
const tableWidth = columns.reduce((sum, column) => sum + column.width, 0);

/** The schedule as an A4 landscape PDF, with a heading on every page; between its rows others get their turn. */
export async function schedulePdf(schedule: ScheduleView): Promise<Buffer> {
  const pdf = new PDFDocument({ size: [page.width, page.height], margin: 0, bufferPages: true });
  const surface = new PdfSurface(pdf);
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const finished = new Promise<Buffer>((resolve) => pdf.on('end', () => resolve(Buffer.concat(chunks))));
  const middle = page.width / 2;
  surface.text('登记结果明细表', middle, page.margin + 16, { size: 16, weight: 'bold', align: 'center' });
  const about = printable(
    `${schedule.number}　${schedule.institution}　${schedule.businessName}　共 ${schedule.cases} 件　制表 ${schedule.by}　${minuteOf(schedule.createdAt)}`,
  );
  let y = page.margin + 24;
  for (const text of wrapText(about, page.width - 2 * page.margin, { size: 9 })) {
    surface.text(text, middle, y + 9, { size: 9, color: '#444444', align: 'center' });
    y += 13;
  }
  y = heading(pdf, surface, y + 10);
  const turn = new Turn();
  for (const [at, row] of schedule.rows.entries()) {
    await turn.over();
    const cells = columns.map((column) => wrapText(printable(column.value(row, at)), column.width - 8, cell));
    const height = Math.max(...cells.map((lines) => lines.length)) * lineHeight + 8;
    if (y + height > page.height - page.margin - page.foot) {
      pdf.addPage();
      y = heading(pdf, surface, page.margin);
    }
    line(pdf, surface, y, height, cells);
    y += height;
  }
  const { count } = pdf.bufferedPageRange();
  for (let i = 0; i < count; i++) {
    pdf.switchToPage(i);
    const style = { size: 8, color: '#666666', align: 'right' } as const;
    surface.text(`第 ${i + 1} 页 / 共 ${count} 页`, page.width - page.margin, page.height - page.margin, style);
  }
  pdf.end();
  return finished;
}

function heading(pdf: PDFKit.PDFDocument, surface: PdfSurface, y: number): number {
  pdf.rect(page.margin, y, tableWidth, 20).fill('#e8f1f5');
  const titles = columns.map(({ title }) => [title]);
  line(pdf, surface, y, 20, titles, { size: 9, weight: 'bold', color: '#111111' });
  return y + 20;
}

function line(
  pdf: PDFKit.PDFDocument,
  surface: PdfSurface,
  y: number,
  height: number,
  cells: string[][],
  style: Parameters<PdfSurface['text']>[3] = cell,
): void {
  let x = page.margin;
  columns.forEach((column, i) => {
    pdf.lineWidth(0.5).rect(x, y, column.width, height).stroke('#9fb3bf');
    for (const [at, text] of cells[i]!.entries())
      surface.text(text, x + 4, y + 4 + at * lineHeight + style.size * ascent, style);
    x += column.width;
  });
}

/** A list of many cases is not stopped by a character of one of them, which is shown as a square. */
const printable = (value: string): string =>
  missingCharacters(value).reduce((text, character) => text.replaceAll(character, '□'), value);
