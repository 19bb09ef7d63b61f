import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { idBlindOf } from '../../platform/crypto/blind';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import type { Transaction } from '../../platform/database/transaction';
import { newId } from '../../platform/ids';
import { lockTaxOrders, readTaxOrders, readTaxPayments, unpaidOf } from './combined.query';
import { movePayers } from './merged-order.query';
import { type CaseOrder, FeeOrder, FeeOrderPayer } from './order.entity';
import { insertNumbered } from './order-number';
import { attemptsOfOrder, lockAttempt } from './payment.query';
import type { NewOrder, NewTaxOrder, Read, TaxOrderSummary } from './payment.types';
import { SettlementService } from './settlement.service';
import { TaxRefundService } from './tax-refund.service';

/** Taxes of a case as orders beside its fee, collected for the tax bureau. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TaxOrderService {
  @Inject() cipher!: FieldCipher;
  @Inject() settlement!: SettlementService;
  @Inject() refunds!: TaxRefundService;

  /**
   * Makes the orders of an assessment, the only ones that count from now on. A tax that was paid under an earlier assessment
   * and is the same still counts; one that has another amount now is applied for, and the new amount is payable.
   */
  async issue(
    tx: Transaction,
    about: Pick<NewOrder, 'caseId' | 'acceptanceNumber' | 'businessName' | 'location' | 'applicantId'>,
    taxes: readonly NewTaxOrder[],
  ): Promise<void> {
    const known = await lockTaxOrders(tx, about.caseId);
    let round = known.reduce((last, order) => Math.max(last, order.round), 0);
    const kept = new Set<string>();
    for (const tax of taxes) {
      const same = known.find(
        (order) =>
          order.tax === tax.tax &&
          order.totalFen === tax.item.amountFen &&
          (order.state === 'paid' || (order.state === 'unpaid' && order.voucher === tax.voucher)),
      );
      if (same) {
        kept.add(same.id);
        if (same.voucher !== tax.voucher) await tx.update(FeeOrder, { voucher: tax.voucher }, { id: same.id });
        continue;
      }
      const order: FeeOrder = {
        id: newId(),
        number: '',
        caseId: about.caseId,
        round: ++round,
        kind: 'tax',
        tax: tax.tax,
        voucher: tax.voucher,
        collector: tax.collector,
        applicantId: about.applicantId ?? null,
        acceptanceNumber: about.acceptanceNumber,
        businessName: about.businessName,
        location: about.location,
        items: [tax.item],
        totalFen: tax.item.amountFen,
        state: 'unpaid',
        paidAttemptId: null,
        paidMethod: null,
        paidAt: null,
        endReason: null,
        mergedInto: null,
        mergedCount: 0,
        version: 1,
        createdAt: tx.now,
        updatedAt: tx.now,
      };
      await insertNumbered(tx, order);
      for (const idBlind of new Set(tax.payers.map(({ idNumber }) => idBlindOf(this.cipher, idNumber))))
        await tx.insert(FeeOrderPayer, { orderId: order.id, idBlind, place: 'open' });
    }
    for (const order of known) {
      if (kept.has(order.id)) continue;
      if (order.state === 'unpaid') await this.cancel(tx, order, 'assessed-anew');
      if (order.state === 'paid') await this.giveBack(tx, order);
    }
  }

  /** Nothing more is taken for the taxes of a case; with `file` what was paid is applied for. True if something was. */
  async end(tx: Transaction, caseId: string, reason: string, { file }: { file: boolean }): Promise<boolean> {
    let filed = false;
    for (const order of await lockTaxOrders(tx, caseId)) {
      if (order.state === 'unpaid') await this.cancel(tx, order, reason);
      else if (file && order.state === 'paid') filed = (await this.giveBack(tx, order)) || filed;
    }
    return filed;
  }

  /** How many orders of the case, fee and taxes, are still to be paid. */
  unpaid(tx: Transaction, caseId: string): Promise<number> {
    return unpaidOf(tx, caseId);
  }

  /** Newest last; cancelled ones too. One statement. */
  summaries(read: Read, caseId: string): Promise<TaxOrderSummary[]> {
    return readTaxOrders(read, caseId);
  }

  /** What was paid, for the bureau. One statement. */
  payments(read: Read, caseId: string): ReturnType<typeof readTaxPayments> {
    return readTaxPayments(read, caseId);
  }

  private async giveBack(tx: Transaction, order: CaseOrder): Promise<boolean> {
    const attempt = order.paidAttemptId ? await lockAttempt(tx, order.paidAttemptId) : null;
    return attempt ? this.refunds.file(tx, order, attempt, 'ended') : false;
  }

  private async cancel(tx: Transaction, order: CaseOrder, reason: string): Promise<void> {
    const set = {
      state: 'cancelled',
      endReason: reason.slice(0, 300),
      version: order.version + 1,
      updatedAt: tx.now,
    } as const;
    await tx.update(FeeOrder, set, { id: order.id });
    await movePayers(tx, [order.id], 'done');
    for (const attempt of await attemptsOfOrder(tx, order.id))
      if (attempt.slot !== null) await this.settlement.enqueueClose(tx, attempt.id, order);
  }
}
