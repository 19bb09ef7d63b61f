import type { RouteBody, RouteParams, RouteQuery } from '@zhucheng/shared';
import type { z } from 'zod';
import type { RouteDefinition } from '../contract';
import type { Transaction } from '../database/transaction';
import type { Claim } from '../idempotency/idempotency';
import type { Actor } from './actor';
import type { Context } from './runtime';

/** What a handler of this route receives, parsed and checked. */
export interface Input<D> {
  /** On public routes without a session: `kind: 'anonymous'`. */
  actor: Actor;
  params: RouteParams<D>;
  query: RouteQuery<D>;
  body: RouteBody<D>;
  /** The body's bytes of a `raw` route, otherwise empty. */
  rawBody: Buffer;
  requestId: string;
  ip: string;
  idempotencyKey: string | undefined;
  ctx: Context;
  /**
   * One transaction whose result is the reply: on an idempotent route the reply is recorded in the same transaction, so
   * that a repeated request is answered with it even if the process died right after the commit.
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

  unitOfWork<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const { database } = this.ctx.platform;
    const { claim } = this;
    if (!claim) return database.unitOfWork(work);
    return database.unitOfWork(async (tx) => {
      const reply = await work(tx);
      await claim.record(tx, reply);
      return reply;
    });
  }
}
