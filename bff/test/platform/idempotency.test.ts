import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { readEnvironment } from '@zhucheng/bff/config/environment';
import { Database } from '@zhucheng/bff/platform/database/database';
import { DatabaseUnavailable } from '@zhucheng/bff/platform/database/unavailable';
import { Problem } from '@zhucheng/bff/platform/errors/problem';
import { type Input, Route } from '@zhucheng/bff/platform/http/route';
import { Claim, Idempotency } from '@zhucheng/bff/platform/idempotency/idempotency';
import { createServer } from '@zhucheng/bff/server';
import { route } from '@zhucheng/shared';
import { z } from 'zod';
import { eachDatabase, freshDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';

const common = { method: 'POST', access: ['citizen'], summary: '', tag: 't', idempotent: true } as const;
const body = z.strictObject({ amount: z.number(), how: z.string().optional() });
const defs = {
  pay: route({ ...common, path: '/api/toy/pay', body, reply: z.strictObject({ id: z.string() }) }),
  other: route({ ...common, path: '/api/toy/other', body }),
};

/** Fails; 'no-commit-lost': and the database is away for a moment, so that nothing can be given back. */
async function failCommit(database: Database, how: string): Promise<void> {
  if (runs > 1) return;
  if (how === 'no-commit-lost')
    jest.spyOn(database, 'unitOfWork').mockRejectedValueOnce(new DatabaseUnavailable('ECONNREFUSED', undefined));
  throw new DatabaseUnavailable('PROTOCOL_CONNECTION_LOST', undefined);
}

let runs = 0;
let hold: Promise<void> | undefined;

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
class PayController {
  @Inject()
  database!: Database;

  @Route(defs.pay)
  async pay(input: Input<typeof defs.pay>) {
    runs++;
    await hold;
    const { how } = input.body;
    const result = await input.unitOfWork(async (tx) => {
      await tx.enqueue('paid', `${input.actor.id}-${runs}`, {});
      if (how === 'refuse') throw new Problem('ORDER_NOT_PAYABLE');
      if (how === 'refuse-finally') throw Problem.field('amount', '金额不正确');
      if (how === 'crash') throw new Error('boom');
      // The last thing before the commit: as if the commit itself had failed.
      if (how?.startsWith('no-commit')) tx.beforeCommit('toy', () => failCommit(this.database, how));
      return { id: `payment-${runs}` };
    });
    if (how === 'crash-after') throw new Error('boom after the commit');
    return result;
  }

  @Route(defs.other)
  async other(input: Input<typeof defs.other>) {
    await input.unitOfWork(async () => undefined);
  }
}

eachDatabase((dialect) => {
  let server: TestServer;
  let key = 0;
  beforeAll(async () => {
    server = await startTestServer({ dialect, modules: [PayController] });
    server.sessions.use({
      read: (token) => ({ kind: 'citizen', id: token, roles: ['citizen'], sessionId: 's' }),
    });
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    runs = 0;
    hold = undefined;
    key++;
    await server.database.unitOfWork((tx) => tx.execute('DELETE FROM outbox'));
  });

  async function pay(
    own: { amount?: number; how?: string; who?: string; path?: string; key?: string; at?: string } = {},
  ) {
    const answer = await fetch(`${own.at ?? server.url}${own.path ?? '/api/toy/pay'}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${own.who ?? 'C1'}`,
        'content-type': 'application/json',
        ...(own.key !== '' && { 'idempotency-key': own.key ?? `key-00000${key}` }),
      },
      body: JSON.stringify({ amount: own.amount ?? 5, ...(own.how && { how: own.how }) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      json: text ? JSON.parse(text) : null,
      replayed: answer.headers.get('idempotent-replay'),
    };
  }
  const citizen = { kind: 'citizen', id: 'C9', roles: ['citizen'], sessionId: 's' } as never;
  const claims = () => new Idempotency({ database: server.database, cipher: server.cipher, clock: server.clock });
  const tasks = async () => (await server.database.read('SELECT id FROM outbox')).length;

  test('a repeat gets the first answer and runs nothing', async () => {
    const first = await pay();
    expect(first).toEqual({ status: 200, json: { id: 'payment-1' }, replayed: null });
    expect(await pay()).toEqual({ ...first, replayed: 'true' });
    expect([runs, await tasks()]).toEqual([1, 1]);
  });

  test('a reply without content is repeated as well', async () => {
    expect((await pay({ path: '/api/toy/other' })).status).toBe(204);
    expect(await pay({ path: '/api/toy/other' })).toEqual({ status: 204, json: null, replayed: 'true' });
  });

  test('the key belongs to the caller', async () => {
    await pay();
    expect((await pay({ who: 'C2' })).json).toEqual({ id: 'payment-2' });
  });

  test.each([
    ['another body', { amount: 6 }],
    ['another route', { path: '/api/toy/other' }],
  ])('%s under the same key is refused', async (_name, change) => {
    await pay();
    expect((await pay(change)).json.error.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  test.each(['', 'short', 'has spaces in it'])('the key "%s" is not one', async (bad) => {
    expect((await pay({ key: bad })).json.error.code).toBe('IDEMPOTENCY_KEY_MISSING');
  });

  test('ten at once: one runs, the others get its answer', async () => {
    let release: () => void = () => undefined;
    hold = new Promise((resolve) => (release = resolve));
    const all = Array.from({ length: 10 }, () => pay());
    setTimeout(release, 200);
    const answers = await Promise.all(all);
    expect(answers.map((answer) => answer.json)).toEqual(Array(10).fill({ id: 'payment-1' }));
    expect([runs, await tasks()]).toEqual([1, 1]);
  });

  test('while the first one runs on, a repeat is told so', async () => {
    let release: () => void = () => undefined;
    hold = new Promise((resolve) => (release = resolve));
    const first = pay();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await pay()).json.error.code).toBe('IN_PROGRESS');
    release();
    expect((await first).status).toBe(200);
  });

  test('a final refusal is repeated, a passing one is tried again', async () => {
    const refused = await pay({ how: 'refuse-finally' });
    expect(await pay({ how: 'refuse-finally' })).toEqual({ ...refused, replayed: 'true' });
    expect(runs).toBe(1);
    key = 5000 + key;
    await pay({ how: 'refuse' });
    await pay({ how: 'refuse' });
    expect(runs).toBe(3);
    expect(await tasks()).toBe(0);
  });

  test('after a crash before the commit the command can run again', async () => {
    expect((await pay({ how: 'crash' })).status).toBe(500);
    expect((await pay({ how: 'crash' })).status).toBe(500);
    expect([runs, await tasks()]).toEqual([2, 0]);
  });

  test.each(['no-commit', 'no-commit-lost'])('whose commit failed (%s) may repeat it at once', async (how) => {
    expect((await pay({ how })).status).toBe(503);
    expect(await tasks()).toBe(0);
    expect(await pay({ how })).toEqual({ status: 200, json: { id: 'payment-2' }, replayed: null });
    expect([runs, await tasks()]).toEqual([2, 1]);
  });

  test('a commit that only seemed to fail is not undone by giving the key back', async () => {
    const claim = (await claims().claim(citizen, '', 'key-seemed', 'POST /x', {})) as Claim;
    await server.database.unitOfWork((tx) => claim.record(tx, { id: 'done' }));
    // As if the answer to the commit had been lost.
    Object.assign(claim, { recorded: undefined });
    await claim.fail(new DatabaseUnavailable('PROTOCOL_CONNECTION_LOST', undefined), 'r');
    expect(await claims().claim(citizen, '', 'key-seemed', 'POST /x', {})).toMatchObject({ text: '{"id":"done"}' });
  });

  test('what a dead process claimed is free as soon as its successor is there, what another claimed is not', async () => {
    const [dead, neighbour, successor] = [claims(), claims(), claims()];
    await dead.resume('host:7001', false);
    await neighbour.resume('host:7002', false);
    const first = (await dead.claim(citizen, '', 'key-of-dead', 'POST /x', {})) as Claim;
    await neighbour.claim(citizen, '', 'key-of-living', 'POST /x', {});
    expect(await successor.resume('host:7001', false)).toBe(1);
    expect(await successor.claim(citizen, '', 'key-of-dead', 'POST /x', {})).toBeInstanceOf(Claim);
    await expect(successor.claim(citizen, '', 'key-of-living', 'POST /x', {})).rejects.toMatchObject({
      code: 'IN_PROGRESS',
      detail: { retryAfterMs: 1_000 },
    });
    await expect(server.database.unitOfWork((tx) => first.record(tx, {}))).rejects.toMatchObject({
      code: 'IN_PROGRESS',
    });
    await server.database.unitOfWork((tx) => tx.execute("DELETE FROM idempotency_key WHERE state = 'running'"));
  });

  test('a server that is back answers what its predecessor left open', async () => {
    const own = await freshDatabase(dialect);
    const environment = readEnvironment({ NODE_ENV: 'test', HOST: '127.0.0.1', WORKERS: 'off', ...own.variables });
    const sessions = { read: (id: string) => ({ kind: 'citizen', id, roles: ['citizen'], sessionId: 's' }) as const };
    const start = async (port: number) => {
      const started = await createServer({ environment, port, modules: [PayController] });
      started.sessions.use(sessions as never);
      return started;
    };
    const predecessor = await start(0);
    const at = predecessor.url;
    await pay({ at });
    await predecessor.database.unitOfWork((tx) =>
      tx.execute("UPDATE idempotency_key SET state = 'running', reply_cipher = NULL, status = NULL"),
    );
    await predecessor.close();
    const back = await start(predecessor.port);
    expect(await pay({ at })).toEqual({ status: 200, json: { id: 'payment-2' }, replayed: null });
    await back.close();
    await own.drop();
  });

  test('after a crash behind the commit the repeat gets the recorded answer', async () => {
    expect((await pay({ how: 'crash-after' })).status).toBe(500);
    expect(await pay({ how: 'crash-after' })).toEqual({ status: 200, json: { id: 'payment-1' }, replayed: 'true' });
    expect([runs, await tasks()]).toEqual([1, 1]);
  });

  test('a claim of a dead process is taken over; the late first one rolls back', async () => {
    let release: () => void = () => undefined;
    hold = new Promise((resolve) => (release = resolve));
    const first = pay();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const late = hold;
    hold = undefined;
    server.clock.advance(31_000);
    expect((await pay()).json).toEqual({ id: 'payment-2' });
    release();
    await late;
    expect((await first).json.error.code).toBe('IN_PROGRESS');
    expect(await tasks()).toBe(1);
  });

  test('replies are stored encrypted and purged', async () => {
    await pay();
    const row = await server.database.readOne<{ reply_cipher: string }>(
      "SELECT reply_cipher FROM idempotency_key WHERE state = 'done' ORDER BY created_at DESC LIMIT 1",
    );
    expect(row?.reply_cipher).toMatch(/^demo:/);
    server.clock.advance(3 * 86_400_000);
    await server.jobs.run('idempotency-purge');
    expect(await server.database.read('SELECT subject FROM idempotency_key')).toEqual([]);
  });
});
