import { performance } from 'node:perf_hooks';
import { AdapterClock } from '../dependencies';

/** Stops asking a department that keeps failing (熔断), so that its silence doesn't hold our requests. */
export class CircuitBreaker {
  private failures = 0;
  /** Steady time: a clock that is set back must not keep a department shut out. */
  private openedAt = 0;
  private trial = false;

  constructor(
    private readonly clock: AdapterClock,
    private readonly threshold = 5,
    private readonly cooldownMs = 15_000,
  ) {}

  /** True when a call may go out; after the cool-down exactly one trial at a time. */
  admit(): boolean {
    if (this.failures < this.threshold) return true;
    if (this.trial || this.steady() - this.openedAt < this.cooldownMs) return false;
    this.trial = true;
    return true;
  }

  record(success: boolean): void {
    this.trial = false;
    if (success) {
      this.failures = 0;
      return;
    }
    this.failures += 1;
    if (this.failures >= this.threshold) this.openedAt = this.steady();
  }

  get open(): boolean {
    return this.failures >= this.threshold;
  }

  private steady(): number {
    return this.clock.steady?.() ?? performance.now();
  }
}
