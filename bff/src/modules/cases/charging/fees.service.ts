import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type Fee, stepOf } from '@zhucheng/shared';
import type { Transaction } from '../../../platform/database/transaction';
import { PaymentService } from '../../payments/payment.service';
import type { LoadedCase } from '../core/case.model';
import type { Read } from '../core/case.query';
import { CaseStore } from '../core/case-store.service';
import { feeQuestion } from '../core/fee-question';
import { CaseMessages } from '../messages/case-messages.service';
import { type CaseFee, FeeSharing, type SharedFee } from './fee-sharing.service';
import { CaseTaxOrders } from './taxes.service';

/** What a case costs, and what happens once it is approved: an order, waiting for another case's fee, or recording. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CaseFees {
  @Inject() payments!: PaymentService;
  @Inject() store!: CaseStore;
  @Inject() messages!: CaseMessages;
  @Inject() sharing!: FeeSharing;
  @Inject() taxes!: CaseTaxOrders;

  /** For the transaction that charges the case: if another case bears the fee, that one is held, so that it cannot end meanwhile. */
  async quoteFor(tx: Transaction, loaded: LoadedCase): Promise<CaseFee> {
    const suffix = tx.dialect === 'mysql' ? ' FOR UPDATE' : '';
    const quoted = await this.quote((sql, params) => tx.query(`${sql}${suffix}`, params), loaded, tx.now);
    if (quoted.bearerId) await tx.hold('registration_case', quoted.bearerId);
    return quoted;
  }

  /** `now`: UTC ms. */
  async quote(read: Read, loaded: LoadedCase, now: number): Promise<SharedFee> {
    const fee = await this.payments.quote(feeQuestion(loaded, now));
    return this.sharing.shared(read, loaded, fee);
  }

  /** After approval: asks for the fee, waits for the case that bears it, or goes straight to the register. */
  async enter(tx: Transaction, loaded: LoadedCase, fee: Fee): Promise<void> {
    const { record, business } = loaded;
    if (record.state === 'registering') {
      await tx.enqueue('case.record', `${record.id}:${record.version}`, { caseId: record.id }, { caseId: record.id });
      return;
    }
    if (record.feeFollows) return;
    const pay = stepOf(business, 'pay')!;
    const payers = loaded.parties.filter((party) => party.role === pay.by);
    await this.taxes.issue(tx, loaded);
    if (fee.totalFen === 0) return this.taxes.goOn(tx, loaded);
    const order = await this.payments.createOrder(tx, {
      caseId: record.id,
      acceptanceNumber: record.acceptanceNumber,
      businessName: business.name,
      location: record.unit.location,
      payers: payers.map((party) => ({ idNumber: party.identity.idNumber })),
      fee,
    });
    record.orderId = order.id;
    record.orderNumber = order.number;
    await tx.execute('UPDATE registration_case SET order_id = ?, order_number = ? WHERE id = ?', [
      order.id,
      order.number,
      record.id,
    ]);
    await this.messages.tell(tx, loaded, 'payment-due', payers, { amount: (fee.totalFen / 100).toFixed(2) });
  }
}
