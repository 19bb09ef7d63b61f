import { fillPath, type RouteCall, type RouteDefinition, type RouteReply } from '@zhucheng/shared';
import { type Options, request } from './request';

// `any` matches every definition; callers get the exact types of theirs.
// biome-ignore lint/suspicious/noExplicitAny: the definition's own parameters
type AnyRoute = RouteDefinition<any, any, any, any>;

/** Calls one operation of the contract, e.g. `call(routes.identity.sms, { body: { phone, code } })`. */
export function call<D extends AnyRoute>(definition: D, given: RouteCall<D>): Promise<RouteReply<D>> {
  const { params, query, body } = given as {
    params?: Record<string, unknown>;
    query?: Options['query'];
    body?: unknown;
  };
  return request<RouteReply<D>>(definition.method, fillPath(definition.path, params), {
    query,
    body: body ?? (definition.body ? {} : undefined),
    once: definition.idempotent === true,
    agent: definition.agent !== undefined,
  });
}
