import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { resolve } from 'node:path';

const root = resolve(__dirname, '../../..');
const entry = resolve(root, 'bff/dist/main.js');
const patienceMs = 30_000;

/** Compiles what `node` runs; quick if nothing has changed. */
export function compile(): void {
  const tsc = resolve(root, 'node_modules/typescript/bin/tsc');
  const args = [tsc, '-b', ...(existsSync(entry) ? [] : ['--force']), 'shared', 'bff', 'scripts'];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`tsc -b: ${stdout}`);
}

export function freePort(): Promise<number> {
  return new Promise((found, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => found(port));
    });
  });
}

/** The compiled server in a process of its own, which can be killed and started again. */
export class ServerProcess {
  private child: ChildProcess | undefined;
  private said = '';
  crashes = 0;

  /** `stdout`: a file's descriptor instead of our memory. */
  constructor(
    private readonly environment: Record<string, string | undefined>,
    private readonly stdout: 'pipe' | number = 'pipe',
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.environment.PORT}`;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Of the process that ended last; null while it runs, and if a signal ended it. */
  get exitCode(): number | null {
    return this.child?.exitCode ?? null;
  }

  /** Resolves when the server can serve. */
  async start(): Promise<void> {
    const { PATH, HOME, TZ } = process.env;
    const env = { PATH, HOME, TZ, ...this.environment };
    const child = spawn(process.execPath, [entry], { cwd: root, env, stdio: ['ignore', this.stdout, 'pipe'] });
    this.child = child;
    const keep = (text: Buffer) => {
      this.said = (this.said + text.toString()).slice(-4_000);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const until = Date.now() + patienceMs;
    for (;;) {
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${this.said}`);
      const answer = await fetch(`${this.url}/readyz`).catch(() => null);
      await answer?.arrayBuffer();
      if (answer?.ok) return;
      if (Date.now() > until) throw new Error(`the server is not ready: ${this.said}`);
      await new Promise((later) => setTimeout(later, 50));
    }
  }

  /** As if the power of the machine had failed: nothing is finished, nothing is given back. */
  async crash(): Promise<void> {
    this.crashes++;
    await this.end('SIGKILL');
  }

  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  private end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
    return new Promise((ended) => {
      child.once('exit', () => ended());
      child.kill(signal);
    });
  }
}
