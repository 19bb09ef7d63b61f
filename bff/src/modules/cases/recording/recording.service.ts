import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { acceptanceNumber } from '@zhucheng/shared';
import { Database } from '../../../platform/database/database';
import type { Transaction } from '../../../platform/database/transaction';
import { Problem } from '../../../platform/errors/problem';
import { system } from '../../../platform/http/actor';
import { Outbox, type Task } from '../../../platform/outbox/outbox';
import { EscrowService } from '../../escrow/escrow.service';
import { TaxOrderService } from '../../payments/tax-order.service';
import { RegisterService } from '../../register/register.service';
import type { LimitChange, RegisterSnapshot } from '../../register/register.types';
import { restrictionsText } from '../../register/register.words';
import { CaseWarnings } from '../agreeing/case-warnings.service';
import { CaseTaxOrders } from '../charging/taxes.service';
import { CaseService } from '../commands/case.service';
import { basisStands, type LoadedCase } from '../core/case.model';
import { type Read, readCase } from '../core/case.query';
import { CaseStore } from '../core/case-store.service';
import { choseEscrow } from '../core/escrow-terms';
import { assessedStep, taxesOf } from '../core/taxes';
import { clearanceHash } from '../filling/asking/tax.service';
import { CaseMessages } from '../messages/case-messages.service';
import { AutomaticReview } from '../reviewing/automatic-review.service';
import { CaseEffects } from './case-effects.service';

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
  @Inject() effects!: CaseEffects;
  @Inject() taxes!: CaseTaxOrders;
  @Inject() taxOrders!: TaxOrderService;
  @Inject() review!: AutomaticReview;
  @Inject() warnings!: CaseWarnings;
  @Inject() messages!: CaseMessages;
  @Inject() escrow!: EscrowService;

  @Init()
  async init(): Promise<void> {
    this.outbox.on(
      'case.record',
      (task: Task<{ caseId: string }>) => this.database.unitOfWork((tx) => this.run(tx, task.payload.caseId)),
      { maxAttempts: 30 },
    );
  }

  /** Runs in the transaction that marks the order as paid. */
  async paid(tx: Transaction, caseId: string): Promise<'fulfilled' | 'refund'> {
    const loaded = await this.store.load(tx, caseId);
    if (loaded.record.state !== 'awaiting-payment') return 'refund';
    if (assessedStep(loaded) && (await this.taxOrders.unpaid(tx, caseId)) > 0) {
      await this.store.apply(tx, loaded, 'part-paid', { actor: system, as: ['system'], by: '系统' });
      return 'fulfilled';
    }
    await this.store.apply(tx, loaded, 'paid', { actor: system, as: ['system'], by: '系统' });
    await tx.enqueue('case.record', `${caseId}:${loaded.record.version}`, { caseId }, { caseId });
    if (assessedStep(loaded)) await this.taxes.clear(tx, loaded);
    await this.messages.tellEverybody(tx, loaded, 'paid');
    return 'fulfilled';
  }

  /**
   * Whether these cases may still be paid for. Two statements each. Error: BASIS_LOST, because nobody pays for what can no
   * longer be registered.
   */
  async payable(tx: Transaction, caseIds: readonly string[]): Promise<void> {
    const read: Read = (sql, params) => tx.query(sql, params);
    for (const id of caseIds) {
      const record = await readCase(read, this.store.cipher, id);
      if (!record) continue;
      const business = this.store.businesses.at(record.businessId, record.businessVersion);
      const snapshot = await this.register.glanceIn(tx, record.unitId);
      if (snapshot && !basisStands({ record, business }, snapshot, tx.now))
        throw new Problem('BASIS_LOST', {
          message: `${business.name}（受理编号 ${acceptanceNumber.group(record.acceptanceNumber)}）依据的登记已失效、注销或变更，不能再缴费。请撤回这件申请；仍要办理的，请重新申请或到登记窗口咨询。`,
        });
    }
  }

  async run(tx: Transaction, caseId: string): Promise<void> {
    const loaded = await this.store.load(tx, caseId);
    if (loaded.record.state !== 'registering' || !this.cleared(loaded)) return;
    const snapshot = (await this.register.snapshotIn(tx, loaded.record.unitId))!;
    const blocking = this.review.blocking(loaded, snapshot);
    if (blocking.length > 0) return this.suspend(tx, loaded, restrictionsText(snapshot, blocking, tx.now));
    if (!basisStands(loaded, snapshot, tx.now))
      return this.suspend(
        tx,
        loaded,
        '申请依据的登记已失效、注销或变更，这件不能再办；请撤回后重新申请，或到登记窗口咨询。',
      );
    if (this.warnings.refreshed(loaded, snapshot, tx.now).added.length > 0)
      return this.warnings.sendBack(tx, loaded, snapshot);
    const money = choseEscrow(loaded);
    const hold = money ? await this.escrow.hold(tx, caseId) : null;
    if (hold) return this.awaitEscrow(tx, loaded, hold);
    await this.effects.perform(tx, loaded, snapshot);
    // Money and title move together: the bank is told to pay by the transaction that records.
    if (money) await this.escrow.release(tx, caseId);
    await this.store.apply(tx, loaded, 'record', { actor: system, as: ['system'], by: '登记中心' });
    await this.messages.tellEverybody(tx, loaded, 'completed');
    if (loaded.business.steps.some((step) => step.kind === 'hand-over'))
      await tx.enqueue('case.utilities', caseId, { caseId }, { caseId });
  }

  /** It goes on when the money is locked; said once in the timeline. */
  private async awaitEscrow(tx: Transaction, loaded: LoadedCase, note: string): Promise<void> {
    const [last] = await tx.query<{ action: string }>(
      'SELECT action FROM case_event WHERE case_id = ? ORDER BY seq DESC LIMIT 1',
      [loaded.record.id],
    );
    if (last?.action === 'await-escrow') return;
    await this.store.apply(tx, loaded, 'await-escrow', { actor: system, as: ['system'], by: '系统', note });
  }

  /** In the transaction in which the bank's lock becomes known. */
  async escrowLocked(tx: Transaction, caseId: string): Promise<void> {
    await tx.enqueue('case.record', null, { caseId }, { caseId });
  }

  /** Assessed taxes are paid and certified (Deed Tax Law 11); the certificate's arrival comes back here. */
  private cleared(loaded: LoadedCase): boolean {
    if (!assessedStep(loaded)) return true;
    const taxes = taxesOf(loaded);
    const gate = loaded.checks.find(({ checkId }) => checkId === taxes?.gate);
    return gate?.result === 'passed' && gate.inputHash === clearanceHash(loaded);
  }

  /** Stops a case; whatever was paid goes back. */
  private async suspend(tx: Transaction, loaded: LoadedCase, reason: string): Promise<void> {
    await this.store.apply(tx, loaded, 'suspend', { actor: system, as: ['registrar'], by: '登记中心', note: reason });
    await this.cases.giveBack(tx, loaded, 'suspended');
    await this.messages.tellEverybody(tx, loaded, 'suspended', { reason });
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
        await this.suspend(tx, loaded, restrictionsText(snapshot, blocking, tx.now));
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
    await this.messages.tellEverybody(tx, loaded, 'resumed');
    await this.warnings.refresh(tx, loaded, snapshot);
    if (to === 'submitted')
      await tx.enqueue('case.review', null, { caseId: loaded.record.id }, { caseId: loaded.record.id });
  }
}
