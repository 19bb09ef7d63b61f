import type { Day } from './model';

const MS = 86_400_000;

/** The day `days` later, or earlier when negative. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * MS).toISOString().slice(0, 10);
}

/** The same day of another year; 29 February becomes the 28th. */
export function addYears(day: Day, years: number): Day {
  const tail = day.slice(4) === '-02-29' ? '-02-28' : day.slice(4);
  return `${Number(day.slice(0, 4)) + years}${tail}`;
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / MS);
}

/** The day itself, or the Friday before when it falls on a weekend: the registry is closed then. */
export function workingDay(day: Day): Day {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  if (weekday === 6) return addDays(day, -1);
  return weekday === 0 ? addDays(day, -2) : day;
}

export function compact(day: Day): string {
  return day.replace(/-/g, '');
}
