import { CircuitBreaker } from '@zhucheng/bff/adapters/gateway/breaker';
import { TestClock } from '@zhucheng/bff/platform/clock';

test.each([
  ['the clock goes on', 0],
  ['the clock was set back by an hour', -3_600_000],
])('a department that failed is tried once after the cool-down: %s', (_how, ms) => {
  const clock = new TestClock();
  const breaker = new CircuitBreaker(clock, 2, 15_000);
  breaker.record(false);
  breaker.record(false);
  clock.advance(ms);
  clock.advance(14_000);
  expect(breaker.admit()).toBe(false);
  clock.advance(1_000);
  expect([breaker.admit(), breaker.admit()]).toEqual([true, false]);
});
