import { createCipheriv, X509Certificate } from 'node:crypto';
import { Peers, random, rfc3339, rsaSign } from './context';
import { SandboxKeys } from './keys';

/** What WeChat Pay encrypts for a merchant: AES-256-GCM under the APIv3 key, the tag behind the text, base64. */
export interface Sealed {
  algorithm: 'AEAD_AES_256_GCM';
  nonce: string;
  associated_data: string;
  ciphertext: string;
}

export function seal({ secrets }: SandboxKeys, aad: string, text: string, flipBit = false): Sealed {
  const nonce = random(6);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(secrets.apiV3Key), Buffer.from(nonce));
  cipher.setAAD(Buffer.from(aad));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  if (flipBit) sealed.writeUInt8(sealed.readUInt8(sealed.length - 2) ^ 1, sealed.length - 2);
  const ciphertext = Buffer.concat([sealed, cipher.getAuthTag()]).toString('base64');
  return { algorithm: 'AEAD_AES_256_GCM', nonce, associated_data: aad, ciphertext };
}

/**
 * The headers under which WeChat Pay answers. A merchant that names the public key's id (微信支付公钥) in its request gets that
 * signature, everybody else the one of the platform certificate (平台证书).
 */
export function signedHeaders({ keys, clock }: Peers, body: string, wanted: unknown): Record<string, string> {
  const { platformKeyId } = keys.secrets;
  const byKey = wanted === platformKeyId;
  const at = String(Math.floor(clock.now() / 1000));
  const nonce = random();
  const key = byKey ? keys.wechatPlatformKey : keys.wechatCertificate;
  return {
    'Wechatpay-Timestamp': at,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': byKey ? platformKeyId : certificateOf(keys).serialNumber,
    'Wechatpay-Signature': rsaSign(`${at}\n${nonce}\n${body}\n`, key),
    'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
  };
}

const parsed = new Map<string, X509Certificate>();

function certificateOf({ wechatCertificate }: SandboxKeys): X509Certificate {
  const certificate = parsed.get(wechatCertificate) ?? new X509Certificate(wechatCertificate);
  parsed.set(wechatCertificate, certificate);
  return certificate;
}

/** The answer of `/v3/certificates`. */
export function certificates(keys: SandboxKeys): Record<string, unknown> {
  const certificate = certificateOf(keys);
  return {
    data: [
      {
        serial_no: certificate.serialNumber,
        effective_time: rfc3339(Date.parse(certificate.validFrom)),
        expire_time: rfc3339(Date.parse(certificate.validTo)),
        encrypt_certificate: seal(keys, 'certificate', certificate.toString()),
      },
    ],
  };
}
