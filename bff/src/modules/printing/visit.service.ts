import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Printable } from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { hashToken, newToken } from '../../platform/crypto/secrets';
import { Database } from '../../platform/database/database';
import { placeholders } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { Jobs } from '../../platform/jobs/jobs';
import { AppointmentDesk } from '../appointments/appointment-desk.service';
import { PickupCodes, type PickupKind, type PickupSubject } from '../appointments/pickup-code.service';
import { CertificatePrinting } from '../certificates/certificate-print.service';
import { idBlindOf } from '../register/register.secrets';
import { KioskService } from './kiosk.service';

/** What somebody at a kiosk has opened with code and ID number or face. */
export interface Visit {
  hash: string;
  idBlind: string;
  kind: PickupKind;
  subjectId: string;
}

interface Row {
  token_hash: string;
  id_blind: string;
  kind: PickupKind;
  subject_id: string;
}

/** Why a copy that was begun cannot be printed at the kiosk. */
export const whyBlocked = (state: string): string =>
  state === 'printed' ? '已打印过，重打请找工作人员' : '打印没有完成，请找工作人员处理';

/** Longer than the page waits for a touch, so that a slow printer does not end a visit. */
const lifeMs = 10 * 60_000;

/**
 * A visit to the kiosk (取件): opened by code and full ID number or face, over when the person leaves or after ten
 * minutes.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class VisitService {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;
  @Inject() jobs!: Jobs;
  @Inject() codes!: PickupCodes;
  @Inject() desk!: AppointmentDesk;
  @Inject() certificates!: CertificatePrinting;
  @Inject() kiosks!: KioskService;

  @Init()
  async init(): Promise<void> {
    this.jobs.every('kiosk-visit-purge', 24 * 3_600_000, () =>
      this.database.unitOfWork((tx) =>
        tx.execute('DELETE FROM kiosk_visit WHERE expires_at < ?', [tx.now - 86_400_000]),
      ),
    );
  }

  /** Errors: PICKUP_FAILED, PICKUP_LOCKED. */
  async open(actor: Actor, code: string, idNumber: string) {
    const subject = await this.codes.check(code, idBlindOf(this.cipher, idNumber));
    const items = await this.items(subject);
    const opened = await this.database.unitOfWork((tx) => this.begin(tx, actor, subject, 'id-number'));
    return { ...opened, items };
  }

  /** Opens a visit for who has shown to be the code's holder. */
  async begin(
    tx: Transaction,
    actor: Actor,
    subject: PickupSubject,
    way: 'id-number' | 'face',
  ): Promise<{ visit: string; expiresAt: number }> {
    const token = newToken();
    const expiresAt = tx.now + lifeMs;
    const { id, kind, subjectId, idBlind } = subject;
    await tx.insert('kiosk_visit', {
      token_hash: hashToken(token),
      kiosk_id: actor.id,
      code_id: id,
      id_blind: idBlind,
      expires_at: expiresAt,
      ended_at: null,
      created_at: tx.now,
    });
    if (kind === 'booking') await this.desk.arriveByPrinting(tx, actor, subjectId);
    await this.kiosks.seen(tx, actor.id);
    const detail = { kind, subjectId, way };
    await tx.audit({ actor, action: 'kiosk.visit', subject: { kind: 'kiosk', id: actor.id }, detail });
    return { visit: token, expiresAt };
  }

  /** Error: VISIT_OVER, also for another kiosk's. */
  async read(actor: Actor, token: string): Promise<Visit> {
    const row = await this.database.readOne<Row>(
      'SELECT v.token_hash, v.id_blind, k.kind, k.subject_id FROM kiosk_visit v JOIN pickup_code k ON k.id = v.code_id ' +
        'WHERE v.token_hash = ? AND v.kiosk_id = ? AND v.expires_at > ? AND v.ended_at IS NULL',
      [hashToken(token), actor.id, this.clock.now()],
    );
    if (!row) throw new Problem('VISIT_OVER');
    return { hash: row.token_hash, idBlind: row.id_blind, kind: row.kind, subjectId: row.subject_id };
  }

  async end(actor: Actor, token: string): Promise<void> {
    await this.database.unitOfWork((tx) =>
      tx.execute('UPDATE kiosk_visit SET ended_at = ? WHERE token_hash = ? AND kiosk_id = ? AND ended_at IS NULL', [
        tx.now,
        hashToken(token),
        actor.id,
      ]),
    );
  }

  /** What can be printed now, and what was printed already. */
  async items(visit: Omit<Visit, 'hash'>): Promise<Printable[]> {
    const only =
      visit.kind === 'certificate' ? { certificateId: visit.subjectId } : await this.desk.printBooking(visit.subjectId);
    const certificates = await this.certificates.printable(visit.idBlind, only);
    const ids = certificates.map(({ id }) => id);
    const used = await this.database.read<{ active_key: string; state: string }>(
      `SELECT active_key, state FROM print_copy WHERE active_key IN (${placeholders(ids)})`,
      ids,
    );
    const states = new Map(used.map(({ active_key, state }) => [active_key, state]));
    return certificates.map(({ id, number, kindName, location }) => {
      const state = states.get(id);
      return { certificateId: id, number, kindName, location, blocked: state ? whyBlocked(state) : null };
    });
  }
}
