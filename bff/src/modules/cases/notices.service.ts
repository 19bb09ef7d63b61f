import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Transaction } from '../../platform/database/transaction';
import { MessageService } from '../messages/message.service';
import { idKindOf } from '../register/register.secrets';
import type { LoadedCase, PartyRecord } from './case.model';

/** Tells the people of a case what happened: applicant, or everybody the case was sent to. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CaseNotices {
  @Inject() messages!: MessageService;

  async tell(
    tx: Transaction,
    loaded: LoadedCase,
    template: string,
    parties: readonly PartyRecord[],
    params: Record<string, string> = {},
  ): Promise<void> {
    const { record, business } = loaded;
    for (const party of parties) {
      // Institutions see their work list; only people get messages.
      if (party.institutionId || idKindOf(party.identity.idNumber) !== 'resident') continue;
      await this.messages.notify(tx, {
        to: { idNumber: party.identity.idNumber, ...(party.identity.phone ? { phone: party.identity.phone } : {}) },
        caseId: record.id,
        template: template as Parameters<MessageService['notify']>[1]['template'],
        params: {
          business: business.name,
          location: record.unit.location,
          acceptanceNumber: record.acceptanceNumber,
          role: business.parties[party.role]!.name,
          ...params,
        },
      });
    }
  }

  tellApplicant(
    tx: Transaction,
    loaded: LoadedCase,
    template: string,
    params: Record<string, string> = {},
  ): Promise<void> {
    return this.tell(
      tx,
      loaded,
      template,
      loaded.parties.filter((party) => party.applicant),
      params,
    );
  }

  tellEverybody(
    tx: Transaction,
    loaded: LoadedCase,
    template: string,
    params: Record<string, string> = {},
  ): Promise<void> {
    return this.tell(
      tx,
      loaded,
      template,
      loaded.parties.filter((party) => party.visible),
      params,
    );
  }
}
