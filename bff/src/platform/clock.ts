import { performance } from 'node:perf_hooks';
import { Provide, Scope, ScopeEnum } from '@midwayjs/core';

/** By how much the clocks of two machines may differ, ms. A stored time further ahead than that means that a clock was set back. */
export const clockToleranceMs = 60_000;

/** Wall clock. Inject it (`@Inject() clock: Clock`) instead of calling `Date.now()`, so that tests can move time. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Clock {
  /** UTC milliseconds since 1970. */
  now(): number {
    return Date.now();
  }

  private last = Number.NEGATIVE_INFINITY;
  private lastAt = 0;

  /**
   * The same, but never going back while the process lives, whatever is done to the wall clock: for leases and for waiting.
   * What people read and what the law counts is `now`.
   */
  steady(): number {
    const now = this.now();
    const at = performance.now();
    this.last = Math.max(now, this.last + at - this.lastAt);
    this.lastAt = at;
    return Math.floor(this.last);
  }
}

/** A clock that stands still until it is told otherwise. */
export class TestClock extends Clock {
  private steadyAt: number;

  constructor(private at: number = Date.now()) {
    super();
    this.steadyAt = at;
  }

  override now(): number {
    return this.at;
  }

  override steady(): number {
    return this.steadyAt;
  }

  /** A negative number sets it back. */
  advance(ms: number): void {
    this.at += ms;
    this.steadyAt += Math.max(ms, 0);
  }

  set(ms: number): void {
    this.advance(ms - this.at);
  }
}
