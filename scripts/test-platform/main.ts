import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdapters, parseDepartmentEnvironment } from '@zhucheng/bff/adapters/index';
import { readEnvironment } from '@zhucheng/bff/config/environment';
import { Clock } from '@zhucheng/bff/platform/clock';
import { createServer } from '@zhucheng/bff/server';
import { buildCity, SMALLEST_CITY } from '../city';
import { startSandbox } from '../sandbox';
import { seedCity } from '../seed/seed';
import { Cast } from '../walk/cast';
import { Playground } from '../walk/client';

/** A port that is free now: the gateways must know the platform's address before it listens. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createTcpServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** What the one line says. */
export interface TestPlatform {
  url: string;
  sandboxUrl: string;
  wechatAppId: string;
  /** An officer who is signed in. */
  officerToken: string;
  /** The demonstration's named people, with their real numbers. */
  people: { key: string; name: string; idNumber: string; phone: string }[];
}

/**
 * The whole platform in one process, for tests of its clients: gateways, demonstration city, workers, a database of its
 * own (or DATABASE_URL). Prints a TestPlatform as JSON on one line; ends on SIGTERM, SIGINT or when its input closes.
 */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'zhucheng-platform-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const clock = new Clock();
  const city = buildCity({ units: SMALLEST_CITY });
  const port = await freePort();
  const sandbox = await startSandbox({
    port: 0,
    dataDir: join(folder, 'sandbox'),
    platformUrl: `http://127.0.0.1:${port}`,
    speed: 200,
    clock,
    city,
  });
  const { DATABASE_URL } = process.env;
  const variables = {
    ...sandbox.environment,
    DATA_DIR: folder,
    SQLITE_SYNCHRONOUS: 'NORMAL',
    ...(DATABASE_URL && { DATABASE_URL }),
  };
  const environment = readEnvironment({
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    RATE_LIMITS: 'off',
    DEMO_ACCOUNTS: 'on',
    H5_DIR: '/nowhere',
    ADMIN_DIR: '/nowhere',
    LOG_LEVEL: 'silent',
    ...variables,
  });
  const adapters = createAdapters(parseDepartmentEnvironment(variables), { clock });
  const server = await createServer({ environment, adapters, clock, port, workers: true });
  await seedCity(server, city);

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    server
      .close()
      .then(() => sandbox.close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.stdin.on('end', stop).on('close', stop).resume();
  const officer = await new Cast(server.url, new Playground(sandbox.url)).officer('officer1');
  const ready: TestPlatform = {
    url: server.url,
    sandboxUrl: sandbox.url,
    wechatAppId: sandbox.environment.WECHAT_APP_ID!,
    officerToken: officer.token,
    people: city.people
      .filter((person) => person.demo)
      .map(({ key, name, idNumber, phone }) => ({ key, name, idNumber, phone })),
  };
  console.log(JSON.stringify(ready));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
