import { startOf } from '@zhucheng/shared';
import PDFDocument from 'pdfkit';
import { renderJpg } from './canvas-surface';
import type { CertificateContent, UnitPlan } from './certificate.types';
import { drawCoverPage } from './cover-page';
import { dataPages } from './data-page';
import { PdfSurface } from './pdf-surface';
import { drawPlanPage } from './plan-page';
import { drawPlanSheet, PLAN_SHEET, type PlanCaption } from './plan-sheet';
import type { DocumentSigner } from './signing';
import type { Surface } from './surface';
import { PAGE, THEMES, TITLES } from './theme';

export interface PdfMetadata {
  title: string;
  subject: string;
  author: string;
  keywords?: string;
  /** Beihai date `YYYY-MM-DD`; the only time in the file, so the same input gives the same bytes. */
  createdOn: string;
}

type DrawPage = (s: Surface) => void;

/** Renders A4 portrait pages to an unsigned PDF 1.7 in zh-CN; also for proofs and schedules. */
export function renderPdf(pages: readonly DrawPage[], metadata: PdfMetadata): Promise<Buffer> {
  const createdAt = new Date(startOf(metadata.createdOn));
  const pdf = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    autoFirstPage: false,
    pdfVersion: '1.7',
    lang: 'zh-CN',
    displayTitle: true,
    info: {
      Title: metadata.title,
      Subject: metadata.subject,
      Author: metadata.author,
      Keywords: metadata.keywords ?? '',
      Creator: metadata.author,
      Producer: 'pdfkit',
      CreationDate: createdAt,
      ModDate: createdAt,
    },
  });
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
    const surface = new PdfSurface(pdf);
    for (const draw of pages) {
      pdf.addPage();
      draw(surface);
    }
    pdf.end();
  });
}

/** Cover, data page (more than one only for extraordinarily long texts), unit plan. */
export function certificatePages(content: CertificateContent): DrawPage[] {
  const data = dataPages(content);
  const count = data.length + 2;
  return [
    (s) => drawCoverPage(s, content),
    ...data.map(
      (draw, i): DrawPage =>
        (s) =>
          draw(s, i + 2, count),
    ),
    (s) => drawPlanPage(s, content, count, count),
  ];
}

/** The certificate before it is signed; the same content gives the same bytes. */
export async function renderUnsignedCertificatePdf(content: CertificateContent): Promise<Buffer> {
  return renderPdf(certificatePages(content), {
    title: `${TITLES[content.kind]} ${content.number}`,
    subject: `${TITLES[content.kind]}${content.sample ? '（样例 SAMPLE）' : ''}`,
    author: content.authority,
    keywords: content.unitNumber,
    createdOn: content.issuedOn,
  });
}

/**
 * The signed certificate.
 * @throws UnprintableTextError when a name holds a character that no font has.
 */
export async function renderCertificatePdf(
  content: CertificateContent,
  signer: DocumentSigner,
  signedAt: Date = new Date(),
): Promise<Buffer> {
  return signer.sign(await renderUnsignedCertificatePdf(content), signedAt);
}

/** One page as a picture, for screens that cannot show a PDF. `page` counts from 1; A4 at 1240 × 1754 pixels. */
export async function renderCertificatePageJpg(content: CertificateContent, page: number): Promise<Buffer> {
  const draw = certificatePages(content)[page - 1];
  if (!draw) throw new RangeError(`certificate has no page ${page}`);
  return renderJpg(PAGE.width, PAGE.height, draw, 150 / 72);
}

/** The unit plan as a picture, the same drawing as on the last page of the certificate. */
export async function renderPlanJpg(
  plan: UnitPlan | null,
  caption: PlanCaption,
  kind: CertificateContent['kind'] = 'right-certificate',
): Promise<Buffer> {
  const margin = 12;
  return renderJpg(PLAN_SHEET.width + 2 * margin, PLAN_SHEET.height + 2 * margin, (s) =>
    s.within({ x: margin, y: margin }, () => drawPlanSheet(s, plan, caption, THEMES[kind])),
  );
}
