import { documentKindOf, holderKey, identityNumber, phone as phoneNumber, residentId } from '@zhucheng/shared';
import type { FieldCipher } from './field-cipher';

/**
 * Blind indexes that several parts keep of the same thing, so that what one stores another finds. Each is of the one
 * spelling that its identifier has; the kind of a document is part of that (`identityNumberOf`).
 */
const idPurpose = 'id-number';

/** Of a person or an organisation: equal for the 15 and the 18 digits of one resident ID. */
export const idBlindOf = (cipher: FieldCipher, idNumber: string): string =>
  cipher.blindIndex(identityNumber.key(idNumber), idPurpose);

/**
 * The same, and what rows carry that were stored when the 15 digits of an old ID, or a number whose form tells its kind, were
 * still indexed as they stood. Always two, so that a statement keeps its form.
 */
export function idBlindsOf(cipher: FieldCipher, idNumber: string): [now: string, then: string] {
  const now = idBlindOf(cipher, idNumber);
  const number = identityNumber.key(idNumber).replace(/^.*:/, '');
  const then = residentId.toOld(number) ?? (documentKindOf(number) ? number : null);
  return [now, then === null ? now : cipher.blindIndex(then, idPurpose)];
}

/** Of a holder's or party's name, persons and organisations alike. */
export const nameBlindOf = (cipher: FieldCipher, name: string): string =>
  cipher.blindIndex(holderKey(name), 'holder-name');

export const phoneBlindOf = (cipher: FieldCipher, phone: string): string =>
  cipher.blindIndex(phoneNumber.normalise(phone), 'phone');
