import { spawn } from 'node:child_process';
import { dim, say, warn } from '../lib/say.mjs';

const patience = { firstWaitMs: 500, longestWaitMs: 8_000, stableMs: 60_000, failures: 5 };
const usualKillAfterMs = 20_000;
const sayAfterMs = 3_000;

/**
 * Keeps one process running. When it ends unasked it is started again, after a wait that doubles; five ends in a row
 * without a quiet minute between are too many, then `onGivenUp` is called.
 */
export class Supervised {
  constructor({ title, args, options, onMessage, onGivenUp, killAfterMs = usualKillAfterMs }) {
    Object.assign(this, { title, args, options, onMessage, onGivenUp, killAfterMs });
    this.failures = 0;
    this.stopping = false;
    this.child = null;
    this.timer = null;
  }

  get pid() {
    return this.child?.pid;
  }

  start() {
    this.startedAt = Date.now();
    const child = spawn(process.execPath, this.args, this.options);
    this.child = child;
    child.on('message', (message) => this.onMessage?.(message));
    child.once('error', (error) => this.ended(child, error.message));
    child.once('exit', (code, signal) => this.ended(child, signal ? `信号 ${signal}` : `退出码 ${code}`));
    return this;
  }

  ended(child, how) {
    if (this.child !== child) return;
    this.child = null;
    this.onEnd?.();
    if (this.stopping) return;
    if (Date.now() - this.startedAt > patience.stableMs) this.failures = 0;
    this.failures += 1;
    if (this.failures >= patience.failures || this.once) {
      this.stopping = true;
      warn(`${this.title}意外结束（${how}）${this.once ? '。' : `，已连续 ${this.failures} 次，不再重启。`}`);
      this.onGivenUp?.();
      return;
    }
    const wait = Math.min(patience.firstWaitMs * 2 ** (this.failures - 1), patience.longestWaitMs);
    warn(`${this.title}意外结束（${how}），${wait / 1000} 秒后重启（第 ${this.failures} 次）。`);
    this.timer = setTimeout(() => this.start(), wait);
  }

  /** From now on an exit is final, until the process serves: what fails at its first start would fail again. */
  untilReady() {
    this.once = true;
    return this;
  }

  ready() {
    this.once = false;
  }

  /** Asks it to end, by its own process id, and waits until it has; after `killAfterMs` it is made to. */
  stop() {
    this.stopping = true;
    clearTimeout(this.timer);
    const { child } = this;
    if (!child) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.kill(), this.killAfterMs);
      const note = `${this.title}正在等进行中的请求（如上传）完成；不想等，请再按一次 Ctrl-C。`;
      const noting = setTimeout(() => say(dim(note)), sayAfterMs);
      this.onEnd = () => {
        clearTimeout(timer);
        clearTimeout(noting);
        resolve();
      };
      child.kill('SIGTERM');
    });
  }

  /** Ends it now, whatever it is doing. */
  kill() {
    this.child?.kill('SIGKILL');
  }
}
