import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { installMiniapp, installRoot, nodeProblem } from './lib/install.mjs';
import { inRoot, miniapp, root } from './lib/paths.mjs';
import { cleanEnvironment, stopWithUs } from './lib/run.mjs';
import { bold, dim, fail, say, warn } from './lib/say.mjs';
import { loadSettings } from './lib/settings.mjs';
import { binOf, ensureBuilt } from './lib/targets.mjs';

const colours = { tsc: '36', bff: '32', sandbox: '35', admin: '34', h5: '33' };
const processes = new Map();
let ending = false;

/** webpack lists every module; its verdicts are enough. */
const worthReading = /error|compiled|cannot|missing|端口|失败/i;

function prefixed(name, stream) {
  let rest = '';
  const label = process.stdout.isTTY ? `\u001b[${colours[name]}m${name.padEnd(8)}\u001b[0m` : name.padEnd(8);
  stream?.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    // tsc clears the screen between builds.
    for (const line of lines)
      if (name !== 'h5' || worthReading.test(line)) say(`${label}│ ${line.replaceAll('\u001bc', '')}`);
  });
}

/** Starts a process whose lines carry its name. One that ends by itself is reported, the others go on. */
function launch(name, args, { cwd = root, env = {}, ipc = false } = {}) {
  const stdio = ['ignore', 'pipe', 'pipe', ...(ipc ? ['ipc'] : [])];
  const child = spawn(process.execPath, args, { cwd, env: cleanEnvironment(env), stdio });
  processes.set(name, child);
  prefixed(name, child.stdout);
  prefixed(name, child.stderr);
  child.once('exit', (code, signal) => {
    if (processes.get(name) !== child) return;
    processes.delete(name);
    if (!ending)
      warn(`${name} 已结束（${signal ?? `退出码 ${code}`}）${name === 'bff' ? '，改动代码后会再次启动。' : ''}`);
  });
  return child;
}

function stop(name) {
  const child = processes.get(name);
  if (!child) return Promise.resolve();
  processes.delete(name);
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

function startBff(environment) {
  launch('bff', ['--enable-source-maps', inRoot('bff/dist/main.js')], { env: environment });
}

/** Starts the platform again a moment after the compiler wrote something. */
function restartOnChange(environment) {
  let timer;
  let busy = Promise.resolve();
  const changed = (_event, file) => {
    if (!String(file).endsWith('.js')) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      busy = busy.then(async () => {
        if (ending) return;
        await stop('bff');
        startBff(environment);
      });
    }, 400);
  };
  for (const folder of ['bff/dist', 'shared/dist']) watch(inRoot(folder), { recursive: true }, changed);
}

async function main() {
  const problem = nodeProblem();
  if (problem) throw new Error(problem);
  const { variables, dataDir, port, sandbox } = loadSettings({ create: true });
  await installRoot();
  await installMiniapp();
  await ensureBuilt('code');
  const publicUrl = `http://localhost:${port}`;
  let gatewaysEnvironment = {};
  if (sandbox) {
    const child = launch('sandbox', [inRoot('scripts/dist/start/gateways.js')], {
      ipc: true,
      env: { DATA_DIR: dataDir, SANDBOX_PORT: String(port + 1), PLATFORM_URL: `http://127.0.0.1:${port}` },
    });
    const told = await new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', () => reject(new Error('沙箱没有启动成功，原因见上。')));
    });
    gatewaysEnvironment = told.environment;
  }
  const environment = {
    ...gatewaysEnvironment,
    PUBLIC_URL: publicUrl,
    DRAIN_MS: '0',
    ...variables,
    PORT: String(port),
  };
  launch('tsc', [binOf(root, 'typescript', 'tsc'), '-b', '--watch', '--preserveWatchOutput']);
  startBff(environment);
  restartOnChange(environment);
  const vite = ['--port', '7004', '--strictPort'];
  launch('admin', [binOf(inRoot('admin'), 'vite'), ...vite], { cwd: inRoot('admin') });
  const taro = ['build', '--type', 'h5', '--watch', '--no-check', '--disable-global-config'];
  // In development mode taro wants a plugin for fast refresh that it does not bring along; reloading the page does as well.
  launch('h5', [binOf(miniapp, '@tarojs/cli', 'taro'), ...taro], { cwd: miniapp, env: { NODE_ENV: 'production' } });
  say(bold('\n开发模式'));
  say(`  管理端 http://127.0.0.1:7004/admin/   群众端 http://127.0.0.1:7003/   接口 ${publicUrl}/api/docs`);
  if (port !== 7001) warn('vite 与 taro 的代理指向 7001 端口；开发时请不要设置 PORT。');
  say(dim('  还没有演示数据时运行 npm run seed。按 Ctrl-C 停止。\n'));
}

async function end(code) {
  if (ending) return;
  ending = true;
  await Promise.all([...processes.keys()].map(stop));
  process.exit(code);
}

stopWithUs(() => end(0));
main().catch((error) => {
  fail(error.message);
  void end(1);
});
