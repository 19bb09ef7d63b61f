import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ActionOf, CardReading, Printable } from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { idBlindOf } from '../../platform/crypto/blind';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { newToken } from '../../platform/crypto/secrets';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { Jobs } from '../../platform/jobs/jobs';
import { AppointmentDesk } from '../appointments/appointment-desk.service';
import { PickupCodes, type PickupSubject } from '../appointments/pickup-code.service';
import { CardReaders } from './card-reader.service';
import { type CardFault, faultOf, isWrongTry } from './card-reading';
import { type ReadingRow, VisitQuery } from './visit.query';
import { VisitService } from './visit.service';

type Found = NonNullable<Awaited<ReturnType<VisitQuery['reading']>>>;

/** Enough to find the card; the nonce is worth nothing afterwards. */
const lifeMs = 2 * 60_000;

/**
 * The code's holder lays the resident identity card (居民身份证) on the reader beside the kiosk. What the page posts counts
 * only with the signature of this kiosk's reader over the nonce of this reading, and once.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class VisitCards {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;
  @Inject() jobs!: Jobs;
  @Inject() codes!: PickupCodes;
  @Inject() desk!: AppointmentDesk;
  @Inject() readers!: CardReaders;
  @Inject() visits!: VisitService;
  @Inject() query!: VisitQuery;

  @Init()
  async init(): Promise<void> {
    this.jobs.every('kiosk-reading-purge', 24 * 3_600_000, () =>
      this.database.unitOfWork((tx) =>
        tx.execute('DELETE FROM kiosk_reading WHERE expires_at < ?', [tx.now - 86_400_000]),
      ),
    );
  }

  /** Errors: PICKUP_READER_MISSING, PICKUP_FAILED, PICKUP_LOCKED, PICKUP_FOR_INSTITUTION. */
  async find(actor: Actor, code: string): Promise<PickupSubject> {
    if (!(await this.readers.of(actor.id))) throw new Problem('PICKUP_READER_MISSING');
    const subject = await this.codes.find(code);
    if (subject.kind === 'booking' && (await this.desk.printBooking(subject.subjectId)).institutionId)
      throw new Problem('PICKUP_FOR_INSTITUTION');
    return subject;
  }

  /** One person stands before a kiosk: what was begun there before is given up. */
  async begin(tx: Transaction, actor: Actor, { id, kind, subjectId }: PickupSubject) {
    await tx.execute("UPDATE kiosk_reading SET state = 'left' WHERE kiosk_id = ? AND state = 'open'", [actor.id]);
    const readingId = newId(tx.now);
    const nonce = newToken();
    await tx.insert('kiosk_reading', {
      id: readingId,
      kiosk_id: actor.id,
      code_id: id,
      nonce,
      state: 'open',
      created_at: tx.now,
      expires_at: tx.now + lifeMs,
    });
    await this.record(tx, actor, 'card-start', { kind, subjectId });
    return { readingId, nonce, lifeMs };
  }

  /**
   * What the visit will show, once the reading holds; a reading that does not is used up here.
   * Errors: PICKUP_CARD_OVER, PICKUP_CARD_REFUSED, PICKUP_FAILED, PICKUP_LOCKED.
   */
  async items(actor: Actor, readingId: string, reading: CardReading): Promise<Printable[]> {
    const row = await this.query.reading(readingId);
    if (!row || !isOpen(row, actor, this.clock.now())) throw new Problem('PICKUP_CARD_OVER');
    if (row.kind === null) throw new Problem('PICKUP_FAILED');
    const fault = await this.faultIn(actor, row, reading);
    if (fault) {
      const locked = await this.database.unitOfWork((tx) => this.refuse(tx, actor, readingId, fault));
      throw new Problem(locked ? 'PICKUP_LOCKED' : 'PICKUP_CARD_REFUSED');
    }
    return this.visits.items({ kind: row.kind, subjectId: row.subject_id, idBlind: row.id_blind });
  }

  private async faultIn(actor: Actor, row: Found, reading: CardReading): Promise<CardFault | null> {
    const reader = await this.readers.of(actor.id);
    if (!reader) return 'device';
    const isHolder = (idNumber: string) => idBlindOf(this.cipher, idNumber) === row.id_blind;
    return faultOf(reading, { ...reader, nonce: row.nonce, isHolder }, this.clock.now());
  }

  /** Uses the reading up. Errors: PICKUP_CARD_OVER; PICKUP_FAILED and PICKUP_LOCKED if the code is no longer good. */
  async admit(tx: Transaction, actor: Actor, readingId: string) {
    const row = await tx.lockRow<ReadingRow>('kiosk_reading', readingId);
    if (!row || !isOpen(row, actor, tx.now)) throw new Problem('PICKUP_CARD_OVER');
    const subject = await this.codes.confirm(tx, row.code_id);
    await tx.update('kiosk_reading', { state: 'used' }, { id: readingId });
    return this.visits.begin(tx, actor, subject, 'id-card');
  }

  async end(tx: Transaction, actor: Actor, readingId: string): Promise<void> {
    await tx.update('kiosk_reading', { state: 'left' }, { id: readingId, kiosk_id: actor.id, state: 'open' });
  }

  /** Counts once; true if the code is locked. */
  private async refuse(tx: Transaction, actor: Actor, readingId: string, reason: CardFault): Promise<boolean> {
    const row = await tx.lockRow<ReadingRow>('kiosk_reading', readingId);
    if (row?.state !== 'open') return this.codes.isLocked(tx, row?.code_id ?? '');
    await tx.update('kiosk_reading', { state: 'refused' }, { id: readingId });
    const locked = isWrongTry(reason)
      ? await this.codes.countWrong(tx, row.code_id)
      : await this.codes.isLocked(tx, row.code_id);
    await this.record(tx, actor, 'card-refused', { reason, locked });
    return locked;
  }

  private record(
    tx: Transaction,
    actor: Actor,
    action: ActionOf<'kiosk'>,
    detail: Record<string, unknown>,
  ): Promise<void> {
    return tx.audit({ actor, action: `kiosk.${action}`, subject: { kind: 'kiosk', id: actor.id }, detail });
  }
}

const isOpen = (row: ReadingRow, actor: Actor, now: number): boolean =>
  row.kiosk_id === actor.id && row.state === 'open' && Number(row.expires_at) > now;
