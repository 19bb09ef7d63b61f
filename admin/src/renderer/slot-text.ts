import { minute } from '../app/format';

export const weekdays = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const;
/** 09:00—10:00 */
export const hours = (startsAt: number, endsAt: number): string =>
  `${minute(startsAt).slice(11)}—${minute(endsAt).slice(11)}`;
/** 540 → 09:00 */
export const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
/** 2026-11-24（周二） */
export const dayText = (day: string): string =>
  `${day}（${weekdays[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7]}）`;
