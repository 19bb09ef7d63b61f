import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { LRUCache } from 'lru-cache';
import { inSteps } from '../in-steps';

export interface DataKey {
  /** Letters, digits and `-`; stands in front of each cipher text. */
  id: string;
  /** 32 bytes. */
  key: Buffer;
}

const ivBytes = 12;
const tagBytes = 16;
/** How long a deciphered value stays in memory, ms. */
const rememberMs = 60_000;
const longestRemembered = 4_096;

/** Parses `id:base64,id:base64`; the first key encrypts, all of them decrypt. Error: plain Error that names the fault. */
export function parseDataKeys(text: string): DataKey[] {
  const keys = text.split(',').map((part) => {
    const at = part.indexOf(':');
    const id = part.slice(0, at).trim();
    const key = Buffer.from(part.slice(at + 1).trim(), 'base64');
    if (!/^[A-Za-z0-9-]{1,20}$/.test(id)) throw new Error('密钥编号没有写，或不是字母、数字和“-”');
    if (key.length !== 32) throw new Error(`密钥“${id}”有 ${key.length} 字节，应为 32 字节`);
    return { id, key };
  });
  if (new Set(keys.map((key) => key.id)).size !== keys.length) throw new Error('有两个密钥的编号相同');
  return keys;
}

/** A 32-byte key from base64. Error: plain Error. */
export function parseKey(text: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length !== 32) throw new Error(`密钥有 ${key.length} 字节，应为 32 字节`);
  return key;
}

/**
 * Encrypts personal data column by column: AES-256-GCM, stored as `<key id>:<base64url(iv | tag | cipher text)>`. The
 * optional context (e.g. `citizen.name`) is authenticated, so a value copied into another column does not decrypt.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FieldCipher {
  private readonly ring: Map<string, Buffer>;
  private readonly current: DataKey;
  /** People look at the same case again and again; deciphering its columns each time was a tenth of a read. */
  private readonly opened = new LRUCache<string, string>({ max: 5_000, ttl: rememberMs });

  constructor(
    keys: DataKey[],
    private readonly indexKey: Buffer,
  ) {
    this.current = keys[0]!;
    this.ring = new Map(keys.map(({ id, key }) => [id, key]));
  }

  encrypt(text: string, context = ''): string {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', this.current.key, iv);
    if (context) cipher.setAAD(Buffer.from(context));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `${this.current.id}:${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
  }

  /** Error: plain Error if the key is unknown, the context differs or the value was changed. */
  decrypt(stored: string, context = ''): string {
    const name = `${context}|${stored}`;
    const known = this.opened.get(name);
    if (known !== undefined) return known;
    const text = this.open(stored, context);
    // Only what was authenticated gets here, so a changed value is never taken from memory.
    if (stored.length <= longestRemembered) this.opened.set(name, text);
    return text;
  }

  private open(stored: string, context: string): string {
    const at = stored.indexOf(':');
    const key = this.ring.get(stored.slice(0, at));
    if (!key) throw new Error('A stored value was encrypted with a key that is not in DATA_KEYS');
    const raw = Buffer.from(stored.slice(at + 1), 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', key, raw.subarray(0, ivBytes), { authTagLength: tagBytes });
    if (context) decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(raw.subarray(ivBytes, ivBytes + tagBytes));
    return Buffer.concat([decipher.update(raw.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8');
  }

  /** Whole files, in steps that let others in between: `1 byte key id length | key id | iv | tag | cipher text`. */
  async encryptBytes(content: Buffer, context: string): Promise<Buffer> {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', this.current.key, iv);
    cipher.setAAD(Buffer.from(context));
    const body = await inSteps(content, (step) => cipher.update(step));
    cipher.final();
    const name = Buffer.from(this.current.id);
    return Buffer.concat([Buffer.from([name.length]), name, iv, cipher.getAuthTag(), ...body]);
  }

  /** Error: plain Error if the key is unknown, the context differs or a byte was changed. */
  async decryptBytes(stored: Buffer, context: string): Promise<Buffer> {
    const at = 1 + (stored[0] ?? 0);
    const key = this.ring.get(stored.toString('latin1', 1, at));
    if (!key) throw new Error('A stored file was encrypted with a key that is not in DATA_KEYS');
    const iv = stored.subarray(at, at + ivBytes);
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(stored.subarray(at + ivBytes, at + ivBytes + tagBytes));
    const content = await inSteps(stored.subarray(at + ivBytes + tagBytes), (step) => decipher.update(step));
    // Throws unless every byte is what was written.
    decipher.final();
    return Buffer.concat(content);
  }

  encryptJson(value: unknown, context = ''): string {
    return this.encrypt(JSON.stringify(value), context);
  }

  decryptJson<T>(stored: string, context = ''): T {
    return JSON.parse(this.decrypt(stored, context)) as T;
  }

  /** True if the value should be written again after a key rotation. */
  isOutdated(stored: string): boolean {
    return !stored.startsWith(`${this.current.id}:`);
  }

  /**
   * 40 hex digits that are equal for equal values of one purpose: an index for searching an encrypted column. Normalise
   * the value first. It does not change with DATA_KEYS; BLIND_INDEX_KEY therefore stays for the life of the data.
   */
  blindIndex(value: string, purpose: string): string {
    return createHmac('sha256', this.indexKey).update(`${purpose}\0${value}`).digest('hex').slice(0, 40);
  }
}
