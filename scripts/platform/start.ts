import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Adapters, createAdapters, parseDepartmentEnvironment } from '@zhucheng/bff/adapters/index';
import { readEnvironment } from '@zhucheng/bff/config/environment';
import { Businesses } from '@zhucheng/bff/modules/businesses/businesses.service';
import { CaseDeadlines } from '@zhucheng/bff/modules/cases/ending/deadlines.service';
import { RegisterLapse } from '@zhucheng/bff/modules/register/register-lapse.service';
import type { Logger } from '@zhucheng/bff/platform/logging/logger';
import { createServer, type Server } from '@zhucheng/bff/server';
import { type Business, businesses } from '@zhucheng/shared';
import { buildCity } from '../city';
import { type Sandbox, startSandbox } from '../sandbox';
import { seedCity } from '../seed/seed';
import { Cast } from '../walk/cast';
import { Playground } from '../walk/client';
import { MovableClock } from './clock';

/** Everything in this process: gateways, demonstration city, workers, over real HTTP on free ports. */
export interface WholePlatform {
  server: Server;
  sandbox: Sandbox;
  adapters: Adapters;
  clock: MovableClock;
  url: string;
  cast: Cast;
  playground: Playground;
  /** Moves the clock, ends what is due then, and signs everybody in again. */
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
}

export interface WholeOptions {
  /** DATA_DIR, and DATABASE_URL unless it is SQLite: see `ownDatabase`. */
  variables: Record<string, string | undefined>;
  /** Folders of built pages to serve; by default none. */
  sites?: { h5?: string; admin?: string };
  /** Declared besides the usual ones. */
  more?: readonly Business[];
  /** Folder with the gateways' keys, to be used again; new ones unless given. */
  keysDir?: string | undefined;
  /** Where the log goes; by default nowhere. */
  logger?: Logger;
}

export async function startWhole(options: WholeOptions): Promise<WholePlatform> {
  const { variables, sites = {}, more = [], keysDir, logger } = options;
  const folder = mkdtempSync(join(tmpdir(), 'zhucheng-sandbox-'));
  const clock = new MovableClock();
  const city = buildCity();
  const sandbox = await startSandbox({
    port: 0,
    dataDir: folder,
    ...(keysDir && { keysDir }),
    speed: 200,
    clock,
    city: { people: city.people },
    platformUrl: 'http://127.0.0.1:9',
  });
  const all = { ...sandbox.environment, ...variables };
  const environment = readEnvironment({
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    RATE_LIMITS: 'off',
    DEMO_ACCOUNTS: 'on',
    DATABASE_POOL: '8',
    // Paths on which a department is silent wait for the next question.
    DEPARTMENT_RETRY_MS: '200',
    H5_DIR: sites.h5 ?? '/nowhere',
    ADMIN_DIR: sites.admin ?? '/nowhere',
    LOG_LEVEL: 'silent',
    ...all,
  });
  const adapters = createAdapters(parseDepartmentEnvironment(all), { clock });
  const server = await createServer({ environment, adapters, clock, port: 0, workers: true, logger });
  if (more.length > 0) (await server.get(Businesses)).use([...businesses, ...more]);
  await seedCity(server, city, { passwordCost: 2 ** 10 });
  const playground = new Playground(sandbox.url);
  const cast = new Cast(server.url, playground, () => clock.now());
  return {
    server,
    sandbox,
    adapters,
    clock,
    url: server.url,
    cast,
    playground,
    advance: async (ms) => {
      clock.advance(ms);
      await (await server.get(CaseDeadlines)).lapse();
      await (await server.get(RegisterLapse)).run();
      await cast.renew();
    },
    close: async () => {
      await server.close();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
