import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { dayOf } from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database/database';
import { Problem } from '../../platform/errors/problem';
import { system } from '../../platform/http/actor';
import { Jobs } from '../../platform/jobs/jobs';
import { RegisterService } from './register.service';
import { RegisterEffects } from './register-effects.service';

const hour = 3_600_000;

/**
 * Ends limits and notices whose last day is over (查封期限届满、异议登记失效、预告登记失效), so that the cases they had
 * stopped go on. They have no effect from that day anyway; this writes it down. A notice whose holder has applied in time
 * is left alone, see `NoticeApplications`.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RegisterLapse {
  @Inject() database!: Database;
  @Inject() clock!: Clock;
  @Inject() jobs!: Jobs;
  @Inject() register!: RegisterService;
  @Inject() effects!: RegisterEffects;

  @Init()
  async init(): Promise<void> {
    this.jobs.every('register-lapse', hour, () => this.run());
  }

  /** Each in a transaction of its own; returns how many ended. */
  async run(): Promise<number> {
    return (await this.limits()) + (await this.notices());
  }

  private async notices(): Promise<number> {
    const rows = await this.database.read<{ id: string; unit_id: string }>(
      'SELECT id, unit_id FROM advance_notice WHERE valid_to IS NULL AND effective_until < ? AND applied_case_id IS NULL ' +
        'ORDER BY effective_until LIMIT 500',
      [dayOf(this.clock.now())],
    );
    let ended = 0;
    for (const { id, unit_id: unitId } of rows) {
      try {
        await this.database.unitOfWork(async (tx) => {
          await this.effects.lapseNotice(tx, unitId, id);
          const subject = { kind: 'unit' as const, id: unitId };
          await tx.audit({ actor: system, action: 'register.notice-lapsed', subject, detail: { noticeId: id } });
        });
        ended++;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
      }
    }
    return ended;
  }

  private async limits(): Promise<number> {
    const rows = await this.database.read<{ id: string }>(
      'SELECT id FROM unit_limit WHERE valid_to IS NULL AND until_date < ? ORDER BY until_date LIMIT 500',
      [dayOf(this.clock.now())],
    );
    let ended = 0;
    for (const { id: limitId } of rows) {
      try {
        await this.database.unitOfWork(async (tx) => {
          const id = await this.register.liftLimit(tx, limitId, '期限届满，自动失效。');
          const subject = { kind: 'unit' as const, id };
          await tx.audit({ actor: system, action: 'register.limit-lapsed', subject, detail: { limitId } });
        });
        ended++;
      } catch (error) {
        // Somebody lifted it in the meantime.
        if (!(error instanceof Problem)) throw error;
      }
    }
    return ended;
  }
}
