import { DepartmentAnswer } from '../answer';
import {
  Assessment,
  AssessmentQuestion,
  TaxClearance,
  TaxPayment,
  TaxRefund,
  TaxRefundApplication,
} from './assessment';

export type {
  Assessment,
  AssessmentQuestion,
  TaxClearance,
  TaxItem,
  TaxKind,
  TaxPayment,
  TaxRefund,
  TaxRefundApplication,
} from './assessment';

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

  /** Has the taxes of a filed contract computed. Refusals: `not-found`, `other-unit`, `differs`, `in-person`. */
  assess(question: AssessmentQuestion): Promise<DepartmentAnswer<Assessment>>;
  assessed(ticket: string, reference: string): Promise<DepartmentAnswer<Assessment>>;
  /** Whether an assessment still stands, asked before it is paid. Refusals: `changed`, `lapsed`, `contested`, `not-found`. */
  standing(question: { reference: string; assessmentNumber: string }): Promise<DepartmentAnswer<object>>;
  /** Tells what was paid and asks for the certificate; usually `pending` until the money is booked. Refusals: `unpaid`. */
  clear(question: {
    reference: string;
    assessmentNumber: string;
    payments: TaxPayment[];
  }): Promise<DepartmentAnswer<TaxClearance>>;
  cleared(ticket: string, reference: string): Promise<DepartmentAnswer<TaxClearance>>;
  /** Applies for tax to be paid back (退税申请). Refusals: `not-found`, `refused`. */
  refund(application: TaxRefundApplication): Promise<DepartmentAnswer<TaxRefund>>;
  refunded(ticket: string, reference: string): Promise<DepartmentAnswer<TaxRefund>>;
}
