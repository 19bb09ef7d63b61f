import type { Fen } from './fen';

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['仟', '佰', '拾', ''];

/** 1 to 9999, with a single 零 for zeros between digits, none before and after them. */
function section(value: number): string {
  let text = '';
  let zeros = false;
  [...String(value).padStart(4, '0')].forEach((digit, i) => {
    if (digit === '0') {
      zeros = true;
    } else {
      text += (zeros && text !== '' ? '零' : '') + DIGITS.charAt(Number(digit)) + PLACES[i];
      zeros = false;
    }
  });
  return text;
}

/** A positive whole number; a lower part that lacks its highest digit is joined with 零. */
function whole(value: number): string {
  for (const [unit, size] of [
    ['亿', 1e8],
    ['万', 1e4],
  ] as const) {
    if (value >= size) {
      const rest = value % size;
      const joined = rest === 0 ? '' : (rest < size / 10 ? '零' : '') + whole(rest);
      return whole(Math.floor(value / size)) + unit + joined;
    }
  }
  return section(value);
}

/**
 * The capital amount (大写金额): 123450 → 壹仟贰佰叁拾肆元伍角整. Without the leading 人民币.
 * Source: 《正确填写票据和结算凭证的基本规定》. Throws RangeError unless given a safe integer of fen.
 */
export function capitalAmount(fen: Fen): string {
  if (!Number.isSafeInteger(fen)) throw new RangeError('an amount must be a safe integer of fen');
  if (fen === 0) return '零元整';
  const amount = Math.abs(fen);
  const yuan = Math.floor(amount / 100);
  const jiao = Math.floor(amount / 10) % 10;
  const rest = amount % 10;
  let text = fen < 0 ? '负' : '';
  if (yuan > 0) text += `${whole(yuan)}元`;
  if (jiao > 0) text += `${DIGITS.charAt(jiao)}角`;
  else if (yuan > 0 && rest > 0) text += '零';
  return text + (rest > 0 ? `${DIGITS.charAt(rest)}分` : '整');
}
