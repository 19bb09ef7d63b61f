import type { Business } from './declaration';
import type { CaseState } from './states';

const DAY = 86_400_000;
const SHANGHAI = 8 * 3_600_000;

/** End of the n-th working day after `from` (ms UTC), in Beihai's time zone. Monday to Friday count; `holidays` (YYYY-MM-DD) don't. */
export function addWorkingDays(from: number, days: number, holidays: ReadonlySet<string> = new Set()): number {
  let local = from + SHANGHAI;
  for (let left = days; left > 0; ) {
    local += DAY;
    const day = new Date(local);
    const weekday = day.getUTCDay();
    if (weekday !== 0 && weekday !== 6 && !holidays.has(day.toISOString().slice(0, 10))) left--;
  }
  return endOfDay(local) - SHANGHAI;
}

const endOfDay = (local: number): number => Math.floor(local / DAY) * DAY + DAY - 1;
const addDays = (from: number, days: number): number => endOfDay(from + SHANGHAI + days * DAY) - SHANGHAI;

/** When a case that enters `state` at `at` (ms UTC) must have left it; null when nothing limits the state. */
export function deadlineOf(business: Business, state: CaseState, at: number): number | null {
  const { limits } = business;
  switch (state) {
    case 'draft':
    case 'verified':
      return addDays(at, limits.preparing);
    case 'authorising':
      return addDays(at, limits.authorising);
    case 'correction':
      return addDays(at, limits.correction);
    case 'awaiting-payment':
      return addDays(at, limits.payment);
    case 'submitted':
    case 'reviewing':
    case 'registering':
      return addWorkingDays(at, limits.reviewWorkingDays);
    default:
      return null;
  }
}
