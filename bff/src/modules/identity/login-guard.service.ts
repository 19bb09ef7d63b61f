import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { accountBlind } from './identity.blind';

const mostFailures = 5;
const lockMs = 15 * 60_000;

/** The spelling under which a member of staff's wrong passwords are counted. */
export const lockOf = (username: string): string => `staff:${username}`;

/**
 * Locks an account, known or not, after five wrong passwords in a row. An attempt is counted before the password is
 * looked at and forgiven when it was right: a hundred guesses sent at once are then five guesses and ninety-five refusals.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class LoginGuard {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;

  /** `account` is one spelling for all ways to write it, e.g. the account's id. Error: LOGIN_LOCKED. */
  async attempt(account: string): Promise<void> {
    const blind = accountBlind(this.cipher, account);
    try {
      await this.database.unitOfWork((tx) => this.count(tx, blind));
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      await this.database.unitOfWork((tx) => this.count(tx, blind));
    }
  }

  private async count(tx: Transaction, blind: string): Promise<void> {
    const recent = tx.now - lockMs;
    const counted = await tx.execute(
      'UPDATE login_failure SET locked_until = CASE WHEN failures + 1 >= ? AND since > ? THEN ? ELSE 0 END, ' +
        'failures = CASE WHEN since > ? THEN failures + 1 ELSE 1 END, since = ? WHERE account_blind = ? AND locked_until <= ?',
      [mostFailures, recent, tx.now + lockMs, recent, tx.now, blind, tx.now],
    );
    if (counted > 0) return;
    const [row] = await tx.query<{ locked_until: number }>(
      'SELECT locked_until FROM login_failure WHERE account_blind = ?',
      [blind],
    );
    if (row) throw new Problem('LOGIN_LOCKED', { detail: { retryAfterMs: Math.max(0, row.locked_until - tx.now) } });
    await tx.insert('login_failure', { account_blind: blind, failures: 1, since: tx.now, locked_until: 0 });
  }

  /** The password was right. */
  async forgive(tx: Transaction, account: string): Promise<void> {
    await tx.remove('login_failure', { account_blind: accountBlind(this.cipher, account) });
  }
}
