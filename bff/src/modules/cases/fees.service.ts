import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type Fee, stepOf } from '@zhucheng/shared';
import type { Transaction } from '../../platform/database/transaction';
import { PaymentService } from '../payments/payment.service';
import { formValue, type LoadedCase } from './case.model';
import type { Read } from './case.query';
import { CaseStore } from './case-store.service';
import { type CaseFee, FeeSharing } from './fee-sharing.service';
import { CaseNotices } from './notices.service';
import { verifiedSmall } from './payer-size.service';

/** What a case costs, and what follows when the way to payment is free. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CaseFees {
  @Inject() payments!: PaymentService;
  @Inject() store!: CaseStore;
  @Inject() notices!: CaseNotices;
  @Inject() sharing!: FeeSharing;

  copiesOf(loaded: LoadedCase): number {
    const effect = loaded.business.effects.find((one) => one.do === 'transfer-ownership');
    const copies = effect?.copies ? formValue(loaded.record.form, effect.copies) : undefined;
    return typeof copies === 'number' ? copies : 1;
  }

  /** In the transaction that charges it: the case that bears the fee for this one cannot end meanwhile. */
  quoteFor(tx: Transaction, loaded: LoadedCase): Promise<CaseFee> {
    const suffix = tx.dialect === 'mysql' ? ' FOR UPDATE' : '';
    return this.quote((sql, params) => tx.query(`${sql}${suffix}`, params), loaded, tx.now);
  }

  /** `now`: UTC ms. */
  async quote(read: Read, loaded: LoadedCase, now: number): Promise<CaseFee> {
    const day = new Date(now + 8 * 3_600_000).toISOString().slice(0, 10);
    const fee = await this.payments.quote({
      matter: loaded.business.fee.matter,
      ...(loaded.business.fee.because && { because: loaded.business.fee.because }),
      use: loaded.record.unit.use,
      copies: this.copiesOf(loaded),
      ...(verifiedSmall(loaded) && { payer: 'small-enterprise' as const }),
      day,
    });
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
    await this.notices.tell(tx, loaded, 'payment-due', payers, { amount: (fee.totalFen / 100).toFixed(2) });
  }
}
