import { randomInt } from 'node:crypto';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { newId } from '../../platform/ids';
import { type Read } from './appointment-rules';

export type PickupKind = 'booking' | 'certificate';
export interface PickupSubject {
  id: string;
  kind: PickupKind;
  subjectId: string;
  idBlind: string;
}

interface Row {
  id: string;
  kind: PickupKind;
  subject_id: string;
  code_cipher: string;
  id_blind: string;
  tries: number;
  locked_until: number;
  expires_at: number;
}

const mostTries = 5;
const lockMs = 30 * 60_000;
const context = 'pickup.code';

/**
 * Pickup codes (取件码): ten random digits, shown to their owner only, good together with the owner's identity card or face, or
 * the word of the institution's clerk.
 * Stored encrypted and as a blind index.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PickupCodes {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;

  private blind(code: string): string {
    return this.cipher.blindIndex(code, context);
  }

  /** A new code for a booking or certificate; an earlier one ends. */
  async issue(
    tx: Transaction,
    kind: PickupKind,
    subjectId: string,
    idBlind: string,
    expiresAt: number,
  ): Promise<string> {
    const code = String(randomInt(1_000_000_000, 10_000_000_000));
    await this.withdraw(tx, kind, subjectId);
    await tx.insert('pickup_code', {
      id: newId(tx.now),
      kind,
      subject_id: subjectId,
      code_blind: this.blind(code),
      code_cipher: this.cipher.encrypt(code, context),
      id_blind: idBlind,
      tries: 0,
      locked_until: 0,
      expires_at: expiresAt,
      created_at: tx.now,
    });
    return code;
  }

  async extend(tx: Transaction, kind: PickupKind, subjectId: string, expiresAt: number): Promise<void> {
    await tx.update('pickup_code', { expires_at: expiresAt }, { kind, subject_id: subjectId });
  }

  async withdraw(tx: Transaction, kind: PickupKind, subjectId: string): Promise<void> {
    await tx.remove('pickup_code', { kind, subject_id: subjectId });
  }

  reveal(stored: string): string {
    return this.cipher.decrypt(stored, context);
  }

  /** The code that is still good, one statement. */
  async current(read: Read, kind: PickupKind, subjectId: string, now: number) {
    const [row] = await read<Row>(
      'SELECT code_cipher, id_blind, expires_at FROM pickup_code WHERE kind = ? AND subject_id = ? AND expires_at > ?',
      [kind, subjectId, now],
    );
    return row
      ? { code: this.reveal(row.code_cipher), idBlind: row.id_blind, expiresAt: Number(row.expires_at) }
      : null;
  }

  /**
   * What a code is for, to somebody who has shown nothing else yet; counts nothing. Errors: PICKUP_FAILED for an unknown
   * or ended code, PICKUP_LOCKED.
   */
  async find(code: string): Promise<PickupSubject> {
    const [row] = await this.database.readNow<Row>('SELECT * FROM pickup_code WHERE code_blind = ?', [
      this.blind(code),
    ]);
    return this.usable(row, this.clock.now());
  }

  /** For who has shown to be the owner: the code as it is now, its wrong tries forgotten. Errors as of `find`. */
  async confirm(tx: Transaction, id: string): Promise<PickupSubject> {
    const subject = this.usable(await tx.lockRow<Row>('pickup_code', id), tx.now);
    await tx.update('pickup_code', { tries: 0, locked_until: 0 }, { id });
    return subject;
  }

  async isLocked(tx: Transaction, id: string): Promise<boolean> {
    const row = await tx.lockRow<Row>('pickup_code', id);
    return row !== null && Number(row.locked_until) > tx.now;
  }

  /** One more wrong try; true if the code is locked now. */
  async countWrong(tx: Transaction, id: string): Promise<boolean> {
    const row = await tx.lockRow<Row>('pickup_code', id);
    if (!row) return false;
    return Number(row.locked_until) > tx.now || this.count(tx, row);
  }

  private async count(tx: Transaction, row: Row): Promise<boolean> {
    const tries = row.tries + 1;
    const full = tries >= mostTries;
    await tx.update(
      'pickup_code',
      { tries: full ? 0 : tries, locked_until: full ? tx.now + lockMs : 0 },
      { id: row.id },
    );
    return full;
  }

  private usable(row: Row | null | undefined, now: number): PickupSubject {
    if (!row || Number(row.expires_at) <= now) throw new Problem('PICKUP_FAILED');
    if (Number(row.locked_until) > now) throw new Problem('PICKUP_LOCKED');
    return { id: row.id, kind: row.kind, subjectId: row.subject_id, idBlind: row.id_blind };
  }

  async purge(tx: Transaction): Promise<void> {
    await tx.execute('DELETE FROM pickup_code WHERE expires_at < ?', [tx.now - 30 * 86_400_000]);
  }
}
