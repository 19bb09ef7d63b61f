const patienceMs = 60_000;
const pauseMs = 50;

/** Asks until the answer is something; a minute later it gives up with the complaint as an Error. */
export async function patiently<T>(
  ask: () => Promise<T | undefined>,
  complaint: () => string,
  forMs = patienceMs,
): Promise<T> {
  const until = Date.now() + forMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > until) throw new Error(complaint());
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
