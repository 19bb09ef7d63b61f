import { Controller, Get, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Environment } from '../../config/environment';
import { Database } from '../database/database';
import { isMigrated } from '../database/migrate';
import { hasRoom } from '../disk';
import type { Metrics } from '../metrics/metrics';
import { requireInsider } from './insiders';
import type { Context } from './runtime';
import { Traffic } from './traffic';

/** For load balancers, the container's health check and Prometheus; not part of the contract. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class HealthController {
  @Inject()
  database!: Database;

  @Inject()
  traffic!: Traffic;

  @Inject('metrics')
  metrics!: Metrics;

  @Inject('environment')
  environment!: Environment;

  /** The process is alive. */
  @Get('/healthz')
  alive() {
    return { status: 'ok' };
  }

  /** The process can serve: it stays, the database answers, no migration is waiting, and there is room on the disk. */
  @Get('/readyz')
  async ready(ctx: Context) {
    const reason = await this.unready();
    ctx.status = reason ? 503 : 200;
    return reason ? { status: 'unavailable', reason } : { status: 'ok' };
  }

  @Get('/metrics')
  async prometheus(ctx: Context) {
    const { NODE_ENV, METRICS_TOKEN, INTERNAL_ADDRESSES } = this.environment;
    if (NODE_ENV === 'production') requireInsider(ctx, METRICS_TOKEN, INTERNAL_ADDRESSES);
    ctx.set('content-type', this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }

  private async unready(): Promise<'stopping' | 'database' | 'migration' | 'disk-full' | null> {
    if (this.traffic.going) return 'stopping';
    if (!(await hasRoom(this.environment.DATA_DIR))) return 'disk-full';
    const migrated = await isMigrated(this.database).catch(() => null);
    if (migrated === null) return 'database';
    return migrated ? null : 'migration';
  }
}
