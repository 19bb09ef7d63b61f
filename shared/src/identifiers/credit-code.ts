import type { Identifier } from './identifier';
import { organisationCheck } from './organisation-code';
import { compactCode, maskMiddle } from './text';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const SHAPE = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

function checkCharacter(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const char of first17.slice(0, 17)) {
    sum += ALPHABET.indexOf(char) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

function shapeProblem(raw: string): string | null {
  const value = compactCode(raw);
  if (value === '') return '请填写统一社会信用代码。';
  if (value.length !== 18) return `统一社会信用代码应为18位，现在是${value.length}位，请核对后重新填写。`;
  if (/[IOSVZ]/.test(value)) return '统一社会信用代码不含字母I、O、S、V、Z，请核对是否为数字1、0、5、2。';
  if (!SHAPE.test(value)) return '统一社会信用代码第3至8位应为数字，其余为数字或大写字母，请核对后重新填写。';
  return null;
}

const checks = (value: string): boolean =>
  organisationCheck(value.slice(8, 16)) === value.charAt(16) && checkCharacter(value) === value.charAt(17);

function problem(raw: string): string | null {
  const fault = shapeProblem(raw);
  if (fault !== null) return fault;
  return checks(compactCode(raw)) ? null : '统一社会信用代码校验不通过，请对照营业执照逐位核对。';
}

/** What to tell who enters a code of the right form whose check characters do not fit; null for every other text. */
function warning(raw: string): string | null {
  if (shapeProblem(raw) !== null || checks(compactCode(raw))) return null;
  return '这个代码的校验位不符，请再对照一遍营业执照；确实这样印的可以提交，会向市场监管部门核实。';
}

function compose(first16: string): string {
  const first17 = first16 + organisationCheck(first16.slice(8, 16));
  const value = first17 + checkCharacter(first17);
  if (first16.length !== 16 || !SHAPE.test(value)) {
    throw new RangeError('first16 must be 2 characters, 6 digits and 8 characters of the GB 32100 alphabet');
  }
  return value;
}

/** Unified social credit code (统一社会信用代码), 18 characters. Source: GB 32100, with the organisation code of GB 11714. */
export const creditCode = {
  name: '统一社会信用代码',
  normalise: compactCode,
  problem,
  mask: (value: string): string => maskMiddle(compactCode(value), 4, 4),
  example: '91450502MA5KYH1X2R',
  /** Authority and category (2) + region (6) + organisation body (8) → the full code; throws RangeError. */
  compose,
} satisfies Identifier & Record<string, unknown>;

/**
 * The same as it is entered: real licences exist whose check characters do not fit, so these are warned about and confirmed by
 * the market supervision bureau instead of refused.
 */
export const registeredCode = {
  ...creditCode,
  problem: shapeProblem,
  warning,
} satisfies Identifier & Record<string, unknown>;
