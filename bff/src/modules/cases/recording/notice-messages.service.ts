import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database } from '../../../platform/database/database';
import type { Transaction } from '../../../platform/database/transaction';
import { Outbox, type Task } from '../../../platform/outbox/outbox';
import { MessageService } from '../../messages/message.service';
import { CaseStore } from '../core/case-store.service';
import { CaseMessages } from '../messages/case-messages.service';

interface Lapsed {
  caseId: string;
  certificateNumber: string;
}

/** Tells everybody of a case that an advance notice it had kept has lapsed with it: people and the institutions. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class NoticeMessages {
  @Inject() database!: Database;
  @Inject() outbox!: Outbox;
  @Inject() store!: CaseStore;
  @Inject() people!: CaseMessages;
  @Inject() institutions!: MessageService;

  @Init()
  async init(): Promise<void> {
    this.outbox.on('case.notice-lapsed', (task: Task<Lapsed>) =>
      this.database.unitOfWork((tx) => this.tell(tx, task.payload)),
    );
  }

  private async tell(tx: Transaction, { caseId, certificateNumber: certificate }: Lapsed): Promise<void> {
    const loaded = await this.store.load(tx, caseId);
    const { record, business, parties } = loaded;
    await this.people.tellEverybody(tx, loaded, 'notice-lapsed', { certificate });
    const params = {
      business: business.name,
      location: record.unit.location,
      acceptanceNumber: record.acceptanceNumber,
      certificate,
    };
    for (const { identity } of parties.filter(({ institutionId }) => institutionId !== null))
      await this.institutions.notifyInstitution(tx, identity.idNumber, { caseId, template: 'notice-lapsed', params });
  }
}
