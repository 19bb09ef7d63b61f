import type { Caller } from './caller';

/** Longest wait for a sign of life. How long it takes is measured elsewhere: `npm run soak -- hostile`. */
const signOfLifeMs = 5_000;

/** Why the platform counts as dead; undefined if it answers. */
export async function lifeless(caller: Caller): Promise<string | undefined> {
  const { status, text } = await caller.raw('GET', '/healthz', { timeoutMs: signOfLifeMs });
  return status === 200 ? undefined : `之后 /healthz ${status || text}`;
}

/** Asks again and again while `work` is under way. */
export async function whileAlive<T>(
  caller: Caller,
  work: Promise<T>,
): Promise<{ result: T; dead: string | undefined }> {
  let dead: string | undefined;
  let done = false;
  const ended = work.finally(() => {
    done = true;
  });
  const asking = (async () => {
    while (!done && !dead) {
      dead = await lifeless(caller);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  const result = await ended;
  await asking;
  return { result, dead: dead ?? (await lifeless(caller)) };
}
