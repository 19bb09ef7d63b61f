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

/** Does it in pieces; between them other requests get their turn. */
export async function inTurns<T>(work: Interruptible<T>): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await nextTurn();
  }
}
