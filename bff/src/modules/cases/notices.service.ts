import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Transaction } from '../../platform/database/transaction';
import { MessageService } from '../messages/message.service';
import { idKindOf } from '../register/register.secrets';
import type { LoadedCase, PartyRecord } from './case.model';

/** As long as the interface lets one person wait between two reminders. */
const remindEveryMs = 20 * 60_000;

/** Institutions see their work list; only people get messages. */
export const getsMessages = ({ institutionId, identity }: PartyRecord): boolean =>
  !institutionId && idKindOf(identity.idNumber) === 'resident';

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
      if (!getsMessages(party)) continue;
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

  /** Whether the case's people were reminded so lately that another message would only be a nuisance. One statement. */
  async remindedLately(tx: Transaction, { record }: LoadedCase): Promise<boolean> {
    const last = await this.messages.lastAt(tx, record.id, 'authorise-reminder');
    return last !== null && tx.now - last < remindEveryMs;
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
