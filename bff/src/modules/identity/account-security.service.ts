import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type AuditAction, identityNumber, phone as phoneNumber, type SessionItem } from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { hashPassword, verifyPassword } from '../../platform/crypto/secrets';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import type { Origin } from '../../platform/http/origin';
import { AccountMessages } from './account-messages.service';
import { type Account, CitizenService, type Read, within } from './citizen.service';
import { LoginGuard, lockOf } from './login-guard.service';
import { SessionService } from './session.service';
import type { ShownOrigin } from './session-origin';
import { SmsCodes } from './sms-code.service';

interface SessionRow {
  id: string;
  created_at: number;
  last_seen_at: number | null;
  origin_cipher: string | null;
}

const resetFailed = () => new Problem('RESET_FAILED');

/** What the holder of an account does for its safety: passwords, and the devices that are signed in. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AccountSecurity {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;
  @Inject() citizens!: CitizenService;
  @Inject() sessions!: SessionService;
  @Inject() codes!: SmsCodes;
  @Inject() guard!: LoginGuard;
  @Inject() messages!: AccountMessages;

  /** The sessions of the person at the screen; one statement. */
  async list(actor: Actor): Promise<SessionItem[]> {
    const rows = await this.database.readNow<SessionRow>(
      'SELECT id, created_at, last_seen_at, origin_cipher FROM session ' +
        'WHERE subject_id = ? AND revoked_at IS NULL AND expires_at > ? ORDER BY last_seen_at DESC, id DESC LIMIT 50',
      [actor.id, this.clock.now()],
    );
    return rows.map((row) => {
      const origin = row.origin_cipher
        ? this.cipher.decryptJson<ShownOrigin>(row.origin_cipher, 'session.origin')
        : { device: '未知设备', address: null };
      const current = row.id === actor.sessionId;
      const seenAt = current ? this.clock.now() : Number(row.last_seen_at ?? row.created_at);
      return { id: row.id, current, ...origin, startedAt: Number(row.created_at), seenAt };
    });
  }

  /** Error: NOT_FOUND for somebody else's and for one that has ended. */
  async end(tx: Transaction, actor: Actor, sessionId: string): Promise<void> {
    const row = await tx.lockRow<{ subject_id: string; revoked_at: number | null }>('session', sessionId);
    if (!row || row.subject_id !== actor.id || row.revoked_at !== null) throw new Problem('NOT_FOUND');
    await this.sessions.revoke(tx, sessionId);
    await this.told(tx, actor, 'identity.session-end', { sessionId });
  }

  /** How many ended. */
  async endAll(tx: Transaction, actor: Actor, keepThis: boolean): Promise<number> {
    const ended = await this.sessions.revokeAll(tx, actor.id, keepThis ? actor.sessionId : undefined);
    await this.told(tx, actor, 'identity.session-end-all', { ended, keptOne: keepThis });
    return ended;
  }

  private told(tx: Transaction, { kind, id }: Actor, action: AuditAction, detail: Record<string, unknown> = {}) {
    return tx.audit({ actor: { kind, id }, action, subject: { kind, id }, detail });
  }

  /** The other devices are signed out. Errors: LOGIN_FAILED, LOGIN_LOCKED, SMS_CODE_INVALID, PHONE_REQUIRED. */
  async changePassword(
    actor: Actor,
    { oldPassword, code, password }: { oldPassword?: string | undefined; code?: string | undefined; password: string },
    origin: Origin,
  ): Promise<void> {
    const account = await this.citizens.byId(actor.id);
    if (!account) throw new Problem('UNAUTHENTICATED');
    if (code !== undefined) {
      const { phone } = account;
      if (!phone) throw new Problem('PHONE_REQUIRED');
      if (!(await this.database.unitOfWork((tx) => this.codes.take(tx, phone, code, origin))))
        throw new Problem('SMS_CODE_INVALID');
      const hash = await hashPassword(password);
      await this.database.unitOfWork(async (tx) => {
        await this.setCitizenPassword(tx, actor, hash, account.phone);
        await this.guard.forgiveOwner(tx, account);
      });
      return;
    }
    await this.guard.judge(actor.id, origin, async (attempt) => {
      const right = account.passwordHash !== null && (await verifyPassword(oldPassword ?? '', account.passwordHash));
      if (!right)
        throw new Problem('LOGIN_FAILED', { message: '原密码不正确，请核对后重试，也可以用短信验证码修改。' });
      attempt.proved = true;
      const hash = await hashPassword(password);
      await this.database.unitOfWork(async (tx) => {
        await this.guard.forgive(tx, attempt);
        await this.guard.forgiveHere(tx, account, origin);
        await this.setCitizenPassword(tx, actor, hash, account.phone);
      });
    });
  }

  private async setCitizenPassword(tx: Transaction, actor: Actor, hash: string, phone: string | null): Promise<void> {
    await tx.execute('UPDATE citizen SET password_hash = ?, version = version + 1 WHERE id = ?', [hash, actor.id]);
    await this.sessions.revokeAll(tx, actor.id, actor.sessionId);
    await this.told(tx, actor, 'identity.password');
    if (phone) await this.messages.send(tx, phone, 'password-changed');
  }

  /** Whether there is an account, has a real name or which part was wrong does not show. Error: RESET_FAILED. */
  async resetPassword(
    given: { phone: string; code: string; idNumber?: string | undefined; password: string },
    origin: Origin,
  ): Promise<void> {
    const { phone, code, password } = given;
    if (!(await this.database.unitOfWork((tx) => this.codes.take(tx, phone, code, origin)))) throw resetFailed();
    const found = await this.resettable(given, this.citizens.committed);
    const hash = await hashPassword(password);
    await this.database.unitOfWork(async (tx) => {
      const account = await this.resettable(given, within(tx));
      if (account.id !== found.id) throw resetFailed();
      const actor: Actor = { kind: 'citizen', id: account.id, roles: ['citizen'], sessionId: '' };
      await this.setCitizenPassword(tx, actor, hash, account.phone);
      await this.guard.forgiveOwner(tx, account);
    });
  }

  /** Whose phone and ID number are given. Error: RESET_FAILED. */
  private async resettable(given: { phone: string; idNumber?: string | undefined }, read: Read): Promise<Account> {
    const account = await this.citizens.byPhone(phoneNumber.normalise(given.phone), read);
    if (!account) throw resetFailed();
    // Typed as on the document: which document it is, the account knows.
    const typed = given.idNumber ?? '';
    if (account.idNumber !== null && !identityNumber.tells(account.idNumber, typed)) throw resetFailed();
    return account;
  }

  /** Errors: LOGIN_FAILED, LOGIN_LOCKED. */
  async changeStaffPassword(actor: Actor, oldPassword: string, password: string, origin: Origin): Promise<void> {
    const row = await this.database.readOne<{ username: string; password_hash: string }>(
      'SELECT username, password_hash FROM staff WHERE id = ? AND active = 1',
      [actor.id],
    );
    if (!row) throw new Problem('UNAUTHENTICATED');
    if (oldPassword === password) throw Problem.field('body.password', '新密码不能和原密码相同。');
    await this.guard.judge(lockOf(row.username), origin, async (attempt) => {
      if (!(await verifyPassword(oldPassword, row.password_hash)))
        throw new Problem('LOGIN_FAILED', { message: '原密码不正确，请核对后重试；忘记密码请联系管理员。' });
      attempt.proved = true;
      const hash = await hashPassword(password);
      await this.database.unitOfWork(async (tx) => {
        await this.guard.forgive(tx, attempt);
        await tx.update('staff', { password_hash: hash }, { id: actor.id });
        await this.sessions.revokeAll(tx, actor.id, actor.sessionId);
        await this.told(tx, actor, 'identity.password');
        await this.sessions.hold(tx, actor);
      });
    });
  }
}
