import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database/database';
import { system } from '../../platform/http/actor';
import { Jobs } from '../../platform/jobs/jobs';
import { GrantService } from './grant.service';

const expiring = ['awaiting-face', 'offered', 'active'] as const;

/** Writes down that grants have run out, and tells both sides; they hold no longer than their date in any case. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class GrantExpiry {
  @Inject() database!: Database;
  @Inject() clock!: Clock;
  @Inject() jobs!: Jobs;
  @Inject() grants!: GrantService;

  @Init()
  async init(): Promise<void> {
    this.jobs.every('agent-grant.expire', 60_000, async () => {
      await this.expire();
    });
  }

  /** Returns how many; at most 200 a run. */
  async expire(): Promise<number> {
    const due = await this.database.read<{ id: string }>(
      `SELECT id FROM agent_grant WHERE state IN (${expiring.map(() => '?').join(', ')}) AND ends_at <= ? LIMIT 200`,
      [...expiring, this.clock.now()],
    );
    let expired = 0;
    for (const { id } of due) if (await this.database.unitOfWork((tx) => this.grants.expire(tx, system, id))) expired++;
    return expired;
  }
}
