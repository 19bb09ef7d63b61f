import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { identityNumber, phone as phoneNumber } from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { isDuplicateKey, placeholders } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Origin } from '../../platform/http/origin';
import type { Account } from './citizen.service';
import { accountBlind } from './identity.blind';
import { SignInSources } from './sign-in-source.service';

const minute = 60_000;

/** From how many failures on how long the next attempt has to wait; after `forgetMs` without one they are forgotten. */
interface Patience {
  forgetMs: number;
  waits: ReadonlyArray<readonly [failures: number, waitMs: number]>;
}

/** At one account from one device or address. */
const fromOneSource: Patience = {
  forgetMs: 60 * minute,
  waits: [
    [7, 15 * minute],
    [6, 5 * minute],
    [5, 2 * minute],
    [4, 30_000],
    [3, 5_000],
  ],
};

/** At one account from all places where its owner never was: about 200 guesses a day, however many addresses. */
const fromAnywhere: Patience = {
  forgetMs: 24 * 60 * minute,
  waits: [
    [60, 10 * minute],
    [20, minute],
  ],
};
const anywhere = '*';

/** The spelling under which a member of staff's wrong passwords are counted. */
export const lockOf = (username: string): string => `staff:${username}`;

/** Whose wrong passwords count under her phone, her ID number and, where she changes it, her account. */
export type Owner = Pick<Account, 'id' | 'phone' | 'idNumber'>;

/** Counted by what was typed, however written: a count that phone and ID shared would tell that they are one person's. */
export const spellingOf = {
  phone: (typed: string): string => phoneNumber.normalise(typed),
  idNumber: (typed: string): string => identityNumber.normalise(typed),
};

const spellingsOf = ({ id, phone, idNumber }: Owner): string[] => [
  id,
  ...(phone ? [spellingOf.phone(phone)] : []),
  ...(idNumber ? [spellingOf.idNumber(idNumber)] : []),
];

/**
 * Another way in, counted apart. A recovery code can't be guessed, so guesses from elsewhere do not make its owner wait; the
 * six digits of an authenticator can, by whoever knows the password and has many addresses.
 */
export type Way = 'recovery-code';
const counted = (account: string, way?: Way): string => (way ? `${account} by ${way}` : account);

/** One attempt to prove who one is. */
export class Attempt {
  /** The one who tries has proved herself: whatever comes now is no guess. */
  proved = false;

  constructor(
    readonly account: string,
    readonly origin: Origin,
    readonly accountBlind: string,
    readonly source: string,
    readonly known: boolean,
    readonly way?: Way,
  ) {}

  get countsAnywhere(): boolean {
    return !this.known && this.way === undefined;
  }
}

function spoken(ms: number): string {
  return ms < minute ? `${Math.max(1, Math.ceil(ms / 1000))} 秒` : `${Math.ceil(ms / minute)} 分钟`;
}

/**
 * Makes guessing slow without locking the owner out. Failures count by account, known or not, and by where they come from:
 * a device on which the account was signed in before, otherwise the address. Waits grow before they become a lock. Each
 * way to prove oneself has a count of its own (`account` says which), so a locked password stops no SMS code.
 *
 * An attempt is counted before it is looked at and taken back when it was right; those of one source at one account are
 * looked at one after the other, so a hundred guesses at once are two, and eight right ones are eight.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class LoginGuard {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() sources!: SignInSources;

  private readonly turns = new Map<string, Promise<unknown>>();

  /**
   * Looks at one attempt. `account` is one spelling for all ways to write it. `work` sets `attempt.proved` or calls
   * `forgive` when the secret was right; otherwise the failure stays. `holder`: whose devices count as known, unless
   * `account` names her. Error: LOGIN_LOCKED.
   */
  async judge<T>(
    account: string,
    origin: Origin,
    work: (attempt: Attempt) => Promise<T>,
    { way, holder = account }: { way?: Way | undefined; holder?: string } = {},
  ): Promise<T> {
    const blind = accountBlind(this.cipher, counted(account, way));
    const { source, known } = await this.sources.find(holder, origin);
    const attempt = new Attempt(account, origin, blind, source, known, way);
    return this.inTurn(`${blind} ${source}`, async () => {
      await this.begin(attempt);
      try {
        return await work(attempt);
      } finally {
        // A sign-in that succeeded has forgiven already, in its own transaction.
        if (attempt.proved) await this.database.unitOfWork((tx) => this.takeBack(tx, attempt));
      }
    });
  }

  private async inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.turns.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.catch(() => undefined);
    this.turns.set(key, settled);
    try {
      return await mine;
    } finally {
      if (this.turns.get(key) === settled) this.turns.delete(key);
    }
  }

  private async begin(attempt: Attempt): Promise<void> {
    const both = () =>
      this.database.unitOfWork(async (tx) => {
        if (attempt.countsAnywhere) await this.count(tx, attempt, anywhere, fromAnywhere);
        await this.count(tx, attempt, attempt.source, fromOneSource);
      });
    try {
      await both();
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      await both();
    }
  }

  private async count(tx: Transaction, attempt: Attempt, source: string, patience: Patience): Promise<void> {
    const recent = tx.now - patience.forgetMs;
    const steps = patience.waits.map(() => 'WHEN failures + 1 >= ? THEN ?').join(' ');
    const counted = await tx.execute(
      `UPDATE login_failure SET locked_until = CASE WHEN since <= ? THEN 0 ${steps} ELSE 0 END, ` +
        'failures = CASE WHEN since > ? THEN failures + 1 ELSE 1 END, since = ? ' +
        'WHERE account_blind = ? AND source_blind = ? AND locked_until <= ?',
      [
        recent,
        ...patience.waits.flatMap(([failures, waitMs]) => [failures, tx.now + waitMs]),
        recent,
        tx.now,
        attempt.accountBlind,
        source,
        tx.now,
      ],
    );
    if (counted > 0) return;
    const [row] = await tx.query<{ locked_until: number }>(
      'SELECT locked_until FROM login_failure WHERE account_blind = ? AND source_blind = ?',
      [attempt.accountBlind, source],
    );
    if (row) throw this.wait(attempt, Math.max(1, Number(row.locked_until) - tx.now));
    await tx.insert('login_failure', {
      account_blind: attempt.accountBlind,
      source_blind: source,
      failures: 1,
      since: tx.now,
      locked_until: 0,
    });
  }

  private wait({ account, way }: Attempt, retryAfterMs: number): Problem {
    const other = way ? '或用通行密钥登录' : '或改用备用码、通行密钥登录';
    const otherwise = account.startsWith(lockOf('')) ? `${other}；忘记密码请联系管理员` : '或用短信验证码登录';
    const message = `输错的次数较多，请 ${spoken(retryAfterMs)}后再试，${otherwise}。`;
    return new Problem('LOGIN_LOCKED', { message, detail: { retryAfterMs } });
  }

  /** The secret was right: nothing counts against this source any more. Whoever signs it in remembers the source, too. */
  async forgive(tx: Transaction, attempt: Attempt): Promise<void> {
    await this.takeBack(tx, attempt);
    tx.afterCommit(() => {
      attempt.proved = false;
    });
  }

  /**
   * The owner has shown another way who she is, or with one spelling of her account: where she is, nothing counts against any
   * spelling of it.
   */
  async forgiveHere(tx: Transaction, owner: Owner, origin: Origin): Promise<void> {
    const spellings = spellingsOf(owner).map((spelling) => accountBlind(this.cipher, spelling));
    const here = this.sources.here(origin);
    await tx.execute(
      `DELETE FROM login_failure WHERE account_blind IN (${placeholders(spellings)}) AND source_blind IN (${placeholders(here)})`,
      [...spellings, ...here],
    );
  }

  /** The owner has a new password by another proof than the old one: every count ends, however her account was written. */
  async forgiveOwner(tx: Transaction, owner: Owner): Promise<void> {
    for (const spelling of spellingsOf(owner)) await this.forgiveAll(tx, spelling);
  }

  private async takeBack(tx: Transaction, attempt: Attempt): Promise<void> {
    await tx.remove('login_failure', { account_blind: attempt.accountBlind, source_blind: attempt.source });
    if (!attempt.countsAnywhere) return;
    await tx.execute(
      'UPDATE login_failure SET failures = failures - 1, locked_until = 0 WHERE account_blind = ? AND source_blind = ? AND failures > 0',
      [attempt.accountBlind, anywhere],
    );
  }

  /** The account has a new secret: every count ends. */
  async forgiveAll(tx: Transaction, account: string): Promise<void> {
    for (const way of [undefined, 'recovery-code'] as const)
      await tx.remove('login_failure', { account_blind: accountBlind(this.cipher, counted(account, way)) });
  }
}
