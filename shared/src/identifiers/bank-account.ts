import type { Identifier } from './identifier';
import { compactCode, maskMiddle } from './text';

/**
 * Account number (银行账号) of a person or organisation at a bank: 8 to 30 digits. Cards (16 to 19 digits beginning with 62) carry
 * a Luhn check digit; other accounts have none, so only cards are checked by it.
 */
export const bankAccount: Identifier = {
  name: '银行账号',
  normalise: compactCode,
  problem(raw) {
    const value = compactCode(raw);
    if (value === '') return '请填写银行账号。';
    if (!/^\d{8,30}$/.test(value)) return '银行账号应为8到30位数字，请对照银行卡或存折核对。';
    if (/^62\d{14,17}$/.test(value) && !luhn(value)) return '银行卡号有一位不对，请对照卡面核对。';
    return null;
  },
  mask: (value) => maskMiddle(compactCode(value), 4, 4),
  example: '6228480402564890018',
};

function luhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
