import { documentOf, type Fraction, identityNumber } from '@zhucheng/shared';
import { idBlindOf, nameBlindOf } from '../../platform/crypto/blind';
import type { FieldCipher } from '../../platform/crypto/field-cipher';
import type { Indexed } from '../../platform/jobs/reindexing';
import type { Holder, HolderInput, NoticeParty } from './register.types';

const holderContext = 'right_holder.holder';

/** Row of `right_holder` for one holder. */
export function holderRow(cipher: FieldCipher, rightId: string, position: number, holder: HolderInput) {
  const { name, idNumber, share } = holder;
  return {
    right_id: rightId,
    position,
    holder_cipher: cipher.encryptJson({ name, idNumber: identityNumber.normalise(idNumber) }, holderContext),
    name_blind: nameBlindOf(cipher, name),
    id_blind: idBlindOf(cipher, idNumber),
    id_kind: documentOf(idNumber).kind,
    share_num: share?.numerator ?? null,
    share_den: share?.denominator ?? null,
  };
}

export interface StoredHolder {
  holder_cipher: string;
  share_num: number | null;
  share_den: number | null;
}

/**
 * By number only: names of holders are compared as they are stored, and the chain of the unit's history names both indexes.
 */
export const indexedHolders = (cipher: FieldCipher): Indexed => ({
  table: 'right_holder',
  key: ['right_id', 'position'],
  secret: 'holder_cipher',
  open: (secret) => identityOf(cipher, secret),
});

export const identityOf = (cipher: FieldCipher, stored: string): { name: string; idNumber: string } =>
  cipher.decryptJson(stored, holderContext);

export function openHolder(cipher: FieldCipher, row: StoredHolder): Holder {
  const { name, idNumber } = identityOf(cipher, row.holder_cipher);
  const share: Fraction | null =
    row.share_num === null || row.share_den === null ? null : { numerator: row.share_num, denominator: row.share_den };
  return { name, idNumber, share };
}

const noticeContext = 'advance_notice.holders';
export const sealNoticeHolders = (cipher: FieldCipher, holders: readonly NoticeParty[]): string =>
  cipher.encryptJson(holders, noticeContext);
export const openNoticeHolders = (cipher: FieldCipher, stored: string): NoticeParty[] =>
  cipher.decryptJson(stored, noticeContext);

const authorityContext = 'unit_limit.authority';
/** Why a limit was lifted; read by nobody but whoever has the keys and looks into the table. */
export const sealEndedReason = (cipher: FieldCipher, reason: string): string =>
  cipher.encrypt(reason, endedReasons.context);
export const endedReasons = {
  table: 'unit_limit',
  plain: 'ended_reason',
  cipher: 'ended_reason_cipher',
  context: 'unit_limit.ended_reason',
};

export const sealAuthority = (cipher: FieldCipher, authority: string): string =>
  cipher.encrypt(authority, authorityContext);
export const openAuthority = (cipher: FieldCipher, stored: string): string => cipher.decrypt(stored, authorityContext);
