import { Clock } from '@zhucheng/bff/platform/clock';

/** Real time plus an offset: the sandbox checks signatures against it, paths jump over deadlines with it. */
export class MovableClock extends Clock {
  private offset = 0;

  override now(): number {
    return Date.now() + this.offset;
  }

  advance(ms: number): void {
    this.offset += ms;
  }
}
