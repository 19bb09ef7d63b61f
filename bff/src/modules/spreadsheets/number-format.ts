/** What a number format shows of a number (单元格格式). `scaled`: with a unit, a scale or a foreign currency beside it. */
export type Look = 'number' | 'date' | 'time' | 'percent' | 'scaled';

const from = (look: Look, ...ids: number[]): Array<[number, Look]> => ids.map((id) => [id, look]);
/** Formats that a file names by number only (ECMA-376 18.8.30, zh-cn). */
const builtIn = new Map<number, Look>([
  ...from('date', 14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58),
  ...from('time', 18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56),
  ...from('percent', 9, 10),
]);

/** Signs after which one sign is not read. */
const beforeLiteral = '\\_*!';
const closing: Record<string, string> = { '"': '"', '[': ']' };
const unitWord = /[十百千万亿仟萬億拾佰$€£]|usd|hkd|eur|(?:^| )[kmw](?: |$)/;
/** `[$€-2]`; without a sign it is a language, with one of these it is renminbi. */
const currency = /^\$([^-]*)/;
const renminbi = new Set(['', '¥', '￥', 'RMB', 'CNY', '元']);

interface Parts {
  /** What is not quoted, escaped or in brackets, in lower case. */
  bare: string;
  /** What is, and letters outside ASCII: shown as they are. */
  literal: string;
  /** `[h]:mm` counts hours, it names no day. */
  elapsed: boolean;
  foreign: boolean;
}

function partsOf(code: string): Parts | null {
  const parts: Parts = { bare: '', literal: '', elapsed: false, foreign: false };
  for (let at = 0; at < code.length; at++) {
    const sign = code[at]!;
    const end = closing[sign];
    if (end !== undefined) {
      const closed = code.indexOf(end, at + 1);
      if (closed < 0) return null;
      const inside = code.slice(at + 1, closed);
      if (sign === '"') parts.literal += ` ${inside} `;
      else if (/^(?:h+|m+|s+)$/i.test(inside)) parts.elapsed = true;
      else parts.foreign ||= !renminbi.has(currency.exec(inside)?.[1]?.trim() ?? '');
      at = closed;
    } else if (beforeLiteral.includes(sign)) {
      if (sign === '\\' || sign === '!') parts.literal += code[at + 1] ?? '';
      at++;
    } else if (sign > '\x7f' || sign === '$') parts.literal += sign;
    else parts.bare += sign;
  }
  parts.bare = parts.bare.toLowerCase();
  parts.literal = parts.literal.toLowerCase();
  return parts;
}

/** `code` if the file writes the format out. */
export function lookOf(id: number, code: string | undefined): Look {
  if (code === undefined) return builtIn.get(id) ?? 'number';
  const parts = partsOf(code.replace(/general|G\/通用格式/gi, '0'));
  if (!parts) return 'number';
  // `e` is a year, but in `0.00E+00` an exponent.
  const bare = parts.bare.replace(/e[+-]/g, '').replace(/am\/pm|a\/p/g, 'h');
  if (/[yd]/.test(bare)) return 'date';
  if (parts.elapsed || /[hs]/.test(bare)) return 'time';
  if (!/[0#?]/.test(bare)) return /[egbm]|aaa/.test(bare) ? 'date' : 'number';
  if (bare.includes('%')) return 'percent';
  // A comma after the last digit divides what is shown by a thousand.
  const scaled = parts.foreign || unitWord.test(parts.literal) || /[0#?],+(?:[^0#?,]|$)/.test(bare);
  return scaled ? 'scaled' : 'number';
}
