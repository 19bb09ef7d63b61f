import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Transaction } from '../../platform/database/transaction';
import { CitizenService } from '../identity/citizen.service';
import { StaffService } from '../identity/staff.service';
import { MessageService } from '../messages/message.service';
import type { MessageParams, MessageTemplate } from '../messages/templates';
import type { PaymentAttempt } from './attempt.entity';
import type { FeeOrder } from './order.entity';

type RefundTemplate = Extract<MessageTemplate, `refund-${string}`>;
type More<T extends RefundTemplate> = Omit<MessageParams<T>, 'business' | 'location'>;

/** Tells whoever paid that money goes back, and why. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RefundMessages {
  @Inject() messages!: MessageService;
  @Inject() citizens!: CitizenService;
  @Inject() staff!: StaffService;

  /** A citizen who has left, and an institution that has, are told nothing. */
  async tell<T extends RefundTemplate>(
    tx: Transaction,
    order: Pick<FeeOrder, 'caseId' | 'businessName' | 'location'>,
    attempt: Pick<PaymentAttempt, 'citizenId'>,
    template: T,
    more: More<T>,
  ): Promise<void> {
    const params = { business: order.businessName, location: order.location, ...more } as MessageParams<T>;
    const message = { caseId: order.caseId, template, params };
    const citizen = await this.citizens.byId(attempt.citizenId);
    if (citizen?.idNumber) return this.messages.notify(tx, { to: { idNumber: citizen.idNumber }, ...message });
    const clerk = citizen ? null : await this.staff.byId(attempt.citizenId);
    const institution = clerk?.institution && (await this.staff.institutionById(clerk.institution.id));
    if (institution) await this.messages.notifyInstitution(tx, institution.creditCode, message);
  }
}
