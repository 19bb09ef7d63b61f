import type { Context as KoaContext } from 'koa';
import type { RouteDefinition } from '../contract';
import type { Database } from '../database/database';
import type { Idempotency } from '../idempotency/idempotency';
import type { Quotas } from '../quota/quotas';
import type { Agents } from './agents';
import type { DownloadAddresses, Downloads } from './download';
import type { RateLimiter } from './rate-limit';
import type { Sessions } from './sessions';
import type { Uploads } from './upload';

/** What a bound route needs from the server it runs in; hangs on Koa's context prototype as `ctx.platform`. */
export interface HttpRuntime {
  database: Database;
  sessions: Sessions;
  agents: Agents;
  idempotency: Idempotency;
  quotas: Quotas;
  uploads: Uploads;
  downloads: Downloads;
  addresses: DownloadAddresses;
  /** Absent if RATE_LIMITS=off. */
  rateLimiter?: RateLimiter;
  /** Checks every reply against its schema; on in tests. */
  checkReplies: boolean;
}

/** Koa's context with what the platform adds. */
export interface Context extends KoaContext {
  platform: HttpRuntime;
  requestId: string;
  /** Set as soon as a route has been found. */
  routeDefinition?: RouteDefinition;
  actorKind?: string;
}
