import { readCompactDate } from './calendar';
import type { Identifier } from './identifier';
import { compactCode, maskMiddle } from './text';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';
// Provinces by GB/T 2260, residence permits of Hong Kong, Macau and Taiwan, and 9xx for foreign permanent residents.
const REGION = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123]|9\d)/;

function checkCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(first17[i]), 0);
  return CHECKS.charAt(sum % 11);
}

/** Signs that people type for the X at the end: times, crosses, letters of other alphabets. */
const LIKE_X = /^(\d{17})[×✕✖╳ХΧ]$/;

function normalise(raw: string): string {
  return compactCode(raw).replace(LIKE_X, '$1X');
}

/** Takes `today` (`YYYY-MM-DD`) to refuse birth dates that have not come yet; there is no clock in here. */
function problem(raw: string, today?: string): string | null {
  const value = normalise(raw);
  if (value === '') return '请填写身份证号。';
  if (value.length !== 18) return `身份证号应为18位，现在是${value.length}位，请核对后重新填写。`;
  if (!/^\d{17}[\dX]$/.test(value)) return '身份证号前17位应为数字，最后一位为数字或X，请核对后重新填写。';
  if (!REGION.test(value)) return '身份证号开头的地区代码不存在，请核对后重新填写。';
  const born = readCompactDate(value.slice(6, 14));
  if (born === null || (today !== undefined && born > today)) {
    return '身份证号中的出生日期不正确，请核对第7至14位。';
  }
  if (checkCharacter(value) !== value.charAt(17)) return '身份证号校验不通过，请对照证件逐位核对。';
  return null;
}

function compose(first17: string): string {
  if (!/^\d{17}$/.test(first17)) throw new RangeError('first17 must be 17 digits');
  return first17 + checkCharacter(first17);
}

/** Resident IDs of 15 digits, issued until 1999: a birth year of two digits and no check character. */
const OLD = /^\d{15}$/;

/** The 18 of a 15-digit ID; null if it is none. Nobody alive had one of another century. */
function fromOld(raw: string): string | null {
  const value = normalise(raw);
  if (!OLD.test(value)) return null;
  const whole = compose(`${value.slice(0, 6)}19${value.slice(6)}`);
  return problem(whole) === null ? whole : null;
}

/** The 15 digits that the holder's older papers show; null for who was born later, or for no valid ID. */
function toOld(raw: string): string | null {
  const value = normalise(raw);
  if (!/^[1-7]\d{5}19/.test(value) || problem(value) !== null) return null;
  return value.slice(0, 6) + value.slice(8, 17);
}

function birthDate(value: string): string | null {
  return problem(value) === null ? readCompactDate(normalise(value).slice(6, 14)) : null;
}

function sex(value: string): 'male' | 'female' | null {
  if (problem(value) !== null) return null;
  return Number(normalise(value).charAt(16)) % 2 === 1 ? 'male' : 'female';
}

function ageOn(value: string, today: string): number | null {
  const born = birthDate(value);
  if (born === null || born > today) return null;
  const years = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  return today.slice(5) >= born.slice(5) ? years : years - 1;
}

/**
 * Resident identity number (身份证号), 18 characters. Source: GB 11643.
 * The mask keeps 4 + 2: the last four are what a progress query asks for, so no list may show them.
 */
export const residentId = {
  name: '身份证号',
  normalise,
  problem,
  mask: (value: string): string => maskMiddle(normalise(value), 4, 2),
  example: '45050219900307123X',
  /** 17 digits → the full number; throws RangeError on anything else. */
  compose,
  fromOld,
  toOld,
  /** `YYYY-MM-DD`, or null for an invalid number. */
  birthDate,
  /** By the 17th digit; null for an invalid number. */
  sex,
  /** Full years on `today` (`YYYY-MM-DD`); null for an invalid number or one born later. */
  ageOn,
} satisfies Identifier & Record<string, unknown>;
