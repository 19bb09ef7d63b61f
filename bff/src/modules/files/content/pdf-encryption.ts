import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { PdfReader, type PdfValue } from './pdf-objects';

/** Deciphers a stream of an object from its beginning on, piece by piece. */
export type OpenStream = (data: Buffer, object: number, generation: number) => Iterable<Buffer>;

type Dictionary = Map<string, PdfValue>;
type Method = 'none' | 'rc4' | 'aes-128' | 'aes-256';

const longestDictionary = 8_192;
/** Every change of a file repeats which dictionary counts, and its first identifier. */
const mostChanges = 500;
const mostIds = 8;
const pieceLength = 65_536;
// Of ISO 32000-1 7.6.3.3.
const padding = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');

const md5 = (...parts: Buffer[]): Buffer => createHash('md5').update(Buffer.concat(parts)).digest();
const sha = (bits: number, data: Buffer): Buffer => createHash(`sha${bits}`).update(data).digest();

/**
 * How to read the streams of an encrypted PDF that every viewer opens without asking for a password (only its owner
 * has one). Null if a password is needed, or if it is not sure which of several dictionaries counts.
 */
export function openedWithoutPassword(text: string, mentions: number): OpenStream | null {
  const dictionary = mentions > mostChanges ? null : encryptionOf(text, mentions);
  if (dictionary?.get('/Filter') !== '/Standard') return null;
  const revision = dictionary.get('/R');
  const key = revision === 5 || revision === 6 ? keyOf256(dictionary, revision) : keyByMd5(dictionary, idsOf(text));
  const method = methodOf(dictionary);
  return key && method
    ? (data, object, generation) => deciphered(data, method, keyFor(key, method, object, generation))
    : null;
}

function encryptionOf(text: string, mentions: number): Dictionary | null {
  const places = [...text.matchAll(/\/Encrypt(?=[\s<])/g)].map(({ index }) => index + 8);
  if (places.length === 0 || places.length !== mentions) return null;
  const targets = new Set(
    places.map((at) =>
      /^\s{1,9}(\d{1,10})\s{1,9}(\d{1,5})\s{1,9}R/
        .exec(text.slice(at, at + 60))
        ?.slice(1, 3)
        .join(' '),
    ),
  );
  const [target] = targets;
  if (targets.size > 1) return null;
  if (target === undefined) return places.length === 1 ? dictionaryAt(text, places[0]!) : null;
  const [object, generation] = target.split(' ');
  const begins = [...text.matchAll(new RegExp(`(?<!\\d)${object}\\s{1,9}${generation}\\s{1,9}obj(?![\\w])`, 'g'))];
  return begins.length === 1 ? dictionaryAt(text, begins[0]!.index + begins[0]![0].length) : null;
}

function dictionaryAt(text: string, at: number): Dictionary | null {
  const value = new PdfReader(text, at, Math.min(text.length, at + longestDictionary)).value();
  return value instanceof Map ? value : null;
}

/** First identifiers that trailers give the file. */
function idsOf(text: string): Buffer[] {
  const found = new Map<string, Buffer>([['', Buffer.alloc(0)]]);
  let looked = 0;
  for (const { index } of text.matchAll(/\/ID(?=\s{0,9}\[)/g)) {
    const list = new PdfReader(text, index + 3, Math.min(text.length, index + longestDictionary)).value();
    const first = Array.isArray(list) ? list[0] : undefined;
    if (Buffer.isBuffer(first)) found.set(first.toString('hex'), first);
    if (found.size > mostIds || ++looked > mostChanges) break;
  }
  return [...found.values()];
}

function methodOf(dictionary: Dictionary): Method | null {
  const version = dictionary.get('/V');
  if (version === 1 || version === 2) return 'rc4';
  if (version !== 4 && version !== 5) return null;
  const name = dictionary.get('/StmF') ?? '/Identity';
  if (name === '/Identity') return 'none';
  const filters = dictionary.get('/CF');
  const filter = filters instanceof Map ? filters.get(String(name)) : undefined;
  const method = filter instanceof Map ? filter.get('/CFM') : undefined;
  const known: Record<string, Method> = { '/None': 'none', '/V2': 'rc4', '/AESV2': 'aes-128', '/AESV3': 'aes-256' };
  return known[String(method)] ?? null;
}

/** Revisions 2 to 4 (ISO 32000-1 7.6.3.3–4): the key of the empty password, if it is the right one. */
function keyByMd5(dictionary: Dictionary, ids: readonly Buffer[]): Buffer | null {
  const [owner, user, permissions, revision] = ['/O', '/U', '/P', '/R'].map((name) => dictionary.get(name));
  if (!Buffer.isBuffer(owner) || !Buffer.isBuffer(user) || typeof permissions !== 'number') return null;
  if (revision !== 2 && revision !== 3 && revision !== 4) return null;
  const bits = dictionary.get('/V') === 1 ? 40 : dictionary.get('/V') === 4 ? 128 : (dictionary.get('/Length') ?? 40);
  const length = typeof bits === 'number' ? bits / 8 : 0;
  if (!(Number.isInteger(length) && length >= 5 && length <= 16)) return null;
  const flags = Buffer.alloc(4);
  flags.writeInt32LE(permissions | 0);
  const open = revision === 4 && dictionary.get('/EncryptMetadata') === false ? Buffer.alloc(4, 0xff) : Buffer.alloc(0);
  for (const id of ids) {
    let key = md5(padding, owner.subarray(0, 32), flags, id, open).subarray(0, length);
    if (revision >= 3) for (let round = 0; round < 50; round++) key = md5(key).subarray(0, length);
    if (revision === 2) {
      if (rc4(key, padding).equals(user.subarray(0, 32))) return key;
      continue;
    }
    let check = md5(padding, id);
    for (let round = 0; round < 20; round++)
      check = rc4(
        key.map((byte) => byte ^ round),
        check,
      );
    if (check.equals(user.subarray(0, 16))) return key;
  }
  return null;
}

/** Revisions 5 and 6 (ISO 32000-2 7.6.4.3.3). */
function keyOf256(dictionary: Dictionary, revision: 5 | 6): Buffer | null {
  const [user, sealed] = [dictionary.get('/U'), dictionary.get('/UE')];
  if (!Buffer.isBuffer(user) || !Buffer.isBuffer(sealed) || user.length < 48 || sealed.length < 32) return null;
  const hash = (salt: Buffer) => (revision === 5 ? sha(256, salt) : hash2B(salt));
  if (!hash(user.subarray(32, 40)).equals(user.subarray(0, 32))) return null;
  const decipher = createDecipheriv('aes-256-cbc', hash(user.subarray(40, 48)), Buffer.alloc(16)).setAutoPadding(false);
  return decipher.update(sealed.subarray(0, 32));
}

/** Algorithm 2.B with an empty password. */
function hash2B(salt: Buffer): Buffer {
  let key = sha(256, salt);
  for (let round = 0, last = 0; round < 64 || last > round - 32; round++) {
    const repeated = Buffer.alloc(key.length * 64);
    for (let i = 0; i < 64; i++) key.copy(repeated, i * key.length);
    const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32)).setAutoPadding(false);
    const sealed = cipher.update(repeated);
    const rest = sealed.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = sha([256, 384, 512][rest]!, sealed);
    last = sealed.at(-1)!;
  }
  return key.subarray(0, 32);
}

function keyFor(key: Buffer, method: Method, object: number, generation: number): Buffer {
  if (method === 'none' || method === 'aes-256') return key;
  const own = Buffer.from([object, object >> 8, object >> 16, generation, generation >> 8]);
  const salt = method === 'aes-128' ? Buffer.from('sAlT') : Buffer.alloc(0);
  return md5(key, own, salt).subarray(0, Math.min(16, key.length + 5));
}

function* deciphered(data: Buffer, method: Method, key: Buffer): Iterable<Buffer> {
  if (method === 'none') {
    yield data;
    return;
  }
  const aes = method !== 'rc4';
  const from = aes ? 16 : 0;
  const end = aes ? data.length - (data.length % 16) : data.length;
  if (end < from) return;
  const update = aes ? aesStep(key, data.subarray(0, 16)) : rc4Step(key);
  for (let at = from; at < end; at += pieceLength) yield update(data.subarray(at, Math.min(end, at + pieceLength)));
}

function aesStep(key: Buffer, start: Buffer): (data: Buffer) => Buffer {
  // The last block holds padding; the deflated data before it end by themselves.
  const decipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, start).setAutoPadding(false);
  return (data) => decipher.update(data);
}

/** The crypto library of Node has it no longer. */
function rc4Step(key: Buffer): (data: Buffer) => Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  const swap = (a: number, b: number): void => {
    const kept = state[a]!;
    state[a] = state[b]!;
    state[b] = kept;
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + state[i]! + key[i % key.length]!) & 255;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return (data) => {
    const made = Buffer.alloc(data.length);
    for (let at = 0; at < data.length; at++) {
      i = (i + 1) & 255;
      j = (j + state[i]!) & 255;
      swap(i, j);
      made[at] = data[at]! ^ state[(state[i]! + state[j]!) & 255]!;
    }
    return made;
  };
}

const rc4 = (key: Uint8Array, data: Buffer): Buffer => rc4Step(Buffer.from(key))(data);
