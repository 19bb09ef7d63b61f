import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '../contract';
import { Problem } from '../errors/problem';

export const defaultBodyLimitBytes = 64 * 1024;
const depthLimit = 32;
/** Keys that could reach an object's prototype when copied; no schema of ours has them. */
const refusedKeys = new Set(['__proto__', 'constructor', 'prototype']);

/** Reads the whole body. Errors: `tooLarge`, BODY_MALFORMED (connection broken off). */
export function readRawBody(
  request: IncomingMessage,
  limitBytes: number = defaultBodyLimitBytes,
  tooLarge: ErrorCode = 'BODY_TOO_LARGE',
): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limitBytes) {
    request.resume();
    return Promise.reject(new Problem(tooLarge, { detail: { limitBytes } }));
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limitBytes) {
        chunks.push(chunk);
        return;
      }
      request.removeAllListeners('data');
      request.resume();
      reject(new Problem(tooLarge, { detail: { limitBytes } }));
    });
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.on('error', () => reject(new Problem('BODY_MALFORMED')));
    request.on('aborted', () => reject(new Problem('BODY_MALFORMED')));
  });
}

const loneSurrogate = /\p{Cs}/u;
/** Half of a surrogate pair is no text: it cannot be encoded, so neither stored, sent on nor compared. */
export const notText = '这里有无法识别的字，请删去后重新输入。';

function checkShape(value: unknown, path: string[]): void {
  if (typeof value === 'string' && loneSurrogate.test(value)) throw Problem.field(path.join('.'), notText, 'text');
  if (value === null || typeof value !== 'object') return;
  if (path.length >= depthLimit) throw new Problem('BODY_MALFORMED');
  for (const key of Object.keys(value)) {
    if (refusedKeys.has(key) || loneSurrogate.test(key)) throw new Problem('BODY_MALFORMED');
    path.push(key);
    checkShape((value as Record<string, unknown>)[key], path);
    path.pop();
  }
}

/** Parses JSON text with a depth limit and without prototype keys. Errors: BODY_MALFORMED, INVALID_INPUT (lone surrogates). */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Problem('BODY_MALFORMED');
  }
  checkShape(value, []);
  return value;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads a JSON body. Errors: UNSUPPORTED_MEDIA, BODY_TOO_LARGE, BODY_MALFORMED. */
export async function readJsonBody(request: IncomingMessage, limitBytes?: number): Promise<unknown> {
  const type = request.headers['content-type'];
  if (!type || !/^application\/json\s*(;|$)/i.test(type)) {
    request.resume();
    throw new Problem('UNSUPPORTED_MEDIA');
  }
  const raw = await readRawBody(request, limitBytes);
  let text: string;
  try {
    text = utf8.decode(raw);
  } catch {
    throw new Problem('BODY_MALFORMED');
  }
  return parseJson(text);
}

/** Of a raw body, for telling a repeated request from another one. */
export const fingerprint = (body: Buffer): string => createHash('sha256').update(body).digest('hex');

/** Error: INVALID_INPUT if the query is no percent-encoded UTF-8; what is wrong would become other signs silently. */
export function checkQuery(querystring: string): void {
  if (!querystring.includes('%')) return;
  try {
    decodeURIComponent(querystring);
  } catch {
    throw Problem.field('', notText, 'text');
  }
}
