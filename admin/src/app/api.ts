import {
  type ErrorCode,
  type ErrorReply,
  errorCatalogue,
  type FieldFault,
  fillPath,
  type RouteCall,
  type RouteDefinition,
  type RouteReply,
} from '@zhucheng/shared';
import { session } from './session';

/** A failure a person can read; `requestId` is what the help desk asks for. */
export class ApiError extends Error {
  constructor(
    readonly code: ErrorCode | 'NETWORK',
    message: string,
    readonly fields: FieldFault[] = [],
    readonly requestId: string | null = null,
    readonly status = 0,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /** It is not known whether the server did it, or it may do it later: the same key may be sent again. */
  get unsettled(): boolean {
    return ['NETWORK', 'UNAVAILABLE', 'INTERNAL', 'IN_PROGRESS', 'DEPARTMENT_UNAVAILABLE'].includes(this.code);
  }
}

export type Call<D> = RouteCall<D> & { key?: string; signal?: AbortSignal };

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

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
  const { code, message, fields } = reply.error;
  return new ApiError(code, message, fields ?? [], requestId, response.status);
}

async function once(definition: RouteDefinition, input: Call<RouteDefinition>, key: string | null): Promise<unknown> {
  const headers: Record<string, string> = { accept: 'application/json' };
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

/**
 * Calls one route of the contract. A command carries one idempotency key through its own retries; pass `key` to use the
 * same one for a second click on the same content.
 */
export async function call<D>(definition: D, input: Call<D>): Promise<RouteReply<D>> {
  const route = definition as unknown as RouteDefinition;
  const key = route.idempotent ? (input.key ?? crypto.randomUUID()) : null;
  const repeats = key ? 2 : 0;
  for (let attempt = 0; ; attempt++) {
    try {
      return (await once(route, input as never, key)) as RouteReply<D>;
    } catch (error) {
      const again = error instanceof ApiError && (error.code === 'NETWORK' || error.code === 'IN_PROGRESS');
      if (!again || attempt >= repeats) throw error;
      await wait(600 * 2 ** attempt);
    }
  }
}

export const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError('INTERNAL', errorCatalogue.INTERNAL.message);
