import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ActionOf, Printable } from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { type Actor, system } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { Jobs } from '../../platform/jobs/jobs';
import { Outbox, type Task } from '../../platform/outbox/outbox';
import { AppointmentDesk } from '../appointments/appointment-desk.service';
import { PickupCodes, type PickupKind, type PickupSubject } from '../appointments/pickup-code.service';
import { CitizenService } from '../identity/citizen.service';
import { FaceChecks, type FaceSession, type StartedFace } from '../identity/face-check.service';
import { type FaceRow, VisitQuery } from './visit.query';
import { VisitService } from './visit.service';

interface Started {
  attemptId: string;
  subject: PickupSubject;
  face: StartedFace;
}

const context = (attemptId: string) => `kiosk-face:${attemptId}`;
/** Enough to find the phone and show a face; the next visitor is not kept waiting for longer. */
const lifeMs = 5 * 60_000;
const followMs = 30_000;
const silent = () => new Problem('DEPARTMENT_UNAVAILABLE', { message: '支付宝暂时没有回应，请稍等，或换一种方式。' });

/**
 * The code's holder shows a face: on their own phone, to Alipay, for exactly the name and
 * number of their account. An attempt belongs to one kiosk and one code, and opens one visit.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class VisitFaces {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;
  @Inject() outbox!: Outbox;
  @Inject() jobs!: Jobs;
  @Inject() codes!: PickupCodes;
  @Inject() desk!: AppointmentDesk;
  @Inject() citizens!: CitizenService;
  @Inject() faces!: FaceChecks;
  @Inject() visits!: VisitService;
  @Inject() query!: VisitQuery;

  @Init()
  async init(): Promise<void> {
    // A wrong face counts even if the kiosk was left before it could ask.
    this.outbox.on('kiosk.face', (task: Task<{ attemptId: string }>) => this.follow(task.payload.attemptId), {
      maxAttempts: 20,
    });
    this.jobs.every('kiosk-face-purge', 24 * 3_600_000, () =>
      this.database.unitOfWork((tx) =>
        tx.execute('DELETE FROM kiosk_face WHERE expires_at < ?', [tx.now - 86_400_000]),
      ),
    );
  }

  /** Errors: PICKUP_FAILED, PICKUP_LOCKED, PICKUP_FACE_UNAVAILABLE, DEPARTMENT_UNAVAILABLE. */
  async start(code: string): Promise<Started> {
    const subject = await this.codes.find(code);
    // Nobody shows a face in vain for a booking of another day.
    if (subject.kind === 'booking') await this.desk.printBooking(subject.subjectId);
    const holder = await this.citizens.byIdBlind(subject.idBlind);
    if (!holder?.name || !holder.idNumber || !this.faces.canAsk('alipay', holder.idNumber))
      throw new Problem('PICKUP_FACE_UNAVAILABLE');
    const attemptId = newId();
    const { id: citizenId, name, idNumber } = holder;
    const face = await this.faces.start({ citizenId, name, idNumber }, 'alipay', attemptId).catch((error) => {
      throw error instanceof Problem && error.code === 'DEPARTMENT_UNAVAILABLE' ? silent() : error;
    });
    return { attemptId, subject, face };
  }

  /** One person stands before a kiosk: what was begun there before is given up. */
  async save(tx: Transaction, actor: Actor, { attemptId, subject, face }: Started) {
    await tx.execute("UPDATE kiosk_face SET state = 'left' WHERE kiosk_id = ? AND state IN ('open', 'passed')", [
      actor.id,
    ]);
    const expiresAt = Math.min(face.expiresAt, tx.now + lifeMs);
    await tx.insert('kiosk_face', {
      id: attemptId,
      kiosk_id: actor.id,
      code_id: subject.id,
      session_cipher: this.cipher.encryptJson(face.session, context(attemptId)),
      state: 'open',
      created_at: tx.now,
      expires_at: expiresAt,
    });
    await tx.enqueue('kiosk.face', attemptId, { attemptId }, { delayMs: followMs });
    await this.record(tx, actor, 'face-start', actor.id, { kind: subject.kind, subjectId: subject.subjectId });
    return { attemptId, url: face.alipay!.url, lifeMs: expiresAt - tx.now };
  }

  /** Errors: PICKUP_FACE_OVER, PICKUP_FACE_REFUSED, PICKUP_FAILED, PICKUP_LOCKED, DEPARTMENT_UNAVAILABLE. */
  async check(actor: Actor, attemptId: string): Promise<'waiting' | 'passed'> {
    const attempt = await this.own(actor, attemptId);
    if (attempt.state === 'passed') return 'passed';
    const { state } = attempt.state === 'refused' ? attempt : await this.ask(attempt);
    if (state === 'unknown') throw silent();
    if (state === 'pending') return 'waiting';
    if (state === 'passed') {
      await this.database.unitOfWork((tx) => this.pass(tx, actor, attempt));
      return 'passed';
    }
    const locked = await this.database.unitOfWork((tx) => this.refuse(tx, actor, attempt));
    throw new Problem(locked ? 'PICKUP_LOCKED' : 'PICKUP_FACE_REFUSED');
  }

  /** What the visit will show. Errors: PICKUP_FACE_OVER, PICKUP_FAILED. */
  async items(actor: Actor, attemptId: string): Promise<Printable[]> {
    const { kind, subject_id: subjectId, id_blind: idBlind } = await this.own(actor, attemptId);
    return this.visits.items({ kind, subjectId, idBlind });
  }

  /** Uses the attempt up. Errors: PICKUP_FACE_OVER; PICKUP_FAILED and PICKUP_LOCKED if the code is no longer good. */
  async admit(tx: Transaction, actor: Actor, attemptId: string) {
    const attempt = await tx.lockRow<FaceRow>('kiosk_face', attemptId);
    const mine = attempt?.kiosk_id === actor.id && attempt.state === 'passed' && Number(attempt.expires_at) > tx.now;
    if (!mine) throw new Problem('PICKUP_FACE_OVER');
    const subject = await this.codes.confirm(tx, attempt.code_id);
    await tx.update('kiosk_face', { state: 'used' }, { id: attemptId });
    return this.visits.begin(tx, actor, subject, 'face');
  }

  async end(tx: Transaction, actor: Actor, attemptId: string): Promise<void> {
    await tx.execute(
      "UPDATE kiosk_face SET state = 'left' WHERE id = ? AND kiosk_id = ? AND state IN ('open', 'passed')",
      [attemptId, actor.id],
    );
  }

  /** An attempt of this kiosk that is not over. Errors: PICKUP_FACE_OVER, PICKUP_FAILED. */
  private async own(actor: Actor, attemptId: string): Promise<FaceRow & { kind: PickupKind }> {
    const row = await this.query.face(attemptId);
    const over = row?.state === 'used' || row?.state === 'left' || Number(row?.expires_at) <= this.clock.now();
    if (row?.kiosk_id !== actor.id || over) throw new Problem('PICKUP_FACE_OVER');
    if (row.kind === null) throw new Problem('PICKUP_FAILED');
    return { ...row, kind: row.kind };
  }

  private ask({ id, session_cipher }: FaceRow) {
    return this.faces.askAlipay(this.cipher.decryptJson<FaceSession>(session_cipher, context(id)));
  }

  private async pass(tx: Transaction, actor: Actor, { id, kiosk_id, kind, subject_id }: FaceRow): Promise<void> {
    if ((await tx.update('kiosk_face', { state: 'passed' }, { id, state: 'open' })) === 0) return;
    await this.record(tx, actor, 'face-passed', kiosk_id, { kind, subjectId: subject_id });
  }

  /** Counts once; true if the code is locked. */
  private async refuse(tx: Transaction, actor: Pick<Actor, 'kind' | 'id'>, { id, kiosk_id, code_id }: FaceRow) {
    const attempt = await tx.lockRow<FaceRow>('kiosk_face', id);
    if (attempt?.state !== 'open' && attempt?.state !== 'left') return this.codes.isLocked(tx, code_id);
    await tx.update('kiosk_face', { state: 'refused' }, { id });
    const locked = await this.codes.countWrong(tx, code_id);
    await this.record(tx, actor, 'face-refused', kiosk_id, { locked });
    return locked;
  }

  private record(
    tx: Transaction,
    actor: Pick<Actor, 'kind' | 'id'>,
    action: ActionOf<'kiosk'>,
    kioskId: string,
    detail: Record<string, unknown>,
  ): Promise<void> {
    const subject = { kind: 'kiosk' as const, id: kioskId };
    return tx.audit({
      actor,
      action: `kiosk.${action}`,
      subject,
      detail: { ...detail, channel: 'alipay', faceConsent: true },
    });
  }

  /** Only the kiosk itself opens a visit; what is looked for here is a refusal. */
  private async follow(attemptId: string): Promise<{ againAfterMs: number } | undefined> {
    const attempt = await this.query.face(attemptId);
    if (attempt?.state !== 'open' && attempt?.state !== 'left') return undefined;
    const { state } = await this.ask(attempt);
    if (state === 'refused') await this.database.unitOfWork((tx) => this.refuse(tx, system, attempt));
    const asked = state === 'passed' || state === 'refused';
    return asked || this.clock.now() > Number(attempt.expires_at) ? undefined : { againAfterMs: followMs };
  }
}
