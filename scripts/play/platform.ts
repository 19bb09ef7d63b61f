import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Adapters, createAdapters, parseDepartmentEnvironment } from '@zhucheng/bff/adapters/index';
import { readEnvironment } from '@zhucheng/bff/config/environment';
import { Businesses } from '@zhucheng/bff/modules/cases/businesses.service';
import { Clock } from '@zhucheng/bff/platform/clock';
import { createServer, type Server } from '@zhucheng/bff/server';
import { businesses } from '@zhucheng/shared';
import { toyBusiness } from '@zhucheng/shared/testing';
import { buildCity } from '../city';
import { type Sandbox, startSandbox } from '../sandbox';
import { seedCity } from '../seed/seed';
import { Cast } from '../walk/cast';
import { Playground } from '../walk/client';

/** Real time plus an offset: the sandbox checks signatures against it, paths jump over deadlines with it. */
export class MovableClock extends Clock {
  private offset = 0;

  override now(): number {
    return Date.now() + this.offset;
  }

  advance(ms: number): void {
    this.offset += ms;
  }
}

export interface Platform {
  server: Server;
  sandbox: Sandbox;
  cast: Cast;
  playground: Playground;
  clock: MovableClock;
  url: string;
  adapters: Adapters;
  /** DATA_DIR of the platform. */
  dataDir: string;
  close(): Promise<void>;
}

/** An empty database, and how to be rid of it. */
export interface Ground {
  variables: { DATABASE_URL?: string; DATA_DIR: string; SQLITE_SYNCHRONOUS: string };
  drop(): Promise<void>;
}

/** Folders of built pages to serve; by default none. */
export interface Sites {
  h5?: string;
  admin?: string;
}

/** The whole platform in this process: gateways, demo city, workers, toy business. */
export async function startPlatformOn(database: Ground, sites: Sites = {}): Promise<Platform> {
  const folder = mkdtempSync(join(tmpdir(), 'zhucheng-sandbox-'));
  const clock = new MovableClock();
  const city = buildCity();
  const sandbox = await startSandbox({
    port: 0,
    dataDir: folder,
    speed: 200,
    clock,
    city: { people: city.people },
    platformUrl: 'http://127.0.0.1:9',
  });
  const variables = { ...sandbox.environment, ...database.variables };
  const environment = readEnvironment({
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    RATE_LIMITS: 'off',
    DEMO_ACCOUNTS: 'on',
    DATABASE_POOL: '8',
    H5_DIR: sites.h5 ?? '/nowhere',
    ADMIN_DIR: sites.admin ?? '/nowhere',
    LOG_LEVEL: 'silent',
    ...variables,
  });
  const adapters = createAdapters(parseDepartmentEnvironment(variables), { clock });
  const server = await createServer({ environment, adapters, clock, port: 0, workers: true });
  (await server.get(Businesses)).use([...businesses, toyBusiness]);
  await seedCity(server, city);
  return {
    server,
    sandbox,
    clock,
    url: server.url,
    adapters,
    dataDir: database.variables.DATA_DIR,
    cast: new Cast(server.url, () => clock.now()),
    playground: new Playground(sandbox.url),
    close: async () => {
      await server.close();
      await sandbox.close();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The whole platform on a database file that is thrown away afterwards. */
export function startPlatform(sites: Sites): Promise<Platform> {
  const folder = mkdtempSync(join(tmpdir(), 'zhucheng-play-'));
  return startPlatformOn(
    {
      variables: { DATA_DIR: folder, SQLITE_SYNCHRONOUS: 'NORMAL' },
      drop: async () => rmSync(folder, { recursive: true, force: true }),
    },
    sites,
  );
}
