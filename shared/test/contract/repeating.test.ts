import { isUndecided, repeatAfter } from '@zhucheng/shared';

test.each([
  ['no answer', { status: 0 }, true],
  ['no answer, in the words of a client', { status: 0, code: 'OFFLINE' }, true],
  ['still at work on the first sending', { status: 409, code: 'IN_PROGRESS' }, true],
  ['the database is away', { status: 503, code: 'UNAVAILABLE' }, true],
  ['nobody behind the gateway', { status: 502 }, true],
  ['a refusal', { status: 409, code: 'CONFLICT' }, false],
  ['too often', { status: 429, code: 'TOO_MANY_REQUESTS' }, false],
  ['a department is silent, which a person is told', { status: 503, code: 'DEPARTMENT_UNAVAILABLE' }, false],
  ['many uploads, which a person is told', { status: 503, code: 'UPLOADS_BUSY', retryAfterMs: 15_000 }, false],
  ['a fault of ours', { status: 500, code: 'INTERNAL' }, false],
])('%s: sent again?', (_what, ending, expected) => {
  expect(isUndecided(ending)).toBe(expected);
  expect(repeatAfter(ending, 0, 0, 0.5) !== null).toBe(expected);
});

/** All waits until it gives up, with an answer that takes no time. */
function waits(ending: { status: number; code?: string; retryAfterMs?: number }): number[] {
  const all: number[] = [];
  for (let elapsed = 0; ; ) {
    const ms = repeatAfter(ending, all.length, elapsed, 0.5);
    if (ms === null) return all;
    all.push(ms);
    elapsed += ms;
  }
}

test('a command outlives the half minute in which a dead process may still hold its key', () => {
  const sum = waits({ status: 409, code: 'IN_PROGRESS', retryAfterMs: 1_000 }).reduce((a, b) => a + b, 0);
  expect(sum).toBeGreaterThan(32_000);
  expect(sum).toBeLessThanOrEqual(60_000);
});

test('it waits longer each time, as long as the server wishes, and not for ever on a dead line', () => {
  expect(waits({ status: 0 }).slice(0, 5)).toEqual([500, 1_000, 2_000, 4_000, 4_000]);
  expect(waits({ status: 0 }).reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(30_000);
  expect(repeatAfter({ status: 503, code: 'UNAVAILABLE', retryAfterMs: 2_000 }, 0, 0, 0)).toBe(2_000);
});
