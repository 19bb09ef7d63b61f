import { get } from 'node:http';

/** Asks for the server's health 50 times a second; a process of its own, so that pauses of the test are not measured. */
const [url, perSecond] = [process.argv[2]!, 50];
let slowest = 0;
let answers = 0;
let failures = 0;
/** Asked and not answered yet, with the time of asking. */
const waiting = new Set<number>();

function ask(): void {
  const began = performance.now();
  waiting.add(began);
  const over = (good: boolean) => {
    waiting.delete(began);
    slowest = Math.max(slowest, performance.now() - began);
    if (good) answers++;
    else failures++;
  };
  get(`${url}/healthz`, { agent: false }, (response) => {
    response.resume().on('end', () => over(response.statusCode === 200));
  }).on('error', () => over(false));
}

const timer = setInterval(ask, 1_000 / perSecond);

/** `begin`: forgets what was; `tell`: says it, once everything asked so far is answered. */
process.on('message', async (what: 'begin' | 'tell' | 'end') => {
  if (what === 'end') {
    clearInterval(timer);
    process.disconnect();
    return;
  }
  const asked = [...waiting];
  while (asked.some((each) => waiting.has(each))) await new Promise((resolve) => setTimeout(resolve, 5));
  if (what === 'tell') process.send!({ slowest, answers, failures });
  else process.send!('begun');
  slowest = 0;
  answers = 0;
  failures = 0;
});
