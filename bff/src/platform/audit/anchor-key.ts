import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { keyId } from './anchor-line';

export interface AnchorKeys {
  privateKey: KeyObject;
  /** By their id: the one in use, and those that signed before it. */
  publicKeys: ReadonlyMap<string, KeyObject>;
}

const absent = (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? null : Promise.reject(error));

/** Error: one of them is no key. */
export const publicKeysIn = (pem: string): KeyObject[] =>
  (pem.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []).map((each) => createPublicKey(each));

/** The Ed25519 key in `file`; made on first use. Error: plain Error if it cannot be read or is another kind of key. */
export async function loadAnchorKeys(file: string, formerFile?: string): Promise<AnchorKeys> {
  const pem = (await readFile(file, 'utf8').catch(absent)) ?? (await makeKey(file));
  const privateKey = createPrivateKey(pem);
  if (privateKey.asymmetricKeyType !== 'ed25519')
    throw new Error('ANCHOR_KEY_FILE 里不是 Ed25519 私钥，请换成 Ed25519 私钥。');
  const former = formerFile ? await readFile(formerFile, 'utf8') : '';
  const all = [createPublicKey(privateKey), ...publicKeysIn(former)];
  return { privateKey, publicKeys: new Map(all.map((key) => [keyId(key), key])) };
}

async function makeKey(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString('hex')}~`;
  const { privateKey } = generateKeyPairSync('ed25519');
  await writeFile(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  // The first of several processes wins; all of them then read the same file.
  await link(draft, file).catch((error: NodeJS.ErrnoException) =>
    error.code === 'EEXIST' ? undefined : Promise.reject(error),
  );
  await rm(draft, { force: true });
  return readFile(file, 'utf8');
}
