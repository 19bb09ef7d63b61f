const offsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;

/** `YYYY-MM-DD` in Beihai at this UTC ms. */
export const dayOf = (at: number): string => new Date(at + offsetMs).toISOString().slice(0, 10);
/** UTC ms at which the day begins in Beihai. */
export const startOf = (day: string): number => Date.parse(`${day}T00:00:00+08:00`);
export const endOf = (day: string): number => startOf(day) + dayMs;
/** 1 = Monday … 7 = Sunday. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
/** The day and `count - 1` days after it. */
export const daysFrom = (day: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) =>
    new Date(Date.parse(`${day}T00:00:00Z`) + i * dayMs).toISOString().slice(0, 10),
  );

const two = (value: number) => String(value).padStart(2, '0');
const clock = (at: number): string => new Date(at + offsetMs).toISOString().slice(11, 16);
/** 11月24日（周二）09:00—10:00 */
export function slotText(startsAt: number, endsAt: number): string {
  const day = dayOf(startsAt);
  const week = '一二三四五六日'[weekdayOf(day) - 1];
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日（周${week}）${clock(startsAt)}—${clock(endsAt)}`;
}
/** 2611240900: year, month, day, hour, minute, as booking numbers have it. */
export const compactTime = (at: number): string => {
  const date = new Date(at + offsetMs);
  return [
    date.getUTCFullYear() % 100,
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
  ]
    .map(two)
    .join('');
};
