import type { Identifier } from './identifier';
import { compactCode, maskMiddle } from './text';

function normalise(raw: string): string {
  const digits = compactCode(raw).replace(/[()]/g, '');
  return digits.replace(/^(\+|00)?86(?=1\d{10}$)/, '');
}

/** Mobile phone number (手机号) of mainland China, 11 digits; the country code 86 is taken off. */
export const phone: Identifier = {
  name: '手机号',
  normalise,
  problem(raw) {
    const value = normalise(raw);
    if (value === '') return '请填写手机号。';
    if (!/^1[3-9]\d{9}$/.test(value)) return '手机号应为11位数字，以13至19开头，请核对后重新填写。';
    return null;
  },
  mask: (value) => maskMiddle(normalise(value), 3, 4),
  example: '13907790001',
};
