import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { FieldCipher, parseDataKeys, parseKey } from '@zhucheng/bff/platform/crypto/field-cipher';
import { createConnection } from 'mysql2/promise';
import { startSandbox } from '../sandbox';
import { certificateSize } from './certificate-size';
import { type Measured, measure, targets } from './load';
import { prepare } from './prepare';

const seconds = 8;
const rounds = 3;
/** The bench has a database of its own, so its keys protect nothing. */
const key = createHash('sha256').update('bench').digest('base64');
const port = 17_301;

const flags = ['--max-semi-space-size=32', '--min-semi-space-size=16'];

function start(
  file: string,
  environment: Record<string, string>,
  ready: () => Promise<boolean>,
): Promise<ChildProcess> {
  const child = fork(file, [], {
    execArgv: flags,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((done, fail) => {
    child.once('exit', (code) => fail(new Error(`${file} 意外退出（退出码 ${code}），原因见上。`)));
    const poll = async () => {
      if (await ready().catch(() => false)) return done(child);
      setTimeout(poll, 100);
    };
    void poll();
  });
}

const stop = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    child.removeAllListeners('exit');
    child.once('exit', () => done());
    child.kill('SIGTERM');
  });

function rssMb(pid: number): number | null {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024);
  } catch {
    return null;
  }
}

const median = (list: Measured[]): Measured =>
  [...list].sort((a, b) => a.perSecond - b.perSecond)[Math.floor(list.length / 2)]!;

/** `bench [--json FILE]`: needs DATABASE_URL; works in the database `<name>_bench` beside it. */
async function main(): Promise<number> {
  const { DATABASE_URL } = process.env;
  if (!DATABASE_URL) {
    console.error('请先设置 DATABASE_URL=mysql://用户:密码@主机:端口/库名（MySQL 8 或 MariaDB）。');
    return 2;
  }
  const url = new URL(DATABASE_URL);
  const name = `${url.pathname.slice(1) || 'zhucheng'}_bench`;
  url.pathname = '/';
  const admin = await createConnection(url.toString());
  await admin.query(`CREATE DATABASE IF NOT EXISTS \`${name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  await admin.end();
  url.pathname = `/${name}`;
  const folder = mkdtempSync(join(tmpdir(), 'zhucheng-bench-'));
  const sandbox = await startSandbox({ port: 0, dataDir: folder });
  const variables: Record<string, string> = {
    ...sandbox.environment,
    NODE_ENV: 'development',
    DATABASE_URL: url.toString(),
    DATA_DIR: folder,
    DATA_KEYS: `bench:${key}`,
    BLIND_INDEX_KEY: key,
    RATE_LIMITS: 'off',
    DATABASE_POOL: '10',
    LOG_LEVEL: 'warn',
    HOST: '127.0.0.1',
    PORT: String(port),
  };
  const cipher = new FieldCipher(parseDataKeys(variables.DATA_KEYS!), parseKey(key));
  const platformUrl = `http://127.0.0.1:${port}`;
  const bareUrl = `http://127.0.0.1:${port + 1}`;
  const bff = await start(
    resolve(require.resolve('@zhucheng/bff/main')),
    variables,
    async () => (await fetch(`${platformUrl}/readyz`)).ok,
  );
  const samples = await prepare(url.toString(), cipher, console.log);
  const bare = await start(
    join(__dirname, 'bare.js'),
    { DATABASE_URL: url.toString(), PORT: String(port + 1) },
    async () => (await fetch(`${bareUrl}/api/cases/x`)).ok,
  );
  const results = [];
  let good = true;
  for (const target of targets) {
    await measure(platformUrl, target, samples, 3);
    await measure(bareUrl, target, samples, 3);
    const ours: Measured[] = [];
    const theirs: Measured[] = [];
    // Turn and turn about, so that whatever else the machine does falls on both.
    for (let round = 0; round < rounds; round++) {
      ours.push(await measure(platformUrl, target, samples, seconds));
      theirs.push(await measure(bareUrl, target, samples, seconds));
    }
    const a = median(ours);
    const b = median(theirs);
    const ratio = a.perSecond / b.perSecond;
    const ok = ratio >= target.goal && a.errors === 0;
    good &&= ok;
    results.push({ name: target.name, ratio, goal: target.goal, ok, platform: a, bare: b });
    console.log(
      `${ok ? '✓' : '✗'} ${target.name.padEnd(18)} ${a.perSecond.toFixed(0)}/s (p50 ${a.p50Ms} ms, p99 ${a.p99Ms} ms) · bare ${b.perSecond.toFixed(0)}/s · ratio ${ratio.toFixed(2)} (goal ≥ ${target.goal})${a.errors ? ` · ${a.errors} errors` : ''}`,
    );
  }
  const rss = rssMb(bff.pid!);
  const pdf = await certificateSize();
  const limits = [
    { name: 'RSS after the run', value: rss, unit: 'MB', goal: 300 },
    { name: 'certificate PDF', value: Math.round(pdf / 1024), unit: 'KB', goal: 150 },
  ];
  for (const { name: what, value, unit, goal } of limits) {
    const ok = value !== null && value < goal;
    good &&= ok;
    console.log(`${ok ? '✓' : '✗'} ${what.padEnd(18)} ${value ?? '?'} ${unit} (goal < ${goal})`);
  }
  await stop(bff);
  await stop(bare);
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
  const file = process.argv[process.argv.indexOf('--json') + 1];
  if (process.argv.includes('--json') && file)
    writeFileSync(
      file,
      `${JSON.stringify({ node: process.version, cores: cpus().length, cpu: cpus()[0]?.model, cases: 100_000, connections: 50, results, limits }, null, 2)}\n`,
    );
  return good ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
