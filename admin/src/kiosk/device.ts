import {
  type ErrorReply,
  errorCatalogue,
  fillPath,
  type RouteCall,
  type RouteDefinition,
  type RouteReply,
  repeatAfter,
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
    readonly status = 0,
  ) {
    super(message);
  }
}

/**
 * Calls one operation as this kiosk; a command is sent until it is answered. `key` is given again when the same command is
 * wanted again.
 */
export async function call<D>(
  definition: D,
  input: RouteCall<D>,
  key: string = crypto.randomUUID(),
): Promise<RouteReply<D>> {
  const began = Date.now();
  for (let attempt = 0; ; attempt++) {
    try {
      return await send(definition, input, key);
    } catch (error) {
      const repeats = (definition as unknown as RouteDefinition).idempotent && error instanceof KioskFault;
      const ms = repeats ? repeatAfter(error, attempt, Date.now() - began, Math.random()) : null;
      if (ms === null) throw error;
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
  }
}

async function send<D>(definition: D, input: RouteCall<D>, key: string): Promise<RouteReply<D>> {
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
  const code = error?.code ?? (response.status >= 502 ? 'UNAVAILABLE' : 'INTERNAL');
  throw new KioskFault(code, field ?? error?.message ?? errorCatalogue.UNAVAILABLE.message, response.status);
}
