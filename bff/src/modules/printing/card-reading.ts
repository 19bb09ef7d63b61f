import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type CardReading, dayOf } from '@zhucheng/shared';

const leastRsaBits = 2_048;
/** How far the reader's clock may be off, ms. */
const skewMs = 300_000;

/** What was asked of which reader, and whose card it has to be. */
export interface AskedReading {
  nonce: string;
  deviceId: string;
  publicKey: string;
  /** Whether this is the ID number that the code is bound to. */
  isHolder: (idNumber: string) => boolean;
}

export type CardFault = 'device' | 'nonce' | 'signature' | 'time' | 'person' | 'expired';
/** These may happen to the holder in person; the others are wrong tries. */
const honest: ReadonlySet<CardFault> = new Set(['time', 'expired']);
export const isWrongTry = (fault: CardFault): boolean => !honest.has(fault);

/** None of the lines can hold a line break (`cardReading`), so no two readings have the same text. */
const signedText = ({ deviceId, nonce, at, name, idNumber, validUntil }: CardReading): string =>
  ['zhucheng-card-reading-v1', deviceId, nonce, at, name, idNumber, validUntil].join('\n');

/** The reader's key, if it is one that may be registered: Ed25519, or RSA of 2048 bits and more. */
export function readerKey(pem: string): KeyObject | null {
  // node:crypto would take the public half out of a private key, which has no business here.
  if (pem.includes('PRIVATE')) return null;
  try {
    const key = createPublicKey(pem);
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
    return type === 'ed25519' || (type === 'rsa' && (details?.modulusLength ?? 0) >= leastRsaBits) ? key : null;
  } catch {
    return null;
  }
}

/** Null if the reader beside the kiosk has, just now and for this nonce, read the holder's card that is still good. */
export function faultOf(reading: CardReading, asked: AskedReading, now: number): CardFault | null {
  if (reading.deviceId !== asked.deviceId) return 'device';
  if (reading.nonce !== asked.nonce) return 'nonce';
  const key = createPublicKey(asked.publicKey);
  const hash = key.asymmetricKeyType === 'rsa' ? 'sha256' : null;
  const signature = Buffer.from(reading.signature, 'base64');
  if (!verify(hash, Buffer.from(signedText(reading), 'utf8'), key, signature)) return 'signature';
  if (Math.abs(reading.at - now) > skewMs) return 'time';
  if (!asked.isHolder(reading.idNumber)) return 'person';
  const over = reading.validUntil !== 'long-term' && reading.validUntil < dayOf(now);
  return over ? 'expired' : null;
}
