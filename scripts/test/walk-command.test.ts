import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { eachDatabase } from '../../bff/test/support/databases';
import { compile } from './support/child';

jest.setTimeout(180_000);

const command = resolve(__dirname, '../dist/walk/main.js');
const path = 'lapsed-verified';
const mysql = process.env.TEST_MYSQL_URL;

function run(...args: string[]) {
  const { DATABASE_URL: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

async function databases(prefix: string): Promise<string[]> {
  const connection = await createConnection(mysql!);
  const [rows] = await connection.query('SHOW DATABASES LIKE ?', [`${prefix}%`]);
  await connection.end();
  return (rows as object[]).map((row) => Object.values(row)[0] as string);
}

beforeAll(compile);

test('says what it can be asked', () => {
  expect(run('no-such-type')).toMatchObject({ status: 2, stderr: expect.stringContaining('可选：') });
  expect(run('all', '--database', '/tmp/file')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('mysql://'),
  });
  expect(run('all', '--wrong').status).toBe(1);
});

test('on a platform that runs already it says which paths it leaves out, and why', () => {
  const { status, stdout } = run('mortgage-discharge', '--path', path, '--url', 'http://127.0.0.1:9');
  expect(stdout).toContain('要拨动服务器的时钟');
  expect(stdout).toContain(`mortgage-discharge/${path}`);
  expect(stdout).toContain('1 跳过');
  expect(status).toBe(1);
});

eachDatabase((dialect) => {
  it('plays a path that moves the clock on a platform of its own, and leaves nothing behind', async () => {
    // Other suites make databases of their own at the same time.
    const name = `walked${Date.now()}`;
    const args = dialect === 'mysql' ? ['--database', new URL(`/${name}`, mysql!).toString()] : [];
    const { status, stdout, stderr } = run('second-hand-transfer', '--path', path, '--json', ...args);
    expect({ status, stderr, told: status ? stdout : '' }).toEqual({ status: 0, stderr: '', told: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      passed: 1,
      failed: 0,
      skipped: 0,
      results: [{ path, business: 'second-hand-transfer' }],
    });
    if (dialect === 'mysql') expect(await databases(name)).toEqual([]);
  });
});
