import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RouteReply, routes } from '@zhucheng/shared';
import { LRUCache } from 'lru-cache';
import type { Environment } from '../../config/environment';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';

const hour = 3_600_000;
const shownMs = 7 * 24 * hour;

interface Row {
  since: number;
  looks: number;
  paused_until: number;
}

type Alarms = RouteReply<typeof routes.audit.unmaskAlarms>;

/**
 * Looking at full identities (查看完整证件号), in a field or in an uploaded document, beyond a normal hour's work raises an
 * alarm for the auditor and is paused for an hour or until an administrator lifts it. A normal hour's looks may be made at
 * once; they come back one by one over the hour.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class UnmaskWatch {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;
  @Inject('environment') environment!: Environment;
  /** When this process last counted who looked at what; forgotten, it is counted once more. */
  private readonly looked = new LRUCache<string, number>({ max: 20_000 });

  /** `work` is one look, in the same transaction in which it is counted. Error: UNMASK_PAUSED. */
  async look<T>(actor: Actor, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const once = () =>
      this.database.unitOfWork(async (tx) => {
        const pausedUntil = await this.count(tx, actor);
        return pausedUntil > 0 ? { retryAfterMs: pausedUntil - tx.now } : { seen: await work(tx) };
      });
    const result = await once().catch((error) => {
      if (isDuplicateKey(error)) return once();
      throw error;
    });
    // The alarm is committed although the look is refused.
    if ('seen' in result) return result.seen as T;
    throw new Problem('UNMASK_PAUSED', { detail: { retryAfterMs: result.retryAfterMs } });
  }

  /**
   * A look at what can be fetched again and again, such as the documents of a case: within an hour it counts once, and what
   * shows nothing does not count. `work` writes down by itself who looked. Error: UNMASK_PAUSED.
   */
  async lookAgain<T>(actor: Actor, about: string, work: () => Promise<T[]>): Promise<T[]> {
    const key = `${actor.id} ${about}`;
    const counted = this.looked.get(key);
    const now = this.clock.now();
    if (counted === undefined || counted <= now - hour) {
      const shown = await work();
      if (shown.length === 0) return shown;
      await this.look(actor, async () => undefined);
      this.looked.set(key, now);
      return shown;
    }
    return work();
  }

  /** Until when looking is paused; 0 if it is not. Looks of one person wait for each other. */
  private async count(tx: Transaction, actor: Actor): Promise<number> {
    const row = await tx.lockRow<Row>('unmask_watch', actor.id, 'staff_id');
    if (!row) {
      await tx.insert('unmask_watch', { staff_id: actor.id, since: tx.now, looks: 1, paused_until: 0 });
      return 0;
    }
    if (Number(row.paused_until) > tx.now) return Number(row.paused_until);
    // Looks run out of the count one by one over the hour, so there is no edge at which it begins anew.
    const everyMs = hour / this.environment.UNMASK_PER_HOUR;
    const gone = Math.min(row.looks, Math.floor((tx.now - Number(row.since)) / everyMs));
    const looks = row.looks - gone + 1;
    if (looks <= this.environment.UNMASK_PER_HOUR) {
      const since = looks === 1 ? tx.now : Math.ceil(Number(row.since) + gone * everyMs);
      await tx.update('unmask_watch', { since, looks }, { staff_id: actor.id });
      return 0;
    }
    const paused_until = tx.now + hour;
    await tx.update('unmask_watch', { looks: 0, alarmed_at: tx.now, paused_until }, { staff_id: actor.id });
    await tx.audit({
      actor,
      action: 'personal-data.unmask-alarm',
      subject: { kind: 'staff', id: actor.id },
      detail: { perHour: this.environment.UNMASK_PER_HOUR, pausedUntil: paused_until },
    });
    return paused_until;
  }

  /** Newest first; one statement. */
  async alarms(): Promise<Alarms> {
    const now = this.clock.now();
    const rows = await this.database.read<{
      id: string;
      name_cipher: string;
      username: string;
      alarmed_at: number;
      paused_until: number;
    }>(
      'SELECT f.id, f.name_cipher, f.username, w.alarmed_at, w.paused_until FROM unmask_watch w ' +
        'JOIN staff f ON f.id = w.staff_id WHERE w.alarmed_at > ? ORDER BY w.alarmed_at DESC LIMIT 50',
      [now - shownMs],
    );
    const items = rows.map((row) => ({
      id: row.id,
      name: this.cipher.decrypt(row.name_cipher, 'staff.name'),
      username: row.username,
      alarmedAt: Number(row.alarmed_at),
      pausedUntil: Number(row.paused_until) > now ? Number(row.paused_until) : null,
    }));
    return { perHour: this.environment.UNMASK_PER_HOUR, items };
  }

  /** A full hour's work again, from now on. Errors: FORBIDDEN for one's own pause, NOT_FOUND. */
  async lift(tx: Transaction, actor: Actor, staffId: string, reason: string): Promise<void> {
    if (actor.id === staffId) throw new Problem('FORBIDDEN', { message: '不能为自己解除，请另一位系统管理员处理。' });
    const row = await tx.lockRow<Row>('unmask_watch', staffId, 'staff_id');
    if (!row || Number(row.paused_until) <= tx.now) throw new Problem('NOT_FOUND');
    await tx.update('unmask_watch', { paused_until: 0, looks: 0, since: tx.now }, { staff_id: staffId });
    const subject = { kind: 'staff' as const, id: staffId };
    await tx.audit({ actor, action: 'personal-data.unmask-lift', subject, detail: { reason } });
  }
}
