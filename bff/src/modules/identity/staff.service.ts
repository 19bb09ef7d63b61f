import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Role, StaffView } from '@zhucheng/shared';
import { Secret, TOTP } from 'otpauth';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { hashPassword, verifyPassword } from '../../platform/crypto/secrets';
import { Database } from '../../platform/database/database';
import { placeholders } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { standing } from './institution.service';
import { LoginGuard, lockOf } from './login-guard.service';
import { SessionService } from './session.service';

const stepMs = 30_000;

export interface Institution {
  id: string;
  name: string;
  creditCode: string;
  kind: string;
}

export interface NewStaff {
  username: string;
  name: string;
  passwordHash: string;
  /** Base32, RFC 6238. */
  totpSecret: string;
  roles: Role[];
  institutionId?: string | null;
  institutionAdmin?: boolean;
  /** The password must be replaced at the first sign-in. */
  passwordInitial?: boolean;
}

interface Row {
  id: string;
  username: string;
  name_cipher: string;
  password_hash: string;
  totp_cipher: string;
  totp_step: number;
  roles: string;
  institution_id: string | null;
  institution_name: string | null;
  institution_admin: number;
  password_initial: number;
  state: string | null;
  valid_from: number | null;
  valid_until: number | null;
}

const select =
  'SELECT f.id, f.username, f.name_cipher, f.password_hash, f.totp_cipher, f.totp_step, f.roles, f.institution_id, ' +
  'f.institution_admin, f.password_initial, i.name AS institution_name, i.state, i.valid_from, i.valid_until ' +
  'FROM staff f LEFT JOIN institution i ON i.id = f.institution_id WHERE f.active = 1 AND';

/** Staff of the centre, clerks of institutions, and the institutions. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StaffService {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;
  @Inject() sessions!: SessionService;
  @Inject() guard!: LoginGuard;

  private readonly nobody = hashPassword('nobody has this password');

  async byId(id: string): Promise<StaffView | null> {
    const row = await this.database.readOne<Row>(`${select} f.id = ?`, [id]);
    return row ? this.view(row) : null;
  }

  private view(row: Row): StaffView {
    return {
      id: row.id,
      username: row.username,
      name: this.cipher.decrypt(row.name_cipher, 'staff.name'),
      roles: JSON.parse(row.roles) as Role[],
      institution: row.institution_id ? { id: row.institution_id, name: row.institution_name! } : null,
      institutionAdmin: row.institution_admin === 1,
    };
  }

  async institutionById(id: string): Promise<Institution | null> {
    return this.institution('id = ?', id);
  }

  async institutionByName(name: string): Promise<Institution | null> {
    return this.institution('name = ?', name);
  }

  /** One statement; names that no institution has are left out. */
  async institutionsByName(names: readonly string[]): Promise<Institution[]> {
    if (names.length === 0) return [];
    const rows = await this.database.read<{ id: string; name: string; credit_code: string; kind: string }>(
      `SELECT id, name, credit_code, kind FROM institution WHERE name IN (${placeholders(names)})`,
      names,
    );
    return rows.map((row) => ({ id: row.id, name: row.name, creditCode: row.credit_code, kind: row.kind }));
  }

  async institutionByCreditCode(creditCode: string): Promise<Institution | null> {
    return this.institution('credit_code = ?', creditCode);
  }

  private async institution(condition: string, value: string): Promise<Institution | null> {
    const row = await this.database.readOne<{ id: string; name: string; credit_code: string; kind: string }>(
      `SELECT id, name, credit_code, kind FROM institution WHERE ${condition}`,
      [value],
    );
    return row ? { id: row.id, name: row.name, creditCode: row.credit_code, kind: row.kind } : null;
  }

  /**
   * Errors: LOGIN_LOCKED, LOGIN_FAILED, TOTP_INVALID (also for a code that was used already), INSTITUTION_CLOSED,
   * PASSWORD_CHANGE_REQUIRED (the code stays good for the second try, with the new password).
   */
  async signIn(
    username: string,
    password: string,
    code: string,
    newPassword?: string,
  ): Promise<{ token: string; expiresAt: number; staff: StaffView }> {
    const account = lockOf(username);
    await this.guard.attempt(account);
    const row = await this.database.readOne<Row>(`${select} f.username = ?`, [username]);
    const right = await verifyPassword(password, row?.password_hash ?? (await this.nobody));
    if (!row || !right) throw new Problem('LOGIN_FAILED');
    const totp = new TOTP({ secret: Secret.fromBase32(this.cipher.decrypt(row.totp_cipher, 'staff.totp')) });
    const delta = totp.validate({ token: code, timestamp: this.clock.now(), window: 1 });
    const step = delta === null ? null : Math.floor(this.clock.now() / stepMs) + delta;
    if (step === null) throw new Problem('TOTP_INVALID');
    if (row.institution_id && standing(row, this.clock.now()) !== 'active') throw new Problem('INSTITUTION_CLOSED');
    const replacement = row.password_initial === 1 ? await this.replacement(password, newPassword) : null;
    return this.database.unitOfWork(async (tx) => {
      const fresh = await tx.execute('UPDATE staff SET totp_step = ? WHERE id = ? AND totp_step < ?', [
        step,
        row.id,
        step,
      ]);
      if (fresh === 0) throw new Problem('TOTP_INVALID', { message: '这个动态口令已经用过，请等下一个口令。' });
      if (replacement) {
        // Of two who hold the initial password the second is refused.
        const replaced = await tx.execute(
          'UPDATE staff SET password_hash = ?, password_initial = 0 WHERE id = ? AND password_hash = ?',
          [replacement, row.id, row.password_hash],
        );
        if (replaced === 0) throw new Problem('LOGIN_FAILED');
      }
      const session = await this.sessions.open(tx, 'staff', row.id);
      await this.guard.forgive(tx, account);
      const who = { kind: 'staff', id: row.id } as const;
      const detail = replacement ? { passwordReplaced: true } : {};
      await tx.audit({ actor: who, action: 'identity.sign-in', subject: who, detail });
      return { ...session, staff: this.view(row) };
    });
  }

  private replacement(password: string, newPassword: string | undefined): Promise<string> {
    if (!newPassword) throw new Problem('PASSWORD_CHANGE_REQUIRED');
    if (newPassword === password) throw Problem.field('newPassword', '新密码不能和初始密码相同。');
    return hashPassword(newPassword);
  }

  async signOut(actor: Actor): Promise<void> {
    await this.database.unitOfWork(async (tx) => {
      await this.sessions.revoke(tx, actor.sessionId);
      await tx.audit({ actor, action: 'identity.sign-out', subject: { kind: actor.kind, id: actor.id } });
    });
  }

  async createInstitution(tx: Transaction, institution: Omit<Institution, 'id'>): Promise<string> {
    const id = newId(tx.now);
    await tx.insert('institution', {
      id,
      name: institution.name,
      credit_code: institution.creditCode,
      kind: institution.kind,
      created_at: tx.now,
    });
    return id;
  }

  async createStaff(tx: Transaction, staff: NewStaff): Promise<string> {
    const id = newId(tx.now);
    await tx.insert('staff', {
      id,
      username: staff.username,
      name_cipher: this.cipher.encrypt(staff.name, 'staff.name'),
      password_hash: staff.passwordHash,
      totp_cipher: this.cipher.encrypt(staff.totpSecret, 'staff.totp'),
      totp_step: 0,
      roles: JSON.stringify(staff.roles),
      institution_id: staff.institutionId ?? null,
      institution_admin: staff.institutionAdmin ? 1 : 0,
      password_initial: staff.passwordInitial ? 1 : 0,
      active: 1,
      created_at: tx.now,
    });
    return id;
  }
}
