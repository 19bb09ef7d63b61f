import { once } from 'node:events';
import fs from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket, type Server as TcpServer } from 'node:net';
import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { readEnvironment } from '@zhucheng/bff/config/environment';
import { Database } from '@zhucheng/bff/platform/database/database';
import { type Input, Route } from '@zhucheng/bff/platform/http/route';
import { createServer as createPlatform, type Server } from '@zhucheng/bff/server';
import { route } from '@zhucheng/shared';
import { z } from 'zod';
import { freshDatabase, onDatabase, type TestDatabase } from '../support/databases';

const reply = z.object({ tasks: z.number() });
const defs = {
  count: route({ method: 'GET', path: '/api/toy/count', access: ['public'], summary: '', tag: 't', reply }),
  add: route({
    method: 'POST',
    path: '/api/toy/add',
    access: ['public'],
    summary: '',
    tag: 't',
    idempotent: true,
    body: z.strictObject({ letters: z.number() }),
    reply,
  }),
};
const counting = 'SELECT COUNT(*) AS tasks FROM outbox';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
class OutageController {
  @Inject()
  database!: Database;

  @Route(defs.count)
  async count() {
    return (await this.database.readOne<{ tasks: number }>(counting))!;
  }

  @Route(defs.add)
  add(input: Input<typeof defs.add>) {
    return input.unitOfWork(async (tx) => {
      await tx.enqueue('toy', null, 'x'.repeat(input.body.letters));
      return (await tx.query<{ tasks: number }>(counting))[0]!;
    });
  }
}

let platform: Server;
let database: TestDatabase;
async function start(dialect: 'sqlite' | 'mysql', throughPort?: number): Promise<void> {
  database = await freshDatabase(dialect);
  const url = database.variables.DATABASE_URL && new URL(database.variables.DATABASE_URL);
  if (url && throughPort) url.host = `127.0.0.1:${throughPort}`;
  const environment = readEnvironment({
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    RATE_LIMITS: 'off',
    DATABASE_POOL: '3',
    ...database.variables,
    ...(url && { DATABASE_URL: url.toString() }),
  });
  platform = await createPlatform({ environment, port: 0, workers: false, modules: [OutageController] });
}
afterEach(async () => {
  jest.restoreAllMocks();
  await platform.close();
  await database.drop();
});

async function ask(path: string, init: RequestInit = {}) {
  const answer = await fetch(`${platform.url}${path}`, init);
  const retryAfter = answer.headers.get('retry-after');
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown>, retryAfter };
}
const add = (key: string, letters = 1) =>
  ask('/api/toy/add', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ letters }),
  });
const later = { status: 503, retryAfter: '2', body: { error: { code: 'UNAVAILABLE' } } };

/** What stands between the platform and its database, and can be pulled out. */
class Cable {
  private readonly sockets = new Set<Socket>();
  private listener: TcpServer | undefined;
  port = 0;

  constructor(private readonly to: URL) {}

  async plug(): Promise<void> {
    const listener = createServer((near) => {
      const far = connect(Number(this.to.port), this.to.hostname);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.sockets.add(one);
        one.pipe(other).on('error', () => undefined);
        one.once('close', () => this.sockets.delete(one)).on('error', () => undefined);
      }
    });
    listener.listen(this.port, '127.0.0.1');
    await once(listener, 'listening');
    this.port = (listener.address() as AddressInfo).port;
    this.listener = listener;
  }

  async pull(): Promise<void> {
    this.listener?.close();
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

onDatabase('mysql', () => {
  const cable = new Cable(new URL(process.env.TEST_MYSQL_URL ?? 'mysql://127.0.0.1:3306'));
  beforeEach(async () => {
    await cable.plug();
    await start('mysql', cable.port);
  });
  afterEach(() => cable.pull());

  test('without its database it asks everybody to come back, and serves as soon as the database is there', async () => {
    expect((await add('key-before')).body).toEqual({ tasks: 1 });
    await cable.pull();
    for (let round = 0; round < 4; round++) {
      expect(await ask('/api/toy/count')).toMatchObject(later);
      expect(await add('key-during')).toMatchObject(later);
    }
    expect(await ask('/readyz')).toMatchObject({ status: 503, body: { reason: 'database' } });
    expect((await fetch(`${platform.url}/healthz`)).status).toBe(200);
    await cable.plug();
    expect((await ask('/api/toy/count')).body).toEqual({ tasks: 1 });
    expect((await add('key-during')).body).toEqual({ tasks: 2 });
    expect((await ask('/readyz')).status).toBe(200);
  });
});

onDatabase('sqlite', () => {
  beforeEach(() => start('sqlite'));

  test('with a full disk nothing is lost, nobody gets a 500, and it goes on once there is room', async () => {
    expect((await add('key-before')).body).toEqual({ tasks: 1 });
    // What SQLite says when a page has no place, whatever the reason.
    const writer = (platform.database.migrationSource.driver as unknown as { databaseConnection: Pragmas })
      .databaseConnection;
    const [{ page_count }] = writer.pragma('page_count') as [{ page_count: number }];
    writer.pragma(`max_page_count = ${page_count}`);
    expect(await add('key-during', 40_000)).toMatchObject(later);
    expect((await ask('/api/toy/count')).body).toEqual({ tasks: 1 });
    writer.pragma('max_page_count = 1000000');
    expect((await add('key-during', 40_000)).body).toEqual({ tasks: 2 });
  });

  test.each([
    ['a disk that is all but full', 'statfs'],
    ['a quota that is spent', 'open'],
  ] as const)('%s makes it not ready', async (_what, call) => {
    expect((await ask('/readyz')).status).toBe(200);
    if (call === 'statfs') jest.spyOn(fs, 'statfs').mockResolvedValue({ bavail: 1, bsize: 4096 } as never);
    else jest.spyOn(fs, 'open').mockRejectedValue(Object.assign(new Error('no room'), { code: 'EDQUOT' }));
    expect(await ask('/readyz')).toMatchObject({ status: 503, body: { status: 'unavailable', reason: 'disk-full' } });
    jest.restoreAllMocks();
    expect((await ask('/readyz')).status).toBe(200);
  });
});

interface Pragmas {
  pragma(source: string): unknown;
}
