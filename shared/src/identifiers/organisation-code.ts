import type { Identifier } from './identifier';
import { compactCode, maskMiddle } from './text';

const WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** Check character of an organisation code; letters count A = 10 … Z = 35. */
export function organisationCheck(first8: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * parseInt(first8.charAt(i), 36), 0);
  return '0X987654321'.charAt(sum % 11);
}

/** Organisation code (组织机构代码), 9 characters, printed until 2015 and still on older certificates. Source: GB 11714. */
export const organisationCode: Identifier = {
  name: '组织机构代码',
  normalise: compactCode,
  problem(raw) {
    const value = compactCode(raw);
    if (value === '') return '请填写组织机构代码。';
    if (!/^[0-9A-Z]{8}[0-9X]$/.test(value)) return '组织机构代码应为9位数字或字母，请对照代码证重新填写。';
    if (organisationCheck(value.slice(0, 8)) !== value.charAt(8)) {
      return '组织机构代码校验不通过，请对照代码证逐位核对。';
    }
    return null;
  },
  mask: (value) => maskMiddle(compactCode(value), 2, 2),
  example: '123456788',
};
