import type { CertificateContent } from './certificate.types';
import { drawQuietFrame, drawRosette } from './ornament';
import { groupedUnitNumber } from './plan-sheet';
import { drawQr } from './qr';
import { drawRoundSeal } from './seal';
import { line, rect, type Surface } from './surface';
import { drawTable, type LaidRow, layTable, splitTable, type TableRow, type TableShape, tableHeight } from './table';
import { fittedText, wrapText } from './text-layout';
import { chineseDate, INK, INK_SOFT, PAGE, THEMES, TITLES } from './theme';

const MARGIN = 48;
const TABLE_TOP = 154;
const TABLE_BOTTOM = 664;

/** Both sentences name the Civil Code 民法典, in force since 2021 in place of the Property Law. */
const CITATIONS: Record<CertificateContent['kind'], string> = {
  'right-certificate':
    '　　根据《中华人民共和国民法典》等法律法规，为保护不动产权利人合法权益，对不动产权利人申请登记的本证所列不动产权利，经审查核实，准予登记，颁发此证。',
  'registration-certificate':
    '　　根据《中华人民共和国民法典》等法律法规，为保护申请人合法权益，对申请人申请登记的本证明所列不动产权利或登记事项，经审查核实，准予登记，颁发此证明。',
};

const holders = (content: CertificateContent): string =>
  content.rightHolders
    .map(({ name, idMasked, share }) => [name, idMasked, share && `份额 ${share}`].filter(Boolean).join('　'))
    .join('\n');

/** The fields in the order of the printed forms 不动产权证书 and 不动产登记证明. */
export function certificateRows(content: CertificateContent): TableRow[] {
  const shared: TableRow[] = [
    { label: '坐落', value: content.location },
    { label: '不动产单元号', value: groupedUnitNumber(content.unitNumber) },
  ];
  if (content.kind === 'registration-certificate') {
    return [
      { label: '证明权利或事项', value: content.certified ?? content.rightType },
      { label: '权利人（申请人）', value: holders(content) },
      { label: '义务人', value: content.obligor ?? '/' },
      ...shared,
      { label: '其他', value: content.otherState || '/' },
      { label: '附记', value: content.note || '/' },
    ];
  }
  return [
    { label: '权利人', value: holders(content) },
    { label: '共有情况', value: content.coOwnership },
    ...shared,
    { label: '权利类型', value: content.rightType },
    { label: '权利性质', value: content.rightNature },
    { label: '用途', value: content.use },
    { label: '面积', value: content.areaText },
    { label: '使用期限', value: content.term },
    { label: '权利其他状况', value: content.otherState || '/' },
    { label: '附记', value: content.note || '/' },
  ];
}

/** Heading of the inner pages: title on the left, number on the right, a rule below. */
export function drawPageHeader(s: Surface, content: CertificateContent, title: string): void {
  const theme = THEMES[content.kind];
  s.text(title, MARGIN, 76, { size: 20, weight: 'bold', color: theme.deep, spacing: 2 });
  fittedText(s, content.number, PAGE.width - MARGIN, 75, 270, { size: 11.5, color: INK, align: 'right' });
  s.path(line(MARGIN, 88, PAGE.width - MARGIN, 88), { stroke: theme.gold, lineWidth: 1 });
}

/** Foot of the inner pages: how to check the document, and the page number. */
export function drawPageFooter(s: Surface, content: CertificateContent, page: number, pages: number): void {
  const legal = content.sample ? '样例 SAMPLE，不具有法律效力' : '本证书已加盖电子签名，任何改动均可被查出';
  s.text(legal, MARGIN, 799, { size: 8, color: content.sample ? '#a81218' : INK_SOFT });
  s.text(`${page} / ${pages}`, PAGE.width - MARGIN, 799, { size: 8, color: INK_SOFT, align: 'right' });
}

/** Finds the largest text size at which the table fits; a table too long for one page goes on to further pages. */
function layDataPages(content: CertificateContent): { shape: TableShape; pages: LaidRow[][] } {
  const rows = certificateRows(content);
  const room = TABLE_BOTTOM - TABLE_TOP;
  const width = PAGE.width - 2 * MARGIN;
  const labelWidth = content.kind === 'right-certificate' ? 100 : 116;
  const attempts = [11, 10.5, 10, 9.5, 9, 8.5].flatMap((size) => [2.9, 2.3].map((airiness) => ({ size, airiness })));
  for (const { size, airiness } of attempts) {
    const shape = { width, labelWidth, size };
    const laid = layTable(
      rows.map((row) => ({ minHeight: size * airiness, ...row })),
      shape,
    );
    const spare = room - tableHeight(laid);
    if (spare < 0) continue;
    // The note takes most of the spare room, as on the printed form; the rest makes every row airier.
    const airy = Math.min(16, spare / (1.6 * laid.length));
    const last = laid.length - 1;
    const pages = [
      laid.map((row, i) => ({ ...row, height: row.height + airy + (i === last ? spare - airy * laid.length : 0) })),
    ];
    return { shape, pages };
  }
  const shape = { width, labelWidth, size: 9 };
  return { shape, pages: splitTable(layTable(rows, shape), shape, room) };
}

/** The data page, or several when the texts are unusually long; each is drawn by one function. */
export function dataPages(content: CertificateContent): ((s: Surface, page: number, pages: number) => void)[] {
  const theme = THEMES[content.kind];
  const { shape, pages: tables } = layDataPages(content);
  return tables.map((rows, index) => (s, page, pages) => {
    s.path(rect(0, 0, PAGE.width, PAGE.height), { fill: theme.paper });
    const watermark = { lobes: 30, strands: 6 };
    drawRosette(s, PAGE.width / 2, 418, { ...watermark, radius: 150, swing: 34 }, theme.faint, 0.4);
    drawRosette(s, PAGE.width / 2, 418, { ...watermark, radius: 82, swing: 20 }, theme.faint, 0.4);
    drawQuietFrame(s, theme);
    drawPageHeader(s, content, index === 0 ? TITLES[content.kind] : `${TITLES[content.kind]}（续）`);
    for (const [i, text] of wrapText(CITATIONS[content.kind], shape.width, { size: 10.5 }).entries()) {
      s.text(text, MARGIN, 113 + i * 18, { size: 10.5, color: INK });
    }
    drawTable(s, rows, MARGIN, TABLE_TOP, shape, theme);
    drawQr(s, content.verifyUrl, MARGIN, TABLE_BOTTOM + 16, 88);
    s.path(rect(MARGIN, TABLE_BOTTOM + 16, 88, 88), { stroke: theme.mid, lineWidth: 0.5 });
    s.text('扫码核验', MARGIN + 98, TABLE_BOTTOM + 40, { size: 10, weight: 'bold', color: theme.deep });
    s.text('真伪与现势状态', MARGIN + 98, TABLE_BOTTOM + 57, { size: 8.5, color: INK_SOFT });
    s.text('注销后即显示已注销', MARGIN + 98, TABLE_BOTTOM + 72, { size: 8.5, color: INK_SOFT });
    const sealX = PAGE.width - MARGIN - 56;
    const byline = { size: 10.5, color: INK, align: 'right' } as const;
    s.text('登记机构（章）', sealX - 62, TABLE_BOTTOM + 42, { ...byline, size: 9, color: INK_SOFT });
    fittedText(s, content.authority, sealX - 62, TABLE_BOTTOM + 61, 140, byline);
    s.text(chineseDate(content.issuedOn), sealX - 62, TABLE_BOTTOM + 81, byline);
    drawRoundSeal(s, sealX, TABLE_BOTTOM + 62, 50, content);
    drawPageFooter(s, content, page, pages);
  });
}
