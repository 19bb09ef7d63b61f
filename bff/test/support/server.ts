import { readEnvironment } from '@zhucheng/bff/config/environment';
import { TestClock } from '@zhucheng/bff/platform/clock';
import { createServer, type Server, type ServerOptions } from '@zhucheng/bff/server';
import { freshDatabase, type TestDatabase } from './databases';

export interface TestServer extends Server {
  clock: TestClock;
  testDatabase: TestDatabase;
}

export interface TestServerOptions extends Partial<Omit<ServerOptions, 'environment' | 'clock'>> {
  dialect?: 'sqlite' | 'mysql';
  clock?: TestClock;
  /** Environment variables on top of the defaults for tests. */
  variables?: Record<string, string>;
}

/** The defaults for tests; also for a further process on the same database. */
export const testEnvironment = (testDatabase: TestDatabase, variables: Record<string, string> = {}) =>
  readEnvironment({
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    RATE_LIMITS: 'off',
    DEMO_ACCOUNTS: 'on',
    DATABASE_POOL: '5',
    MESSAGE_WINDOW_MS: '0',
    H5_DIR: '/nowhere',
    ADMIN_DIR: '/nowhere',
    ...testDatabase.variables,
    ...variables,
  });

/**
 * A server on a free port with a database of its own, a clock that stands still, and no background work: call
 * `server.outbox.drain()` and `server.jobs.run(name)`. `close()` drops the database.
 */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  // TEST_DB=mysql runs the suites that do not choose a dialect themselves on MySQL.
  const dialect = options.dialect ?? (process.env.TEST_DB === 'mysql' ? 'mysql' : 'sqlite');
  const testDatabase = await freshDatabase(dialect);
  const clock = options.clock ?? new TestClock();
  const environment = testEnvironment(testDatabase, options.variables);
  const server = await createServer({ workers: false, port: 0, ...options, environment, clock });
  return {
    ...server,
    clock,
    testDatabase,
    close: async () => {
      await server.close();
      await testDatabase.drop();
    },
  };
}
