import { Jobs } from '@zhucheng/bff/platform/jobs/jobs';
import { createLogger } from '@zhucheng/bff/platform/logging/logger';
import { Metrics } from '@zhucheng/bff/platform/metrics/metrics';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

eachDatabase((dialect) => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startTestServer({ dialect, modules: [] });
  });
  afterEach(() => server.close());
  const another = () =>
    new Jobs({
      database: server.database,
      clock: server.clock,
      logger: createLogger('silent'),
      metrics: new Metrics(),
    });

  test('of two processes one runs a job, and again only when its time has come', async () => {
    const runs: string[] = [];
    const [a, b] = [another(), another()];
    a.every('report', 60_000, async () => void runs.push('a'));
    b.every('report', 60_000, async () => void runs.push('b'));
    a.start();
    b.start();
    await pause(900);
    expect(runs).toHaveLength(1);
    server.clock.advance(61_000);
    await pause(900);
    expect(runs).toHaveLength(2);
    await a.stop();
    await b.stop();
  });

  test('a frequent job keeps its lease and gives it back at the stop', async () => {
    const runs: string[] = [];
    const [a, b] = [another(), another()];
    a.every('tick', 1_000, async () => void runs.push('a'));
    b.every('tick', 1_000, async () => void runs.push('b'));
    a.start();
    await pause(400);
    b.start();
    const before = server.database.statements;
    for (let i = 0; i < 3; i++) {
      server.clock.advance(1_000);
      await pause(350);
    }
    expect(new Set(runs)).toEqual(new Set(['a']));
    expect(runs.length).toBeGreaterThanOrEqual(3);
    expect(server.database.statements - before).toBeLessThan(8);
    await a.stop();
    server.clock.advance(61_000);
    await pause(600);
    expect(runs).toContain('b');
    await b.stop();
  });

  test('a failing job is tried again at its next time and disturbs nothing', async () => {
    let runs = 0;
    const jobs = another();
    jobs.every('broken', 20_000, async () => {
      runs++;
      throw new Error('no');
    });
    jobs.start();
    await pause(500);
    server.clock.advance(21_000);
    await pause(500);
    await jobs.stop();
    expect(runs).toBe(2);
  });

  test.each([
    ['a frequent one', 1_000],
    ['a rare one', 60_000],
  ])('%s runs on time after the clock was set back by an hour', async (_which, everyMs) => {
    let runs = 0;
    const jobs = another();
    jobs.every('report', everyMs, async () => void runs++);
    jobs.start();
    await pause(400);
    expect(runs).toBe(1);
    server.clock.advance(-3_600_000);
    server.clock.advance(everyMs + 100);
    await pause(700);
    await jobs.stop();
    expect(runs).toBe(2);
  });

  test('what was written before the clock was set back does not hold up the next process', async () => {
    await server.database.unitOfWork((tx) =>
      tx.insert('job_lease', {
        name: 'report',
        locked_until: tx.now + 3_600_000,
        locked_by: 'dead',
        next_at: tx.now + 3_660_000,
      }),
    );
    let runs = 0;
    const jobs = another();
    jobs.every('report', 60_000, async () => void runs++);
    jobs.start();
    await pause(500);
    await jobs.stop();
    expect(runs).toBe(1);
  });
});
