import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';

/** What an anchor says: the chain of the action log had this hash at this number. */
const content = z.strictObject({
  number: z.number().int().positive(),
  seq: z.number().int().positive(),
  hash: z.string().length(64),
  /** UTC ms. */
  at: z.number().int(),
  /** SHA-256 of the line before; 64 zeros in the first one. */
  previous: z.string().length(64),
  /** Which key signed it. */
  key: z.string().length(16),
});
const signed = content.extend({ signature: z.string() });

export type AnchorContent = z.output<typeof content>;
export interface Anchor extends AnchorContent {
  /** As it stands in the file, without the line's end. */
  line: string;
  lineHash: string;
}

export const noLine = '0'.repeat(64);
const purpose = 'zhucheng audit anchor 1\n';

/** First 16 hex digits of the SHA-256 of the public key. */
export const keyId = (publicKey: KeyObject): string =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);

const textOf = ({ number, seq, hash, at, previous, key }: AnchorContent): Buffer =>
  Buffer.from(purpose + JSON.stringify([number, seq, hash, at, previous, key]));
const anchorOf = (said: AnchorContent, line: string): Anchor => {
  const { number, seq, hash, at, previous, key } = said;
  return { number, seq, hash, at, previous, key, line, lineHash: createHash('sha256').update(line).digest('hex') };
};

export function signAnchor(said: Omit<AnchorContent, 'key'>, privateKey: KeyObject): Anchor {
  const full = { ...said, key: keyId(createPublicKey(privateKey)) };
  const signature = sign(null, textOf(full), privateKey).toString('base64url');
  return anchorOf(full, JSON.stringify({ ...full, signature }));
}

/** False for what is left of a line that was not written to its end. */
export const isWhole = (line: string): boolean => line.endsWith('}');

/** The number a line claims, 0 if it claims none; for turning pages, not for trusting. */
export function readNumber(line: string | undefined): number {
  return Number(/^\{"number":(\d{1,15}),/.exec(line ?? '')?.[1] ?? 0);
}

/** Null unless one of the keys has signed it. */
export function readAnchor(line: string, keys: ReadonlyMap<string, KeyObject>): Anchor | null {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return null;
  }
  const said = signed.safeParse(json);
  if (!said.success) return null;
  const key = keys.get(said.data.key);
  if (!key || !verify(null, textOf(said.data), key, Buffer.from(said.data.signature, 'base64url'))) return null;
  return anchorOf(said.data, line);
}
