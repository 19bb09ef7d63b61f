import { caseRoutes } from '@zhucheng/shared';

interface AdminApi {
  call(definition: unknown, input: unknown): Promise<unknown>;
}
/** As the browser runs it; plain `require`, because its sources are made for a browser's types. */
const { call } = require('../../admin/src/app/api') as AdminApi;

const withdraw = { definition: caseRoutes.withdraw, input: { params: { id: 'c' }, body: { reason: 'r' } } };
const answer = (status: number, body: unknown) => () => Promise.resolve(new Response(JSON.stringify(body), { status }));
const refused = (status: number, code: string) => answer(status, { error: { code, message: code, requestId: 'r' } });
const nobody = () => Promise.reject(new TypeError('fetch failed'));

describe('a command of the desk', () => {
  let sent: Array<{ key: string | null; path: string }>;
  function answering(...answers: Array<() => Promise<Response>>) {
    sent = [];
    jest.spyOn(globalThis, 'fetch').mockImplementation((path, init) => {
      sent.push({ key: new Headers(init?.headers).get('idempotency-key'), path: String(path) });
      return answers[Math.min(sent.length, answers.length) - 1]!();
    });
  }
  beforeEach(() => {
    jest.useFakeTimers();
    Object.defineProperty(globalThis, 'navigator', { value: { onLine: true }, configurable: true });
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });
  const result = async (calling: Promise<unknown>) => {
    const ended = calling.then(
      (reply) => ({ reply }),
      (error: { code: string }) => ({ code: error.code }),
    );
    await jest.advanceTimersByTimeAsync(120_000);
    return ended;
  };

  test('is sent with one key until the server, killed meanwhile, has answered', async () => {
    const inProgress = refused(409, 'IN_PROGRESS');
    const away = Array.from({ length: 6 }, () => inProgress);
    answering(nobody, nobody, answer(502, {}), refused(503, 'UNAVAILABLE'), ...away, answer(200, { done: true }));
    expect(await result(call(withdraw.definition, withdraw.input))).toEqual({ reply: { done: true } });
    expect(sent).toHaveLength(11);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
    expect(sent[0]!.key).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each([
    ['refused', refused(409, 'CONFLICT'), 'CONFLICT'],
    ['a department is silent', refused(503, 'DEPARTMENT_UNAVAILABLE'), 'DEPARTMENT_UNAVAILABLE'],
  ])('is sent once if it is answered: %s', async (_how, reply, code) => {
    answering(reply);
    expect(await result(call(withdraw.definition, withdraw.input))).toEqual({ code });
    expect(sent).toHaveLength(1);
  });

  test('is given up at once where the browser knows that it is offline, and in the end everywhere', async () => {
    answering(nobody);
    expect(await result(call(withdraw.definition, withdraw.input))).toEqual({ code: 'NETWORK' });
    expect(sent.length).toBeGreaterThan(5);
    Object.defineProperty(globalThis, 'navigator', { value: { onLine: false }, configurable: true });
    answering(nobody);
    expect(await result(call(withdraw.definition, withdraw.input))).toEqual({ code: 'NETWORK' });
    expect(sent).toHaveLength(1);
  });
});
