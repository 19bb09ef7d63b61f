import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { examine } from '@zhucheng/bff/doctor/examine';
import { eachDatabase } from '../../bff/test/support/databases';
import { productionVariables } from '../../bff/test/support/production';
import { demoPeople, demoStaff } from '../city';
import { startPlatform } from './support/platform';

jest.setTimeout(120_000);

const root = resolve(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'zhucheng-production-'));
let production: Record<string, string>;
beforeAll(async () => {
  production = await productionVariables(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

eachDatabase((dialect) => {
  test('the whole demonstration city is recognised', async () => {
    const { DATA_KEYS, BLIND_INDEX_KEY } = production;
    const platform = await startPlatform(dialect, undefined, {}, undefined, { DATA_KEYS, BLIND_INDEX_KEY });
    const { mysqlUrl: DATABASE_URL, dataDir: DATA_DIR } = platform;
    const [only, ...more] = await examine({ ...production, DATABASE_URL, DATA_DIR });
    await platform.close();
    expect(more).toEqual([]);
    for (const { username } of demoStaff) expect(only!.fault).toContain(username);
    expect(only!.fault).toContain(`群众 ${demoPeople().length} 人；机构`);
    expect(only!.fault.split('机构 ')[1]!.split('、')).toHaveLength(7);
    expect(only!.fault).toContain('数据由演示城市填充');
    expect(only!.remedy).toContain('换一个新的空数据库');
  });
});

/** Runs compiled code in an environment of exactly these variables. */
function run(file: string, variables: Record<string, string>, args: string[] = []) {
  const env = { PATH: process.env.PATH!, HOST: '127.0.0.1', PORT: '0', ...variables };
  return new Promise<{ code: number; output: string }>((done) => {
    execFile(process.execPath, [join(root, file), ...args], { cwd: root, env }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, output: out + err }),
    );
  });
}

const server = 'bff/dist/main.js';
const doctor = 'scripts/dist/doctor/main.js';
/** Runs only where the code has been compiled, which `npm test` sees to. */
const suite = [server, doctor].every((file) => existsSync(join(root, file))) ? describe : describe.skip;

suite('in processes of their own', () => {
  test('a clean production environment passes and starts', async () => {
    expect(await run(doctor, production)).toMatchObject({ code: 0, output: expect.stringContaining('可以用于生产') });
    const env = { PATH: process.env.PATH!, HOST: '127.0.0.1', PORT: '0', ...production };
    const child = spawn(process.execPath, [join(root, server)], { cwd: root, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
    const ended = new Promise((done) => child.once('exit', done));
    const until = Date.now() + 60_000;
    while (!/提供服务/.test(output) && child.exitCode === null && Date.now() < until)
      await new Promise((next) => setTimeout(next, 50));
    expect(output).toContain('提供服务');
    const url = /已在 (\S+) 提供服务/.exec(output)![1]!;
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    for (const path of ['/metrics', '/api/docs', '/api/openapi.json'])
      expect({ path, status: (await fetch(url + path)).status }).toEqual({ path, status: 404 });
    child.kill('SIGTERM');
    await ended;
    // What the first start has made is private as well.
    expect((await run(doctor, production)).code).toBe(0);
  });

  test('production does not start on what the doctor finds, and says the same', async () => {
    const wrong = {
      ...production,
      RATE_LIMITS: 'off',
      SMS_BASE_URL: 'http://127.0.0.1:1',
      PUBLIC_URL: 'http://localhost',
    };
    const start = await run(server, wrong);
    const said = await run(doctor, wrong);
    expect([start.code, said.code]).toEqual([1, 1]);
    for (const name of ['RATE_LIMITS：', 'SMS_BASE_URL：', 'PUBLIC_URL：']) {
      expect(start.output).toContain(name);
      expect(said.output).toContain(name);
    }
    expect(start.output).not.toMatch(/\n\s+at /);
  });

  test('elsewhere the same list is a hint, unless production is asked for', async () => {
    const trial = { ...production, NODE_ENV: 'development', RATE_LIMITS: 'off' };
    const hint = await run(doctor, trial);
    expect(hint).toMatchObject({ code: 0, output: expect.stringContaining('RATE_LIMITS：') });
    expect((await run(doctor, trial, ['--production'])).code).toBe(1);
  });
});
