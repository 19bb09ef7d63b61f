import { RequestMapping } from '@midwayjs/core';
import { z } from 'zod';
import type { Class } from '../class';
import { actingForHeader, inScope, type RouteDefinition } from '../contract';
import { Problem } from '../errors/problem';
import { type Actor, anonymous, personOf } from './actor';
import { fingerprint, readJsonBody, readRawBody } from './body';
import { problemOf } from './faults';
import { type Input, type Reply, RouteInput } from './input';
import type { Context } from './runtime';
import { Serialised } from './serialised';

export type { Input, Reply } from './input';

export interface BoundRoute {
  definition: RouteDefinition;
  controller: Class;
  method: string;
}

type Handler = (this: unknown, input: RouteInput) => Promise<unknown> | unknown;

/** Every route that a loaded controller has bound; tests compare it with the contract. */
export const boundRoutes: BoundRoute[] = [];

/** Unknown keys are refused, not dropped: a misspelt field must not be lost silently. */
function strict(schema: z.ZodType | undefined): z.ZodType | undefined {
  return schema instanceof z.ZodObject && !schema.def.catchall ? schema.strict() : schema;
}

/** A route definition with everything decided that does not change between requests. */
class Binding {
  readonly isPublic: boolean;
  readonly allowed: ReadonlySet<string>;
  readonly params: z.ZodType | undefined;
  readonly query: z.ZodType | undefined;
  readonly body: z.ZodType | undefined;
  readonly label: string;

  constructor(
    readonly definition: RouteDefinition,
    readonly handler: Handler,
  ) {
    this.isPublic = definition.access.includes('public');
    this.allowed = new Set(definition.access);
    this.params = strict(definition.params);
    this.query = strict(definition.query);
    this.body = strict(definition.body);
    this.label = `${definition.method} ${definition.path}`;
  }

  async handle(controller: unknown, ctx: Context): Promise<void> {
    const { definition } = this;
    ctx.routeDefinition = definition;
    const actor = await this.authenticate(ctx);
    ctx.actorKind = actor.agent ? 'agent' : actor.kind;
    if (definition.limit && ctx.platform.rateLimiter) this.limit(ctx, actor);
    const input = new RouteInput(actor, ctx);
    if (this.params) input.params = check(this.params, ctx.params) as never;
    if (this.query) input.query = check(this.query, ctx.query) as never;
    if (this.body) input.body = check(this.body, await readJsonBody(ctx.req, definition.bodyLimitBytes)) as never;
    else if (definition.raw)
      input.rawBody = await readRawBody(ctx.req, definition.bodyLimitBytes, definition.bodyTooLarge);
    if (definition.idempotent) return this.once(controller, ctx, input);
    const reply = await this.handler.call(controller, input);
    if (reply instanceof Serialised) {
      if (ctx.platform.checkReplies) this.checkReply(ctx, reply.bytes.toString());
      return this.send(ctx, 200, reply.bytes);
    }
    if (reply !== undefined || !definition.raw) this.send(ctx, 200, this.serialise(ctx, reply));
  }

  /** Runs the handler unless this key was answered before. */
  private async once(controller: unknown, ctx: Context, input: RouteInput): Promise<void> {
    const { idempotency } = ctx.platform;
    const key = ctx.get('idempotency-key');
    const sent = this.definition.raw
      ? { bytes: fingerprint(input.rawBody, ctx.get('content-type')) }
      : { body: input.body };
    const request = { params: input.params, query: input.query, ...sent };
    const claimed = await idempotency.claim(input.actor, ctx.ip, key, this.label, request);
    if ('status' in claimed) {
      ctx.set('idempotent-replay', 'true');
      return this.send(ctx, claimed.status, claimed.text);
    }
    input.idempotencyKey = key;
    input.claim = claimed;
    try {
      const text = this.serialise(ctx, await this.handler.call(controller, input));
      await claimed.finish(200, text);
      this.send(ctx, 200, text);
    } catch (error) {
      await claimed.fail(error, ctx.requestId);
      throw error;
    }
  }

  private async authenticate(ctx: Context): Promise<Actor> {
    const header = ctx.req.headers.authorization;
    const token = header?.startsWith('Bearer ') ? header.slice(7) : '';
    const found = token ? ctx.platform.sessions.read(token) : null;
    const actor = found instanceof Promise ? await found : found;
    if (this.isPublic) return actor ?? anonymous;
    if (!actor) throw new Problem('UNAUTHENTICATED');
    if (!actor.roles.some((role) => this.allowed.has(role))) throw new Problem('FORBIDDEN');
    const grantId = ctx.req.headers[actingForHeader];
    return grantId !== undefined && actor.kind === 'citizen' ? this.actingFor(ctx, actor, String(grantId)) : actor;
  }

  /** The principal, if the grant is in force and its scope reaches this far. Errors: GRANT_ENDED, AGENT_NOT_ALLOWED. */
  private async actingFor(ctx: Context, agent: Actor, grantId: string): Promise<Actor> {
    const principal = await ctx.platform.agents.actingFor(agent, grantId);
    // Unknown, another's and ended answer alike.
    if (!principal?.agent) throw new Problem('GRANT_ENDED');
    const { agent: wanted } = this.definition;
    if (!wanted || !inScope(principal.agent.scopes, wanted)) throw new Problem('AGENT_NOT_ALLOWED');
    return principal;
  }

  private limit(ctx: Context, actor: Actor): void {
    const { times, perMs, by } = this.definition.limit!;
    const who = by === 'subject' && actor.id ? personOf(actor) : ctx.ip;
    ctx.platform.rateLimiter!.hit(`${this.label} ${who}`, times, perMs);
  }

  private serialise(ctx: Context, reply: unknown): string {
    const text = reply === undefined ? '' : JSON.stringify(reply);
    this.checkReply(ctx, text);
    return text;
  }

  private checkReply(ctx: Context, text: string): void {
    const schema = this.definition.reply;
    if (schema && ctx.platform.checkReplies) {
      const result = schema.safeParse(text === '' ? undefined : JSON.parse(text));
      if (!result.success)
        throw new Error(`${this.label} replied against its contract: ${z.prettifyError(result.error)}`);
    }
  }

  private send(ctx: Context, status: number, body: string | Buffer): void {
    if (body === '') {
      ctx.status = 204;
      return;
    }
    // Written straight away: Koa's own way asks the body's length and type once more.
    const { res } = ctx;
    ctx.respond = false;
    res.setHeader('content-type', 'application/json; charset=utf-8');
    res.setHeader('content-length', Buffer.byteLength(body));
    res.statusCode = status;
    if (ctx.req.method === 'HEAD') res.end();
    else res.end(body);
  }
}

function check(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value);
  if (!result.success) throw problemOf(result.error);
  return result.data;
}

/**
 * Binds a controller method to an operation of the contract: authenticates, checks access, limits, parses, runs it once
 * per idempotency key and sends what it returns as JSON. The controller must be a singleton:
 * `@Provide() @Scope(ScopeEnum.Singleton) @Controller('/')`, in this order.
 */
export function Route<D extends RouteDefinition>(definition: D) {
  // Generic in the method, because a descriptor is invariant: a method may return something narrower than the reply.
  return <H extends (input: Input<D>) => Promise<Reply<D> | Serialised> | Reply<D> | Serialised>(
    target: object,
    method: string,
    descriptor: TypedPropertyDescriptor<H>,
  ): void => {
    const binding = new Binding(definition as RouteDefinition, descriptor.value as unknown as Handler);
    boundRoutes.push({ definition: binding.definition, controller: target.constructor, method });
    descriptor.value = function (this: unknown, ctx: Context) {
      return binding.handle(this, ctx);
    } as never;
    RequestMapping({ path: definition.path, requestMethod: definition.method.toLowerCase() })(
      target,
      method,
      descriptor,
    );
  };
}
