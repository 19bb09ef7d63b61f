import { cleanText } from '../text/clean';

/** An amount of renminbi in fen (分), a safe integer. No other unit is ever stored or sent. */
export type Fen = number;

export interface FenLimits {
  /** Lowest allowed amount, in fen; 0 by default. */
  min?: Fen;
  /** Highest allowed amount, in fen; the largest safe integer by default. */
  max?: Fen;
}

/** A Chinese sentence telling what is wrong with the amount (in fen), or null when it is fine. */
export function fenProblem(value: unknown, { min = 0, max = Number.MAX_SAFE_INTEGER }: FenLimits = {}): string | null {
  if (value === undefined || value === null || value === '') return '请填写金额。';
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return '金额不正确，请填写到分为止的数字。';
  if (value < min) return `金额不能小于${formatFen(min)}元，请核对后重新填写。`;
  if (value > max) return `金额不能大于${formatFen(max)}元，请核对后重新填写。`;
  return null;
}

/** 123450 → `1,234.50`. Throws RangeError unless given a safe integer. */
export function formatFen(fen: Fen): string {
  if (!Number.isSafeInteger(fen)) throw new RangeError('an amount must be a safe integer of fen');
  const digits = String(Math.abs(fen)).padStart(3, '0');
  const yuan = digits.slice(0, -2);
  const groups: string[] = [];
  for (let end = yuan.length; end > 0; end -= 3) groups.unshift(yuan.slice(Math.max(0, end - 3), end));
  return `${fen < 0 ? '-' : ''}${groups.join(',')}.${digits.slice(-2)}`;
}

/** `1234.5`, `1,234.50` or `¥1234` in yuan → fen; null for no amount, more than two decimals, or too large. */
export function parseYuan(text: string): Fen | null {
  const plain = cleanText(text)
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/\s+/g, '')
    .replace(/^['’‘`]+/, '')
    .replace(/^(-?)[¥￥]/, '$1')
    .replace(/元$/, '');
  const match = /^(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?$/.exec(plain);
  if (!match) return null;
  const digits = (match[2] ?? '').replace(/,/g, '') + (match[3] ?? '').padEnd(2, '0');
  const fen = Number(digits);
  if (!Number.isSafeInteger(fen)) return null;
  return match[1] === '-' && fen !== 0 ? -fen : fen;
}
