import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { acceptanceNumber } from '@zhucheng/shared';
import { Database } from '../../../platform/database/database';
import type { Transaction } from '../../../platform/database/transaction';
import { system } from '../../../platform/http/actor';
import { Outbox, type Task } from '../../../platform/outbox/outbox';
import { CaseStore } from '../core/case-store.service';
import { CaseFees } from './fees.service';

interface Bearer {
  state: string;
  fee_share: string | null;
}

/**
 * What becomes of the cases whose fee another one bears, once that one is recorded (they go on) or has ended without it
 * (the next of them bears the fee).
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FeeFollowers {
  @Inject() database!: Database;
  @Inject() outbox!: Outbox;
  @Inject() store!: CaseStore;
  @Inject() fees!: CaseFees;

  @Init()
  async init(): Promise<void> {
    this.outbox.on(
      'case.fee-followers',
      (task: Task<{ acceptanceNumber: string }>) => this.settle(task.payload.acceptanceNumber),
      { maxAttempts: 30 },
    );
  }

  private async settle(bearerNumber: string): Promise<void> {
    const waiting = await this.database.read<{ id: string }>(
      'SELECT id FROM registration_case WHERE fee_follows = ? ORDER BY id',
      [bearerNumber],
    );
    // One transaction each: the next one sees who bears the fee now.
    for (const { id } of waiting) await this.database.unitOfWork((tx) => this.one(tx, id, bearerNumber));
  }

  private async one(tx: Transaction, id: string, bearerNumber: string): Promise<void> {
    const loaded = await this.store.load(tx, id);
    if (loaded.record.feeFollows !== bearerNumber) return;
    const [bearer] = await tx.query<Bearer>(
      'SELECT state, fee_share FROM registration_case WHERE acceptance_number = ?',
      [bearerNumber],
    );
    const by = { actor: system, as: ['system'] as const, by: '系统' };
    if (bearer?.state === 'completed') {
      await this.store.apply(tx, loaded, 'paid', {
        ...by,
        note: `登记费已随受理编号 ${acceptanceNumber.group(bearerNumber)} 收取。`,
      });
      return this.fees.enter(tx, loaded, { totalFen: 0, items: [] });
    }
    if (bearer?.fee_share) return;
    const { fee, patch } = await this.fees.quoteFor(tx, loaded);
    await this.store.apply(tx, loaded, 'charge', {
      ...by,
      note: `受理编号 ${acceptanceNumber.group(bearerNumber)} 没有办成。${patch.feeReason ?? '登记费改由这一件缴纳。'}`,
      patch,
    });
    await this.fees.enter(tx, loaded, fee);
  }
}
