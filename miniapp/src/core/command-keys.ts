import { forget, read, write } from './storage';

/** 53-bit hash, so that no typed value is stored. */
function fingerprint(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}

/** A key for a command that is kept in memory only. */
export const fresh = () =>
  'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => Math.floor(Math.random() * 16).toString(16));

const place = (text: string) => `command:${fingerprint(text)}`;

/** The idempotency key of a command stays the same until the server has answered it, even after a restart. */
export function commandKey(text: string): string {
  const known = read<string>(place(text));
  if (known) return known;
  const key = fresh();
  write(place(text), key);
  return key;
}

export const commandAnswered = (text: string): void => forget(place(text));
