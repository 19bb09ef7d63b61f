import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Read } from './citizen.service';
import { SessionService } from './session.service';

export interface StaffAccount {
  id: string;
  username: string;
  name: string;
  active: boolean;
  institutionAdmin: boolean;
  activated: boolean;
  leftAt: number | null;
}

interface Row {
  id: string;
  username: string;
  name_cipher: string;
  active: number;
  institution_admin: number;
  activated_at: number | null;
  left_at: number | null;
}

const select = 'SELECT id, username, name_cipher, active, institution_admin, activated_at, left_at FROM staff WHERE';

/** Accounts of an institution's clerks, as its administrators manage them. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StaffAccounts {
  @Inject() cipher!: FieldCipher;
  @Inject() sessions!: SessionService;

  /** Every account of an institution, also ended ones; one statement. */
  async ofInstitution(read: Read, institutionId: string): Promise<StaffAccount[]> {
    const rows = await read<Row>(`${select} institution_id = ? ORDER BY id`, [institutionId]);
    return rows.map((row) => this.account(row));
  }

  async byUsername(tx: Transaction, username: string): Promise<StaffAccount | null> {
    const [row] = await tx.query<Row>(`${select} username = ?`, [username]);
    return row ? this.account(row) : null;
  }

  /** Locked until the end of the transaction; null if it is another institution's. */
  async lock(tx: Transaction, id: string, institutionId: string): Promise<StaffAccount | null> {
    const row = await tx.lockRow<Row & { institution_id: string | null }>('staff', id);
    return row && row.institution_id === institutionId ? this.account(row) : null;
  }

  async usernameTaken(tx: Transaction, username: string): Promise<boolean> {
    return (await this.byUsername(tx, username)) !== null;
  }

  private account(row: Row): StaffAccount {
    return {
      id: row.id,
      username: row.username,
      name: this.cipher.decrypt(row.name_cipher, 'staff.name'),
      active: row.active === 1,
      institutionAdmin: row.institution_admin === 1,
      activated: row.activated_at !== null,
      leftAt: row.left_at === null ? null : Number(row.left_at),
    };
  }

  /** Without `active` every session dies at once, and so does an activation link. */
  async setActive(tx: Transaction, id: string, active: boolean): Promise<void> {
    await tx.update('staff', { active: active ? 1 : 0, ...(!active && { activation_hash: null }) }, { id });
    if (!active) await this.sessions.revokeAll(tx, id);
  }

  async setInstitutionAdmin(tx: Transaction, id: string, admin: boolean): Promise<void> {
    await tx.update('staff', { institution_admin: admin ? 1 : 0 }, { id });
  }

  /** For good. */
  async end(tx: Transaction, id: string): Promise<void> {
    await tx.update('staff', { active: 0, institution_admin: 0, left_at: tx.now, activation_hash: null }, { id });
    await this.sessions.revokeAll(tx, id);
  }

  /** Error: LAST_ADMINISTRATOR if nobody would be left to manage the institution. */
  async requireAdministrator(tx: Transaction, institutionId: string): Promise<void> {
    const [left] = await tx.query(
      'SELECT id FROM staff WHERE institution_id = ? AND active = 1 AND activated_at IS NOT NULL AND institution_admin = 1 LIMIT 1',
      [institutionId],
    );
    if (!left) throw new Problem('LAST_ADMINISTRATOR');
  }
}
