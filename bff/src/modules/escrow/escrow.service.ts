import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { escrowHold } from '@zhucheng/shared';
import type { Transaction } from '../../platform/database/transaction';
import { type Agreement, type EscrowRecord, hashOf } from './escrow.model';
import { EscrowStore } from './escrow-store.service';
import { PayeeChanges } from './payee-change.service';

export type { Agreement } from './escrow.model';

/**
 * Supervised money (资金监管), as cases ask for it: agreed when everybody has authorised, released in the transaction that
 * records, returned when the case ends otherwise. The platform never holds the money; the bank is told through the outbox.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class EscrowService {
  @Inject() store!: EscrowStore;
  @Inject() payees!: PayeeChanges;

  /**
   * The parties of the case have agreed by face; null: they settle the price themselves. An agreement that is unchanged
   * stands, of another one the money goes back first.
   */
  async agree(tx: Transaction, caseId: string, agreement: Agreement | null): Promise<void> {
    const known = await this.store.openOf(tx, caseId);
    if (known && agreement && known.agreementHash === hashOf(agreement)) {
      if (known.state === 'refused') await this.again(tx, known);
      return;
    }
    if (known) await this.giveBackKnown(tx, known, '协议已经修改，原协议的资金原路退回。');
    if (agreement) await this.store.create(tx, agreement);
  }

  private async again(tx: Transaction, record: EscrowRecord): Promise<void> {
    await this.store.move(tx, record, 'agreed', '各方重新授权，协议再次送监管银行。');
    await this.store.instruct(tx, record, 'open');
  }

  /** Why the case cannot be recorded yet; null once the whole amount is locked. */
  async hold(tx: Transaction, caseId: string): Promise<string | null> {
    const record = await this.store.openOf(tx, caseId);
    if (record?.alarm) return '监管银行的报告有疑点，登记中心正在核实，核实清楚后登簿。';
    if (record?.state === 'locked' && record.lockedFen >= record.amountFen) return null;
    return escrowHold(record?.state ?? null);
  }

  /** In the transaction that records the transfer. Error: plain Error unless the whole amount is locked. */
  async release(tx: Transaction, caseId: string): Promise<void> {
    const record = await this.store.openOf(tx, caseId);
    if (!record || record.lockedFen < record.amountFen) throw new Error(`Case ${caseId} has no locked escrow`);
    await this.store.move(tx, record, 'releasing', '已经登簿，已通知监管银行付款。');
    await this.payees.drop(tx, record);
    await this.store.instruct(tx, record, 'release');
  }

  /** In the transaction in which the case ends otherwise. */
  async giveBack(tx: Transaction, caseId: string): Promise<void> {
    const record = await this.store.openOf(tx, caseId);
    if (record) await this.giveBackKnown(tx, record, '这件没有登记，已通知监管银行把存入的钱原路退回。');
  }

  private async giveBackKnown(tx: Transaction, record: EscrowRecord, note: string): Promise<void> {
    if (record.state === 'releasing' || record.state === 'release-problem') return;
    await this.store.move(tx, record, 'returning', note);
    await this.payees.drop(tx, record);
    await this.store.instruct(tx, record, 'return');
  }
}
