import { documentOf, identityNumber } from '@zhucheng/shared';

/**
 * A person as the departments are told: the number as on the document, and which document where it is not the resident ID or
 * a code that they know by its form. Fifteen digits are asked for as the eighteen that the registers have.
 */
export function documentFields(kept: string): { idNumber: string; documentKind?: string; documentCountry?: string } {
  const { kind, number, country } = documentOf(identityNumber.key(kept));
  if (kind === 'resident' || kind === 'organisation') return { idNumber: number };
  return { idNumber: number, documentKind: kind, ...(country !== null && { documentCountry: country }) };
}
