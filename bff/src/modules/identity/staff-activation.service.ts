import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ActivationLink } from '@zhucheng/shared';
import type { Environment } from '../../config/environment';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { hashPassword, hashToken, newToken } from '../../platform/crypto/secrets';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Origin } from '../../platform/http/origin';
import { LoginGuard, lockOf } from './login-guard.service';
import { RecoveryCodes } from './recovery-code.service';
import { SessionService } from './session.service';
import { SignInSources } from './sign-in-source.service';
import { linkLifeMs, StaffProposals } from './staff-proposal.service';
import { newTotpSecret, totpStep, totpUri } from './totp';

interface Row {
  id: string;
  username: string;
  name_cipher: string;
  totp_cipher: string;
  activation_expires_at: number;
}

/**
 * The way into a staff account: a link (激活链接), good once and for a day, behind which its owner chooses a password and
 * sets up an authenticator. Whoever made the account, or reset it, knows neither.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StaffActivation {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;
  @Inject() sessions!: SessionService;
  @Inject() guard!: LoginGuard;
  @Inject() codes!: RecoveryCodes;
  @Inject() sources!: SignInSources;
  @Inject() proposals!: StaffProposals;
  @Inject('environment') environment!: Environment;

  /**
   * Everything that gave access so far is void: password, authenticator, recovery codes, passkeys, sessions, links. So is
   * an open proposal: whoever looked at it before knew somebody else behind the account.
   */
  async issue(tx: Transaction, { id, username }: { id: string; username: string }): Promise<ActivationLink> {
    const token = newToken();
    const linkExpiresAt = tx.now + linkLifeMs;
    const nothing = { password_hash: '', totp_cipher: '', totp_step: 0, activated_at: null };
    await tx.update(
      'staff',
      { ...nothing, activation_hash: hashToken(token), activation_expires_at: linkExpiresAt },
      { id },
    );
    await this.proposals.drop(tx, null, id);
    await this.codes.forget(tx, id);
    await tx.remove('staff_passkey', { staff_id: id });
    await this.sessions.revokeAll(tx, id);
    await this.guard.forgiveAll(tx, lockOf(username));
    return { link: `${this.environment.PUBLIC_URL.replace(/\/$/, '')}/admin/activate#${token}`, linkExpiresAt };
  }

  /**
   * A new authenticator key each time: if somebody else has looked behind the link before, the owner's look makes that
   * key worthless. Error: ACTIVATION_INVALID.
   */
  async begin(token: string) {
    return this.database.unitOfWork(async (tx) => {
      const row = await this.find((sql, params) => tx.query<Row>(sql, params), token);
      const totpSecret = newTotpSecret();
      const totp_cipher = this.cipher.encrypt(totpSecret, 'staff.totp');
      await tx.update('staff', { totp_cipher }, { id: row.id, activation_hash: hashToken(token) });
      return {
        username: row.username,
        name: this.cipher.decrypt(row.name_cipher, 'staff.name'),
        linkExpiresAt: Number(row.activation_expires_at),
        totpSecret,
        totpUri: totpUri(row.username, totpSecret),
      };
    });
  }

  private async find(read: (sql: string, params: unknown[]) => Promise<Row[]>, token: string): Promise<Row> {
    const [row] = await read(
      'SELECT id, username, name_cipher, totp_cipher, activation_expires_at FROM staff ' +
        'WHERE activation_hash = ? AND activation_expires_at > ? AND active = 1',
      [hashToken(token), this.clock.now()],
    );
    if (!row) throw new Problem('ACTIVATION_INVALID');
    return row;
  }

  /** Returns the recovery codes, told here only. Errors: ACTIVATION_INVALID, TOTP_INVALID. */
  async finish(
    token: string,
    password: string,
    code: string,
    origin: Origin,
  ): Promise<{ username: string; recoveryCodes: string[] }> {
    const row = await this.find((sql, params) => this.database.readNow<Row>(sql, params), token);
    if (row.totp_cipher === '') throw new Problem('ACTIVATION_INVALID');
    const step = totpStep(this.cipher.decrypt(row.totp_cipher, 'staff.totp'), code, this.clock.now());
    if (step === null) throw new Problem('TOTP_INVALID');
    const password_hash = await hashPassword(password);
    return this.database.unitOfWork(async (tx) => {
      const where = { id: row.id, activation_hash: hashToken(token), totp_cipher: row.totp_cipher, active: 1 };
      const set = { password_hash, totp_step: step, activated_at: tx.now, activation_hash: null };
      if ((await tx.update('staff', set, where)) === 0) throw new Problem('ACTIVATION_INVALID');
      const recoveryCodes = await this.codes.replace(tx, row.id);
      // Strangers' guesses at the name do not keep her from the first sign-in.
      await this.sources.remember(tx, lockOf(row.username), origin);
      const who = { kind: 'staff', id: row.id } as const;
      await tx.audit({ actor: who, action: 'staff.activate', subject: who });
      return { username: row.username, recoveryCodes };
    });
  }
}
