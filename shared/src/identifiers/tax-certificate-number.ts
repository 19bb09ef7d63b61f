import type { Identifier } from './identifier';
import { compactCode, maskMiddle } from './text';

/** Tax-payment certificate number (完税证明号), 18 digits. */
export const taxCertificateNumber: Identifier = {
  name: '完税证明号',
  normalise: compactCode,
  problem(raw) {
    const value = compactCode(raw);
    if (value === '') return '请填写完税证明号。';
    if (!/^\d+$/.test(value)) return '完税证明号只含数字，请对照完税证明核对。';
    if (value.length !== 18) return `完税证明号应为18位，现在是${value.length}位，请对照完税证明核对。`;
    return null;
  },
  mask: (value) => maskMiddle(compactCode(value), 4, 4),
  example: '345055260100001234',
};
