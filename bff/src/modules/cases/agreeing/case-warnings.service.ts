import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { commitmentsFor, type UnitCondition, warningText } from '@zhucheng/shared';
import type { Transaction } from '../../../platform/database/transaction';
import { system } from '../../../platform/http/actor';
import { PaymentService } from '../../payments/payment.service';
import { TaxOrderService } from '../../payments/tax-order.service';
import { allConditions } from '../../register/register.conditions';
import type { RegisterSnapshot } from '../../register/register.types';
import { restrictionText } from '../../register/register.words';
import { contentHashOf, type LoadedCase } from '../core/case.model';
import { CaseStore } from '../core/case-store.service';
import { assessedStep } from '../core/taxes';
import { CaseMessages } from '../messages/case-messages.service';

/** Commitments that the register asks for now and that nobody has been shown yet. */
export interface Refreshed {
  warnings: LoadedCase['record']['warnings'];
  added: UnitCondition[];
}

const underWay = ['submitted', 'reviewing', 'awaiting-payment', 'registering'];

/**
 * Keeps what a case warns of in step with the register. A commitment that has come in is part of the content: whoever
 * agreed before agrees anew. One that is no longer asked for leaves the others' agreement as it is.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CaseWarnings {
  @Inject() store!: CaseStore;
  @Inject() messages!: CaseMessages;
  @Inject() payments!: PaymentService;
  @Inject() taxOrders!: TaxOrderService;

  /** `now`: UTC ms. */
  refreshed(loaded: LoadedCase, snapshot: RegisterSnapshot, now: number): Refreshed {
    const { record, business, parties } = loaded;
    const starter = parties.find((party) => party.applicant && party.institutionId)?.identity.idNumber ?? null;
    const conditions = allConditions(snapshot, now, starter);
    const warnings = conditions
      .filter((condition) => business.unit.warnedBy.includes(condition))
      .map((kind) => ({ kind, text: warningText(business, kind) }));
    const known = record.warnings.map(({ kind }) => kind);
    const added = commitmentsFor(business, conditions).map(({ when }) => when);
    return { warnings, added: added.filter((when) => !known.includes(when)) };
  }

  /** Writes what the register says now; before the case is submitted, those who had agreed are asked again. */
  async refresh(tx: Transaction, loaded: LoadedCase, snapshot: RegisterSnapshot): Promise<void> {
    const { record } = loaded;
    const { warnings, added } = this.refreshed(loaded, snapshot, tx.now);
    if (added.length > 0 && underWay.includes(record.state)) return this.sendBack(tx, loaded, snapshot);
    const before = record.contentHash;
    if (JSON.stringify(warnings) === JSON.stringify(record.warnings)) return;
    record.warnings = warnings;
    record.contentHash = contentHashOf(loaded.business, record);
    // A new version: nobody goes on from a page that does not show it yet.
    if (added.length > 0) record.version++;
    await tx.execute(
      'UPDATE registration_case SET warnings = ?, content_hash = ?, version = ?, updated_at = ? WHERE id = ?',
      [JSON.stringify(warnings), record.contentHash, record.version, tx.now, record.id],
    );
    if (record.contentHash === before) return;
    for (const party of loaded.parties) {
      if (party.agreedHash !== before) continue;
      if (added.length === 0) await this.store.updateParty(tx, party, { agreedHash: record.contentHash });
      else if (record.state === 'authorising' && party.authState === 'passed') await this.askAgain(tx, loaded, party);
    }
  }

  private async askAgain(tx: Transaction, loaded: LoadedCase, party: LoadedCase['parties'][number]): Promise<void> {
    await this.store.updateParty(tx, party, {
      authState: 'waiting',
      authHow: null,
      authAt: null,
      agreedHash: null,
      askedAt: tx.now,
    });
    await this.messages.tell(tx, loaded, 'authorise-again', [party]);
  }

  /** The parties have agreed to less than the register says: they agree anew, whatever was paid goes back. */
  async sendBack(tx: Transaction, loaded: LoadedCase, snapshot: RegisterSnapshot): Promise<void> {
    const { record } = loaded;
    const { warnings, added } = this.refreshed(loaded, snapshot, tx.now);
    const text = `${added.map((kind) => restrictionText(snapshot, kind, tx.now, warningText(loaded.business, kind))).join('')}请核对后重新发起，各方看到新的登记情况并作出承诺后继续办理。`;
    if (assessedStep(loaded)) await this.taxOrders.end(tx, record.id, 'register-changed', { file: false });
    if (record.orderId) {
      await this.payments.cancelOrder(tx, record.id, 'register-changed');
      await this.payments.refundCase(tx, record.id, 'register-changed');
    }
    await this.store.apply(tx, loaded, 'fault', {
      actor: system,
      as: ['system'],
      by: '系统',
      note: text,
      patch: {
        warnings,
        contentHash: contentHashOf(loaded.business, { ...record, warnings }),
        correction: { at: tx.now, by: '系统', faults: [{ step: null, text }] },
        ...(record.orderId && { orderId: null, orderNumber: null, feeFen: null }),
      },
      detail: { commitments: added },
    });
    await this.messages.tellEverybody(tx, loaded, 'correction-requested', { reason: text });
  }
}
