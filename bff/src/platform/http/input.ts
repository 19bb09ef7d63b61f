import type { RouteBody, RouteParams, RouteQuery } from '@zhucheng/shared';
import type { z } from 'zod';
import type { RouteDefinition } from '../contract';
import type { Transaction } from '../database/transaction';
import type { Claim } from '../idempotency/idempotency';
import type { Actor } from './actor';
import { type Origin, originOf } from './origin';
import type { Context } from './runtime';
import type { Upload } from './upload';

/** What a handler of this route receives, parsed and checked. */
export interface Input<D> {
  /** On public routes without a session: `kind: 'anonymous'`. */
  actor: Actor;
  params: RouteParams<D>;
  query: RouteQuery<D>;
  body: RouteBody<D>;
  /** The body's bytes of a `raw` route, otherwise empty. */
  rawBody: Buffer;
  /** The file of an `upload` route, there until the handler has answered. */
  upload: Upload;
  requestId: string;
  ip: string;
  origin: Origin;
  idempotencyKey: string | undefined;
  ctx: Context;
  /**
   * One transaction whose result is the reply: on an idempotent route the reply is recorded in the same transaction, so
   * that a repeated request is answered with it even if the process died right after the commit. What staff do holds only
   * if their session lasts until then. Error: UNAUTHENTICATED.
   */
  unitOfWork<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}

/** What a handler of this route returns. */
export type Reply<D> = D extends { reply?: infer R } ? (R extends z.ZodType ? z.input<R> : unknown) : unknown;

const empty = Buffer.alloc(0);

export class RouteInput implements Input<RouteDefinition> {
  params: never = undefined as never;
  query: never = undefined as never;
  body: never = undefined as never;
  rawBody: Buffer = empty;
  upload: Upload = undefined as never;
  idempotencyKey: string | undefined = undefined;
  claim: Claim | undefined = undefined;

  constructor(
    readonly actor: Actor,
    readonly ctx: Context,
  ) {}

  get requestId(): string {
    return this.ctx.requestId;
  }

  get ip(): string {
    return this.ctx.ip;
  }

  get origin(): Origin {
    return originOf(this.ctx.ip, this.ctx.req);
  }

  unitOfWork<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const { database, sessions } = this.ctx.platform;
    const { actor, claim } = this;
    const held = actor.kind === 'staff' && !this.ctx.routeDefinition?.access.includes('public');
    if (!claim && !held) return database.unitOfWork(work);
    return database.unitOfWork(async (tx) => {
      const reply = await work(tx);
      if (held) await sessions.hold(tx, actor);
      await claim?.record(tx, reply);
      return reply;
    });
  }
}
