import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { formatFen } from '@zhucheng/shared';
import type { Transaction } from '../../platform/database/transaction';
import { MessageService } from '../messages/message.service';
import type { MessageParams, MessageTemplate } from '../messages/templates';
import type { EscrowPerson, EscrowRecord } from './escrow.model';

type Known = 'business' | 'location' | 'amount';
type More<T extends MessageTemplate> = [Exclude<keyof MessageParams<T>, Known>] extends [never]
  ? []
  : [Omit<MessageParams<T>, Known>];

/** Tells those who pay in and those who are paid what has become of the money. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class EscrowMessages {
  @Inject() messages!: MessageService;

  private async tell<T extends MessageTemplate>(
    tx: Transaction,
    { caseId, content, amountFen }: EscrowRecord,
    people: readonly EscrowPerson[],
    template: T,
    more: object,
  ): Promise<void> {
    const { business, location } = content;
    const params = { business, location, amount: formatFen(amountFen), ...more };
    for (const { idNumber, phone } of people)
      await this.messages.notify(tx, {
        to: { idNumber, ...(phone && { phone }) },
        caseId,
        template,
        params: params as unknown as MessageParams<T>,
      });
  }

  depositors(tx: Transaction, record: EscrowRecord): Promise<void> {
    return this.tell(tx, record, record.content.depositors, 'escrow-deposit', {});
  }

  both<T extends MessageTemplate>(
    tx: Transaction,
    record: EscrowRecord,
    template: T,
    ...[more]: More<T>
  ): Promise<void> {
    const { depositors, receivers } = record.content;
    return this.tell(tx, record, [...depositors, ...receivers], template, more ?? {});
  }
}
