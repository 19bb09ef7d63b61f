import { creditCode, type Fraction, organisationName, personName, residentId } from '@zhucheng/shared';
import type { FieldCipher } from '../../platform/crypto/field-cipher';
import type { Holder, HolderIdKind, HolderInput, NoticeParty } from './register.types';

/** Upper case, half-width, without spaces and hyphens: resident IDs and credit codes alike. */
export const canonicalIdNumber = (raw: string): string => residentId.normalise(raw);

/** One spelling for names of persons and organisations, so that dots, brackets and spaces make no difference. */
export const canonicalName = (raw: string): string =>
  organisationName.normalise(personName.normalise(raw)).toUpperCase();

export const idBlindOf = (cipher: FieldCipher, idNumber: string): string =>
  cipher.blindIndex(canonicalIdNumber(idNumber), 'id-number');

export const nameBlindOf = (cipher: FieldCipher, name: string): string =>
  cipher.blindIndex(canonicalName(name), 'holder-name');

/** A number that is no valid resident ID is taken for an organisation's. */
export const idKindOf = (idNumber: string): HolderIdKind =>
  residentId.problem(idNumber) === null ? 'resident' : 'organisation';

export function maskIdNumber(idNumber: string): string {
  return idKindOf(idNumber) === 'resident' ? residentId.mask(idNumber) : creditCode.mask(idNumber);
}

const holderContext = 'right_holder.holder';

/** Row of `right_holder` for one holder. */
export function holderRow(cipher: FieldCipher, rightId: string, position: number, holder: HolderInput) {
  const { name, idNumber, share } = holder;
  return {
    right_id: rightId,
    position,
    holder_cipher: cipher.encryptJson({ name, idNumber: canonicalIdNumber(idNumber) }, holderContext),
    name_blind: nameBlindOf(cipher, name),
    id_blind: idBlindOf(cipher, idNumber),
    id_kind: idKindOf(idNumber),
    share_num: share?.numerator ?? null,
    share_den: share?.denominator ?? null,
  };
}

export interface StoredHolder {
  holder_cipher: string;
  id_kind: HolderIdKind;
  share_num: number | null;
  share_den: number | null;
}

export function openHolder(cipher: FieldCipher, row: StoredHolder): Holder {
  const { name, idNumber } = cipher.decryptJson<{ name: string; idNumber: string }>(row.holder_cipher, holderContext);
  const share: Fraction | null =
    row.share_num === null || row.share_den === null ? null : { numerator: row.share_num, denominator: row.share_den };
  return { name, idNumber, idKind: row.id_kind, share };
}

const noticeContext = 'advance_notice.holders';
export const sealNoticeHolders = (cipher: FieldCipher, holders: readonly NoticeParty[]): string =>
  cipher.encryptJson(holders, noticeContext);
export const openNoticeHolders = (cipher: FieldCipher, stored: string): NoticeParty[] =>
  cipher.decryptJson(stored, noticeContext);

const authorityContext = 'unit_limit.authority';
export const sealAuthority = (cipher: FieldCipher, authority: string): string =>
  cipher.encrypt(authority, authorityContext);
export const openAuthority = (cipher: FieldCipher, stored: string): string => cipher.decrypt(stored, authorityContext);
