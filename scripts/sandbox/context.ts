import { createHash, createSign, createVerify, randomBytes } from 'node:crypto';
import { dayOf, rfc3339 as rfc3339Of, secondOf } from '@zhucheng/shared';
import { SandboxKeys } from './keys';
import { Store } from './store';

/** Someone the peers know from the start; unknown people are learned at first sight. */
export interface CityPerson {
  name: string;
  idNumber: string;
  phone?: string;
  /** A named person of the demonstration. */
  demo?: boolean;
}

/** A utility account as the companies answer it. */
export interface UtilityAccount {
  kind: 'water' | 'electricity' | 'gas' | 'broadband' | 'cable';
  provider: string;
  account: string;
  arrearsFen: number;
}

export interface CityUtilityAccount {
  unitNumber: string;
  kind: UtilityAccount['kind'];
  accountNumber: string;
  arrearsFen: number;
}

/** What a seeded city tells the peers, so that both sides speak of the same homes and people; a `City` fits as it is. */
export interface SandboxCity {
  people?: readonly CityPerson[];
  utilities?: readonly CityUtilityAccount[];
}

/** What every peer needs. */
export interface Peers {
  keys: SandboxKeys;
  store: Store;
  city: SandboxCity;
  clock: { now(): number };
  /** Waits between callbacks and for a department's answer are divided by this. */
  speed: number;
  /** Address a browser can open. */
  publicUrl: () => string;
  /** Where the escrow bank tells the platform of news. */
  escrowNotifyUrl: () => string;
}

export function rsaSign(text: string | Buffer, privateKey: string): string {
  return createSign('RSA-SHA256').update(text).sign(privateKey, 'base64');
}

export function rsaVerify(text: string | Buffer, signature: string, publicKey: string): boolean {
  return createVerify('RSA-SHA256').update(text).verify(publicKey, signature, 'base64');
}

export function random(bytes = 16): string {
  return randomBytes(bytes).toString('hex');
}

/** A stable number from a text, for invented but repeatable data. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The same phone always has the same WeChat user … */
export function openidOf(phone: string): string {
  return `o${Buffer.from(digest(`wechat:${phone}`), 'hex')
    .toString('base64url')
    .slice(0, 27)}`;
}

/** … and the same Alipay user. */
export function alipayOpenIdOf(phone: string): string {
  return Buffer.from(digest(`alipay:${phone}`), 'hex')
    .toString('base64url')
    .slice(0, 32);
}

/** YYYY-MM-DD in Beihai. */
export function beijingDate(ms: number): string {
  return dayOf(ms);
}

export function beijingDateTime(ms: number): string {
  return secondOf(ms);
}

export function rfc3339(ms: number): string {
  return rfc3339Of(ms);
}

export function yuan(fen: number): string {
  return (fen / 100).toFixed(2);
}

/** Yuan as Alipay takes them – `80`, `"80"`, `"80.5"`, `80.05` – in fen. `undefined`: no amount, or nothing. */
export function fenOf(value: unknown): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(String(value));
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) || undefined : undefined;
}
