import type { AppointmentRules } from '@zhucheng/shared';

export type Read = <T>(sql: string, params: readonly unknown[]) => Promise<T[]>;

/** The rule whose row says which saving all of them come from. */
export const rulesVersionIn = 'noShowLimit';

const dayMs = 86_400_000;

export async function readRules(read: Read): Promise<AppointmentRules> {
  const rows = await read<{ name: string; value: number }>('SELECT name, value FROM appointment_rule', []);
  return Object.fromEntries(rows.map(({ name, value }) => [name, Number(value)])) as AppointmentRules;
}

/**
 * Until when booking online is paused, ms UTC; null if it is not. `missedAt`: when no-shows were marked. The pause begins
 * with the no-show that made the number full.
 */
export function pausedUntil(missedAt: readonly number[], rules: AppointmentRules, now: number): number | null {
  const { noShowLimit, noShowWindowDays, pauseDays } = rules;
  const newest = [...missedAt].sort((a, b) => b - a);
  for (let i = 0; i + noShowLimit <= newest.length; i++) {
    const last = newest[i]!;
    const until = last + pauseDays * dayMs;
    if (until <= now) return null;
    if (last - newest[i + noShowLimit - 1]! <= noShowWindowDays * dayMs) return until;
  }
  return null;
}

/** How far back a no-show can still matter, ms. */
export const memoryMs = (rules: AppointmentRules): number => (rules.noShowWindowDays + rules.pauseDays) * dayMs;
