import {
  acceptanceNumber,
  bankAccount,
  certificateNumber,
  type Identifier,
  invoiceCode,
  invoiceNumber,
  personName,
  phone,
  registeredCode,
  surveyNumber,
  taxCertificateNumber,
} from '../identifiers';
import type { FieldDeclaration } from './declaration';

/** Kinds of fields whose values are identifiers, each by its own rules on every side: form, spreadsheet, server. */
export const fieldIdentifiers: Partial<Record<FieldDeclaration['kind'], Identifier>> = {
  'certificate-number': certificateNumber,
  'tax-certificate-number': taxCertificateNumber,
  'survey-number': surveyNumber,
  'credit-code': registeredCode,
  'acceptance-number': acceptanceNumber,
  'invoice-number': invoiceNumber,
  'invoice-code': invoiceCode,
  'bank-account': bankAccount,
  phone,
  'person-name': personName,
};

/** What somebody who fills in a field should look at once more; the value is taken all the same. Null: nothing. */
export function fieldWarning({ kind }: Pick<FieldDeclaration, 'kind'>, value: unknown): string | null {
  if (kind !== 'credit-code' || typeof value !== 'string' || registeredCode.warning(value) === null) return null;
  return '这个代码的校验位不符，请再对照一遍营业执照；确实这样印的可以继续，会与登记的信息核对。';
}
