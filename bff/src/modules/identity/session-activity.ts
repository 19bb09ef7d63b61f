import { LRUCache } from 'lru-cache';
import type { Transaction } from '../../platform/database/transaction';

/** Without a call for so long, staff sign in again and a citizen confirms anew before what is sensitive. */
export const idleMs = 30 * 60_000;

export interface Activity {
  /** The latest call, ms UTC. */
  seen: number;
  /** When the run of calls without a long pause began. */
  since: number;
}

/** What two processes know of one session: without a long pause between them it is one run of calls. */
export function joined(one: Activity, other: Activity): Activity {
  const [first, last] = one.seen <= other.seen ? [one, other] : [other, one];
  return last.since - first.seen > idleMs ? last : { seen: last.seen, since: Math.min(first.since, last.since) };
}

const most = 50_000;
const batch = 200;

/**
 * When sessions were last used, in this process's memory: calls cost no statement, and what is new is written in one go once
 * a minute. A process that dies forgets a minute at most.
 */
export class SessionActivity {
  private readonly known = new LRUCache<string, Activity>({ max: most });
  private readonly changed = new Map<string, Activity>();

  /** A call now; `stored` is what the database says, of every process. Null: the pause was too long and it stays idle. */
  touch(id: string, stored: Activity, now: number, wakes: boolean): Activity | null {
    const known = this.known.get(id);
    const before = known ? joined(known, stored) : stored;
    const paused = now - before.seen > idleMs;
    if (paused && !wakes) return null;
    const next = { seen: Math.max(now, before.seen), since: paused ? now : before.since };
    this.known.set(id, next);
    this.changed.set(id, next);
    return next;
  }

  /** Writes what is new; one statement for up to 200 sessions. */
  async flush(run: (work: (tx: Transaction) => Promise<void>) => Promise<void>): Promise<void> {
    const entries = [...this.changed];
    this.changed.clear();
    for (let at = 0; at < entries.length; at += batch) {
      const part = entries.slice(at, at + batch);
      const cases = part.map(() => 'WHEN ? THEN ?').join(' ');
      const ids = part.map(([id]) => id);
      await run(async (tx) => {
        await tx.execute(
          `UPDATE session SET last_seen_at = CASE id ${cases} ELSE last_seen_at END, ` +
            `active_since = CASE id ${cases} ELSE active_since END WHERE id IN (${ids.map(() => '?').join(',')})`,
          [...part.flatMap(([id, { seen }]) => [id, seen]), ...part.flatMap(([id, { since }]) => [id, since]), ...ids],
        );
      });
    }
  }
}
