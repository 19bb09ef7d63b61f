import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { formatFen } from '@zhucheng/shared';
import type { Adapters } from '../../../adapters';
import { Database } from '../../../platform/database/database';
import type { Transaction } from '../../../platform/database/transaction';
import { Problem } from '../../../platform/errors/problem';
import { system } from '../../../platform/http/actor';
import { Outbox, type Task } from '../../../platform/outbox/outbox';
import { TaxOrderService } from '../../payments/tax-order.service';
import type { LoadedCase } from '../core/case.model';
import { CaseStore } from '../core/case-store.service';
import { assessedCheck, assessedStep, taxesOf, taxNames } from '../core/taxes';
import { Asking } from '../filling/asking/asking.service';
import { CaseMessages } from '../messages/case-messages.service';

/** What is owed to the tax bureau for a case: asked for after approval, looked at again before every payment, ended with the case. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CaseTaxOrders {
  @Inject() database!: Database;
  @Inject() outbox!: Outbox;
  @Inject() store!: CaseStore;
  @Inject() asking!: Asking;
  @Inject() orders!: TaxOrderService;
  @Inject() messages!: CaseMessages;
  @Inject('adapters') adapters!: Adapters;

  @Init()
  async init(): Promise<void> {
    this.outbox.on('case.taxes', (task: Task<{ caseId: string }>) =>
      this.database.unitOfWork(async (tx) => {
        const loaded = await this.store.load(tx, task.payload.caseId);
        if (loaded.record.state !== 'awaiting-payment') return;
        await this.issue(tx, loaded);
        await this.goOn(tx, loaded);
      }),
    );
  }

  /** The orders of the assessment as it stands; whoever owes is told. */
  async issue(tx: Transaction, loaded: LoadedCase): Promise<void> {
    const taxes = taxesOf(loaded);
    if (!taxes) return;
    const { record, business, parties } = loaded;
    const payersOf = (role: string) => parties.filter((party) => party.role === role);
    const about = {
      caseId: record.id,
      acceptanceNumber: record.acceptanceNumber,
      businessName: business.name,
      location: record.unit.location,
      applicantId: record.applicantId,
    };
    await this.orders.issue(
      tx,
      about,
      taxes.due.map((item) => ({
        tax: item.key,
        voucher: item.voucherNumber,
        item: {
          name: taxNames[item.tax],
          unitFen: item.amountFen,
          quantity: 1,
          amountFen: item.amountFen,
          basis: `计税依据 ¥${formatFen(item.baseFen)}，税率 ${item.rate / 100}%，应征凭证 ${item.voucherNumber}`,
        },
        payers: payersOf(item.role).map(({ identity }) => ({ idNumber: identity.idNumber })),
        collector: {
          name: item.collector.name,
          ...(item.collector.wechatMerchantId && { wechat: item.collector.wechatMerchantId }),
          ...(item.collector.alipaySellerId && { alipay: item.collector.alipaySellerId }),
        },
      })),
    );
    for (const role of new Set(taxes.due.map((item) => item.role))) {
      const fen = taxes.due.filter((item) => item.role === role).reduce((sum, { amountFen }) => sum + amountFen, 0);
      await this.messages.tell(tx, loaded, 'tax-due', payersOf(role), { amount: (fen / 100).toFixed(2) });
    }
  }

  /** Where nothing is left to be paid – less is owed than before, or it was paid before the case was stopped – the case goes on. */
  async goOn(tx: Transaction, loaded: LoadedCase): Promise<void> {
    const { id: caseId } = loaded.record;
    if (!taxesOf(loaded) || loaded.record.feeFollows || (await this.orders.unpaid(tx, caseId)) > 0) return;
    await this.store.apply(tx, loaded, 'paid', { actor: system, as: ['system'], by: '系统' });
    await this.clear(tx, loaded);
  }

  /**
   * Before anything is paid, outside of any transaction. An assessment that was changed, contested or has lapsed is asked for
   * anew. Errors: TAX_CHANGED, DEPARTMENT_UNAVAILABLE.
   */
  async requireStanding(caseIds: readonly string[]): Promise<void> {
    for (const id of caseIds) {
      const loaded = await this.database.unitOfWork((tx) => this.store.load(tx, id));
      const taxes = taxesOf(loaded);
      if (!taxes)
        throw new Problem('TAX_CHANGED', { message: '税务部门正在重新核定税费，有结果会通知您，请稍后再缴。' });
      const { assessmentNumber } = taxes.assessment;
      const answer = await this.adapters.tax.standing({ reference: loaded.record.acceptanceNumber, assessmentNumber });
      if (answer.status === 'accepted') continue;
      if (answer.status !== 'rejected') throw new Problem('DEPARTMENT_UNAVAILABLE');
      await this.database.unitOfWork(async (tx) => {
        const fresh = await this.store.load(tx, id);
        if (taxesOf(fresh)?.assessment.assessmentNumber !== assessmentNumber) return;
        await this.asking.ask(tx, fresh, assessedCheck, { again: true, anew: true });
      });
      throw new Problem('TAX_CHANGED');
    }
  }

  /** What the bureau has to be told once everything is paid, and the certificate it gives; see the check of the step. */
  async clear(tx: Transaction, loaded: LoadedCase): Promise<void> {
    const step = assessedStep(loaded);
    if (step) await this.asking.ask(tx, loaded, step.check, { again: true, anew: true });
  }

  /** The case stops or ends; what was paid is applied for once it has ended for good, and everybody is told. */
  async end(tx: Transaction, loaded: LoadedCase, reason: string, { file }: { file: boolean }): Promise<void> {
    if (!assessedStep(loaded)) return;
    if (await this.orders.end(tx, loaded.record.id, reason, { file }))
      await this.messages.tellEverybody(tx, loaded, 'tax-refund');
  }
}
