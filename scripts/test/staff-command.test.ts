import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { eachDatabase, freshDatabase, type TestDatabase } from '../../bff/test/support/databases';
import { compile } from './support/child';

jest.setTimeout(180_000);

const command = resolve(__dirname, '../dist/staff/main.js');

beforeAll(compile);

eachDatabase((dialect) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase(dialect);
  });
  afterAll(() => database?.drop());

  function run(...args: string[]) {
    const { DATABASE_URL: _, ...own } = process.env;
    const env = { ...own, ...database.variables, PUBLIC_URL: 'https://dengji.example' };
    const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { encoding: 'utf8', env });
    return { status, stdout, stderr };
  }

  test('makes two administrators on a fresh database, and no third', () => {
    expect(run('create', 'a', '高永安')).toMatchObject({ status: 1, stderr: expect.stringContaining('登录名应为') });
    const first = run('create', 'gao-yongan', '高永安');
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(first.stdout).toMatch(/https:\/\/dengji\.example\/admin\/activate#[\w-]{43}\n/);
    expect(run('create', 'wei-liping', '韦丽萍').status).toBe(0);
    const third = run('create', 'mo-xiaoyan', '莫小燕');
    expect(third).toMatchObject({ status: 1, stdout: '' });
    expect(third.stderr).toContain('已有两位系统管理员（gao-yongan、wei-liping）');
    expect(third.stderr).not.toContain('at ');
    expect(run('link', 'wei-liping').stdout).toContain('/admin/activate#');
    const { stdout } = run('list');
    expect(stdout).toContain('等待激活');
    expect(stdout).toContain('可用的系统管理员：0 位');
  });
});
