import {
  acceptanceNumber,
  bankAccount,
  certificateNumber,
  creditCode,
  type Identifier,
  invoiceCode,
  invoiceNumber,
  personName,
  phone,
  surveyNumber,
  taxCertificateNumber,
} from '../identifiers';
import type { FieldDeclaration } from './declaration';

/** Kinds of fields whose values are identifiers, each by its own rules on every side: form, spreadsheet, server. */
export const fieldIdentifiers: Partial<Record<FieldDeclaration['kind'], Identifier>> = {
  'certificate-number': certificateNumber,
  'tax-certificate-number': taxCertificateNumber,
  'survey-number': surveyNumber,
  'credit-code': creditCode,
  'acceptance-number': acceptanceNumber,
  'invoice-number': invoiceNumber,
  'invoice-code': invoiceCode,
  'bank-account': bankAccount,
  phone,
  'person-name': personName,
};
