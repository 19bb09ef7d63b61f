import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type CaseState, caseStates, warningTexts } from '@zhucheng/shared';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { system } from '../../platform/http/actor';
import { Outbox, type Task } from '../../platform/outbox/outbox';
import { PaymentService } from '../payments/payment.service';
import { RegisterService } from '../register/register.service';
import type { LimitChange, RegisterSnapshot } from '../register/register.types';
import { AutomaticReview } from './automatic-review.service';
import { basisStands, type LoadedCase } from './case.model';
import { CaseService } from './case.service';
import { CaseEffects } from './case-effects.service';
import { CaseReader } from './case-reader.service';
import { CaseStore } from './case-store.service';
import { CaseUnits } from './case-units.query';
import { CaseWarnings } from './case-warnings.service';
import { CaseNotices } from './notices.service';

/**
 * From the paid fee to the register. Register change, certificate numbers, state and audit are one transaction; a limit that
 * arrived meanwhile stops it, and the fee goes back.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Recording {
  @Inject() database!: Database;
  @Inject() outbox!: Outbox;
  @Inject() store!: CaseStore;
  @Inject() cases!: CaseService;
  @Inject() register!: RegisterService;
  @Inject() payments!: PaymentService;
  @Inject() effects!: CaseEffects;
  @Inject() review!: AutomaticReview;
  @Inject() warnings!: CaseWarnings;
  @Inject() notices!: CaseNotices;
  @Inject() reader!: CaseReader;
  @Inject() units!: CaseUnits;

  @Init()
  async init(): Promise<void> {
    this.outbox.on(
      'case.record',
      (task: Task<{ caseId: string }>) => this.database.unitOfWork((tx) => this.run(tx, task.payload.caseId)),
      { maxAttempts: 30 },
    );
    this.payments.onPaid((tx, paid) => this.paid(tx, paid.caseId));
    // Every party sees what the case costs; only its payer pays.
    this.payments.onCovered((actor, caseIds) => this.units.covered(actor, caseIds));
    this.payments.onMayView(async (read, caseId, citizenId) => {
      const idBlind = await this.reader.blindOf(citizenId);
      if (!idBlind) return false;
      const rows = await read('SELECT id FROM case_party WHERE case_id = ? AND id_blind = ? AND visible = 1 LIMIT 1', [
        caseId,
        idBlind,
      ]);
      return rows.length > 0;
    });
    this.register.onLimitsChanged((tx, change) => this.limitsChanged(tx, change));
    this.register.onPendingCases(async (unitId, read) => {
      const rows = await read<{
        id: string;
        acceptance_number: string;
        business_id: string;
        business_version: number;
        state: string;
      }>(
        "SELECT id, acceptance_number, business_id, business_version, state FROM registration_case WHERE unit_id = ? AND state NOT IN ('completed', 'rejected', 'withdrawn', 'lapsed') ORDER BY id DESC LIMIT 50",
        [unitId],
      );
      return rows.map((row) => ({
        id: row.id,
        acceptanceNumber: row.acceptance_number,
        businessName: this.store.businesses.at(row.business_id, Number(row.business_version)).name,
        state: row.state as CaseState,
        stateName: caseStates[row.state as CaseState].name,
      }));
    });
  }

  /** Runs in the transaction that marks the order as paid. */
  async paid(tx: Transaction, caseId: string): Promise<'fulfilled' | 'refund'> {
    const loaded = await this.store.load(tx, caseId);
    if (loaded.record.state !== 'awaiting-payment') return 'refund';
    await this.store.apply(tx, loaded, 'paid', { actor: system, as: ['system'], by: '系统' });
    await tx.enqueue('case.record', `${caseId}:${loaded.record.version}`, { caseId }, { caseId });
    await this.notices.tellEverybody(tx, loaded, 'paid');
    return 'fulfilled';
  }

  async run(tx: Transaction, caseId: string): Promise<void> {
    const loaded = await this.store.load(tx, caseId);
    if (loaded.record.state !== 'registering') return;
    const snapshot = (await this.register.snapshotIn(tx, loaded.record.unitId))!;
    const blocking = this.review.blocking(loaded, snapshot);
    if (blocking.length > 0)
      return this.suspend(tx, loaded, blocking.map((condition) => warningTexts[condition]).join(''));
    if (!basisStands(loaded, snapshot, tx.now)) return this.suspend(tx, loaded, '申请依据的登记已失效、注销或变更。');
    if (this.warnings.refreshed(loaded, snapshot, tx.now).added.length > 0)
      return this.warnings.sendBack(tx, loaded, snapshot);
    await this.effects.perform(tx, loaded, snapshot);
    await this.store.apply(tx, loaded, 'record', { actor: system, as: ['system'], by: '登记中心' });
    await this.notices.tellEverybody(tx, loaded, 'completed');
    if (loaded.business.steps.some((step) => step.kind === 'hand-over'))
      await tx.enqueue('case.utilities', caseId, { caseId }, { caseId });
  }

  /** Stops a case; whatever was paid goes back. */
  private async suspend(tx: Transaction, loaded: LoadedCase, reason: string): Promise<void> {
    await this.store.apply(tx, loaded, 'suspend', { actor: system, as: ['registrar'], by: '登记中心', note: reason });
    await this.cases.giveBack(tx, loaded, 'suspended');
    await this.notices.tellEverybody(tx, loaded, 'suspended', { reason });
  }

  /** In the transaction that enters or lifts a limit: running cases of the unit stop or go on at once. */
  async limitsChanged(tx: Transaction, change: LimitChange): Promise<void> {
    const rows = await tx.query<{ id: string }>(
      "SELECT id FROM registration_case WHERE unit_id = ? AND state NOT IN ('completed', 'rejected', 'withdrawn', 'lapsed')",
      [change.unitId],
    );
    for (const { id } of rows) {
      const loaded = await this.store.load(tx, id);
      const snapshot = (await this.register.snapshotIn(tx, change.unitId))!;
      const conditions = this.register.conditions(snapshot, tx.now);
      const blocking = conditions.filter((condition) => loaded.business.unit.blockedBy.includes(condition));
      if (change.change === 'added' && blocking.length > 0 && loaded.record.state !== 'suspended')
        await this.suspend(tx, loaded, blocking.map((condition) => warningTexts[condition]).join(''));
      else if (change.change === 'lifted' && blocking.length === 0 && loaded.record.state === 'suspended')
        await this.resume(tx, loaded, snapshot);
      else if (loaded.record.state !== 'suspended') await this.warnings.refresh(tx, loaded, snapshot);
    }
  }

  private async resume(tx: Transaction, loaded: LoadedCase, snapshot: RegisterSnapshot): Promise<void> {
    const to = await this.store.apply(tx, loaded, 'resume', {
      actor: system,
      as: ['registrar'],
      by: '登记中心',
      patch: { orderId: null, orderNumber: null, feeFen: null },
    });
    await this.notices.tellEverybody(tx, loaded, 'resumed');
    await this.warnings.refresh(tx, loaded, snapshot);
    if (to === 'submitted')
      await tx.enqueue('case.review', null, { caseId: loaded.record.id }, { caseId: loaded.record.id });
  }
}
