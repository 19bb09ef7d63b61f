import type { z } from 'zod';
import type { AgentScope } from './agent-scopes';
import type { ErrorCode } from './errors';

/**
 * Who may call a route. `public` needs no session; `citizen` is a signed-in natural person; the others are staff of the
 * registration centre (登记中心) or of an institution (机构); `kiosk` is a self-service printer (自助打证机).
 */
export const roles = [
  'public',
  'citizen',
  'officer',
  'registrar',
  'auditor',
  'administrator',
  'institution-clerk',
  'kiosk',
] as const;
export type Role = (typeof roles)[number];
export type StaffRole = Exclude<Role, 'public' | 'citizen' | 'kiosk'>;

type Schema = z.ZodType | undefined;

/** One HTTP operation: the server binds it, the clients call it, the API document and the access matrix list it. */
export interface RouteDefinition<
  P extends Schema = Schema,
  Q extends Schema = Schema,
  B extends Schema = Schema,
  R extends Schema = Schema,
> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Koa style, e.g. `/api/cases/:id`. */
  path: string;
  access: readonly Role[];
  /** What a citizen's family agent (代办人) needs to call it in the citizen's name; absent: only the citizen in person. */
  agent?: AgentScope;
  summary: string;
  tag: string;
  params?: P;
  query?: Q;
  body?: B;
  reply?: R;
  /** Needs an `Idempotency-Key` header; a repeat returns the first answer. */
  idempotent?: boolean;
  /** The handler writes its own reply (callbacks, files) and, unless there is a `body`, reads the raw one. */
  raw?: boolean;
  limit?: { times: number; perMs: number; by: 'ip' | 'subject' };
  errors?: readonly ErrorCode[];
  bodyLimitBytes?: number;
  /** Code of the answer to a body above the limit; BODY_TOO_LARGE unless given. */
  bodyTooLarge?: ErrorCode;
}

export function route<
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
  R extends Schema = undefined,
>(definition: RouteDefinition<P, Q, B, R>): RouteDefinition<P, Q, B, R> {
  return definition;
}

type Out<S> = S extends z.ZodType ? z.output<S> : undefined;
type In<S> = S extends z.ZodType ? z.input<S> : undefined;

/** What a handler receives, after parsing. */
export type RouteParams<D> = D extends RouteDefinition<infer P, Schema, Schema, Schema> ? Out<P> : never;
export type RouteQuery<D> = D extends RouteDefinition<Schema, infer Q, Schema, Schema> ? Out<Q> : never;
export type RouteBody<D> = D extends RouteDefinition<Schema, Schema, infer B, Schema> ? Out<B> : never;
export type RouteReply<D> = D extends RouteDefinition<Schema, Schema, Schema, infer R> ? Out<R> : never;

/** What a client sends. */
export type RouteCall<D> =
  D extends RouteDefinition<infer P, infer Q, infer B, Schema>
    ? (P extends z.ZodType ? { params: In<P> } : { params?: undefined }) &
        (Q extends z.ZodType ? { query?: In<Q> } : { query?: undefined }) &
        (B extends z.ZodType ? { body: In<B> } : { body?: undefined })
    : never;

/** Fills `:name` segments, percent-encoded. */
export function fillPath(path: string, params: Record<string, unknown> | undefined): string {
  return path.replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(String(params?.[name] ?? '')));
}
