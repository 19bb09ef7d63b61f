/** What did not hold: which call, and how it answered. */
export interface Finding {
  call: string;
  why: string;
}

/** Result of one part of the attack. */
export interface PartResult {
  part: string;
  tried: number;
  held: number;
  notHeld: Finding[];
  /** Calls whose answer says nothing about what was asked, by the reason, e.g. a 429. */
  untested: Record<string, number>;
  seconds: number;
}

/** Counts while a part runs. */
export class Tally {
  private held = 0;
  private readonly notHeld: Finding[] = [];
  private readonly untested = new Map<string, number>();
  private readonly begun = Date.now();

  constructor(readonly part: string) {}

  hold(): void {
    this.held++;
  }

  fault(call: string, why: string): void {
    this.notHeld.push({ call, why });
  }

  skip(reason: string): void {
    this.untested.set(reason, (this.untested.get(reason) ?? 0) + 1);
  }

  /** `why` is what did not hold; undefined if it did. */
  judge(call: string, why: string | undefined): void {
    if (why === undefined) this.hold();
    else this.fault(call, why);
  }

  result(): PartResult {
    const skipped = [...this.untested.values()].reduce((sum, count) => sum + count, 0);
    return {
      part: this.part,
      tried: this.held + this.notHeld.length + skipped,
      held: this.held,
      notHeld: this.notHeld,
      untested: Object.fromEntries(this.untested),
      seconds: Math.round((Date.now() - this.begun) / 100) / 10,
    };
  }
}

export const untestedCount = ({ untested }: PartResult): number =>
  Object.values(untested).reduce((sum, count) => sum + count, 0);

/** Works on the items in turn, so many at a time. */
export async function each<T>(items: Iterable<T>, atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const turns = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = turns.next(); !next.done; next = turns.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Every nth, beginning with one that differs from list to list; all of them if `nth` is 1. */
export function sampled<T>(items: readonly T[], nth: number): T[] {
  return nth <= 1 ? [...items] : items.filter((_, index) => index % nth === items.length % nth);
}
