import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Printable } from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { hashToken, newToken } from '../../platform/crypto/secrets';
import { Database } from '../../platform/database/database';
import { placeholders } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { Jobs } from '../../platform/jobs/jobs';
import { AppointmentDesk } from '../appointments/appointment-desk.service';
import type { PickupKind, PickupSubject } from '../appointments/pickup-code.service';
import { CertificatePrinting } from '../certificates/certificate-print.service';
import { FileTickets } from '../files/file-ticket.service';
import { KioskService } from './kiosk.service';
import { VisitQuery } from './visit.query';

/** How somebody at a kiosk has shown whose the code is. */
export type VisitWay = 'id-card' | 'face' | 'clerk';

/** What somebody at a kiosk has opened with code and identity card, face or the institution's word. */
export interface Visit {
  hash: string;
  idBlind: string;
  kind: PickupKind;
  subjectId: string;
}

/** Why a copy that was begun cannot be printed at the kiosk. */
export const whyBlocked = (state: string): string =>
  state === 'printed' ? '已打印过，重打请找工作人员' : '打印没有完成，请找工作人员处理';

/** Longer than the page waits for a touch, so that a slow printer does not end a visit. */
const lifeMs = 10 * 60_000;

/**
 * A visit to the kiosk (取件): opened by a code and the proof of whose it is, over when the person leaves or after ten
 * minutes.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class VisitService {
  @Inject() database!: Database;
  @Inject() clock!: Clock;
  @Inject() jobs!: Jobs;
  @Inject() desk!: AppointmentDesk;
  @Inject() certificates!: CertificatePrinting;
  @Inject() kiosks!: KioskService;
  @Inject() tickets!: FileTickets;
  @Inject() query!: VisitQuery;

  @Init()
  async init(): Promise<void> {
    this.tickets.visitsBy((hash) => this.alive(hash));
    this.jobs.every('kiosk-visit-purge', 24 * 3_600_000, () =>
      this.database.unitOfWork((tx) =>
        tx.execute('DELETE FROM kiosk_visit WHERE expires_at < ?', [tx.now - 86_400_000]),
      ),
    );
  }

  /** Opens a visit for who has shown to be the code's holder. */
  async begin(
    tx: Transaction,
    actor: Actor,
    subject: PickupSubject,
    way: VisitWay,
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
    const row = await this.query.visit(hashToken(token), actor.id, this.clock.now());
    if (!row) throw new Problem('VISIT_OVER');
    return { hash: row.token_hash, idBlind: row.id_blind, kind: row.kind, subjectId: row.subject_id };
  }

  private async alive(hash: string): Promise<boolean> {
    const rows = await this.database.readNow(
      'SELECT v.code_id FROM kiosk_visit v JOIN kiosk k ON k.id = v.kiosk_id AND k.active = 1 ' +
        'WHERE v.token_hash = ? AND v.expires_at > ? AND v.ended_at IS NULL',
      [hash, this.clock.now()],
    );
    return rows.length > 0;
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
