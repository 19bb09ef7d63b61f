import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database } from '../../platform/database/database';
import type { PickupKind } from '../appointments/pickup-code.service';

/** The code that something was begun with; `kind` is null where it has been withdrawn meanwhile. */
interface OfCode {
  kind: PickupKind | null;
  subject_id: string;
  id_blind: string;
}

interface VisitRow {
  token_hash: string;
  id_blind: string;
  kind: PickupKind;
  subject_id: string;
}

/** `left`: given up by the person or the next one. */
export interface ReadingRow {
  id: string;
  kiosk_id: string;
  code_id: string;
  nonce: string;
  state: 'open' | 'used' | 'refused' | 'left';
  expires_at: number;
}

/** `left`: given up by the person or the next one; it can still turn out to have been a wrong face. */
export interface FaceRow extends OfCode {
  id: string;
  kiosk_id: string;
  code_id: string;
  session_cipher: string;
  state: 'open' | 'passed' | 'used' | 'refused' | 'left';
  expires_at: number;
}

/** `left`: given up by the visitor or the next one. */
export interface ConfirmationRow {
  id: string;
  kiosk_id: string;
  code_id: string;
  institution_id: string;
  appointment_id: string;
  number: string;
  state: 'open' | 'approved' | 'refused' | 'used' | 'left';
  created_at: number;
  expires_at: number;
}

/** What was begun at a kiosk, with the pickup code it was begun with: one statement each, for the kiosk asks every few seconds. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class VisitQuery {
  @Inject() database!: Database;

  /** A visit of this kiosk that is not over. */
  visit(tokenHash: string, kioskId: string, now: number): Promise<VisitRow | null> {
    return this.database.readOne<VisitRow>(
      'SELECT v.token_hash, v.id_blind, k.kind, k.subject_id FROM kiosk_visit v JOIN pickup_code k ON k.id = v.code_id ' +
        'WHERE v.token_hash = ? AND v.kiosk_id = ? AND v.expires_at > ? AND v.ended_at IS NULL',
      [tokenHash, kioskId, now],
    );
  }

  async reading(id: string): Promise<(ReadingRow & OfCode) | undefined> {
    const [row] = await this.database.readNow<ReadingRow & OfCode>(
      'SELECT r.id, r.kiosk_id, r.code_id, r.nonce, r.state, r.expires_at, k.kind, k.subject_id, k.id_blind ' +
        'FROM kiosk_reading r LEFT JOIN pickup_code k ON k.id = r.code_id WHERE r.id = ?',
      [id],
    );
    return row;
  }

  async face(id: string): Promise<FaceRow | undefined> {
    const [row] = await this.database.readNow<FaceRow>(
      'SELECT f.id, f.kiosk_id, f.code_id, f.session_cipher, f.state, f.expires_at, k.kind, k.subject_id, k.id_blind ' +
        'FROM kiosk_face f LEFT JOIN pickup_code k ON k.id = f.code_id WHERE f.id = ?',
      [id],
    );
    return row;
  }

  async confirmation(
    id: string,
  ): Promise<(ConfirmationRow & Omit<OfCode, 'subject_id'> & { locked_until: number }) | undefined> {
    const [row] = await this.database.readNow<ConfirmationRow & Omit<OfCode, 'subject_id'> & { locked_until: number }>(
      'SELECT c.*, k.kind, k.id_blind, k.locked_until FROM kiosk_confirmation c ' +
        'LEFT JOIN pickup_code k ON k.id = c.code_id WHERE c.id = ?',
      [id],
    );
    return row;
  }

  /** What waits for an institution, with kiosk and service point. */
  waiting(institutionId: string, now: number, limit: number) {
    return this.database.read<ConfirmationRow & { kiosk_name: string; point_name: string }>(
      'SELECT c.*, k.name AS kiosk_name, p.name AS point_name FROM kiosk_confirmation c ' +
        'JOIN kiosk k ON k.id = c.kiosk_id JOIN service_point p ON p.id = k.point_id ' +
        "WHERE c.institution_id = ? AND c.state = 'open' AND c.expires_at > ? ORDER BY c.id LIMIT ?",
      [institutionId, now, limit],
    );
  }
}
