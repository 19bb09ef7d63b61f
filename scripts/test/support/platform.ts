import type { Adapters } from '@zhucheng/bff/adapters';
import type { Logger } from '@zhucheng/bff/platform/logging/logger';
import type { Server } from '@zhucheng/bff/server';
import { toyBusiness } from '@zhucheng/shared/testing';
import { freshDatabase } from '../../../bff/test/support/databases';
import { MovableClock } from '../../platform/clock';
import { startWhole } from '../../platform/start';
import type { Sandbox } from '../../sandbox';
import type { Cast } from '../../walk/cast';
import type { Playground } from '../../walk/client';

export { MovableClock };

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
  /** Its database, if that is MySQL or MariaDB. */
  mysqlUrl: string | undefined;
  /** Moves the clock, ends what is due then, and signs everybody in again. */
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** Folders of built pages to serve; by default none. */
export interface Sites {
  h5?: string;
  admin?: string;
}

/** The whole platform in this process: gateways, demo city, workers, toy business. */
export async function startPlatform(
  dialect: 'sqlite' | 'mysql',
  units = 130,
  sites: Sites = {},
  logger?: Logger,
  variables: Record<string, string | undefined> = {},
): Promise<Platform> {
  void units;
  const database = await freshDatabase(dialect);
  const keysDir = process.env.TEST_KEYS_DIR;
  const whole = await startWhole({
    variables: { ...database.variables, ...variables },
    sites,
    more: [toyBusiness],
    keysDir,
    logger,
  });
  return {
    ...whole,
    dataDir: database.variables.DATA_DIR,
    mysqlUrl: database.variables.DATABASE_URL,
    close: async () => {
      await whole.close();
      await database.drop();
    },
  };
}
