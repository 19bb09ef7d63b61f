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

function checkShape(value: unknown, depth: number): void {
  if (value === null || typeof value !== 'object') return;
  if (depth > depthLimit) throw new Problem('BODY_MALFORMED');
  if (Array.isArray(value)) {
    for (const item of value) checkShape(item, depth + 1);
    return;
  }
  for (const key of Object.keys(value)) {
    if (refusedKeys.has(key)) throw new Problem('BODY_MALFORMED');
    checkShape((value as Record<string, unknown>)[key], depth + 1);
  }
}

/** Parses JSON text with a depth limit and without prototype keys. Error: BODY_MALFORMED. */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Problem('BODY_MALFORMED');
  }
  checkShape(value, 1);
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

/**
 * SHA-256 of a raw body for telling a repeated request from another one. A repeat of a multipart body comes with another
 * boundary, so boundaries are left out.
 */
export function fingerprint(body: Buffer, contentType: string): string {
  const hash = createHash('sha256');
  const boundary = /^multipart\/.*?;\s*boundary="?([^\s;"]{1,70})/i.exec(contentType)?.[1];
  let from = 0;
  for (let at = boundary ? body.indexOf(boundary) : -1; at >= 0; at = body.indexOf(boundary!, from)) {
    hash.update(body.subarray(from, at)).update('\n');
    from = at + boundary!.length;
  }
  return hash.update(body.subarray(from)).digest('hex');
}
