/** China has had one time without summer time since 1991; every day and clock of this project is Beihai's. */
export const beihaiOffsetMs = 8 * 3_600_000;
export const dayMs = 86_400_000;

const iso = (at: number): string => new Date(at + beihaiOffsetMs).toISOString();
const midnight = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** `2026-03-05`, the day in Beihai at this UTC ms. */
export const dayOf = (at: number): string => iso(at).slice(0, 10);
/** `20260305`, as numbers of cases and orders begin. */
export const compactDayOf = (at: number): string => dayOf(at).replaceAll('-', '');
/** `14:08` */
export const clockOf = (at: number): string => iso(at).slice(11, 16);
/** `2026-03-05 14:08` */
export const minuteOf = (at: number): string => iso(at).slice(0, 16).replace('T', ' ');
/** `2026-03-05 14:08:09` */
export const secondOf = (at: number): string => iso(at).slice(0, 19).replace('T', ' ');
/** `2026-03-05T14:08:09+08:00` (RFC 3339). */
export const rfc3339 = (at: number): string => `${iso(at).slice(0, 19)}+08:00`;
/** Shows the time in Beihai through the `getUTC…` methods. */
export const shownAt = (at: number): Date => new Date(at + beihaiOffsetMs);

/** UTC ms of `2026-03-05 14:08:09` in Beihai; NaN if it is no time. */
export const atSecond = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`);
/** UTC ms at which the day begins in Beihai. */
export const startOf = (day: string): number => midnight(day) - beihaiOffsetMs;
/** UTC ms at which the next day begins. */
export const endOf = (day: string): number => startOf(day) + dayMs;
/** Whole days since 1970 in Beihai, for counting the days between two times. */
export const dayNumber = (at: number): number => Math.floor((at + beihaiOffsetMs) / dayMs);

/** The day so many days later, or earlier. */
export const addDays = (day: string, days: number): string =>
  new Date(midnight(day) + days * dayMs).toISOString().slice(0, 10);
/** The day and `count - 1` days after it. */
export const daysFrom = (day: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => addDays(day, i));
/** 1 = Monday … 7 = Sunday. */
export const weekdayOf = (day: string): number => new Date(midnight(day)).getUTCDay() || 7;
