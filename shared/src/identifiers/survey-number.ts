import { readCompactDate } from './calendar';
import type { Identifier } from './identifier';
import { compactCode, maskMiddle } from './text';

function problem(raw: string): string | null {
  const value = compactCode(raw);
  if (value === '') return '请填写权籍调查编号。';
  if (!/^\d+$/.test(value)) return '权籍调查编号只含数字，请核对后重新填写。';
  if (value.length !== 12 && value.length !== 14) {
    return `权籍调查编号应为12位或14位，现在是${value.length}位，请核对后重新填写。`;
  }
  if (readCompactDate(value.slice(-12, -4)) === null) return '权籍调查编号中的日期不正确，请核对末4位之前的8位。';
  return null;
}

function compose(yyyymmdd: string, serial: number, prefix = ''): string {
  const value = `${prefix}${yyyymmdd}${String(serial).padStart(4, '0')}`;
  const fault = problem(value);
  if (fault !== null) throw new RangeError(fault);
  return value;
}

/** Cadastral survey number (权籍调查编号): date and 4 digits, 12 in all, or 14 with a two-digit prefix. */
export const surveyNumber = {
  name: '权籍调查编号',
  normalise: compactCode,
  problem,
  mask: (value: string): string => maskMiddle(compactCode(value), 4, 2),
  example: '202405160012',
  /** `yyyymmdd`, serial 0–9999 and an optional two-digit prefix → number; throws RangeError. */
  compose,
} satisfies Identifier & Record<string, unknown>;
