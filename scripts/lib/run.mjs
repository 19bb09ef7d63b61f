import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/** A command that ended badly; `message` ends with the last lines it printed. */
export class CommandError extends Error {
  constructor(title, code, output) {
    super(`${title} 没有成功（退出码 ${code}）${output ? `：\n${output}` : '。'}`);
    this.name = 'CommandError';
    this.code = code;
  }
}

const children = new Set();

/** The environment without what `npm run` adds for the package it was called in. */
export function cleanEnvironment(extra = {}) {
  const own =
    /^npm_(package|lifecycle)_|^npm_config_(local_prefix|prefix|noproxy)$|^npm_(command|node_execpath)$|^INIT_CWD$/;
  const rest = Object.entries(process.env).filter(([name]) => !own.test(name));
  return { ...Object.fromEntries(rest), ...extra };
}

/**
 * Runs a command to its end. Its output is kept back and shown only when it fails, unless `show` is true ('errors': only
 * standard error is shown, the rest is thrown away); `onLine` gets each line. Error: CommandError, unless `check` is false. Returns the exit code.
 */
export function run(command, args, { cwd = root, env = {}, title = command, show = false, check = true, onLine } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = show ? ['ignore', show === 'errors' ? 'ignore' : 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'];
    const shell = process.platform === 'win32' && command === 'npm';
    const child = spawn(command, args, { cwd, env: cleanEnvironment(env), stdio, shell });
    children.add(child);
    const tail = [];
    const keep = (chunk) => {
      for (const line of String(chunk).split('\n')) {
        if (!line.trim()) continue;
        tail.push(line);
        if (tail.length > 60) tail.shift();
        onLine?.(line);
      }
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', (error) => {
      children.delete(child);
      reject(new CommandError(title, error.code ?? '?', error.message));
    });
    child.once('close', (code, signal) => {
      children.delete(child);
      const ended = code ?? (signal === 'SIGINT' ? 130 : 143);
      if (ended === 0 || !check) resolve(ended);
      else reject(new CommandError(title, ended, tail.join('\n')));
    });
  });
}

/** `node file …`. */
export const node = (args, options) => run(process.execPath, args, options);

/** `npm …`, with the npm that called us if there is one. */
export function npm(args, options) {
  const cli = process.env.npm_execpath;
  return cli && /npm-cli\.c?js$/.test(cli) ? node([cli, ...args], options) : run('npm', args, options);
}

/** On Ctrl-C and SIGTERM: ends the command that is running, then calls `then`, or ends this process. */
export function stopWithUs(then = (signal) => process.exit(signal === 'SIGINT' ? 130 : 143)) {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      for (const child of children) child.kill('SIGTERM');
      then(signal);
    });
  }
}
