import Taro from '@tarojs/taro';
import { actingForHeader, deviceHeader } from '@zhucheng/shared';
import { actingEnded, currentActing } from './acting';
import { refusedFor } from './assurance';
import { commandAnswered, commandKey } from './command-keys';
import { deviceMark } from './device-mark';
import { Failure, failureFrom, offline, timedOut } from './failure';
import { currentSession, endSession } from './session';
import { untilAnswered } from './until-answered';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Options {
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  /** A command that must happen once: it carries a key that stays the same until the server has answered. */
  once?: boolean;
  /** Sent in the name of the person one acts for, if one does. */
  agent?: boolean;
  timeout?: number;
}

const TIMEOUT = 15_000;
const RETRIES = 2;
const inFlight = new Map<string, Promise<unknown>>();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function address(path: string, query: Options['query']): string {
  const pairs = Object.entries(query ?? {})
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  return `${API_BASE}${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
}

interface Answer {
  status: number;
  body: unknown;
}

/** One exchange. Alipay reports every status but 200 as a failure, with the answer inside. */
async function exchange(
  url: string,
  method: Method,
  header: Record<string, string>,
  options: Options,
): Promise<Answer> {
  try {
    const answer = await Taro.request({
      url,
      method: method as 'GET',
      header,
      data: options.body === undefined ? undefined : JSON.stringify(options.body),
      dataType: 'text',
      responseType: 'text',
      timeout: options.timeout ?? TIMEOUT,
    });
    return { status: answer.statusCode, body: parse(answer.data) };
  } catch (error) {
    const {
      status,
      data,
      errMsg,
      errorMessage,
      error: number,
    } = (error ?? {}) as {
      status?: number;
      data?: unknown;
      errMsg?: string;
      errorMessage?: string;
      error?: number;
    };
    if (typeof status === 'number' && status > 0) return { status, body: parse(data) };
    const said = `${errMsg ?? ''}${errorMessage ?? ''}`;
    throw number === 13 || /time ?out|超时|abort/i.test(said) ? timedOut() : offline();
  }
}

function parse(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  try {
    return data === '' ? undefined : JSON.parse(data);
  } catch {
    return undefined;
  }
}

async function send(method: Method, path: string, options: Options, identity: string): Promise<unknown> {
  const header: Record<string, string> = { accept: 'application/json', [deviceHeader]: deviceMark() };
  const token = currentSession()?.token;
  if (token) header.authorization = `Bearer ${token}`;
  const actingFor = options.agent ? currentActing()?.grantId : undefined;
  if (actingFor) header[actingForHeader] = actingFor;
  if (options.body !== undefined) header['content-type'] = 'application/json';
  if (options.once) header['idempotency-key'] = commandKey(identity);

  for (let attempt = 0; ; attempt++) {
    try {
      const { status, body } = await exchange(address(path, options.query), method, header, options);
      if (method === 'GET' && status >= 502 && attempt < RETRIES) throw offline();
      if (options.once && answered(status, body)) commandAnswered(identity);
      if (status >= 200 && status < 300) return body;
      if (status === 401 && token && token === currentSession()?.token) endSession();
      const failure = failureFrom(status, body);
      if (failure.code === 'GRANT_ENDED' && actingFor) actingEnded(actingFor);
      if (token === currentSession()?.token) refusedFor(failure.code);
      throw failure;
    } catch (error) {
      const again = method === 'GET' && attempt < RETRIES && error instanceof Failure && error.unanswered;
      if (!again) throw error;
      await pause(400 * 2 ** attempt);
    }
  }
}

/** A busy server, or one still at work on the first sending, has not decided yet. */
function answered(status: number, body: unknown): boolean {
  const code = status >= 400 ? failureFrom(status, body).code : '';
  return status < 500 && code !== 'IN_PROGRESS' && code !== 'TOO_MANY_REQUESTS' && code !== 'UNAUTHENTICATED';
}

/** Asks the server. The same request that is still under way is not sent twice: both callers get its answer. */
export function request<T>(method: Method, path: string, options: Options = {}): Promise<T> {
  const who = `${currentSession()?.token ?? ''} ${(options.agent && currentActing()?.grantId) || ''}`;
  const identity = [method, address(path, options.query), JSON.stringify(options.body) ?? '', who].join(' ');
  const running = inFlight.get(identity);
  if (running) return running as Promise<T>;
  const sending = () => send(method, path, options, identity);
  const started = options.once ? untilAnswered(sending) : sending();
  inFlight.set(identity, started);
  const done = () => inFlight.delete(identity);
  started.then(done, done);
  return started as Promise<T>;
}
