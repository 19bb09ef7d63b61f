import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database } from '../../../platform/database/database';
import { Jobs } from '../../../platform/jobs/jobs';
import { CaseStore } from '../core/case-store.service';

const casesAtOnce = 100;

/** Cases from before readiness was kept get theirs, each in a transaction of its own. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReadinessKeeper {
  @Inject() database!: Database;
  @Inject() jobs!: Jobs;
  @Inject() store!: CaseStore;

  @Init()
  async init(): Promise<void> {
    this.jobs.every('case.readiness', 3_600_000, () => this.settle());
  }

  async settle(): Promise<void> {
    for (let last = ''; ; ) {
      const rows = await this.database.read<{ id: string }>(
        "SELECT id FROM registration_case WHERE readiness = 'unsettled' AND id > ? ORDER BY id LIMIT ?",
        [last, casesAtOnce],
      );
      // Loading is enough: what differs is written before the transaction ends.
      for (const { id } of rows) await this.database.unitOfWork((tx) => this.store.load(tx, id));
      if (rows.length < casesAtOnce) return;
      last = rows.at(-1)!.id;
    }
  }
}
