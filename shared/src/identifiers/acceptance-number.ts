import { readCompactDate } from './calendar';
import type { Identifier } from './identifier';
import { compactCode, maskMiddle } from './text';

// Damm's quasigroup: finds every single wrong digit and every swap of two neighbours.
const DAMM = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
];

function checkDigit(digits: string): string {
  let state = 0;
  for (const digit of digits) state = Number(DAMM[state]?.charAt(Number(digit)));
  return String(state);
}

/** `yyyymmdd` and six digits → the 15-digit acceptance number. Throws RangeError on anything else. */
export function composeAcceptanceNumber(yyyymmdd: string, sixDigits: string): string {
  if (readCompactDate(yyyymmdd) === null || !/^\d{6}$/.test(sixDigits)) {
    throw new RangeError('an acceptance number takes an existing yyyymmdd and six digits');
  }
  const body = yyyymmdd + sixDigits;
  return body + checkDigit(body);
}

function mix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * Spreads a day's running serial (0–999999) over six digits, one to one, so that no number tells its neighbour.
 * `key` is a secret non-negative safe integer of the caller's; the date takes part, so days differ from each other.
 * This keeps people from counting up, it is no encryption: queries still ask for a second fact and are rate-limited.
 */
export function scatterSerial(serial: number, key: number, yyyymmdd: string): string {
  if (!Number.isInteger(serial) || serial < 0 || serial > 999999) throw new RangeError('serial must be 0 to 999999');
  if (!Number.isSafeInteger(key) || key < 0) throw new RangeError('key must be a non-negative safe integer');
  if (readCompactDate(yyyymmdd) === null) throw new RangeError('yyyymmdd must be an existing day');
  const low = key % 2 ** 32;
  const seed = mix(low ^ mix(Math.floor(key / 2 ** 32) ^ mix(Number(yyyymmdd))));
  let left = Math.floor(serial / 1000);
  let right = serial % 1000;
  for (let round = 1; round <= 8; round += 1) {
    const next = (left + (mix(seed ^ mix(right + round * 1000)) % 1000)) % 1000;
    left = right;
    right = next;
  }
  return String(left * 1000 + right).padStart(6, '0');
}

/** Acceptance number (受理编号) of a case, ours: `yyyymmdd` + 6 digits + 1 check digit (Damm). */
export const acceptanceNumber = {
  name: '受理编号',
  normalise: compactCode,
  problem(raw: string): string | null {
    const value = compactCode(raw);
    if (value === '') return '请填写受理编号。';
    if (!/^\d{15}$/.test(value)) return '受理编号应为15位数字，请对照受理通知单核对。';
    if (readCompactDate(value.slice(0, 8)) === null || checkDigit(value) !== '0') {
      return '受理编号校验不通过，请对照受理通知单逐位核对。';
    }
    return null;
  },
  mask: (value: string): string => maskMiddle(compactCode(value), 8, 2),
  example: composeAcceptanceNumber('20260105', '482913'),
  /** `20260309 482913 7`, as the notice prints it; anything else stays as it is. */
  group: (value: string): string =>
    /^\d{15}$/.test(value) ? `${value.slice(0, 8)} ${value.slice(8, 14)} ${value.slice(14)}` : value,
} satisfies Identifier & Record<string, unknown>;
