import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type AppointmentState, type DayEntry, dayOf, startOf } from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { placeholders } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { type Actor, system } from '../../platform/http/actor';
import { Jobs } from '../../platform/jobs/jobs';
import { contactOf, dayEntryOf, type Found, readAppointments } from './appointment.view';
import { PickupCodes } from './pickup-code.service';
import { ServicePoints } from './service-point.service';

const hour = 3_600_000;
const closeBatch = 200;

/** What printing needs to know of a booking. */
export interface PrintBooking {
  id: string;
  number: string;
  /** Empty: all certificates of the owner. */
  caseIds: string[];
  /** Null for a person's booking. */
  institutionId: string | null;
  /** Who was named as coming. */
  visitor: string;
}

const bookingOf = (cipher: FieldCipher, row: Found): PrintBooking => ({
  id: row.id,
  number: row.number,
  caseIds: row.subjects.map(({ caseId }) => caseId),
  institutionId: row.booker_kind === 'institution' ? row.booker_id : null,
  visitor: contactOf(cipher, row).name,
});

/** The service point's desk: who comes today, who came and who did not; and the end of past bookings. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AppointmentDesk {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;
  @Inject() jobs!: Jobs;
  @Inject() points!: ServicePoints;
  @Inject() codes!: PickupCodes;

  @Init()
  async init(): Promise<void> {
    this.jobs.every('appointment-close', hour / 4, () => this.closePast());
    this.jobs.every('appointment-slots', hour, () => this.database.unitOfWork((tx) => this.points.prepareAll(tx)));
    this.jobs.every('pickup-code-purge', 24 * hour, () => this.database.unitOfWork((tx) => this.codes.purge(tx)));
  }

  /** Two statements. */
  async day(pointId: string, day: string): Promise<DayEntry[]> {
    const rows = await readAppointments(
      (sql, params) => this.database.read(sql, params),
      "WHERE a.point_id = ? AND a.day = ? AND a.state <> 'cancelled' ORDER BY a.starts_at, a.number",
      [pointId, day],
    );
    const now = this.clock.now();
    return rows.map((row) => dayEntryOf(this.cipher, row, now));
  }

  /** On the day itself; also for somebody who came after having been marked as absent. */
  arrive(tx: Transaction, actor: Actor, id: string, version: number): Promise<DayEntry> {
    return this.mark(tx, actor, { id, version, to: 'arrived', from: ['booked', 'missed'] });
  }

  /** From the beginning of the slot until the end of the day. */
  miss(tx: Transaction, actor: Actor, id: string, version: number): Promise<DayEntry> {
    return this.mark(tx, actor, { id, version, to: 'missed', from: ['booked'] });
  }

  /** Errors: NOT_FOUND, CONFLICT, BOOKING_CLOSED. */
  private async mark(
    tx: Transaction,
    actor: Actor,
    given: { id: string; version: number; to: AppointmentState; from: AppointmentState[] },
  ): Promise<DayEntry> {
    const { id, version, to, from } = given;
    const before = await this.read(tx, id);
    if (before.version !== version) throw new Problem('CONFLICT');
    const today = before.day === dayOf(tx.now);
    if (!from.includes(before.state) || !today)
      throw new Problem('BOOKING_CLOSED', {
        message: today ? '这个预约已经处理过，请刷新查看。' : '只能处理当天的预约。',
      });
    if (to === 'missed' && Number(before.starts_at) > tx.now)
      throw new Problem('BOOKING_CLOSED', { message: '时段还没有开始，不能记为未到场。' });
    const set = { state: to, version: version + 1, marked_at: tx.now };
    if ((await tx.update('appointment', set, { id, version })) === 0) throw new Problem('CONFLICT');
    await tx.audit({ actor, action: `appointment.${to}`, subject: { kind: 'appointment', id } });
    return dayEntryOf(this.cipher, await this.read(tx, id), tx.now);
  }

  private async read(tx: Transaction, id: string) {
    const [row] = await readAppointments((sql, params) => tx.query(sql, params), 'WHERE a.id = ?', [id]);
    if (!row) throw new Problem('NOT_FOUND');
    return row;
  }

  /**
   * What a print booking's code opens: its cases, empty for all of the owner's certificates. Error: PICKUP_FAILED, unless
   * it is booked for today.
   */
  async printBooking(id: string): Promise<PrintBooking> {
    const [row] = await readAppointments((sql, params) => this.database.read(sql, params), 'WHERE a.id = ?', [id]);
    const good = row?.state === 'booked' || row?.state === 'arrived';
    if (!row || !good) throw new Problem('PICKUP_FAILED');
    if (row.kind !== 'print')
      throw new Problem('PICKUP_FAILED', { message: '这是窗口办理的预约，请拿着预约号到窗口。' });
    if (row.day !== dayOf(this.clock.now()))
      throw new Problem('PICKUP_FAILED', { message: '还没有到预约的日子，请在预约当天来打印。' });
    return bookingOf(this.cipher, row);
  }

  /** Bookings by id, whatever their day; two statements. */
  async printBookings(ids: readonly string[]): Promise<PrintBooking[]> {
    const condition = `WHERE a.id IN (${placeholders(ids)})`;
    const rows = await readAppointments((sql, params) => this.database.read(sql, params), condition, ids);
    return rows.map((row) => bookingOf(this.cipher, row));
  }

  /** Who prints has come. */
  async arriveByPrinting(tx: Transaction, actor: Actor, id: string): Promise<void> {
    const came = await tx.execute(
      "UPDATE appointment SET state = 'arrived', version = version + 1, marked_at = ? WHERE id = ? AND state = 'booked'",
      [tx.now, id],
    );
    if (came > 0) await tx.audit({ actor, action: 'appointment.arrived', subject: { kind: 'appointment', id } });
  }

  /** Yesterday's and older: those who came are finished; nobody is blamed for what no officer has marked. */
  private async closePast(): Promise<void> {
    for (const [from, to] of [
      ['booked', 'expired'],
      ['arrived', 'finished'],
    ] as const) {
      for (let closed = closeBatch; closed === closeBatch; ) closed = await this.closeSome(from, to);
    }
  }

  private closeSome(from: AppointmentState, to: AppointmentState): Promise<number> {
    return this.database.unitOfWork(async (tx) => {
      const rows = await tx.query<{ id: string }>(
        'SELECT id FROM appointment WHERE state = ? AND ends_at <= ? ORDER BY ends_at LIMIT ?',
        [from, startOf(dayOf(tx.now)), closeBatch],
      );
      for (const { id } of rows) {
        await tx.execute('UPDATE appointment SET state = ?, version = version + 1 WHERE id = ? AND state = ?', [
          to,
          id,
          from,
        ]);
        await tx.audit({ actor: system, action: `appointment.${to}`, subject: { kind: 'appointment', id } });
      }
      return rows.length;
    });
  }
}
