import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock';
import type { FieldCipher } from '../crypto/field-cipher';
import type { Database } from '../database/database';
import { isDuplicateKey } from '../database/sql';
import type { Transaction } from '../database/transaction';
import { Problem } from '../errors/problem';

export interface Ration {
  times: number;
  perMs: number;
}

export const dayMs = 86_400_000;

/**
 * Counts in the database what may be done a certain number of times: caps that hold over a restart and in all processes
 * together. Floods are the rate limiter's; this is for what costs money or tells about people. Off with RATE_LIMITS=off.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Quotas {
  /** What this process has taken from the database in advance and not used yet, and when the current window ends. */
  private readonly hands = new LRUCache<string, { left: number; endsAt: number }>({ max: 20_000 });

  constructor(private readonly parts: { database: Database; cipher: FieldCipher; clock: Clock; enabled: boolean }) {}

  /**
   * One more by `who`, in a transaction of its own, so that it counts whatever becomes of the work. Of a large ration the
   * process takes a fiftieth at a time and writes only then; what it had not used when it ends is lost to the window.
   * Error: TOO_MANY_REQUESTS.
   */
  async spend(name: string, who: string, ration: Ration): Promise<void> {
    const { database, clock, enabled } = this.parts;
    if (!enabled) return;
    const key = `${name} ${who}`;
    const hand = this.hands.get(key);
    const runs = hand !== undefined && hand.endsAt > clock.now();
    if (runs && hand.left > 0) {
      hand.left--;
      return;
    }
    const amount = Math.max(1, Math.floor(ration.times / 50));
    const once = () => database.unitOfWork((tx) => this.take(tx, key, ration, amount));
    const taken = await once().catch((error) => {
      if (isDuplicateKey(error)) return once();
      throw error;
    });
    if (amount === 1) return;
    const endsAt = taken.endsAt ?? (runs ? hand.endsAt : await this.endOf(key));
    // Two calls at once may both have taken some.
    const left = runs ? (this.hands.get(key)?.left ?? 0) : 0;
    this.hands.set(key, { left: left + taken.amount - 1, endsAt });
  }

  /**
   * One more guess at a thing that has a secret: of one address first, so that a stranger's guesses leave others theirs, then
   * of everybody. Per day. Error: TOO_MANY_REQUESTS.
   */
  async guess(name: string, thing: string, address: string, mostADay: { source: number; all: number }): Promise<void> {
    await this.spend(name, `${thing} ${address}`, { times: mostADay.source, perMs: dayMs });
    await this.spend(name, thing, { times: mostADay.all, perMs: dayMs });
  }

  /**
   * The same for a secret that is easily guessed: only wrong guesses count, but once they are used up a right one is refused
   * too, or the refusal would tell which guess is right. One statement for a right one. Error: TOO_MANY_REQUESTS.
   */
  async guessed(
    right: boolean,
    name: string,
    thing: string,
    address: string,
    mostADay: { source: number; all: number },
  ): Promise<void> {
    if (!right) return this.guess(name, thing, address, mostADay);
    const { database, clock, enabled } = this.parts;
    if (!enabled) return;
    const most = new Map([
      [this.blind(`${name} ${thing} ${address}`), mostADay.source],
      [this.blind(`${name} ${thing}`), mostADay.all],
    ]);
    const now = clock.now();
    const rows = await database.readNow<{ who_blind: string; spent: number; ends_at: number }>(
      'SELECT who_blind, spent, ends_at FROM quota WHERE who_blind IN (?, ?) AND ends_at > ?',
      [...most.keys(), now],
    );
    for (const { who_blind, spent, ends_at } of rows)
      if (Number(spent) >= most.get(who_blind)!)
        throw new Problem('TOO_MANY_REQUESTS', { detail: { retryAfterMs: Number(ends_at) - now } });
  }

  /** One more as part of a transaction: given back if that fails. At most four statements. Error: TOO_MANY_REQUESTS. */
  async spendIn(tx: Transaction, name: string, who: string, ration: Ration): Promise<void> {
    if (this.parts.enabled) await this.take(tx, `${name} ${who}`, ration, 1);
  }

  /** As many as are left of `amount`, never more than `times` altogether; `endsAt` only where it is known without asking. */
  private async take(
    tx: Transaction,
    key: string,
    { times, perMs }: Ration,
    amount: number,
  ): Promise<{ amount: number; endsAt: number | null }> {
    const who_blind = this.blind(key);
    const add = (n: number) =>
      tx.execute(
        'UPDATE quota SET spent = CASE WHEN ends_at > ? THEN spent + ? ELSE ? END, ' +
          'ends_at = CASE WHEN ends_at > ? THEN ends_at ELSE ? END WHERE who_blind = ? AND (ends_at <= ? OR spent <= ?)',
        [tx.now, n, n, tx.now, tx.now + perMs, who_blind, tx.now, times - n],
      );
    if ((await add(amount)) > 0) return { amount, endsAt: null };
    const [row] = await tx.query<{ spent: number; ends_at: number }>(
      'SELECT spent, ends_at FROM quota WHERE who_blind = ?',
      [who_blind],
    );
    if (!row) {
      try {
        await tx.insert('quota', { who_blind, spent: amount, ends_at: tx.now + perMs });
        return { amount, endsAt: tx.now + perMs };
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        if ((await add(1)) > 0) return { amount: 1, endsAt: null };
        throw error;
      }
    }
    // Less than asked for is left, or the row was made by another call a moment ago.
    const rest = Math.min(amount, times - Number(row.spent));
    if (rest > 0 && (await add(rest)) > 0) return { amount: rest, endsAt: Number(row.ends_at) };
    throw new Problem('TOO_MANY_REQUESTS', { detail: { retryAfterMs: Number(row.ends_at) - tx.now } });
  }

  private async endOf(key: string): Promise<number> {
    const row = await this.parts.database.readNow<{ ends_at: number }>(
      'SELECT ends_at FROM quota WHERE who_blind = ?',
      [this.blind(key)],
    );
    return Number(row[0]?.ends_at ?? 0);
  }

  private blind(key: string): string {
    return this.parts.cipher.blindIndex(key, 'quota');
  }

  async purge(): Promise<void> {
    const { database, clock } = this.parts;
    await database.unitOfWork((tx) => tx.execute('DELETE FROM quota WHERE ends_at < ?', [clock.now()]));
  }
}
