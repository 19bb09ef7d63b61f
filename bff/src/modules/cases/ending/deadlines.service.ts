import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { transitions } from '@zhucheng/shared';
import { Clock } from '../../../platform/clock';
import { Database } from '../../../platform/database/database';
import { system } from '../../../platform/http/actor';
import { Jobs } from '../../../platform/jobs/jobs';
import { CaseService } from '../commands/case.service';
import { CaseStore } from '../core/case-store.service';
import { CaseMessages } from '../messages/case-messages.service';

const lapsing = transitions.find((transition) => transition.action === 'lapse')!.from;

/** Ends cases whose time limit has passed. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CaseDeadlines {
  @Inject() database!: Database;
  @Inject() clock!: Clock;
  @Inject() jobs!: Jobs;
  @Inject() store!: CaseStore;
  @Inject() cases!: CaseService;
  @Inject() messages!: CaseMessages;

  @Init()
  async init(): Promise<void> {
    this.jobs.every('case.lapse', 60_000, async () => {
      await this.lapse();
    });
  }

  /** Returns how many lapsed; at most 200 a run. */
  async lapse(): Promise<number> {
    const marks = lapsing.map(() => '?').join(', ');
    const due = await this.database.read<{ id: string }>(
      `SELECT id FROM registration_case WHERE state IN (${marks}) AND deadline_at < ? ORDER BY deadline_at LIMIT 200`,
      [...lapsing, this.clock.now()],
    );
    let lapsed = 0;
    for (const { id } of due) {
      lapsed += await this.database.unitOfWork(async (tx) => {
        const loaded = await this.store.load(tx, id);
        if (!lapsing.includes(loaded.record.state) || (loaded.record.deadlineAt ?? Number.POSITIVE_INFINITY) >= tx.now)
          return 0;
        await this.store.apply(tx, loaded, 'lapse', {
          actor: system,
          as: ['system'],
          by: '系统',
          patch: { endReason: '超过办理期限，申请已失效。需要办理的，可以重新申请。' },
        });
        await this.cases.giveBack(tx, loaded, 'lapsed');
        await this.messages.tellEverybody(tx, loaded, 'lapsed');
        return 1;
      });
    }
    return lapsed;
  }
}
