import {
  acceptanceNumber,
  type CaseState,
  caseStates,
  dayNumber,
  dayOf,
  formatFen,
  minuteOf,
  secondOf,
} from '@zhucheng/shared';

/** 2026-03-09, in Beihai whatever the desk's clock says. */
export const day = dayOf;
/** 2026-03-09 14:05 */
export const minute = minuteOf;
/** 2026-03-09 14:05:09 */
export const second = secondOf;

export type Urgency = 'none' | 'normal' | 'soon' | 'today' | 'over';
export interface Deadline {
  text: string;
  urgency: Urgency;
}

/** A deadline in words, so that no colour is needed to read it. */
export function deadline(at: number | null, now = Date.now()): Deadline {
  if (at === null) return { text: '无期限', urgency: 'none' };
  const left = dayNumber(at) - dayNumber(now);
  if (at < now) return { text: left === 0 ? '今天已到期' : `已超期 ${-left} 天`, urgency: 'over' };
  if (left === 0) return { text: '今天到期', urgency: 'today' };
  if (left === 1) return { text: '明天到期', urgency: 'soon' };
  return { text: `还剩 ${left} 天`, urgency: left <= 2 ? 'soon' : 'normal' };
}

/** How long something has been waiting: 3 天 5 小时. */
export function elapsed(since: number, now = Date.now()): string {
  const minutes = Math.max(0, Math.floor((now - since) / 60_000));
  if (minutes < 1) return '不到 1 分钟';
  if (minutes < 60) return `${minutes} 分钟`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} 小时`;
  return hours % 24 ? `${Math.floor(hours / 24)} 天 ${hours % 24} 小时` : `${Math.floor(hours / 24)} 天`;
}

/** The same as a part of a sentence: 已等 3 天 5 小时. */
export const waited = (since: number): string => (Date.now() - since < 60_000 ? '刚刚开始' : `已等 ${elapsed(since)}`);

export const yuan = (fen: number): string => `¥${formatFen(fen)}`;
export const area = (hundredths: number): string => `${formatFen(hundredths)} ㎡`;
/** As it is printed on the notice: 20260309 482913 7. */
export const acceptance = acceptanceNumber.group;
export const tone = (state: CaseState): string => caseStates[state].tone;
