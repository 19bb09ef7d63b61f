import { cleanText } from '../text/clean';

const FULL_WIDTH = /[\uff01-\uff5e]/g;
const WHITE = /[\s\u200b-\u200d\u2060\ufeff]+/g;
// Also format characters: bidirectional overrides make a text read differently from what is stored.
const UNSAFE = /[<>\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Full-width letters, digits and signs (全角) turned into ASCII; other characters stay. */
export function halfWidth(raw: string): string {
  return raw.replace(FULL_WIDTH, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
}

/** Cleaned, half-width, upper case, without white space, hyphens between groups and Excel's apostrophe before a number. */
export function compactCode(raw: string): string {
  return halfWidth(cleanText(raw))
    .replace(WHITE, '')
    .replace(/[-‐‑‒–—−_]/g, '')
    .replace(/^['’‘`]+/, '')
    .toUpperCase();
}

/** Cleaned and without any white space. */
export function withoutSpaces(raw: string): string {
  return cleanText(raw).replace(WHITE, '');
}

/** Whether the text holds `<`, `>`, control or invisible characters, which no name contains. */
export function hasUnsafeCharacters(text: string): boolean {
  return UNSAFE.test(text);
}

/** Keeps `head` and `tail` characters and stars the rest; a text too short to keep any is starred whole. */
export function maskMiddle(value: string, head: number, tail: number): string {
  const chars = Array.from(value);
  if (chars.length <= head + tail) return '*'.repeat(chars.length);
  const end = tail === 0 ? '' : chars.slice(-tail).join('');
  return chars.slice(0, head).join('') + '*'.repeat(chars.length - head - tail) + end;
}
