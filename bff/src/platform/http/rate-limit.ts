import type { Clock } from '../clock';
import { Problem } from '../errors/problem';

interface Window {
  endsAt: number;
  count: number;
}

/** Keys kept at most; beyond it the oldest go first, so that an attacker cannot fill the memory. */
const capacity = 50_000;

/**
 * Counts calls per key in fixed windows, in this process. It takes the edge off floods; limits that protect money or
 * accounts (login failures, SMS) are counted in the database by their modules.
 */
export class RateLimiter {
  private readonly windows = new Map<string, Window>();

  constructor(private readonly clock: Clock) {}

  /** Error: TOO_MANY_REQUESTS with `detail.retryAfterMs`. */
  hit(key: string, times: number, perMs: number): void {
    const now = this.clock.steady();
    let window = this.windows.get(key);
    if (!window || window.endsAt <= now) {
      this.windows.delete(key);
      window = { endsAt: now + perMs, count: 0 };
      this.windows.set(key, window);
      if (this.windows.size > capacity) this.windows.delete(this.windows.keys().next().value!);
    }
    if (++window.count > times) {
      throw new Problem('TOO_MANY_REQUESTS', { detail: { retryAfterMs: window.endsAt - now } });
    }
  }
}
