import { spawn } from 'node:child_process';
import { join } from 'node:path';

jest.setTimeout(900_000);

const main = join(__dirname, '../dist/faults/main.js');

function faults(...args: string[]): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
    child.on('error', reject).on('close', (code) => resolve({ code, said }));
  });
}

const databases: Array<[string, string[]]> = [
  ['SQLite', []],
  ...(process.env.TEST_MYSQL_URL ? [['MySQL/MariaDB', ['--database', process.env.TEST_MYSQL_URL]] as never] : []),
];

test.each(databases)('the same callback fifty times at once, on %s', async (_, where) => {
  const { code, said } = await faults('--only', 'repeated', '--schedules', '0', ...where);
  expect(said.split('\n').filter((line) => line.startsWith('✗'))).toEqual([]);
  expect(said).toContain('✓ 同一条通知同时到 50 次');
  expect(code).toBe(0);
});

test('a planted defect is noticed', async () => {
  const planted = await faults('--defect', 'amount-unchecked', '--patience', '12');
  expect(planted.said).toMatch(/✗ 微信通知的金额多一分[\s\S]*✓ 被发现/);
  expect(planted.code).toBe(0);
});

test('what makes no sense is refused', async () => {
  expect((await faults('--defect', 'none-such')).said).toContain('没有这个缺陷');
  expect((await faults('--nothing')).code).toBe(2);
});
