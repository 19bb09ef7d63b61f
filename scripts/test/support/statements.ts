import { setTimeout as pause } from 'node:timers/promises';
import type { Server } from '@zhucheng/bff/server';

/** Enough for the jobs that a jump of the clock has woken. */
const mostRounds = 100;

/**
 * Statements of one call on a warm server. Workers and jobs run beside it and are counted too, so the call is repeated
 * until the same least number has been seen three times.
 */
export async function statementsOf(
  { database, outbox }: Pick<Server, 'database' | 'outbox'>,
  call: () => Promise<unknown>,
): Promise<number> {
  await call();
  let least = Number.POSITIVE_INFINITY;
  let seen = 0;
  for (let round = 0; round < mostRounds && seen < 3; round++) {
    const before = database.statements;
    await call();
    const count = database.statements - before;
    seen = count < least ? 1 : count === least ? seen + 1 : seen;
    if (count > least) {
      await outbox.drain();
      await pause(20);
    }
    least = Math.min(least, count);
  }
  return least;
}
