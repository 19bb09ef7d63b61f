import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { routes } from '@zhucheng/shared';
import { buildCity, DEMO_PASSWORD, demoStaff } from '../city';
import { Cast } from '../walk/cast';
import { Client, Playground } from '../walk/client';

const root = resolve(__dirname, '../..');

/** Two neighbouring free ports, as `npm start` wants them. */
async function freePorts(): Promise<number> {
  const isFree = (port: number) =>
    new Promise<boolean>((done) => {
      const probe = createServer().once('error', () => done(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
    });
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
}

class Started {
  output = '';
  readonly ended: Promise<number | null>;
  private readonly child: ChildProcess;

  constructor(
    readonly dataDir: string,
    readonly port: number,
    variables: Record<string, string> = {},
  ) {
    const { DATABASE_URL: _, NODE_ENV: __, ...rest } = process.env;
    this.child = spawn(process.execPath, ['scripts/start.mjs'], {
      cwd: root,
      env: {
        ...rest,
        DATA_DIR: dataDir,
        PORT: String(port),
        HOST: '127.0.0.1',
        SEED_UNITS: '130',
        BUILD: 'off',
        ...variables,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer) => {
      this.output += chunk.toString();
    };
    this.child.stdout!.on('data', keep);
    this.child.stderr!.on('data', keep);
    this.ended = new Promise((done) => this.child.once('exit', done));
  }

  async says(text: string | RegExp): Promise<void> {
    const until = Date.now() + 40_000;
    while (!this.output.match(text)) {
      if (Date.now() > until || this.child.exitCode !== null) throw new Error(`never said ${text}:\n${this.output}`);
      await new Promise((next) => setTimeout(next, 50));
    }
  }

  stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.ended;
  }
}

/** Runs only where everything has been built, which `npm test` sees to. */
const built = [
  'bff/dist/main.js',
  'scripts/dist/start/gateways.js',
  'miniapp/dist/h5/index.html',
  'admin/dist/index.html',
];
const suite = built.every((file) => existsSync(join(root, file))) ? describe : describe.skip;

suite('npm start', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'zhucheng-start-'));
  let first: Started;

  beforeAll(async () => {
    first = new Started(dataDir, await freePorts());
    await first.says('启动用时');
  }, 50_000);

  afterAll(async () => {
    await first.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }, 30_000);

  test('prints where everything is and who may sign in', () => {
    for (const path of ['/', '/admin', '/api/docs'])
      expect(first.output).toContain(`http://localhost:${first.port}${path}`);
    expect(first.output).toContain(`http://127.0.0.1:${first.port + 1}/sandbox`);
    expect(first.output).toContain(DEMO_PASSWORD);
    expect(first.output).toContain('陈海波');
    for (const { username } of demoStaff) expect(first.output).toMatch(new RegExp(`${username} .*\\b\\d{6}\\b`));
  });

  test.each(['/', '/admin', '/api/docs', '/readyz'])('serves %s', async (path) => {
    expect((await fetch(`http://127.0.0.1:${first.port}${path}`)).status).toBe(200);
  });

  test('a demonstration account signs in', async () => {
    const answer = await fetch(`http://127.0.0.1:${first.port}/api/session/password`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account: '13907790001', password: DEMO_PASSWORD }),
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ citizen: { realName: true, level: 'named', deviceConfirmed: false } });
  });

  test('the demonstration proves nobody; one face does', async () => {
    const cast = new Cast(`http://127.0.0.1:${first.port}`, new Playground(`http://127.0.0.1:${first.port + 1}`));
    const client = new Client(`http://127.0.0.1:${first.port}`);
    const { idNumber: account } = buildCity().people.find(({ key }) => key === 'chen-haibo')!;
    const body = { account, password: DEMO_PASSWORD };
    const { token } = await client.call(routes.identity.password, { body });
    const own = new Client(`http://127.0.0.1:${first.port}`, token);
    await expect(own.call(routes.register.mine, {})).rejects.toMatchObject({ code: 'PROOF_REQUIRED' });
    await cast.prove(token);
    expect((await own.call(routes.register.mine, {})).items.length).toBeGreaterThan(0);
  });

  test('keeps its keys to itself', () => {
    const file = join(dataDir, 'config.env');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toMatch(/^DATA_KEYS=local-[0-9a-f]{8}:.{44}$/m);
  });

  test('a second start says that the port is taken', async () => {
    const second = new Started(mkdtempSync(join(dataDir, 'second-')), first.port);
    expect(await second.ended).toBe(1);
    expect(second.output).toContain(`端口 ${first.port} 已被占用`);
  });

  test('a second start on the same data says who works on it, and starts nothing', async () => {
    const { processes } = JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')) as { processes: number[] };
    const second = new Started(dataDir, await freePorts());
    expect(await second.ended).toBe(1);
    expect(second.output).toContain(`正由进程 ${processes[1]} 使用`);
    expect((await fetch(`http://127.0.0.1:${first.port + 1}/sandbox`)).status).toBe(200);
  });

  test('the platform comes back after it was killed, and stays down when asked to stop', async () => {
    const { processes } = JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')) as { processes: number[] };
    process.kill(processes[1]!, 'SIGKILL');
    await first.says('信号 SIGKILL');
    const ready = async () => (await fetch(`http://127.0.0.1:${first.port}/readyz`).catch(() => null))?.ok === true;
    const until = Date.now() + 20_000;
    while (!(await ready()) && Date.now() < until) await new Promise((next) => setTimeout(next, 100));
    expect(await ready()).toBe(true);
    expect(await first.stop()).toBe(0);
    expect(await ready()).toBe(false);
    expect(existsSync(join(dataDir, 'running.json'))).toBe(false);
  }, 40_000);
});

test('asked for help, it says how it is started and starts nothing; what it does not know it says', () => {
  const dataDir = join(mkdtempSync(join(tmpdir(), 'help-')), 'data');
  const start = (...args: string[]) =>
    spawnSync(process.execPath, ['scripts/start.mjs', ...args], {
      cwd: root,
      env: { ...process.env, DATA_DIR: dataDir },
      encoding: 'utf8',
    });
  const help = start('--help');
  expect([help.status, help.stdout]).toEqual([0, expect.stringContaining('用法：npm start')]);
  const wrong = start('--prot', '8080');
  expect([wrong.status, wrong.stderr + wrong.stdout]).toEqual([
    1,
    expect.stringContaining('不认识的参数：--prot 8080'),
  ]);
  expect(existsSync(dataDir)).toBe(false);
});
