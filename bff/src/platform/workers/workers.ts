import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ErrorCode } from '../contract';
import { Problem } from '../errors/problem';
import type { Logger } from '../logging/logger';
import { Slots } from '../slots';
import type { Said } from './thread';

/** Work on bytes of strangers, done where it can be stopped. `I` and `O` are structured clones. */
export interface Task<I, O> {
  /** Module that exports `run`, without its extension. */
  file: string;
  /** Wall clock, from the moment the thread has it. */
  maxMs: number | ((input: I) => number);
  /** What the sender is told if it took too long, too much memory, or broke. */
  dead: ErrorCode;
  /** Only for the types. */
  readonly of?: (input: I) => O;
}

const extension = extname(__filename);
const entry = extension === '.ts' ? join(__dirname, 'from-source.cjs') : join(__dirname, 'thread.js');
/** For one thread, without its Buffers: those are limited by the tasks themselves. */
const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };
/** A thread that nobody needs ends after this long, ms. */
const idleMs = 60_000;
/** Tasks that may wait; any more are refused at once. */
const mostWaiting = 64;

interface Idle {
  worker: Worker;
  timer: NodeJS.Timeout;
}

/**
 * A few threads for what strangers send: spreadsheets, pictures, PDFs. Each person has one task at a time, so that one
 * who sends many keeps others waiting by one only; a task that takes too long or too much memory ends alone.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Workers {
  private readonly idle: Idle[] = [];
  private readonly all = new Set<Worker>();
  private readonly slots: Slots;
  private readonly turns = new Map<string, Promise<unknown>>();
  private waiting = 0;

  constructor(private readonly parts: { logger: Logger; threads?: number }) {
    this.slots = new Slots(parts.threads ?? 2);
  }

  /** Errors: what the task refuses with, `task.dead`, UPLOADS_BUSY. */
  async run<I, O>(task: Task<I, O>, input: I, person: string): Promise<O> {
    if (this.waiting >= mostWaiting) throw new Problem('UPLOADS_BUSY', { detail: { retryAfterMs: 10_000 } });
    this.waiting++;
    const before = this.turns.get(person);
    const mine = (before ?? Promise.resolve()).then(() =>
      this.slots.hold(() => this.ask(task as unknown as Task<unknown, O>, input) as Promise<O>),
    );
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    this.turns.set(person, settled);
    try {
      return await mine;
    } finally {
      this.waiting--;
      if (this.turns.get(person) === settled) this.turns.delete(person);
    }
  }

  async close(): Promise<void> {
    for (const { timer } of this.idle) clearTimeout(timer);
    await Promise.all([...this.all].map((worker) => worker.terminate()));
  }

  private ask(task: Task<unknown, unknown>, input: unknown): Promise<unknown> {
    const worker = this.take();
    return new Promise((resolve, reject) => {
      const over = (reason: string) => {
        release();
        this.all.delete(worker);
        this.parts.logger.warn({ task: task.file.split(/[\\/]/).at(-1), reason }, 'a task in a thread was given up');
        // Not before the thread is gone: it may still read the sender's file.
        void worker.terminate().then(() => reject(new Problem(task.dead)));
      };
      const maxMs = typeof task.maxMs === 'number' ? task.maxMs : task.maxMs(input);
      const timer = setTimeout(() => over('time'), maxMs);
      const onError = (error: Error) => over((error as NodeJS.ErrnoException).code ?? error.name);
      const onExit = () => over('exit');
      const onMessage = (said: Said) => {
        release();
        this.keep(worker);
        if ('value' in said) resolve(said.value);
        else if ('refused' in said)
          reject(new Problem(said.refused as ErrorCode, said.sentence ? { message: said.sentence } : {}));
        else {
          this.parts.logger.warn({ task: task.file.split(/[\\/]/).at(-1), reason: said.failed }, 'a task failed');
          reject(new Problem(task.dead));
        }
      };
      const release = () => {
        clearTimeout(timer);
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      };
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      worker.ref();
      worker.postMessage({ file: task.file + extension, input });
    });
  }

  private take(): Worker {
    const idle = this.idle.pop();
    if (idle) {
      clearTimeout(idle.timer);
      return idle.worker;
    }
    const worker = new Worker(entry, { resourceLimits, stdout: true, stderr: true, env: {} });
    // A message from a thread that was given up already is ignored.
    worker.on('error', () => undefined);
    worker.once('exit', () => this.forget(worker));
    this.all.add(worker);
    return worker;
  }

  /** One that died while nobody needed it must not be given the next task. */
  private forget(worker: Worker): void {
    this.all.delete(worker);
    const at = this.idle.findIndex((each) => each.worker === worker);
    if (at >= 0) clearTimeout(this.idle.splice(at, 1)[0]!.timer);
  }

  private keep(worker: Worker): void {
    worker.unref();
    const timer = setTimeout(() => {
      this.forget(worker);
      void worker.terminate();
    }, idleMs).unref();
    this.idle.push({ worker, timer });
  }
}
