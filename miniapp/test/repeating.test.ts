import { caseRoutes } from '@zhucheng/shared';

const sent: Array<{ key: string; url: string }> = [];
let answers: Array<() => unknown> = [];
const stored = new Map<string, unknown>();
jest.mock('@tarojs/taro', () => ({
  __esModule: true,
  default: {
    request: ({ url, header }: { url: string; header: Record<string, string> }) => {
      sent.push({ key: header['idempotency-key']!, url });
      const answer = answers[Math.min(sent.length, answers.length) - 1]!();
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    getStorageSync: (key: string) => stored.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => stored.set(key, value),
    removeStorageSync: (key: string) => stored.delete(key),
    onNetworkStatusChange: (listener: (state: { isConnected: boolean }) => void) => {
      connected = (isConnected) => listener({ isConnected });
    },
  },
}));
let connected: (isConnected: boolean) => void = () => undefined;
Object.assign(globalThis, { API_BASE: '' });

import { call } from '../src/core/api';
import { watchNetwork } from '../src/core/network';

const answer = (statusCode: number, body: unknown) => () => ({ statusCode, data: JSON.stringify(body) });
const refused = (status: number, code: string) => answer(status, { error: { code, message: code, requestId: 'r' } });
const nobody = () => Object.assign(new Error('request:fail'), { errMsg: 'request:fail' });
const withdraw = () =>
  call(caseRoutes.withdraw, { params: { id: 'c' }, body: { reason: 'r' } } as never).then(
    (reply) => ({ reply }),
    (error: { code: string }) => ({ code: error.code }),
  );

describe('a command of the mini-program', () => {
  beforeAll(() => watchNetwork());
  beforeEach(() => {
    sent.length = 0;
    jest.useFakeTimers();
  });
  afterEach(() => {
    connected(true);
    jest.useRealTimers();
  });
  const ended = async () => {
    const result = withdraw();
    await jest.advanceTimersByTimeAsync(120_000);
    return result;
  };

  it('is sent with one key until the server, killed meanwhile, has answered; the next one has a key of its own', async () => {
    answers = [nobody, answer(502, ''), refused(409, 'IN_PROGRESS'), refused(503, 'UNAVAILABLE')];
    answers.push(refused(409, 'IN_PROGRESS'), answer(200, { done: true }));
    expect(await ended()).toEqual({ reply: { done: true } });
    expect(sent).toHaveLength(6);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
    await ended();
    expect(sent[6]!.key).not.toBe(sent[0]!.key);
  });

  it('is sent once if it is answered', async () => {
    answers = [refused(409, 'CONFLICT')];
    expect(await ended()).toEqual({ code: 'CONFLICT' });
    expect(sent).toHaveLength(1);
  });

  it('is given up at once on a phone that is offline, and keeps its key for the next tap', async () => {
    answers = [nobody];
    connected(false);
    expect(await ended()).toEqual({ code: 'OFFLINE' });
    connected(true);
    answers = [nobody, answer(200, { done: true })];
    expect(await ended()).toEqual({ reply: { done: true } });
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
  });
});
