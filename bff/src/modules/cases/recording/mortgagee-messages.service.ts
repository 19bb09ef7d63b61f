import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database } from '../../../platform/database/database';
import type { Transaction } from '../../../platform/database/transaction';
import { system } from '../../../platform/http/actor';
import { Outbox, type Task } from '../../../platform/outbox/outbox';
import { MessageService } from '../../messages/message.service';
import { RegisterService } from '../../register/register.service';
import { CaseStore } from '../core/case-store.service';

/** Tells the mortgagees whose mortgages a transfer has left in place who owns the unit now (Civil Code 406). */
@Provide()
@Scope(ScopeEnum.Singleton)
export class MortgageeMessages {
  @Inject() database!: Database;
  @Inject() outbox!: Outbox;
  @Inject() store!: CaseStore;
  @Inject() register!: RegisterService;
  @Inject() messages!: MessageService;

  @Init()
  async init(): Promise<void> {
    this.outbox.on('case.mortgage-stays', (task: Task<{ caseId: string }>) =>
      this.database.unitOfWork((tx) => this.tell(tx, task.payload.caseId)),
    );
  }

  private async tell(tx: Transaction, caseId: string): Promise<void> {
    const { record, business, parties } = await this.store.load(tx, caseId);
    const snapshot = await this.register.snapshotIn(tx, record.unitId);
    const effect = business.effects.find((one) => one.do === 'transfer-ownership');
    if (!snapshot || effect?.do !== 'transfer-ownership') return;
    const owners = parties.filter((party) => party.role === effect.to).map(({ identity }) => identity.name);
    // Those that stood before the transfer; one registered since has seen the new owner itself.
    const stayed = snapshot.mortgages.filter(({ validFrom }) => validFrom < record.updatedAt);
    const certificates = new Map<string, string[]>();
    for (const { mortgagee, certificateNumber } of stayed)
      certificates.set(mortgagee.creditCode, [...(certificates.get(mortgagee.creditCode) ?? []), certificateNumber]);
    for (const [creditCode, numbers] of certificates)
      await this.messages.notifyInstitution(tx, creditCode, {
        caseId,
        template: 'mortgage-stays',
        params: {
          business: business.name,
          location: record.unit.location,
          acceptanceNumber: record.acceptanceNumber,
          owners: owners.join('、'),
          certificates: numbers.join('、'),
        },
      });
    await tx.audit({
      actor: system,
      action: 'case.mortgagees-told',
      subject: { kind: 'case', id: caseId },
      detail: { institutions: certificates.size },
    });
  }
}
