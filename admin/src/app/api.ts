import {
  deviceHeader,
  type ErrorCode,
  type ErrorReply,
  errorCatalogue,
  type FieldFault,
  fillPath,
  type RouteCall,
  type RouteDefinition,
  type RouteReply,
  repeatAfter,
  type SavedMeanwhile,
  savedMeanwhile,
} from '@zhucheng/shared';
import { deviceMark } from './device-mark';
import { session } from './session';

/** A failure a person can read; `requestId` is what the help desk asks for. */
export class ApiError extends Error {
  constructor(
    readonly code: ErrorCode | 'NETWORK',
    message: string,
    readonly fields: FieldFault[] = [],
    readonly requestId: string | null = null,
    readonly status = 0,
    /** When the server wants to be asked again, ms. */
    readonly retryAfterMs?: number,
    /** Of SAVED_MEANWHILE: what is saved now, by whom. */
    readonly saved?: SavedMeanwhile,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /** The server may have done it or may still do it: repeat with the same key only. */
  get unsettled(): boolean {
    return ['NETWORK', 'UNAVAILABLE', 'INTERNAL', 'IN_PROGRESS', 'DEPARTMENT_UNAVAILABLE'].includes(this.code);
  }
}

export type Call<D> = RouteCall<D> & { key?: string; signal?: AbortSignal };

/** Error: AbortError as soon as the signal says so. */
const wait = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

function address(path: string, query: Record<string, unknown> | undefined): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

/** What a refused answer says. */
export async function failure(response: Response): Promise<ApiError> {
  const reply = (await response.json().catch(() => null)) as ErrorReply | null;
  const requestId = reply?.error?.requestId ?? response.headers.get('x-request-id');
  if (!reply?.error) {
    const code = response.status === 404 ? 'NOT_FOUND' : response.status >= 500 ? 'UNAVAILABLE' : 'INTERNAL';
    return new ApiError(code, errorCatalogue[code].message, [], requestId, response.status);
  }
  const { code, message, fields, detail } = reply.error;
  const later = typeof detail?.retryAfterMs === 'number' ? detail.retryAfterMs : undefined;
  const saved = code === 'SAVED_MEANWHILE' ? savedMeanwhile.safeParse(detail).data : undefined;
  return new ApiError(code, message, fields ?? [], requestId, response.status, later, saved);
}

async function once(definition: RouteDefinition, input: Call<RouteDefinition>, key: string | null): Promise<unknown> {
  const headers: Record<string, string> = { accept: 'application/json', [deviceHeader]: deviceMark() };
  const token = session.get()?.token;
  if (token) headers.authorization = `Bearer ${token}`;
  if (input.body !== undefined) headers['content-type'] = 'application/json';
  if (key) headers['idempotency-key'] = key;
  let response: Response;
  try {
    response = await fetch(address(fillPath(definition.path, input.params as never), input.query as never), {
      method: definition.method,
      headers,
      body: input.body === undefined ? null : JSON.stringify(input.body),
      signal: input.signal ?? null,
      credentials: 'same-origin',
      cache: 'no-store',
    });
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error;
    throw new ApiError('NETWORK', '网络没有连上，您填写的内容还在，请检查网络后重试。');
  }
  if (response.ok) return response.json();
  const fault = await failure(response);
  if (fault.code === 'UNAUTHENTICATED') session.expire();
  throw fault;
}

/** Sends it with the same key until it is answered; a browser that knows it is offline is told so at once. */
export async function untilAnswered<T>(send: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const began = Date.now();
  for (let attempt = 0; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof ApiError) || (error.code === 'NETWORK' && navigator.onLine === false)) throw error;
      const { status, code, retryAfterMs } = error;
      const ms = repeatAfter({ status, code, retryAfterMs }, attempt, Date.now() - began, Math.random());
      if (ms === null) throw error;
      await wait(ms, signal);
    }
  }
}

/**
 * Calls one route of the contract. A command carries one idempotency key and is sent until it is answered; pass `key` to use
 * the same one for a second click on the same content.
 */
export function call<D>(definition: D, input: Call<D>): Promise<RouteReply<D>> {
  const route = definition as unknown as RouteDefinition;
  if (!route.idempotent) return once(route, input as never, null) as Promise<RouteReply<D>>;
  const key = input.key ?? crypto.randomUUID();
  return untilAnswered(() => once(route, input as never, key) as Promise<RouteReply<D>>, input.signal);
}

export const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError('INTERNAL', errorCatalogue.INTERNAL.message);
