import type { FieldCipher } from '../../platform/crypto/field-cipher';

export type Platform = 'wechat' | 'alipay';

export const openidBlind = (cipher: FieldCipher, platform: Platform, openid: string): string =>
  cipher.blindIndex(openid, `openid.${platform}`);
/** Where a request comes from; `kind` as in `sign_in_source`. */
export const sourceBlind = (cipher: FieldCipher, kind: 'device' | 'address', value: string): string =>
  cipher.blindIndex(value, `source.${kind}`);
export const accountBlind = (cipher: FieldCipher, account: string): string =>
  cipher.blindIndex(account.trim().toUpperCase(), 'login-account');
