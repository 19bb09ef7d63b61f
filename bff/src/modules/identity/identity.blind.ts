import { phone as phoneNumber, residentId } from '@zhucheng/shared';
import type { FieldCipher } from '../../platform/crypto/field-cipher';

export type Platform = 'wechat' | 'alipay';

export const idBlind = (cipher: FieldCipher, idNumber: string): string =>
  cipher.blindIndex(residentId.normalise(idNumber), 'id-number');
export const phoneBlind = (cipher: FieldCipher, phone: string): string =>
  cipher.blindIndex(phoneNumber.normalise(phone), 'phone');
export const openidBlind = (cipher: FieldCipher, platform: Platform, openid: string): string =>
  cipher.blindIndex(openid, `openid.${platform}`);
export const accountBlind = (cipher: FieldCipher, account: string): string =>
  cipher.blindIndex(account.trim().toUpperCase(), 'login-account');
