/** Lets a few do something at once; the others wait in the order in which they came. */
export class Slots {
  private taken = 0;
  private readonly queue: Array<() => void> = [];

  constructor(private readonly count: number) {}

  async hold<T>(work: () => Promise<T>): Promise<T> {
    if (this.taken >= this.count) await new Promise<void>((resolve) => this.queue.push(resolve));
    else this.taken++;
    try {
      return await work();
    } finally {
      const next = this.queue.shift();
      if (next) next();
      else this.taken--;
    }
  }
}
