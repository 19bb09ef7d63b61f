import { randomInt } from 'node:crypto';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Secret, TOTP } from 'otpauth';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { hashPassword } from '../../platform/crypto/secrets';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Read } from './citizen.service';
import { LoginGuard, lockOf } from './login-guard.service';
import { SessionService } from './session.service';

/** Without letters and digits that look alike on paper. */
const letters = 'abcdefghjkmnpqrstuvwxyz';
const digits = '23456789';
const pick = (from: string, count: number): string =>
  Array.from({ length: count }, () => from.charAt(randomInt(from.length))).join('');

/** A password that is good for one sign-in, with its hash. */
export interface InitialPassword {
  password: string;
  hash: string;
}

export interface StaffAccount {
  id: string;
  username: string;
  name: string;
  active: boolean;
  institutionAdmin: boolean;
  passwordInitial: boolean;
  leftAt: number | null;
}

interface Row {
  id: string;
  username: string;
  name_cipher: string;
  active: number;
  institution_admin: number;
  password_initial: number;
  left_at: number | null;
}

const select =
  'SELECT id, username, name_cipher, active, institution_admin, password_initial, left_at FROM staff WHERE';

/** Accounts of an institution's clerks, as its administrators manage them. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StaffAccounts {
  @Inject() cipher!: FieldCipher;
  @Inject() sessions!: SessionService;
  @Inject() guard!: LoginGuard;

  /** Hashing takes a while: ask for it before the transaction begins. */
  async initialPassword(): Promise<InitialPassword> {
    const password = `${pick(letters, 4)}-${pick(digits, 4)}-${pick(letters, 4)}`;
    return { password, hash: await hashPassword(password) };
  }

  newTotp(username: string): { totpSecret: string; totpUri: string } {
    const secret = new Secret({ size: 20 });
    const totp = new TOTP({ issuer: '珠城e登', label: username, secret });
    return { totpSecret: secret.base32, totpUri: totp.toString() };
  }

  /** Every account of an institution, also ended ones; one statement. */
  async ofInstitution(read: Read, institutionId: string): Promise<StaffAccount[]> {
    const rows = await read<Row>(`${select} institution_id = ? ORDER BY id`, [institutionId]);
    return rows.map((row) => this.account(row));
  }

  /** Locked until the end of the transaction; null if it is another institution's. */
  async lock(tx: Transaction, id: string, institutionId: string): Promise<StaffAccount | null> {
    const row = await tx.lockRow<Row & { institution_id: string | null }>('staff', id);
    return row && row.institution_id === institutionId ? this.account(row) : null;
  }

  async usernameTaken(tx: Transaction, username: string): Promise<boolean> {
    return (await tx.query('SELECT id FROM staff WHERE username = ?', [username])).length > 0;
  }

  private account(row: Row): StaffAccount {
    return {
      id: row.id,
      username: row.username,
      name: this.cipher.decrypt(row.name_cipher, 'staff.name'),
      active: row.active === 1,
      institutionAdmin: row.institution_admin === 1,
      passwordInitial: row.password_initial === 1,
      leftAt: row.left_at === null ? null : Number(row.left_at),
    };
  }

  /** Open sessions end: whoever held them may be why the password was reset. Wrong passwords so far are forgiven. */
  async setPassword(tx: Transaction, { id, username }: StaffAccount, initial: InitialPassword): Promise<void> {
    await tx.update('staff', { password_hash: initial.hash, password_initial: 1 }, { id });
    await this.guard.forgive(tx, lockOf(username));
    await this.sessions.revokeAll(tx, id);
  }

  async setTotp(tx: Transaction, id: string, totpSecret: string): Promise<void> {
    await tx.update('staff', { totp_cipher: this.cipher.encrypt(totpSecret, 'staff.totp'), totp_step: 0 }, { id });
    await this.sessions.revokeAll(tx, id);
  }

  /** Without `active` every session dies at once. */
  async setActive(tx: Transaction, id: string, active: boolean): Promise<void> {
    await tx.update('staff', { active: active ? 1 : 0 }, { id });
    if (!active) await this.sessions.revokeAll(tx, id);
  }

  async setInstitutionAdmin(tx: Transaction, id: string, admin: boolean): Promise<void> {
    await tx.update('staff', { institution_admin: admin ? 1 : 0 }, { id });
  }

  /** For good. */
  async end(tx: Transaction, id: string): Promise<void> {
    await tx.update('staff', { active: 0, institution_admin: 0, left_at: tx.now }, { id });
    await this.sessions.revokeAll(tx, id);
  }

  /** Error: LAST_ADMINISTRATOR if nobody would be left to manage the institution. */
  async requireAdministrator(tx: Transaction, institutionId: string): Promise<void> {
    const [left] = await tx.query(
      'SELECT id FROM staff WHERE institution_id = ? AND active = 1 AND institution_admin = 1 LIMIT 1',
      [institutionId],
    );
    if (!left) throw new Problem('LAST_ADMINISTRATOR');
  }
}
