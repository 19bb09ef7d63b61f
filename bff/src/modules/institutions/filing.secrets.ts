import type { FieldCipher } from '../../platform/crypto/field-cipher';

const reasonContext = 'institution_filing.reason';
const noteContext = 'institution_agreement.note';

/** Why a filing was refused, as it is stored; earlier versions kept it in the clear beside it. */
export const sealReason = (cipher: FieldCipher, reason: string): string => cipher.encrypt(reason, reasonContext);

export const openReason = (
  cipher: FieldCipher,
  row: { reason: string | null; reason_cipher: string | null },
): string | null => (row.reason_cipher ? cipher.decrypt(row.reason_cipher, reasonContext) : row.reason);

/** What was agreed beside the usual terms. */
export const sealNote = (cipher: FieldCipher, note: string): string => cipher.encrypt(note, noteContext);

export const openNote = (
  cipher: FieldCipher,
  row: { note: string | null; note_cipher: string | null },
): string | null => (row.note_cipher ? cipher.decrypt(row.note_cipher, noteContext) : row.note);

export const sealings = {
  'filing-reasons': { table: 'institution_filing', plain: 'reason', cipher: 'reason_cipher', context: reasonContext },
  'agreement-notes': { table: 'institution_agreement', plain: 'note', cipher: 'note_cipher', context: noteContext },
};
