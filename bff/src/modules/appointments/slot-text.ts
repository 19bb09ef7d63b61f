import { clockOf, dayOf, minuteOf, weekdayOf } from '@zhucheng/shared';

/** 11月24日（周二）09:00—10:00 */
export function slotText(startsAt: number, endsAt: number): string {
  const day = dayOf(startsAt);
  const week = '一二三四五六日'[weekdayOf(day) - 1];
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日（周${week}）${clockOf(startsAt)}—${clockOf(endsAt)}`;
}
/** 2611240900: year, month, day, hour, minute, as booking numbers have it. */
export const compactTime = (at: number): string => minuteOf(at).slice(2).replace(/\D/g, '');
