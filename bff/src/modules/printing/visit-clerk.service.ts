import { randomInt } from 'node:crypto';
import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ActionOf, PickupRequest, Printable } from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { Jobs } from '../../platform/jobs/jobs';
import { AppointmentDesk, type PrintBooking } from '../appointments/appointment-desk.service';
import { PickupCodes, type PickupSubject } from '../appointments/pickup-code.service';
import { ClerkCases } from '../cases/ending/clerk-cases.service';
import { PermissionService } from '../institutions/permission.service';
import { type ConfirmationRow, VisitQuery } from './visit.query';
import { VisitService } from './visit.service';

/** Enough for a colleague at a desk to look up; the next visitor is not kept waiting for longer. */
const lifeMs = 5 * 60_000;
/** More requests at once than an institution has people on the way. */
const mostShown = 50;

/**
 * For bookings of institutions: a clerk who is signed in and may do what is to be fetched says at the own screen that the
 * visitor at the kiosk is theirs. A number on both screens tells which visitor is meant.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class VisitClerks {
  @Inject() database!: Database;
  @Inject() clock!: Clock;
  @Inject() jobs!: Jobs;
  @Inject() codes!: PickupCodes;
  @Inject() desk!: AppointmentDesk;
  @Inject() cases!: ClerkCases;
  @Inject() permissions!: PermissionService;
  @Inject() visits!: VisitService;
  @Inject() query!: VisitQuery;

  @Init()
  async init(): Promise<void> {
    this.jobs.every('kiosk-confirmation-purge', 24 * 3_600_000, () =>
      this.database.unitOfWork((tx) =>
        tx.execute('DELETE FROM kiosk_confirmation WHERE expires_at < ?', [tx.now - 86_400_000]),
      ),
    );
  }

  /** Errors: PICKUP_FAILED, PICKUP_LOCKED, PICKUP_FOR_PERSON. */
  async find(code: string): Promise<{ subject: PickupSubject; institutionId: string }> {
    const subject = await this.codes.find(code);
    if (subject.kind !== 'booking') throw new Problem('PICKUP_FOR_PERSON');
    const { institutionId } = await this.desk.printBooking(subject.subjectId);
    if (!institutionId) throw new Problem('PICKUP_FOR_PERSON');
    return { subject, institutionId };
  }

  /** One visitor stands before a kiosk: what was begun there before is given up. */
  async begin(tx: Transaction, actor: Actor, { subject, institutionId }: Awaited<ReturnType<VisitClerks['find']>>) {
    await tx.execute(
      "UPDATE kiosk_confirmation SET state = 'left' WHERE kiosk_id = ? AND state IN ('open', 'approved')",
      [actor.id],
    );
    const confirmationId = newId(tx.now);
    const number = await this.freeNumber(tx, institutionId);
    await tx.insert('kiosk_confirmation', {
      id: confirmationId,
      kiosk_id: actor.id,
      code_id: subject.id,
      institution_id: institutionId,
      appointment_id: subject.subjectId,
      number,
      state: 'open',
      decided_by: null,
      created_at: tx.now,
      expires_at: tx.now + lifeMs,
    });
    await this.record(tx, actor, 'clerk-asked', actor.id, { confirmationId, appointmentId: subject.subjectId });
    return { confirmationId, number, lifeMs };
  }

  /** Of two visitors of one institution, each has a number of her own. */
  private async freeNumber(tx: Transaction, institutionId: string): Promise<string> {
    const rows = await tx.query<{ number: string }>(
      "SELECT number FROM kiosk_confirmation WHERE institution_id = ? AND state = 'open' AND expires_at > ?",
      [institutionId, tx.now],
    );
    const taken = new Set(rows.map(({ number }) => number));
    let number: string;
    do number = String(randomInt(100, 1_000));
    while (taken.has(number) && taken.size < mostShown);
    return number;
  }

  /** Errors: PICKUP_CONFIRM_OVER, PICKUP_CONFIRM_REFUSED, PICKUP_FAILED, PICKUP_LOCKED. */
  async state(actor: Actor, id: string): Promise<'waiting' | 'approved'> {
    const row = await this.own(actor, id);
    if (row.state === 'refused')
      throw new Problem(Number(row.locked_until) > this.clock.now() ? 'PICKUP_LOCKED' : 'PICKUP_CONFIRM_REFUSED');
    return row.state === 'approved' ? 'approved' : 'waiting';
  }

  /** What the visit will show. Errors: PICKUP_CONFIRM_OVER, PICKUP_FAILED. */
  async items(actor: Actor, id: string): Promise<Printable[]> {
    const row = await this.own(actor, id);
    if (row.state !== 'approved') throw new Problem('PICKUP_CONFIRM_OVER');
    return this.visits.items({ kind: row.kind, subjectId: row.appointment_id, idBlind: row.id_blind });
  }

  /** Uses the confirmation up. Errors: PICKUP_CONFIRM_OVER; PICKUP_FAILED and PICKUP_LOCKED if the code is no longer good. */
  async admit(tx: Transaction, actor: Actor, id: string) {
    const row = await tx.lockRow<ConfirmationRow>('kiosk_confirmation', id);
    const mine = row?.kiosk_id === actor.id && row.state === 'approved' && Number(row.expires_at) > tx.now;
    if (!mine) throw new Problem('PICKUP_CONFIRM_OVER');
    const subject = await this.codes.confirm(tx, row.code_id);
    await tx.update('kiosk_confirmation', { state: 'used' }, { id });
    return this.visits.begin(tx, actor, subject, 'clerk');
  }

  async end(tx: Transaction, actor: Actor, id: string): Promise<void> {
    await tx.execute(
      "UPDATE kiosk_confirmation SET state = 'left' WHERE id = ? AND kiosk_id = ? AND state IN ('open', 'approved')",
      [id, actor.id],
    );
  }

  /** What waits for this institution; one statement while nothing does. */
  async waiting(actor: Actor): Promise<PickupRequest[]> {
    const rows = await this.query.waiting(actor.institutionId ?? '', this.clock.now(), mostShown);
    if (rows.length === 0) return [];
    const bookings = await this.desk.printBookings(rows.map((row) => row.appointment_id));
    const may = await this.judge(actor, bookings);
    const of = new Map(bookings.map((booking) => [booking.id, booking]));
    return rows.flatMap((row) => {
      const booking = of.get(row.appointment_id);
      if (!booking) return [];
      return {
        id: row.id,
        number: row.number,
        pointName: row.point_name,
        kioskName: row.kiosk_name,
        bookingNumber: booking.number,
        visitor: booking.visitor,
        cases: booking.caseIds.length,
        allowed: may(booking),
        startedAt: Number(row.created_at),
        expiresAt: Number(row.expires_at),
      };
    });
  }

  /** Error: FORBIDDEN for a clerk who may not do what is to be fetched. */
  async mayDecide(actor: Actor, id: string): Promise<void> {
    const [row] = await this.database.readNow<ConfirmationRow>('SELECT * FROM kiosk_confirmation WHERE id = ?', [id]);
    if (!row || row.institution_id !== actor.institutionId) throw new Problem('NOT_FOUND');
    const bookings = await this.desk.printBookings([row.appointment_id]);
    const may = await this.judge(actor, bookings);
    if (!bookings.every(may))
      throw new Problem('FORBIDDEN', {
        message: '这次取件里有您没有权限办理的业务或网点，请让有权限的同事或本机构管理员确认。',
      });
  }

  /** Errors: NOT_FOUND, also for another institution's; PICKUP_CONFIRM_OVER. */
  async decide(tx: Transaction, actor: Actor, id: string, decision: 'approve' | 'refuse'): Promise<void> {
    const row = await tx.lockRow<ConfirmationRow>('kiosk_confirmation', id);
    if (!row || row.institution_id !== actor.institutionId) throw new Problem('NOT_FOUND');
    if (row.state !== 'open' || Number(row.expires_at) <= tx.now) throw new Problem('PICKUP_CONFIRM_OVER');
    const state = decision === 'approve' ? 'approved' : 'refused';
    await tx.update('kiosk_confirmation', { state, decided_by: actor.id }, { id });
    const locked = state === 'refused' && (await this.codes.countWrong(tx, row.code_id));
    const detail = { confirmationId: id, appointmentId: row.appointment_id, ...(state === 'refused' && { locked }) };
    await this.record(tx, actor, `clerk-${state}`, row.kiosk_id, detail);
  }

  /** Everything the institution holds is fetched with the word of its administrator, or of a clerk for all branches. */
  private async judge(actor: Actor, bookings: readonly PrintBooking[]): Promise<(booking: PrintBooking) => boolean> {
    const scope = await this.permissions.requireScope(actor);
    const may = await this.cases.judge(
      actor,
      bookings.flatMap(({ caseIds }) => caseIds),
    );
    const everything = scope.admin || (scope.allBranches && scope.businessIds === '*');
    return ({ caseIds }) => (caseIds.length === 0 ? everything : caseIds.every(may));
  }

  /** A confirmation of this kiosk that is not over. Errors: PICKUP_CONFIRM_OVER, PICKUP_FAILED. */
  private async own(actor: Actor, id: string) {
    const row = await this.query.confirmation(id);
    const over = row?.state === 'used' || row?.state === 'left' || Number(row?.expires_at) <= this.clock.now();
    if (row?.kiosk_id !== actor.id || over) throw new Problem('PICKUP_CONFIRM_OVER');
    if (row.kind === null) throw new Problem('PICKUP_FAILED');
    return { ...row, kind: row.kind };
  }

  private record(
    tx: Transaction,
    actor: Actor,
    action: ActionOf<'kiosk'>,
    kioskId: string,
    detail: Record<string, unknown>,
  ) {
    return tx.audit({ actor, action: `kiosk.${action}`, subject: { kind: 'kiosk', id: kioskId }, detail });
  }
}
