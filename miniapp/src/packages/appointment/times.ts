import { clockOf, dayOf } from '@zhucheng/shared';

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];

/** 09:00—10:00 */
export const hours = (startsAt: number, endsAt: number): string => `${clockOf(startsAt)}—${clockOf(endsAt)}`;

/** 11月24日 周二, of `2026-11-24`. */
export function dateName(day: string): string {
  const [, month, date] = day.split('-').map(Number);
  return `${month}月${date}日 ${weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()]}`;
}

export const dayKey = dayOf;

/** 11月24日 周二 09:00—10:00 */
export const when = (startsAt: number, endsAt: number): string =>
  `${dateName(dayKey(startsAt))} ${hours(startsAt, endsAt)}`;

/** 123 456 7890, easier to type from. */
export const groupedCode = (code: string): string => code.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3');
