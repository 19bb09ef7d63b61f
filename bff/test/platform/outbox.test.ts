import { readEnvironment } from '@zhucheng/bff/config/environment';
import { GiveUp } from '@zhucheng/bff/platform/outbox/outbox';
import { createServer } from '@zhucheng/bff/server';
import { eachDatabase, freshDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';

eachDatabase((dialect) => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startTestServer({ dialect, modules: [] });
  });
  afterEach(() => server.close());

  const enqueue = (topic: string, key: string | null, payload: unknown, delayMs = 0) =>
    server.database.unitOfWork((tx) => tx.enqueue(topic, key, payload, { delayMs }));
  const states = async () =>
    (await server.database.read<{ state: string }>('SELECT state FROM outbox ORDER BY id')).map((row) => row.state);

  test('carries out what was committed, once per key, and keeps the payload encrypted', async () => {
    const seen: unknown[] = [];
    server.outbox.on('toy', async (task) => void seen.push(task.payload));
    expect(await enqueue('toy', 'k', { name: '张三' })).toBe(true);
    expect(await enqueue('toy', 'k', { name: '李四' })).toBe(false);
    await server.database
      .unitOfWork(async (tx) => {
        await tx.enqueue('toy', 'other', {});
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    const stored = await server.database.readOne<{ payload_cipher: string }>('SELECT payload_cipher FROM outbox');
    expect(stored?.payload_cipher).toMatch(/^demo:/);
    expect(await server.outbox.drain()).toBe(1);
    expect(seen).toEqual([{ name: '张三' }]);
    expect(await states()).toEqual(['done']);
  });

  test('waits until a task is due', async () => {
    let runs = 0;
    server.outbox.on('later', async () => void runs++);
    await enqueue('later', null, {}, 60_000);
    await server.outbox.drain();
    expect(runs).toBe(0);
    server.clock.advance(60_000);
    await server.outbox.drain();
    expect(runs).toBe(1);
  });

  test('a clock that is set back by an hour holds nothing up, and nothing comes too early', async () => {
    const seen: string[] = [];
    for (const topic of ['now', 'soon', 'after']) server.outbox.on(topic, async () => void seen.push(topic));
    await enqueue('now', null, {});
    await enqueue('soon', null, {}, 60_000);
    server.clock.advance(-3_600_000);
    await enqueue('after', null, {}, 60_000);
    await server.outbox.drain();
    expect(seen).toEqual(['now']);
    server.clock.advance(60_000);
    await server.outbox.drain();
    expect(seen).toEqual(['now', 'soon', 'after']);
  });

  test('after a start with a clock that was set back, what waits is due as soon as it was', async () => {
    await enqueue('now', null, {});
    await enqueue('soon', null, {}, 60_000);
    await server.database.unitOfWork((tx) =>
      tx.execute('UPDATE outbox SET created_at = created_at + 3600000, next_at = next_at + 3600000'),
    );
    await server.outbox.start();
    await server.outbox.stop();
    const seen: string[] = [];
    server.outbox.on('now', async () => void seen.push('now'));
    server.outbox.on('soon', async () => void seen.push('soon'));
    await server.outbox.drain();
    expect(seen).toEqual(['now']);
    server.clock.advance(60_000);
    await server.outbox.drain();
    expect(seen).toEqual(['now', 'soon']);
  });

  test('tries again with growing pauses, then keeps a dead letter that can be retried', async () => {
    let runs = 0;
    let broken = true;
    const fails = async () => {
      runs++;
      if (broken) throw Object.assign(new Error('secret'), { code: 'ECONNREFUSED' });
    };
    server.outbox.on('flaky', fails, { maxAttempts: 3, backoffMs: 1_000 });
    await enqueue('flaky', null, {});
    await server.outbox.drain();
    expect(runs).toBe(1);
    server.clock.advance(1_300);
    await server.outbox.drain();
    expect(runs).toBe(2);
    server.clock.advance(1_300);
    await server.outbox.drain();
    expect(runs).toBe(2);
    server.clock.advance(1_300);
    await server.outbox.drain();
    const [letter] = await server.outbox.deadLetters();
    expect(letter).toMatchObject({ topic: 'flaky', attempts: 3, lastErrorCode: 'ECONNREFUSED' });
    broken = false;
    expect(await server.database.unitOfWork((tx) => server.outbox.retry(tx, letter!.id))).toBe(true);
    await server.outbox.drain();
    expect([runs, await states()]).toEqual([4, ['done']]);
  });

  test('GiveUp ends at once, an answer of "ask again" does not count as a failure', async () => {
    server.outbox.on('hopeless', async () => {
      throw new GiveUp('REFUSED_BY_DEPARTMENT');
    });
    let asked = 0;
    server.outbox.on('pending', async () => (++asked < 20 ? { againAfterMs: 5_000 } : undefined), { maxAttempts: 2 });
    await enqueue('hopeless', null, {});
    await enqueue('pending', null, {});
    for (let i = 0; i < 25; i++) {
      await server.outbox.drain();
      server.clock.advance(5_000);
    }
    expect(await states()).toEqual(['dead', 'done']);
    expect(asked).toBe(20);
  });

  test('takes over a task whose process died, and the late first one cannot settle it', async () => {
    let release: () => void = () => undefined;
    let runs = 0;
    server.outbox.on('slow', async () => {
      if (++runs === 1) await new Promise<void>((resolve) => (release = resolve));
      else throw new GiveUp('SECOND');
    });
    await enqueue('slow', null, {});
    const first = server.outbox.drain();
    while (runs === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    server.clock.advance(31_000);
    const row = await server.database.readOne<{ id: string }>('SELECT id FROM outbox');
    // What another process does when it finds the lease expired.
    await server.database.unitOfWork((tx) =>
      tx.execute("UPDATE outbox SET locked_by = 'other', locked_until = ? WHERE id = ?", [tx.now + 30_000, row!.id]),
    );
    release();
    await first;
    expect(await states()).toEqual(['running']);
    server.clock.advance(31_000);
    await server.outbox.drain();
    expect(await states()).toEqual(['dead']);
  });

  test('tasks without a handler wait for one', async () => {
    await enqueue('unknown', null, {});
    expect(await server.outbox.drain()).toBe(0);
    expect(await states()).toEqual(['ready']);
  });

  test('old finished tasks are purged, dead letters stay', async () => {
    server.outbox.on('a', async () => undefined);
    server.outbox.on('b', async () => {
      throw new GiveUp('NO');
    });
    await enqueue('a', null, {});
    await enqueue('b', null, {});
    await server.outbox.drain();
    server.clock.advance(31 * 86_400_000);
    await server.jobs.run('outbox-purge');
    expect(await states()).toEqual(['dead']);
  });
});

test('the running server carries a task out at once, and continues after a kill', async () => {
  const own = await freshDatabase('sqlite');
  const environment = readEnvironment({ NODE_ENV: 'test', HOST: '127.0.0.1', ...own.variables });
  const start = () => createServer({ environment, port: 0, workers: true, modules: [] });
  let server = await start();
  const done = new Promise<void>((resolve) => server.outbox.on('now', async () => resolve()));
  await server.database.unitOfWork((tx) => tx.enqueue('now', null, {}));
  await done;
  await server.close();

  // A process that was killed leaves its task marked as running under a lease.
  server = await createServer({ environment, port: 0, workers: false, modules: [] });
  await server.database.unitOfWork(async (tx) => {
    await tx.enqueue('killed', null, { n: 1 });
    await tx.execute(
      "UPDATE outbox SET state = 'running', locked_by = 'dead', locked_until = ? WHERE topic = 'killed'",
      [tx.now + 30_000],
    );
  });
  const again = new Promise<void>((resolve) => server.outbox.on('killed', async () => resolve()));
  await server.outbox.start();
  await again;
  await server.outbox.stop();
  await server.close();
  await own.drop();
});
