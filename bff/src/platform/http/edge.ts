import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Next } from 'koa';
import { answerFor } from '../errors/answer';
import { Problem } from '../errors/problem';
import { describeError, type Logger } from '../logging/logger';
import type { Metrics } from '../metrics/metrics';
import type { RouteTable } from './route-table';
import type { Context } from './runtime';
import type { StaticSites } from './static-sites';

const requestIdPattern = /^[A-Za-z0-9_-]{8,64}$/;

/** What Midway answers; nothing else reaches it, because its own router takes paths less strictly than the contract says them. */
const operatorPaths = new Set(['/healthz', '/readyz', '/metrics', '/api/docs', '/api/openapi.json']);
/** Paths that never fall back to a page. */
const isOwn = (path: string): boolean => path === '/api' || path.startsWith('/api/');

/** A path with one slash at its end is the same path without it. */
function dropSlash(ctx: Context): void {
  const { path } = ctx;
  if (path.length > 1 && path.endsWith('/')) ctx.path = path.slice(0, -1);
}

/** Unique rather than secret, so a counter behind the process's own random letters will do. */
const processMark = randomBytes(9).toString('base64url');
let requests = 0;
const newRequestId = () => `${processMark}-${(++requests).toString(36)}`;

export interface EdgeParts {
  logger: Logger;
  metrics: Metrics;
  sites: StaticSites;
  table: RouteTable;
  /** Strict-Transport-Security is sent if the public URL is https. */
  https: boolean;
}

/**
 * The outermost middleware, one instead of five because each costs: request id, security headers, operations of the
 * contract, static pages, errors, log line and duration. It stands in Koa before Midway's own middleware, which makes a
 * container for each request and tries one route after the other; only paths that are not of the contract (health,
 * documents) go on to it. So Midway's middleware and guards do not apply to `@Route` methods.
 */
export function edge(parts: EdgeParts) {
  const { logger, metrics, sites, table } = parts;

  function setHeaders(ctx: Context): void {
    const { res } = ctx;
    res.setHeader('x-request-id', ctx.requestId);
    res.setHeader('x-content-type-options', 'nosniff');
    res.setHeader('x-frame-options', 'DENY');
    res.setHeader('referrer-policy', 'same-origin');
    res.setHeader('cache-control', 'no-store');
    res.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    if (parts.https) res.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains');
  }

  function fail(ctx: Context, error: unknown, startedAt: number): void {
    const answer = answerFor(error, ctx.requestId);
    if (answer.unexpected) {
      const route = ctx.routeDefinition?.path;
      logger.error(
        { requestId: ctx.requestId, method: ctx.method, route, error: describeError(error) },
        'request failed',
      );
    }
    ctx.status = answer.status;
    const retryAfterMs = answer.body.error.detail?.retryAfterMs;
    if (typeof retryAfterMs === 'number') ctx.set('retry-after', String(Math.ceil(retryAfterMs / 1000)));
    // The rest of a body that is too large, or does not arrive, is not waited for.
    if (answer.status === 413 || answer.status === 408) ctx.set('connection', 'close');
    ctx.res.setHeader('content-type', 'application/json; charset=utf-8');
    ctx.body = JSON.stringify(answer.body);
    finish(ctx, startedAt, answer.body.error.code);
  }

  function finish(ctx: Context, startedAt: number, code?: string): void {
    const ms = performance.now() - startedAt;
    const route = ctx.routeDefinition?.path ?? (ctx.status === 404 ? 'none' : 'static');
    metrics.observeRequest(ctx.method, route, ctx.status, ms);
    if (!logger.isLevelEnabled('info')) return;
    logger.info({
      requestId: ctx.requestId,
      method: ctx.method,
      route,
      status: ctx.status,
      ms: Math.round(ms * 10) / 10,
      ...(ctx.actorKind && { actor: ctx.actorKind }),
      ...(code && { code }),
    });
  }

  return async function edgeMiddleware(context: unknown, next: Next): Promise<void> {
    const ctx = context as Context;
    const startedAt = performance.now();
    const given = ctx.req.headers['x-request-id'];
    ctx.requestId = typeof given === 'string' && requestIdPattern.test(given) ? given : newRequestId();
    setHeaders(ctx);
    try {
      dropSlash(ctx);
      const handle = table.find(ctx);
      if (handle) await handle(ctx);
      else if (operatorPaths.has(ctx.path)) await next();
      else if (isOwn(ctx.path) || !sites.serve(ctx)) throw new Problem('NOT_FOUND');
      finish(ctx, startedAt);
    } catch (error) {
      fail(ctx, error, startedAt);
    }
  };
}
