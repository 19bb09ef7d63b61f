import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Long work that says with each `yield` where it may be interrupted. */
export type Interruptible<T> = Generator<undefined, T, undefined>;

/** Does it all at once. */
export function atOnce<T>(work: Interruptible<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** How long one piece of work may keep others waiting, ms. */
const pieceMs = 10;

/** For work in a loop: `await turn.over()` lets other requests have their turn if this one has taken long enough. */
export class Turn {
  private since = performance.now();

  async over(): Promise<void> {
    if (performance.now() - this.since < pieceMs) return;
    await nextTurn();
    this.since = performance.now();
  }
}

/** Does it in pieces of some milliseconds; between them other requests get their turn. */
export async function inTurns<T>(work: Interruptible<T>): Promise<T> {
  const turn = new Turn();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await turn.over();
  }
}
