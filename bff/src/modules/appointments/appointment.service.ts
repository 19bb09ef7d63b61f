import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  type AppointmentView,
  type AuditAction,
  acceptanceNumber,
  endOf,
  type Matter,
  matters,
} from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { type Actor, isKnown, personOf } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { CaseAccess, type CaseReference } from '../cases/reading/case-access.service';
import { CaseUnits } from '../cases/reading/case-units.query';
import { CitizenService } from '../identity/citizen.service';
import { insertMany } from '../register/register.batch';
import { contactContext, type Found, noteContext, readAppointments, viewOf } from './appointment.view';
import { AppointmentMessages } from './appointment-messages.service';
import { memoryMs, pausedUntil, type Read, readRules } from './appointment-rules';
import { type Booker, Bookers } from './booker.service';
import { DaySlots } from './day-slots.service';
import { PickupCodes } from './pickup-code.service';
import { compactTime } from './slot-text';

export interface Draft {
  slotId: string;
  matter: Matter;
  cases: string[];
  note?: string | undefined;
}

const within =
  (tx: Transaction): Read =>
  (sql, params) =>
    tx.query(sql, params);

/** Appointments (预约): booked, changed and cancelled by citizens and institutions. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AppointmentService {
  @Inject() cipher!: FieldCipher;
  @Inject() bookers!: Bookers;
  @Inject() slots!: DaySlots;
  @Inject() codes!: PickupCodes;
  @Inject() cases!: CaseAccess;
  @Inject() citizens!: CitizenService;
  @Inject() units!: CaseUnits;
  @Inject() messages!: AppointmentMessages;

  /** Errors: BOOKING_PAUSED, BOOKING_LIMIT, SLOT_FULL, SLOT_CLOSED, NOT_FOUND, a field's. */
  async book(tx: Transaction, actor: Actor, booker: Booker, draft: Draft): Promise<AppointmentView> {
    const read = within(tx);
    if (booker.kind === 'citizen') await this.mayBook(tx, booker.id);
    const references = await this.referencesTo(read, booker, draft.cases);
    const slot = await this.slots.take(tx, draft.slotId);
    const [point] = await read<{ code: string; matters: string; active: number }>(
      'SELECT code, matters, active FROM service_point WHERE id = ?',
      [slot.point_id],
    );
    if (!point?.active) throw new Problem('SLOT_CLOSED');
    const fits =
      matters[draft.matter].kind === slot.kind && (JSON.parse(point.matters) as Matter[]).includes(draft.matter);
    if (!fits) throw Problem.field('matter', '这个网点的这个时段不办这件事，请换一个网点或时段。');
    const id = newId(tx.now);
    const kind = slot.kind === 'print' ? 'P' : 'W';
    await tx.insert('appointment', {
      id,
      number: `${point.code}${kind}${compactTime(Number(slot.starts_at))}${String(slot.issued).padStart(2, '0')}`,
      point_id: slot.point_id,
      slot_id: slot.id,
      kind: slot.kind,
      matter: draft.matter,
      day: slot.day,
      starts_at: slot.starts_at,
      ends_at: slot.ends_at,
      state: 'booked',
      version: 1,
      booker_kind: booker.kind,
      booker_id: booker.id,
      booked_by: personOf(actor),
      contact_cipher: this.cipher.encryptJson(booker.contact, contactContext),
      note_cipher: draft.note ? this.cipher.encrypt(draft.note, noteContext) : null,
      marked_at: null,
      created_at: tx.now,
    });
    await insertMany(
      tx,
      'appointment_case',
      references.map((reference, position) => ({
        appointment_id: id,
        position,
        case_id: reference.id,
        acceptance_number: reference.acceptanceNumber,
        subject: reference.text.slice(0, 200),
      })),
    );
    await this.codes.issue(tx, 'booking', id, booker.idBlind, endOf(slot.day));
    const row = await this.own(read, booker.id, id);
    await this.record(tx, actor, 'appointment.book', row);
    await this.messages.tell(tx, row, 'appointment-booked');
    await this.messages.planReminder(tx, row);
    return this.view(actor, row, tx.now);
  }

  /** The person's row is held, so that two bookings sent at once are counted one after the other. */
  private async mayBook(tx: Transaction, citizenId: string): Promise<void> {
    await this.citizens.hold(tx, citizenId);
    const rules = await readRules(within(tx));
    const missed = await tx.query<{ at: number }>(
      "SELECT marked_at AS at FROM appointment WHERE booker_id = ? AND state = 'missed' AND starts_at > ?",
      [citizenId, tx.now - memoryMs(rules)],
    );
    const until = pausedUntil(
      missed.map(({ at }) => Number(at)),
      rules,
      tx.now,
    );
    if (until !== null) throw new Problem('BOOKING_PAUSED', { detail: { until } });
    const [open] = await tx.query<{ n: number }>(
      "SELECT COUNT(*) AS n FROM appointment WHERE booker_id = ? AND state = 'booked' AND starts_at > ?",
      [citizenId, tx.now],
    );
    if (Number(open!.n) >= rules.openPerPerson)
      throw new Problem('BOOKING_LIMIT', { detail: { most: rules.openPerPerson } });
  }

  private async referencesTo(read: Read, booker: Booker, given: readonly string[]): Promise<CaseReference[]> {
    if (given.length === 0) return [];
    const wanted = given.map((one) => (/^[0-9A-HJKMNP-TV-Z]{26}$/.test(one) ? one : acceptanceNumber.normalise(one)));
    const found = await this.cases.references(read, booker.viewer, wanted);
    const fields = wanted.flatMap((one, index) =>
      found.has(one)
        ? []
        : [
            {
              path: `cases.${index}`,
              code: 'unknown',
              message: `没有找到受理编号 ${given[index]}，或不是您能办的件，请核对。`,
            },
          ],
    );
    if (fields.length > 0) throw new Problem('INVALID_INPUT', { fields });
    const references = new Map(wanted.map((one) => [found.get(one)!.id, found.get(one)!]));
    return [...references.values()];
  }

  /** Errors: NOT_FOUND, CONFLICT, BOOKING_CLOSED, SLOT_FULL, SLOT_CLOSED. */
  async change(tx: Transaction, actor: Actor, id: string, version: number, slotId: string): Promise<AppointmentView> {
    const read = within(tx);
    const bookerId = this.bookers.idOf(actor);
    const before = await this.holdBooked(tx, actor, id, version);
    if (before.slot_id === slotId) return this.view(actor, before, tx.now);
    const slot = await this.slots.take(tx, slotId);
    if (slot.kind !== before.kind || slot.point_id !== before.point_id)
      throw Problem.field('slotId', '请在原来的网点选一个时段；要换网点或换事项，请取消后重新预约。');
    const moved = await tx.update(
      'appointment',
      {
        slot_id: slot.id,
        day: slot.day,
        starts_at: slot.starts_at,
        ends_at: slot.ends_at,
        version: version + 1,
      },
      { id, version },
    );
    if (moved === 0) throw new Problem('CONFLICT');
    await this.slots.giveBack(tx, before.slot_id);
    await this.codes.extend(tx, 'booking', id, endOf(slot.day));
    const row = await this.own(read, bookerId, id);
    await this.record(tx, actor, 'appointment.change', row);
    await this.messages.tell(tx, row, 'appointment-changed');
    await this.messages.planReminder(tx, row);
    return this.view(actor, row, tx.now);
  }

  /** Errors: NOT_FOUND, CONFLICT, BOOKING_CLOSED. */
  async cancel(tx: Transaction, actor: Actor, id: string, version: number): Promise<AppointmentView> {
    const bookerId = this.bookers.idOf(actor);
    const before = await this.holdBooked(tx, actor, id, version);
    await this.end(tx, actor, before, 'appointment-cancelled');
    return this.view(actor, await this.own(within(tx), bookerId, id), tx.now);
  }

  /** Cancels what is booked on a day that has become a holiday. Returns how many. */
  async cancelDay(tx: Transaction, actor: Actor, day: string): Promise<number> {
    const points = await tx.query<{ id: string }>('SELECT id FROM service_point ORDER BY id');
    let cancelled = 0;
    for (const { id } of points) {
      const condition = "WHERE a.point_id = ? AND a.day = ? AND a.state = 'booked' AND a.starts_at > ?";
      for (const row of await readAppointments(within(tx), condition, [id, day, tx.now])) {
        await this.end(tx, actor, row, 'appointment-closed');
        cancelled++;
      }
    }
    return cancelled;
  }

  private async end(
    tx: Transaction,
    actor: Actor,
    row: Found,
    template: 'appointment-cancelled' | 'appointment-closed',
  ): Promise<void> {
    const { id, version } = row;
    const set = { state: 'cancelled', version: version + 1, marked_at: tx.now };
    if ((await tx.update('appointment', set, { id, version })) === 0) throw new Problem('CONFLICT');
    await this.slots.giveBack(tx, row.slot_id);
    await this.codes.withdraw(tx, 'booking', id);
    await this.record(tx, actor, 'appointment.cancel', row);
    await this.messages.tell(tx, row, template);
  }

  private async holdBooked(tx: Transaction, actor: Actor, id: string, version: number): Promise<Found> {
    await tx.lockRow('appointment', id);
    const row = await this.ownOf(within(tx), actor, id);
    if (row.version !== version) throw new Problem('CONFLICT');
    if (row.state !== 'booked' || Number(row.starts_at) <= tx.now) throw new Problem('BOOKING_CLOSED');
    return row;
  }

  /** Of this caller. Error: NOT_FOUND, also where it is about a unit outside an agent's grant. */
  async ownOf(read: Read, actor: Actor, id: string): Promise<Found> {
    const row = await this.own(read, this.bookers.idOf(actor), id);
    if ((await this.shownTo(actor, [row])).length === 0) throw new Problem('NOT_FOUND');
    return row;
  }

  /** Those that are about no unit outside an agent's grant. */
  async shownTo(actor: Actor, rows: readonly Found[]): Promise<Found[]> {
    const caseIds = rows.flatMap((row) => row.subjects.map((subject) => subject.caseId));
    const covered = await this.units.covered(actor, [...new Set(caseIds)]);
    return rows.filter((row) => row.subjects.every((subject) => covered.has(subject.caseId)));
  }

  /** Error: NOT_FOUND, also for somebody else's. Two statements. */
  async own(read: Read, bookerId: string, id: string): Promise<Found> {
    const [row] = await readAppointments(read, 'WHERE a.id = ? AND a.booker_id = ?', [id, bookerId]);
    if (!row) throw new Problem('NOT_FOUND');
    return row;
  }

  /** The code that opens the printer is for the person herself. */
  view(actor: Pick<Actor, 'agent' | 'assurance'>, row: Found, now: number): AppointmentView {
    const own = !actor.agent && isKnown(actor, 'proven');
    return viewOf(this.cipher, row, now, own ? (stored) => this.codes.reveal(stored) : null);
  }

  private async record(tx: Transaction, actor: Actor, action: AuditAction, row: Found): Promise<void> {
    await tx.audit({
      actor,
      action,
      subject: { kind: 'appointment', id: row.id },
      detail: { number: row.number, slotId: row.slot_id },
    });
  }
}
