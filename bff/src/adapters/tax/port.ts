import { DepartmentAnswer } from '../answer';

export interface DeedTaxQuestion {
  /** Case reference (acceptance number); the only thing about the case that is logged. */
  reference: string;
  /** Tax-payment certificate number (完税证明号), 18 digits. */
  taxCertificateNumber: string;
  unitNumber: string;
  contractFilingNumber?: string;
  buyers: { idNumber: string }[];
}

export interface DeedTax {
  taxCertificateNumber: string;
  /** Deed tax paid, in fen. */
  paidFen: number;
  /** Date of payment, YYYY-MM-DD in Beihai. */
  paidOn: string;
}

/** Refusals: `not-found`, `unpaid`, `other-unit`, `other-taxpayer`. */
export interface TaxPort {
  /** Asks the tax bureau (税务局) for a deed-tax payment (契税); usually `pending` first. */
  verify(question: DeedTaxQuestion): Promise<DepartmentAnswer<DeedTax>>;
  /** The result of an earlier question; a ticket nobody knows is refused with `ticket-unknown`. */
  result(ticket: string, reference?: string): Promise<DepartmentAnswer<DeedTax>>;
}
