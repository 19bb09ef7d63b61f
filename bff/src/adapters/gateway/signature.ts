import { createSign, createVerify, KeyObject } from 'node:crypto';
import { isExactBase64 } from './base64';

/** Requests and answers older or newer than this are refused (ms). */
export const SIGNATURE_WINDOW_MS = 300_000;

export interface SignedParts {
  method: string;
  /** Path and query as the peer sees them. */
  path: string;
  /** UTC ms as decimal text. */
  timestamp: string;
  nonce: string;
  /** Only in answers: the HTTP status. */
  status?: number;
  body: string;
}

/**
 * The text under the signature of the department gateway (部门接口网关): method, path, timestamp, nonce and body, one a line. An
 * answer repeats method, path and nonce of its request, so it can't be replayed for another one.
 */
export function signedText(parts: SignedParts): string {
  const head = [parts.method.toUpperCase(), parts.path, parts.timestamp, parts.nonce];
  if (parts.status !== undefined) head.push(String(parts.status));
  return `${head.join('\n')}\n${parts.body}`;
}

export function signParts(parts: SignedParts, privateKey: KeyObject): string {
  return createSign('RSA-SHA256').update(signedText(parts), 'utf8').sign(privateKey, 'base64');
}

export function verifyParts(parts: SignedParts, signature: string, publicKey: KeyObject): boolean {
  if (!isExactBase64(signature)) return false;
  return createVerify('RSA-SHA256').update(signedText(parts), 'utf8').verify(publicKey, signature, 'base64');
}
