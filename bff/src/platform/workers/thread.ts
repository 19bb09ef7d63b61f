import { setPriority } from 'node:os';
import { parentPort, type Transferable } from 'node:worker_threads';
import { Refused } from './refused';

/** What a task hands back; `transfer` lists the buffers that move instead of being copied. */
export interface Outcome<O> {
  value: O;
  transfer?: Transferable[];
}

/** A module that runs in a thread exports this. */
export interface TaskModule<I, O> {
  run(input: I): Outcome<O> | Promise<Outcome<O>>;
}

export interface Call {
  /** The task's module, as a path. */
  file: string;
  input: unknown;
}
/** `refused`: said by the task; `failed`: the name of an error that nobody foresaw. */
export type Said = { value: unknown } | { refused: string; sentence?: string } | { failed: string };

// Lower priority, so that requests go first. Only on Linux does a thread have one of its own; elsewhere this would slow the whole process.
if (process.platform === 'linux') setPriority(4);

parentPort!.on('message', async ({ file, input }: Call) => {
  try {
    const { value, transfer } = await (require(file) as TaskModule<unknown, unknown>).run(input);
    parentPort!.postMessage({ value } satisfies Said, transfer ?? []);
  } catch (error) {
    const said: Said =
      error instanceof Refused
        ? { refused: error.code, ...(error.sentence && { sentence: error.sentence }) }
        : { failed: error instanceof Error ? error.name : 'unknown' };
    parentPort!.postMessage(said);
  }
});
