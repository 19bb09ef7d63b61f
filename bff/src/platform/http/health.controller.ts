import { Controller, Get, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database } from '../database/database';
import { isMigrated } from '../database/migrate';
import type { Metrics } from '../metrics/metrics';
import type { Context } from './runtime';

/** For load balancers, the container's health check and Prometheus; not part of the contract. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class HealthController {
  @Inject()
  database!: Database;

  @Inject('metrics')
  metrics!: Metrics;

  /** The process is alive. */
  @Get('/healthz')
  alive() {
    return { status: 'ok' };
  }

  /** The process can serve: the database answers and no migration is waiting. */
  @Get('/readyz')
  async ready(ctx: Context) {
    const ready = await isMigrated(this.database).catch(() => false);
    ctx.status = ready ? 200 : 503;
    return { status: ready ? 'ok' : 'unavailable' };
  }

  @Get('/metrics')
  async prometheus(ctx: Context) {
    ctx.set('content-type', this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }
}
