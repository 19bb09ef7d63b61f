import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { installRoot, nodeProblem } from './lib/install.mjs';
import { inRoot, root } from './lib/paths.mjs';
import { CommandError, cleanEnvironment, node, stopWithUs } from './lib/run.mjs';
import { dim, fail, say, seconds, step, warn } from './lib/say.mjs';
import { loadSettings } from './lib/settings.mjs';
import { ensureBuilt } from './lib/targets.mjs';
import { portProblem } from './start/ports.mjs';
import { Supervised } from './start/supervisor.mjs';
import { welcome } from './start/welcome.mjs';

/** What the operator can put right; printed without a stack. */
class StartError extends Error {}

const running = [];

/** A slow upload that has begun may take five minutes; then the platform ends by itself. */
const platformEndsWithinMs = 350_000;

async function stopAll() {
  // Ctrl-C reaches the children too: from now on, none of them ends unasked.
  for (const each of running) each.stopping = true;
  // The platform first: it may still want to tell the gateways something.
  for (const each of [...running].reverse()) await each.stop();
}

let ending = false;
/** The file that tells a second start of this one. */
let mark = null;
async function end(code, line) {
  if (ending) return;
  ending = true;
  if (line) say(line);
  await stopAll();
  if (mark) rmSync(mark, { force: true });
  process.exit(code);
}

/** Installs and builds what is missing; BUILD=off takes what is there, as in an image that was built elsewhere. */
async function prepare({ BUILD }) {
  if (BUILD === 'off') return;
  await installRoot();
  await ensureBuilt('code', 'h5', 'admin');
}

/** Starts the demonstration's gateways; resolves with their address and the variables to reach them. */
function startGateways({ variables, port, dataDir }) {
  return new Promise((resolve, reject) => {
    const env = cleanEnvironment({
      DATA_DIR: dataDir,
      SANDBOX_PORT: String(port + 1),
      SANDBOX_HOST: variables.SANDBOX_HOST ?? '',
      SANDBOX_PUBLIC_URL: variables.SANDBOX_PUBLIC_URL ?? '',
      PLATFORM_URL: `http://127.0.0.1:${port}`,
    });
    const gateways = new Supervised({
      title: '沙箱进程',
      args: [inRoot('scripts/dist/start/gateways.js')],
      options: { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
      onMessage: (message) => {
        gateways.ready();
        resolve(message);
      },
      onGivenUp: () => {
        reject(new StartError('沙箱没有启动成功，原因见上。也可以不用沙箱：SANDBOX=off npm start'));
        void end(1);
      },
    });
    running.push(gateways.untilReady().start());
  });
}

/** Starts the platform and waits until it can serve. */
async function startPlatform(environment, port) {
  const platform = new Supervised({
    title: '平台服务进程',
    args: ['--max-semi-space-size=64', '--min-semi-space-size=16', inRoot('bff/dist/main.js')],
    options: { cwd: root, env: environment, stdio: ['ignore', 'inherit', 'inherit'] },
    killAfterMs: platformEndsWithinMs,
    onGivenUp: () => void end(1),
  });
  running.push(platform.untilReady().start());
  const until = Date.now() + 120_000;
  for (;;) {
    if (platform.stopping) throw new StartError('平台服务没有启动成功，原因见上。');
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (answer?.ok) break;
    if (Date.now() > until) throw new StartError('平台服务两分钟内没有就绪。');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  platform.ready();
}

/** Fills an empty register with the demonstration city. An embedded database that was filled once is not looked at again. */
async function seed({ variables, dataDir }) {
  const mark = join(dataDir, 'seeded');
  const embedded = !variables.DATABASE_URL;
  if (embedded && existsSync(mark) && existsSync(join(dataDir, 'zhucheng.db'))) return;
  const units = variables.SEED_UNITS ?? '300';
  await step('准备数据库与演示数据', async (note) => {
    const args = [inRoot('scripts/dist/seed/main.js'), '--units', units];
    await node(args, { env: { ...variables, PORT: '' }, title: '写入演示数据', onLine: note });
  });
  if (embedded) writeFileSync(mark, `${new Date().toISOString()}\n`);
}

async function checkPorts({ port, sandbox, variables, dataDir }) {
  const host = variables.HOST ?? '0.0.0.0';
  const problems = [await portProblem(port, host, 'PORT')];
  if (sandbox) problems.push(await portProblem(port + 1, variables.SANDBOX_HOST ?? '127.0.0.1', 'PORT + 1'));
  const found = problems.filter(Boolean);
  if (found.length === 0) return;
  const other = join(dataDir, 'running.json');
  if (existsSync(other)) {
    const { pid } = JSON.parse(readFileSync(other, 'utf8'));
    found.push(`这份数据上次由进程 ${pid} 启动；如果它还在运行，直接打开 http://localhost:${port}/ 即可。`);
  }
  throw new StartError(found.join('\n  '));
}

/** What the platform itself would refuse later, said before anything is started. */
function checkHolder({ variables, dataDir }) {
  if (variables.DATABASE_URL) return;
  const { DataDirHeld, holderOf } = createRequire(import.meta.url)(inRoot('bff/dist/platform/database/holder.js'));
  const holder = holderOf(dataDir);
  if (holder) throw new StartError(new DataDirHeld(dataDir, holder === 'unknown' ? null : holder).message);
}

const help = `用法：npm start

安装、构建缺少的部分，准备数据库与演示数据，启动沙箱和平台，最后打印地址与演示账号。按 Ctrl-C 停止。

环境变量（也可写在 DATA_DIR/config.env）：
  PORT=8080          平台端口；沙箱用下一个端口
  DATA_DIR=data      数据、密钥与配置所在的文件夹
  DATABASE_URL       mysql://…，不填用内置数据库
  PUBLIC_URL         群众访问平台的地址
  SANDBOX=off        不启动沙箱（配置了真实部门接口时本来就不启动）
  SEED_UNITS=300     演示城市的房屋套数；SEED=off 不写入演示数据
  BUILD=off          不安装、不构建，用现有的文件
全部变量见 docs/operations。
`;

async function main(args) {
  if (args.some((arg) => arg === '--help' || arg === '-h')) return say(help);
  if (args.length > 0) throw new StartError(`不认识的参数：${args.join(' ')}。\n${help}`);
  const began = Date.now();
  const problem = nodeProblem();
  if (problem) throw new StartError(problem);
  const settings = loadSettings({ create: true });
  const { variables, dataDir, port, sandbox, production, real } = settings;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  await checkPorts(settings);
  if (settings.created) say(dim(`首次启动：已生成密钥与配置 ${settings.file}（仅本人可读）`));
  if (variables.SANDBOX !== 'off' && real.length > 0) say(dim(`已配置真实部门接口（${real[0]} 等），不启动沙箱。`));
  await prepare(variables);
  checkHolder(settings);
  const seeded = sandbox || (variables.SEED === 'on' && !production);
  if (seeded && variables.SEED !== 'off') await seed(settings);
  const gateways = sandbox ? await startGateways(settings) : null;
  const publicUrl = (variables.PUBLIC_URL ?? `http://localhost:${port}`).replace(/\/$/, '');
  const environment = cleanEnvironment({
    LOG_LEVEL: 'warn',
    ...gateways?.environment,
    ...variables,
    PORT: String(port),
    PUBLIC_URL: publicUrl,
  });
  await startPlatform(environment, port);
  if (ending) return;
  const pids = { pid: process.pid, processes: running.map(({ pid }) => pid) };
  mark = join(dataDir, 'running.json');
  writeFileSync(mark, `${JSON.stringify(pids)}\n`);
  await welcome({
    publicUrl,
    sandboxUrl: gateways && (variables.SANDBOX_PUBLIC_URL ?? gateways.url),
    docs: !production,
    demo: sandbox && variables.DEMO_ACCOUNTS === 'on',
    dataDir,
    database: variables.DATABASE_URL ? 'MySQL / MariaDB（DATABASE_URL）' : `内置数据库 ${join(dataDir, 'zhucheng.db')}`,
  });
  say(dim(`\n  启动用时 ${seconds(Date.now() - began)}。按 Ctrl-C 停止。\n`));
}

let askedByTerminal = false;
stopWithUs((signal) => {
  // Only from a terminal a second time means "now"; service managers repeat SIGTERM.
  if (signal === 'SIGINT' && askedByTerminal) for (const each of running) each.kill();
  askedByTerminal ||= signal === 'SIGINT';
  void end(signal === 'SIGINT' ? 130 : 0, '\n正在停止……');
});
main(process.argv.slice(2)).catch(async (error) => {
  if (ending) return;
  const known = error instanceof StartError || error instanceof CommandError;
  fail(known ? error.message : error.stack);
  if (error instanceof CommandError && /npm ci/.test(error.message))
    warn('安装依赖需要能访问 npm 软件源；请检查网络或 npm 的 registry 设置。');
  await end(1);
});
