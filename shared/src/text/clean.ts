import { drawnAlike } from './radicals';

/** Drawn as nothing, or turning the direction of what follows: marks that come along when a text is pasted. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\ufff9-\ufffb]/gu;
const lineEnds = /\r\n?|[\u0085\u2028\u2029]/g;
const spaces = /[\p{Zs}\t\v\f]/gu;
/** Parts of characters (部首) that look like the characters they are parts of: PDF readers copy ⽅ for 方. */
const radicals = /[\u2e80-\u2fd5]/g;
/** What nearly every text is made of, and nothing is done about: a look instead of seven passes. */
const plain = /^[\n\x20-\x7e\u3001\u3002\u4e00-\u9fff\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]*$/;
const wideAlphanumerics = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g;

/**
 * A text as it enters (HTTP, spreadsheet, gateway, import): one code for what is one sign to a reader. Composed (NFC,
 * which also replaces compatibility ideographs), without invisible and bidirectional marks, every kind of space and line
 * end the usual one, letters and digits half-width; punctuation stays, as it belongs to Chinese text.
 */
export const cleanText = (raw: string): string => (plain.test(raw) ? raw : cleaned(raw));

const cleaned = (raw: string): string =>
  raw
    .replace(invisible, '')
    .replace(lineEnds, '\n')
    .replace(spaces, ' ')
    .replace(radicals, (sign) => drawnAlike.get(sign) ?? sign.normalize('NFKC'))
    .replace(wideAlphanumerics, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .normalize('NFC');

/** The same for every text in a value that came as data: rows of an import, an answer. */
export function cleanTexts<T>(value: T): T {
  if (typeof value === 'string') return cleanText(value) as T;
  if (Array.isArray(value)) return value.map(cleanTexts) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cleanTexts(one)])) as T;
}
