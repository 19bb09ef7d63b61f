import { Provide, Scope, ScopeEnum } from '@midwayjs/core';

/** Wall clock. Inject it (`@Inject() clock: Clock`) instead of calling `Date.now()`, so that tests can move time. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Clock {
  /** UTC milliseconds since 1970. */
  now(): number {
    return Date.now();
  }
}

/** A clock that stands still until it is told otherwise. */
export class TestClock extends Clock {
  constructor(private at: number = Date.now()) {
    super();
  }

  override now(): number {
    return this.at;
  }

  advance(ms: number): void {
    this.at += ms;
  }

  set(ms: number): void {
    this.at = ms;
  }
}
