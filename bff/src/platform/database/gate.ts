import { Problem } from '../errors/problem';

/** How long a unit of work may wait for the one SQLite writer before the caller is told to try again, in ms. */
const patienceMs = 15_000;

/** Lets one at a time through, in order of arrival. */
export class Gate {
  private tail: Promise<void> = Promise.resolve();
  private waiting = 0;

  /** Resolves with the function that lets the next one in. Error: UNAVAILABLE after 15 s. */
  async enter(): Promise<() => void> {
    let leave!: () => void;
    const before = this.tail;
    this.tail = new Promise<void>((resolve) => {
      leave = resolve;
    });
    if (this.waiting++ === 0) {
      await before;
      return () => this.leave(leave);
    }
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), patienceMs);
    });
    const outcome = await Promise.race([before, late]);
    clearTimeout(timer);
    if (outcome === 'late') {
      // Its place in the line is given up only when it comes up, so that the order of the others stays.
      void before.then(() => this.leave(leave));
      throw new Problem('UNAVAILABLE');
    }
    return () => this.leave(leave);
  }

  private leave(next: () => void): void {
    this.waiting--;
    next();
  }
}
