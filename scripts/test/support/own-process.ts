import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabase } from '../../../bff/test/support/databases';
import { type Sandbox, startSandbox } from '../../sandbox';
import { compile, freePort, ServerProcess } from './child';

/** The compiled server as a process, with gateways and an empty database of its own; not started yet. */
export interface OwnProcess {
  platform: ServerProcess;
  sandbox: Sandbox;
  /** For a second process beside it. */
  variables: Record<string, string | undefined>;
  close(): Promise<void>;
}

export async function ownProcess(dialect: 'sqlite' | 'mysql'): Promise<OwnProcess> {
  compile();
  const folder = mkdtempSync(join(tmpdir(), 'zhucheng-process-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const sandbox = await startSandbox({ port: 0, dataDir: folder, speed: 200, city: { people: [] }, platformUrl: url });
  const database = await freshDatabase(dialect);
  const variables = {
    ...sandbox.environment,
    ...database.variables,
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: url,
    RATE_LIMITS: 'off',
    DATABASE_POOL: '8',
    H5_DIR: '/nowhere',
    ADMIN_DIR: '/nowhere',
    LOG_LEVEL: 'error',
  };
  const platform = new ServerProcess(variables);
  return {
    platform,
    sandbox,
    variables,
    close: async () => {
      await platform.crash();
      await sandbox.close();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
