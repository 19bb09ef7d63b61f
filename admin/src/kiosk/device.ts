import {
  type ErrorReply,
  errorCatalogue,
  fillPath,
  type RouteCall,
  type RouteDefinition,
  type RouteReply,
} from '@zhucheng/shared';

const KEY = 'zhucheng.kiosk.device';

/** The device's own key, entered once by the administrator; nothing of a visitor is ever stored. */
export const device = {
  get: (): string | null => localStorage.getItem(KEY),
  set: (token: string): void => localStorage.setItem(KEY, token),
  forget: (): void => localStorage.removeItem(KEY),
};

/** A refusal in a sentence for the person at the kiosk. */
export class KioskFault extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Calls one operation as this kiosk. `key` is given again when the same command is sent again. */
export async function call<D>(
  definition: D,
  input: RouteCall<D>,
  key: string = crypto.randomUUID(),
): Promise<RouteReply<D>> {
  const route = definition as unknown as RouteDefinition;
  const { params, body } = input as { params?: Record<string, unknown>; body?: unknown };
  const response = await fetch(fillPath(route.path, params), {
    method: route.method,
    headers: {
      authorization: `Bearer ${device.get() ?? ''}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(route.idempotent && { 'idempotency-key': key }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    cache: 'no-store',
  }).catch(() => {
    throw new KioskFault('NETWORK', '网络没有连上，请稍后再试，或到窗口办理。');
  });
  const reply = await response.json().catch(() => null);
  if (response.ok) return reply;
  const error = (reply as ErrorReply | null)?.error;
  const field = error?.fields?.[0]?.message;
  throw new KioskFault(error?.code ?? 'INTERNAL', field ?? error?.message ?? errorCatalogue.UNAVAILABLE.message);
}
