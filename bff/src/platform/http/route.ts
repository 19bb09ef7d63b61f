import { RequestMapping } from '@midwayjs/core';
import { z } from 'zod';
import type { Class } from '../class';
import { actingForHeader, inScope, isSensitive, missingOn, type RouteDefinition } from '../contract';
import { Problem } from '../errors/problem';
import { dayMs } from '../quota/quotas';
import { type Actor, anonymous, personOf } from './actor';
import { checkQuery, defaultBodyLimitBytes, fingerprint, readJsonBody, readRawBody } from './body';
import type { Taker } from './download';
import { problemOf } from './faults';
import { type Input, type Reply, RouteInput } from './input';
import { networkOf } from './origin';
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

const afterPause = '您有 30 分钟没有操作了，为了安全，请用短信验证码或刷脸再确认一次。';

/** A route definition with everything decided that does not change between requests. */
class Binding {
  readonly isPublic: boolean;
  readonly changes: boolean;
  readonly allowed: ReadonlySet<string>;
  readonly sensitive: boolean;
  readonly params: z.ZodType | undefined;
  readonly query: z.ZodType | undefined;
  readonly body: z.ZodType | undefined;
  readonly label: string;

  constructor(
    readonly definition: RouteDefinition,
    readonly handler: Handler,
  ) {
    this.isPublic = definition.access.includes('public');
    this.changes = definition.method !== 'GET' && !definition.reads;
    this.allowed = new Set(definition.access);
    this.sensitive = isSensitive(definition);
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
    if (this.query) {
      checkQuery(ctx.querystring);
      input.query = check(this.query, ctx.query) as never;
    }
    if (definition.upload) return this.withUpload(controller, ctx, input);
    if (this.body) input.body = check(this.body, await readJsonBody(ctx.req, definition.bodyLimitBytes)) as never;
    else if (definition.raw)
      input.rawBody = await readRawBody(ctx.req, definition.bodyLimitBytes, definition.bodyTooLarge);
    return this.run(controller, ctx, input);
  }

  /** Rate limits, access and the query were passed: only now is a file taken in. */
  private withUpload(controller: unknown, ctx: Context, input: RouteInput): Promise<void> {
    const { bodyLimitBytes = defaultBodyLimitBytes, bodyTooLarge = 'BODY_TOO_LARGE' } = this.definition;
    const wanted = {
      limitBytes: bodyLimitBytes,
      tooLarge: bodyTooLarge,
      person: personAt(ctx, input.actor),
    };
    return ctx.platform.uploads.take(ctx.req, wanted, (upload) => {
      input.upload = upload;
      return this.run(controller, ctx, input);
    });
  }

  private async run(controller: unknown, ctx: Context, input: RouteInput): Promise<void> {
    const { definition } = this;
    if (definition.limit?.perDay) await this.spend(ctx, input.actor, definition.limit.perDay);
    if (definition.idempotent) return this.once(controller, ctx, input);
    if (definition.download)
      return ctx.platform.downloads.send(ctx, takerOf(ctx, input), async () => this.handler.call(controller, input));
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
    const { raw, upload } = this.definition;
    const sent = upload
      ? { file: input.upload.fingerprint }
      : raw
        ? { bytes: fingerprint(input.rawBody) }
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
    let actor = found instanceof Promise ? await found : found;
    if (this.isPublic) return actor ?? anonymous;
    this.requireRole(actor);
    // Ended or proven a moment ago in another process: what is remembered here may be older.
    if ((this.changes && actor.kind !== 'citizen') || this.missing(actor)) {
      actor = await ctx.platform.sessions.fresh(token);
      this.requireRole(actor);
      const missing = this.missing(actor);
      if (missing) throw missing;
    }
    const grantId = ctx.req.headers[actingForHeader];
    return grantId !== undefined && actor.kind === 'citizen' ? this.actingFor(ctx, actor, String(grantId)) : actor;
  }

  private requireRole(actor: Actor | null): asserts actor is Actor {
    if (!actor) throw new Problem('UNAUTHENTICATED');
    if (!actor.roles.some((role) => this.allowed.has(role))) throw new Problem('FORBIDDEN');
  }

  private missing({ assurance }: Actor): Problem | null {
    if (!assurance) return null;
    const code = missingOn(this.definition, assurance);
    if (code) return new Problem(code);
    if (this.sensitive && assurance.awake === false) return new Problem('DEVICE_UNCONFIRMED', { message: afterPause });
    return null;
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
    const { times, perMs } = this.definition.limit!;
    ctx.platform.rateLimiter!.hit(`${this.label} ${this.caller(ctx, actor)}`, times, perMs);
  }

  /** What was understood counts towards the day: a misspelt field costs nothing. */
  private async spend(ctx: Context, actor: Actor, perDay: number): Promise<void> {
    await ctx.platform.quotas.spend(this.label, this.caller(ctx, actor), { times: perDay, perMs: dayMs });
  }

  private caller(ctx: Context, actor: Actor): string {
    return this.definition.limit!.by === 'subject' && actor.id ? personOf(actor) : networkOf(ctx.ip);
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

/** Whose places a file takes. */
const personAt = (ctx: Context, actor: Actor): string => (actor.id ? personOf(actor) : networkOf(ctx.ip));

function takerOf(ctx: Context, { actor, params }: RouteInput): Taker {
  const network = networkOf(ctx.ip);
  const { ticket = '' } = (params ?? {}) as { ticket?: string };
  const holder = ctx.platform.addresses.holderOf(ticket);
  if (holder) return { network, ...holder };
  return { network, person: personAt(ctx, actor), inside: actor.kind === 'staff' || actor.kind === 'device' };
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
