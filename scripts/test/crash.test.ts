import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '@zhucheng/bff/config/environment';
import { createServer, type Server } from '@zhucheng/bff/server';
import { type CaseState, type CaseView, routes } from '@zhucheng/shared';
import { type Move, type Played, type WalkPlayer, walk, walkPaths } from '@zhucheng/shared/testing';
import { createConnection } from 'mysql2/promise';
import { eachDatabase, freshDatabase, type TestDatabase } from '../../bff/test/support/databases';
import { secondHandTransfer } from '../../shared/src/business/second-hand-transfer';
import { buildCity } from '../city';
import { type Sandbox, startSandbox } from '../sandbox';
import { seedCity } from '../seed/seed';
import { Cast } from '../walk/cast';
import { Playground } from '../walk/client';
import { HttpPlayer } from '../walk/player';
import { compile, freePort, ServerProcess } from './support/child';

jest.setTimeout(900_000);

const path = walkPaths(secondHandTransfer).find((candidate) => candidate.id === 'happy')!;

eachDatabase((dialect) => {
  const folder = mkdtempSync(join(tmpdir(), 'zhucheng-crash-'));
  let sandbox: Sandbox;
  let database: TestDatabase;
  let platform: ServerProcess;
  let variables: Record<string, string | undefined>;
  let cast: Cast;
  let sale: CaseView;

  /** A server of this process on the same database: runs nothing by itself. */
  async function beside<T>(work: (server: Server) => Promise<T>): Promise<T> {
    const environment = readEnvironment({ ...variables, NODE_ENV: 'test', LOG_LEVEL: 'silent' });
    const server = await createServer({ environment, port: 0, workers: false });
    try {
      return await work(server);
    } finally {
      await server.close();
    }
  }

  /** Instead of waiting until what the dead process had leased is free; on SQLite the start of the server frees it. */
  async function endLeases(): Promise<void> {
    if (dialect === 'sqlite') return;
    const connection = await createConnection(variables.DATABASE_URL!);
    await connection.query("UPDATE outbox SET locked_until = 1 WHERE state = 'running'");
    await connection.query('UPDATE job_lease SET locked_until = 0 WHERE locked_until > 0');
    await connection.end();
  }

  async function restart(): Promise<void> {
    await endLeases();
    await platform.start();
  }

  /** The wallet takes the money while the platform is dead, so nobody hears of it. */
  class UnheardWallet extends Playground {
    override async send<T>(method: 'GET' | 'POST' | 'PUT', to: string, body?: unknown): Promise<T> {
      if (to !== '/wallet/code') return super.send<T>(method, to, body);
      await platform.crash();
      const paid = await super.send<T>(method, to, body);
      await restart();
      return paid;
    }
  }

  /** Plays as people do; after each move the platform dies and comes back. */
  class Crashing implements WalkPlayer {
    constructor(private readonly inner: HttpPlayer) {}

    prepare(...args: Parameters<HttpPlayer['prepare']>): Promise<void> {
      return this.inner.prepare(...args);
    }

    async play(move: Move, expected: CaseState): Promise<Played> {
      const played = await this.inner.play(move, expected);
      if (move.do !== 'check-outcome') {
        await platform.crash();
        await restart();
      }
      return played;
    }

    finish(): Promise<void> {
      return this.inner.finish();
    }
  }

  beforeAll(async () => {
    compile();
    const city = buildCity();
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    sandbox = await startSandbox({
      port: 0,
      dataDir: folder,
      speed: 200,
      city: { people: city.people },
      platformUrl: url,
    });
    database = await freshDatabase(dialect);
    variables = {
      ...sandbox.environment,
      ...database.variables,
      NODE_ENV: 'development',
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: url,
      RATE_LIMITS: 'off',
      DEMO_ACCOUNTS: 'on',
      DATABASE_POOL: '8',
      H5_DIR: '/nowhere',
      ADMIN_DIR: '/nowhere',
      // Long enough to die while news waits to be sent.
      MESSAGE_WINDOW_MS: '2000',
      LOG_LEVEL: 'error',
    };
    await beside((server) => seedCity(server, city));
    platform = new ServerProcess(variables);
    cast = new Cast(url, new Playground(sandbox.url));
    await platform.start();
  });
  afterAll(async () => {
    await platform?.stop();
    await sandbox?.close();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('completes a sale although the server is killed after every move', async () => {
    const player = new Crashing(
      new HttpPlayer({ cast, playground: new UnheardWallet(sandbox.url), settle: async () => undefined }),
    );
    const { error, steps } = await walk(secondHandTransfer, path, player);
    const story = steps.map(({ step, got, ok }) => `${ok ? ' ' : '!'} ${JSON.stringify(step.move)} → ${got}`);
    expect({ error, story: story.filter((line) => line.startsWith('!')), moves: story.length }).toEqual({
      error: undefined,
      story: [],
      moves: path.steps.length,
    });
    expect(platform.crashes).toBeGreaterThanOrEqual(path.steps.length);
    const { client } = await cast.person('chen-haibo');
    const { items } = await client.call(routes.cases.list, { query: { limit: 100 } });
    expect(items.map((item) => item.state)).toEqual(['completed']);
    sale = await client.call(routes.cases.detail, { params: { id: items[0]!.id } });
  });

  it('has changed the register once, with its history intact', async () => {
    const officer = await cast.officer('officer1');
    const detail = await officer.call(routes.register.unit, { params: { id: sale.unit.id } });
    expect(detail.historyIntact).toBe(true);
    expect(detail.rights.filter((right) => right.caseNumber === sale.acceptanceNumber)).toHaveLength(1);
    expect(detail.rights.filter((right) => right.validTo === null)).toHaveLength(1);
    const auditor = await cast.officer('auditor');
    expect(await auditor.call(routes.audit.verify, {})).toMatchObject({ intact: true, brokenAt: null });
  });

  it('has nothing twice and nothing left to do', async () => {
    const count = (server: Server, sql: string) =>
      server.database.read<Record<string, string | number>>(sql, [sale.id]);
    await beside(async (server) => {
      for (let attempt = 0; attempt < 100; attempt++) {
        const [left] = await server.database.read<{ n: number }>(
          "SELECT COUNT(*) AS n FROM outbox WHERE state IN ('ready', 'running') AND (next_at < ? OR case_id = ?)",
          [Date.now(), sale.id],
        );
        if (left!.n === 0) break;
        await new Promise((later) => setTimeout(later, 100));
      }
      expect(await server.outbox.deadLetters()).toEqual([]);
      expect(await count(server, "SELECT topic, state FROM outbox WHERE state <> 'done' AND case_id = ?")).toEqual([]);
      expect(await count(server, 'SELECT state FROM fee_order WHERE case_id = ?')).toEqual([{ state: 'paid' }]);
      expect(
        await count(
          server,
          'SELECT l.kind FROM payment_ledger l JOIN fee_order o ON o.id = l.order_id WHERE o.case_id = ?',
        ),
      ).toHaveLength(1);
      expect(
        await count(server, 'SELECT r.id FROM refund r JOIN fee_order o ON o.id = r.order_id WHERE o.case_id = ?'),
      ).toEqual([]);
      expect(await count(server, 'SELECT id FROM right_record WHERE case_id = ?')).toHaveLength(1);
      expect(await count(server, 'SELECT id FROM right_record WHERE ended_case_id = ?')).toHaveLength(1);
      const changes = await count(server, 'SELECT kind FROM unit_history WHERE case_id = ?');
      expect(new Set(changes.map(({ kind }) => kind)).size).toBe(changes.length);
      expect(changes.length).toBeGreaterThan(0);
      const certificates = await count(server, 'SELECT number FROM certificate WHERE case_id = ? ORDER BY number');
      expect(certificates.map(({ number }) => number)).toEqual(sale.certificates.map(({ number }) => number).sort());
      expect(certificates).toHaveLength(1);
      const messages = await count(
        server,
        'SELECT recipient, template, COUNT(*) AS n FROM message WHERE case_id = ? GROUP BY recipient, template',
      );
      expect(messages.length).toBeGreaterThan(4);
      expect(messages.filter(({ n }) => Number(n) > 1)).toEqual([]);
      const events = await count(
        server,
        'SELECT to_state FROM case_event WHERE case_id = ? AND from_state <> to_state ORDER BY seq',
      );
      const states = events.map((event) => event.to_state);
      expect(
        states.filter((state) => ['awaiting-payment', 'registering', 'completed'].includes(state as string)),
      ).toEqual(['awaiting-payment', 'registering', 'completed']);
    });
  });
});
