/** Certificate documents: PDF, pictures and their digital signature. Pure functions, no database and no framework. */
export type * from './certificate.types';
export { missingCharacters, UnprintableTextError } from './fonts';
export { type PlanCaption, planCaption } from './plan-sheet';
export {
  certificatePages,
  type PdfMetadata,
  renderCertificatePageJpg,
  renderCertificatePdf,
  renderPdf,
  renderPlanJpg,
  renderUnsignedCertificatePdf,
} from './render';
export { checkPdfSignature, type SignatureCheck, type SignatureFault } from './signature-check';
export { createSelfIssuedSigner, type DocumentSigner, generateSigningP12, type SigningIdentity } from './signing';
