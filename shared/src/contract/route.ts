import type { z } from 'zod';
import type { AgentScope } from './agent-scopes';
import type { AssuranceLevel } from './assurance';
import type { ErrorCode } from './errors';
import type { Role } from './roles';

type Schema = z.ZodType | undefined;

/** Carries the mark that a client makes once and keeps: it tells devices at one address apart and proves nothing. */
export const deviceHeader = 'x-device';

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
  /**
   * How far it must be known which citizen calls; absent: `proven`. Less needs a reason. The device must be known to be hers
   * all the same, unless `byPassword` says why whoever has found out her password does no harm and learns nothing here.
   */
  level?: { at: Exclude<AssuranceLevel, 'proven'>; why: string; byPassword?: string };
  /**
   * After 30 minutes without a call the person confirms anew, by SMS or face, before what is asked at `proven`, unless this
   * says why a pause does no harm: nothing is shown in full, nothing binds anybody.
   */
  calm?: string;
  /** She does so before this, too, though less than `proven` is asked. */
  sensitive?: true;
  summary: string;
  tag: string;
  params?: P;
  query?: Q;
  body?: B;
  reply?: R;
  /**
   * Nothing is changed by this POST; it is one because what is asked for does not belong in an address. Before everything
   * else but a GET it is read anew whether the session of staff or of a kiosk has ended.
   */
  reads?: true;
  /**
   * True: puts something in the place of what somebody else may have saved meanwhile, though neither PUT nor path say so. A
   * text says why a command about something that is there replaces nothing; see `versionProblem`.
   */
  replaces?: true | string;
  /** Needs an `Idempotency-Key` header; a repeat returns the first answer. */
  idempotent?: boolean;
  /** The handler writes its own reply (callbacks, files) and, unless there is a `body`, reads the raw one. */
  raw?: boolean;
  /**
   * `times` in `perMs` takes the edge off floods and is counted by each process; `perDay` is counted in the database, for all
   * processes together. By address, or by the person who is signed in.
   */
  limit?: { times: number; perMs: number; by: 'ip' | 'subject'; perDay?: number };
  /**
   * Each call spends money, a message or a department's work, or tells something about people: it needs a `limit` with
   * `perDay`. Otherwise why it does not. The contract does not load while a route is silent about it.
   */
  weighs?: 'spends' | 'tells' | { readonly nothing: string };
  /** Why a route that would need a limit has none. */
  unlimited?: string;
  /** The body is one file, as it is or as the only one of a multipart form; it goes to disk as it comes. */
  upload?: boolean;
  /** A `raw` route that answers with a file: below the common ceiling of all files being sent. */
  download?: boolean;
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
