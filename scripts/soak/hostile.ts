import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Hostile, hostile, send } from '../hostile';
import { pdf } from '../hostile/pdfs';
import type { Cast } from '../walk/cast';

export interface Told {
  name: string;
  /** Code that answered it, and how long the sender waited, ms. */
  code: string;
  took: number;
  /** Of the requests that were asked meanwhile: the slowest, ms, how many, and how many were not answered with 200. */
  slowest: number;
  answers: number;
  failures: number;
  expected: boolean;
}

/** A citizen's several files at once, each as large as may be. */
const together = 14;
const whole = (i: number): Hostile => ({
  name: '',
  path: '/api/files',
  by: 'citizen',
  type: 'application/pdf',
  content: () => Buffer.concat([pdf(), Buffer.alloc(20 * 1024 * 1024 - 1_000, ' '), pdf(`/Title (${i}) `)]),
  answers: ['OK', 'UPLOADS_YOURS_BUSY', 'FILE_QUOTA'],
});

/** Sends every hostile input, one after the other, while another process asks for the server's health. */
export async function hostileSoak(url: string, cast: Cast, say: (told: Told) => void): Promise<Told[]> {
  const tokens = {
    citizen: await (await cast.person('chen-haibo')).client.session(),
    clerk: await (await cast.officer('developer1')).session(),
  };
  const prober = fork(join(__dirname, 'prober.js'), [url]);
  const all: Told[] = [];
  let count = 0;
  const key = () => `soak-hostile-${++count}`;
  async function during(name: string, work: () => Promise<{ code: string; expected: boolean }>): Promise<void> {
    await ask(prober, 'begin');
    const began = performance.now();
    const answer = await work();
    const took = performance.now() - began;
    const seen = (await ask(prober, 'tell')) as Pick<Told, 'slowest' | 'answers' | 'failures'>;
    const told = { name, took, ...answer, ...seen };
    all.push(told);
    say(told);
  }
  try {
    // The first answers of a new process are slow by themselves.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    for (const each of hostile)
      await during(each.name, async () => {
        const code = await send(url, tokens[each.by], each, key());
        return { code, expected: each.answers.includes(code) };
      });
    await during(`${together} 个 20 MB 的文件同时上传`, async () => {
      const files = Array.from({ length: together }, (_, i) => whole(i));
      const codes = await Promise.all(files.map((each) => send(url, tokens.citizen, each, key())));
      const kinds = new Map<string, number>();
      for (const code of codes) kinds.set(code, (kinds.get(code) ?? 0) + 1);
      return {
        code: [...kinds].map(([code, times]) => `${times}×${code}`).join(' '),
        expected: codes.every((code, i) => files[i]!.answers.includes(code)),
      };
    });
  } finally {
    prober.send('end');
  }
  return all;
}

async function ask(prober: ChildProcess, what: 'begin' | 'tell'): Promise<unknown> {
  const answer = once(prober, 'message');
  prober.send(what);
  return (await answer)[0];
}
