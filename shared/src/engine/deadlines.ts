import { addDays, dayOf, endOf, weekdayOf } from '../time';
import type { Business } from './declaration';
import type { CaseState } from './states';

/** End of the n-th working day after `from` (ms UTC), in Beihai's time zone. Monday to Friday count; `holidays` (YYYY-MM-DD) don't. */
export function addWorkingDays(from: number, days: number, holidays: ReadonlySet<string> = new Set()): number {
  let day = dayOf(from);
  for (let left = days; left > 0; ) {
    day = addDays(day, 1);
    if (weekdayOf(day) < 6 && !holidays.has(day)) left--;
  }
  return lastMoment(day);
}

const lastMoment = (day: string): number => endOf(day) - 1;
const afterDays = (from: number, days: number): number => lastMoment(addDays(dayOf(from), days));

/** When a case that enters `state` at `at` (ms UTC) must have left it; null when nothing limits the state. */
export function deadlineOf(business: Business, state: CaseState, at: number): number | null {
  const { limits } = business;
  switch (state) {
    case 'draft':
    case 'verified':
      return afterDays(at, limits.preparing);
    case 'authorising':
      return afterDays(at, limits.authorising);
    case 'correction':
      return afterDays(at, limits.correction);
    case 'awaiting-payment':
      return afterDays(at, limits.payment);
    case 'submitted':
    case 'reviewing':
    case 'registering':
      return addWorkingDays(at, limits.reviewWorkingDays);
    default:
      return null;
  }
}
