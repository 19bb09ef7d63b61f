import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseFiles } from '@zhucheng/bff/platform/database/private-file';
import { startTestServer } from '../support/server';

const folder = mkdtempSync(join(tmpdir(), 'zhucheng-private-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const modes = (dataDir: string) => [dataDir, ...databaseFiles(dataDir)].map((path) => statSync(path).mode & 0o777);

test('nobody else can read the database, its log and its index: when new, and when they came from an older version', async () => {
  const DATA_DIR = join(folder, 'data');
  const before = process.umask(0);
  const start = () => startTestServer({ dialect: 'sqlite', modules: [], variables: { DATA_DIR } });
  try {
    let server = await start();
    expect(modes(DATA_DIR)).toEqual([0o700, 0o600, 0o600, 0o600]);
    await server.close();
    chmodSync(DATA_DIR, 0o755);
    chmodSync(databaseFiles(DATA_DIR)[0]!, 0o644);
    server = await start();
    expect(modes(DATA_DIR)).toEqual([0o700, 0o600, 0o600, 0o600]);
    await server.close();
  } finally {
    process.umask(before);
  }
});

test('a folder that is everybody’s stays so', async () => {
  const DATA_DIR = join(folder, 'shared');
  mkdirSync(DATA_DIR);
  chmodSync(DATA_DIR, 0o1777);
  const server = await startTestServer({ dialect: 'sqlite', modules: [], variables: { DATA_DIR } });
  expect(statSync(DATA_DIR).mode & 0o7777).toBe(0o1777);
  await server.close();
});
