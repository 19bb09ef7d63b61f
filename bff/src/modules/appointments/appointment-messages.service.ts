import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { startOf } from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Outbox, type Task } from '../../platform/outbox/outbox';
import { MessageService } from '../messages/message.service';
import type { MessageTemplate } from '../messages/templates';
import { contactOf, type Found, readAppointments } from './appointment.view';
import { slotText } from './slot-text';

interface Reminder {
  appointmentId: string;
  slotId: string;
}

const hour = 3_600_000;
/** At nine o'clock on the day before. */
const reminderAt = (day: string): number => startOf(day) - 15 * hour;

type AppointmentTemplate = Extract<MessageTemplate, `appointment-${string}`>;

/** What the booker is told: booked, changed, cancelled, and a reminder the day before. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AppointmentMessages {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() outbox!: Outbox;
  @Inject() messages!: MessageService;

  @Init()
  async init(): Promise<void> {
    this.outbox.on<Reminder>('appointment.reminder', (task) => this.remind(task));
  }

  async tell(tx: Transaction, row: Found, template: AppointmentTemplate): Promise<void> {
    const { idNumber, phone } = contactOf(this.cipher, row);
    await this.messages.notify(tx, {
      to: { idNumber, ...(phone && { phone }) },
      caseId: null,
      template,
      params: {
        number: row.number,
        point: row.point_name,
        address: row.point_address,
        time: slotText(Number(row.starts_at), Number(row.ends_at)),
      },
    });
  }

  /** Nothing for a booking made after that time. */
  async planReminder(tx: Transaction, row: Found): Promise<void> {
    const delayMs = reminderAt(row.day) - tx.now;
    if (delayMs <= 0) return;
    const reminder: Reminder = { appointmentId: row.id, slotId: row.slot_id };
    // With the version, so that going back to an earlier slot is reminded of, too.
    await tx.enqueue('appointment.reminder', `${row.id}:${row.version}`, reminder, { delayMs });
  }

  /** A booking that was cancelled or moved meanwhile is not reminded of. */
  private async remind({ payload }: Task<Reminder>): Promise<void> {
    await this.database.unitOfWork(async (tx) => {
      const read = <T>(sql: string, params: readonly unknown[]) => tx.query<T>(sql, params);
      const [row] = await readAppointments(read, 'WHERE a.id = ?', [payload.appointmentId]);
      if (row?.state !== 'booked' || row.slot_id !== payload.slotId || Number(row.starts_at) <= tx.now) return;
      await this.tell(tx, row, 'appointment-reminder');
    });
  }
}
