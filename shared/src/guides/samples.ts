import type { FieldDeclaration } from '../engine/declaration';
import { registrationCertificateNumber, rightCertificateNumber, taxCertificateNumber } from '../identifiers';

interface Loose {
  kind: string;
  of?: string;
  options?: Array<{ name: string }>;
  examples?: string[];
}

/**
 * What to type into a field, as it is printed on the paper it is copied from; null where only the person knows it.
 * Kinds this table does not know have no sample.
 */
export function sampleOf(field: FieldDeclaration): string | null {
  const { kind, of, options, examples } = field as Loose;
  switch (kind) {
    case 'text':
      return examples?.[0] ?? null;
    case 'certificate-number':
      return of === 'registration' ? registrationCertificateNumber.example : rightCertificateNumber.example;
    case 'holder-name':
    case 'person-name':
      return '陈海波';
    case 'filing-number':
      return 'BH20260309000123';
    case 'tax-certificate-number':
      return taxCertificateNumber.example;
    case 'fen':
      return '860000.00（单位：元）';
    case 'date':
      return '2026年3月9日';
    case 'choice':
      return options && options.length > 0 ? `从中选一项：${options.map(({ name }) => name).join('、')}` : null;
    default:
      return null;
  }
}
