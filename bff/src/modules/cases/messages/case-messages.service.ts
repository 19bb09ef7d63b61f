import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { identityNumber } from '@zhucheng/shared';
import type { Transaction } from '../../../platform/database/transaction';
import { MessageService } from '../../messages/message.service';
import type { MessageParams, MessageTemplate } from '../../messages/templates';
import type { LoadedCase, PartyRecord } from '../core/case.model';

/** As long as the interface lets one person wait between two reminders. */
const remindEveryMs = 20 * 60_000;

/** What every message about a case is told by itself. */
type Known = 'business' | 'location' | 'acceptanceNumber' | 'role';
/** What else the template wants; nothing if that is all. */
type More<T extends MessageTemplate> = [Exclude<keyof MessageParams<T>, Known>] extends [never]
  ? []
  : [Omit<MessageParams<T>, Known>];

/** Institutions see their work list; only people get messages. */
export const getsMessages = ({ institutionId, identity }: PartyRecord): boolean =>
  !institutionId && identityNumber.isPerson(identity.idNumber);

/** Tells the people of a case what happened: applicant, or everybody the case was sent to. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CaseMessages {
  @Inject() messages!: MessageService;

  async tell<T extends MessageTemplate>(
    tx: Transaction,
    loaded: LoadedCase,
    template: T,
    parties: readonly PartyRecord[],
    ...[more]: More<T>
  ): Promise<void> {
    const { record, business } = loaded;
    for (const party of parties) {
      if (!getsMessages(party)) continue;
      const params = {
        business: business.name,
        location: record.unit.location,
        acceptanceNumber: record.acceptanceNumber,
        role: business.parties[party.role]!.name,
        ...more,
      };
      await this.messages.notify(tx, {
        to: { idNumber: party.identity.idNumber, ...(party.identity.phone ? { phone: party.identity.phone } : {}) },
        caseId: record.id,
        template,
        // `More` has asked the caller for the rest of what this template wants.
        params: params as unknown as MessageParams<T>,
      });
    }
  }

  /** Whether the case's people were reminded so lately that another message would only be a nuisance. One statement. */
  async remindedLately(tx: Transaction, { record }: LoadedCase): Promise<boolean> {
    const last = await this.messages.lastAt(tx, record.id, 'authorise-reminder');
    return last !== null && tx.now - last < remindEveryMs;
  }

  tellApplicant<T extends MessageTemplate>(
    tx: Transaction,
    loaded: LoadedCase,
    template: T,
    ...more: More<T>
  ): Promise<void> {
    const applicants = loaded.parties.filter((party) => party.applicant);
    return this.tell(tx, loaded, template, applicants, ...more);
  }

  tellEverybody<T extends MessageTemplate>(
    tx: Transaction,
    loaded: LoadedCase,
    template: T,
    ...more: More<T>
  ): Promise<void> {
    const everybody = loaded.parties.filter((party) => party.visible);
    return this.tell(tx, loaded, template, everybody, ...more);
  }
}
