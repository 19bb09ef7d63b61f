import { createDecipheriv, createPublicKey, createVerify, KeyObject } from 'node:crypto';
import { isExactBase64 } from '../gateway/base64';

/** WeChat's window for `Wechatpay-Timestamp`, in seconds. */
export const TIMESTAMP_WINDOW_SECONDS = 300;

export interface WechatPaySignature {
  timestamp: string;
  nonce: string;
  serial: string;
  signature: string;
}

export type SignatureFault = 'headers-missing' | 'signature-probe' | 'stale' | 'unknown-serial' | 'bad-signature';

/** Reads the four `Wechatpay-*` headers; a repeated header counts as missing. */
export function readSignature(
  header: (name: string) => string | string[] | undefined | null,
): WechatPaySignature | undefined {
  const [timestamp, nonce, serial, signature] = ['timestamp', 'nonce', 'serial', 'signature'].map((part) =>
    header(`wechatpay-${part}`),
  );
  if (typeof timestamp !== 'string' || typeof nonce !== 'string') return undefined;
  if (typeof serial !== 'string' || typeof signature !== 'string') return undefined;
  if (!timestamp || !nonce || !serial || !signature) return undefined;
  return { timestamp, nonce, serial, signature };
}

/**
 * Checks what WeChat Pay signs (answers and callbacks) against pinned keys. The SDK's `verifySign` has no time window
 * and fetches certificates for any serial it is shown, so it is not used.
 * https://pay.weixin.qq.com/doc/v3/merchant/4013053420
 */
export class WechatPayVerifier {
  private readonly keys: Map<string, KeyObject>;

  constructor(platformKeys: Record<string, string>) {
    this.keys = new Map(Object.entries(platformKeys).map(([serial, pem]) => [serial, createPublicKey(pem)]));
  }

  /** `undefined` when the signature is good; `now` in UTC ms. */
  fault(signed: WechatPaySignature | undefined, body: Buffer | string, now: number): SignatureFault | undefined {
    if (!signed) return 'headers-missing';
    if (signed.signature.startsWith('WECHATPAY/SIGNTEST/')) return 'signature-probe';
    if (!/^\d{1,12}$/.test(signed.timestamp)) return 'stale';
    if (Math.abs(now / 1000 - Number(signed.timestamp)) > TIMESTAMP_WINDOW_SECONDS) return 'stale';
    const key = this.keys.get(signed.serial);
    if (!key) return 'unknown-serial';
    if (!isExactBase64(signed.signature)) return 'bad-signature';
    const verify = createVerify('RSA-SHA256')
      .update(`${signed.timestamp}\n${signed.nonce}\n`)
      .update(body)
      .update('\n');
    return verify.verify(key, signed.signature, 'base64') ? undefined : 'bad-signature';
  }
}

export interface EncryptedResource {
  ciphertext: string;
  nonce: string;
  associated_data?: string;
}

/**
 * AEAD_AES_256_GCM of a callback's resource. The SDK's `decipher_gcm` never calls `final()` and so checks no tag: a
 * flipped bit changes the amount unnoticed. Throws when tag, associated data or key don't fit.
 */
export function decryptResource(resource: EncryptedResource, apiV3Key: string): string {
  const sealed = Buffer.from(resource.ciphertext, 'base64');
  if (sealed.length <= 16) throw new Error('resource too short');
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiV3Key, 'utf8'), Buffer.from(resource.nonce, 'utf8'), {
    authTagLength: 16,
  });
  decipher.setAAD(Buffer.from(resource.associated_data ?? '', 'utf8'));
  decipher.setAuthTag(sealed.subarray(sealed.length - 16));
  return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - 16)), decipher.final()]).toString('utf8');
}
