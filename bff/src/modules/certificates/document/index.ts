/** Certificate documents: PDF, pictures and their digital signature. Pure functions, no database and no framework. */
export type * from './certificate.types';
export { planCaption } from './plan-sheet';
export {
  certificatePages,
  renderCertificatePageJpg,
  renderCertificatePdf,
  renderPlanJpg,
  renderUnsignedCertificatePdf,
} from './render';
export { checkPdfSignature } from './signature-check';
export { createSelfIssuedSigner, type DocumentSigner, generateSigningP12 } from './signing';
