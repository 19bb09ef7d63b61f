import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Role } from '@zhucheng/shared';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../platform/clock';
import { hashToken, newToken } from '../../platform/crypto/secrets';
import { Database } from '../../platform/database/database';
import { placeholders } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { type Actor, type SessionReader, Sessions } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { Jobs } from '../../platform/jobs/jobs';

const day = 86_400_000;
const lifeMs = { citizen: 30 * day, staff: 12 * 3_600_000 };
/** Another process learns of a revoked session within this time; the revoking one at once. */
const memoryMs = 10_000;

interface Row {
  id: string;
  kind: 'citizen' | 'staff';
  subject_id: string;
  expires_at: number;
  roles: string | null;
  institution_id: string | null;
}

const sql =
  'SELECT s.id, s.kind, s.subject_id, s.expires_at, f.roles, f.institution_id FROM session s ' +
  "LEFT JOIN staff f ON s.kind = 'staff' AND f.id = s.subject_id LEFT JOIN institution i ON i.id = f.institution_id " +
  "WHERE s.token_hash = ? AND s.revoked_at IS NULL AND (s.kind = 'citizen' OR f.active = 1) " +
  "AND (f.institution_id IS NULL OR (i.state = 'active' AND (i.valid_until IS NULL OR i.valid_until > ?)))";

/** Sessions (会话): the client holds a random token, the database its SHA-256. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SessionService implements SessionReader {
  @Inject() database!: Database;
  @Inject() clock!: Clock;
  @Inject() sessions!: Sessions;
  @Inject() jobs!: Jobs;

  private readonly known = new LRUCache<string, { actor: Actor; expiresAt: number }>({ max: 20_000, ttl: memoryMs });
  private revocations = 0;

  @Init()
  async init(): Promise<void> {
    this.sessions.use(this);
    this.jobs.every('session-purge', day, () => this.purge());
  }

  read(token: string): Promise<Actor | null> | Actor | null {
    const found = this.known.get(token);
    if (found) return found.expiresAt > this.clock.now() ? found.actor : null;
    return this.load(token);
  }

  private async load(token: string): Promise<Actor | null> {
    const { revocations } = this;
    const row = await this.database.readOne<Row>(sql, [hashToken(token), this.clock.now()]);
    if (!row || Number(row.expires_at) <= this.clock.now()) return null;
    const roles = row.kind === 'citizen' ? (['citizen'] as Role[]) : (JSON.parse(row.roles ?? '[]') as Role[]);
    const actor: Actor = {
      kind: row.kind,
      id: row.subject_id,
      roles,
      sessionId: row.id,
      ...(row.institution_id && { institutionId: row.institution_id }),
    };
    // Read before a revocation, arrived after it: right for this request, wrong to remember.
    if (revocations === this.revocations) this.known.set(token, { actor, expiresAt: Number(row.expires_at) });
    return actor;
  }

  /** A new session; the token is not stored anywhere. Times in ms UTC. */
  async open(
    tx: Transaction,
    kind: 'citizen' | 'staff',
    subjectId: string,
  ): Promise<{ token: string; expiresAt: number }> {
    const token = newToken();
    const expiresAt = tx.now + lifeMs[kind];
    await tx.insert('session', {
      token_hash: hashToken(token),
      id: newId(tx.now),
      kind,
      subject_id: subjectId,
      created_at: tx.now,
      expires_at: expiresAt,
    });
    return { token, expiresAt };
  }

  async revoke(tx: Transaction, sessionId: string): Promise<void> {
    await tx.execute('UPDATE session SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL', [tx.now, sessionId]);
    tx.afterCommit(() => this.forget((actor) => actor.sessionId === sessionId));
  }

  /** Ends every session of an account at once. */
  async revokeAll(tx: Transaction, subjectId: string): Promise<void> {
    await tx.execute('UPDATE session SET revoked_at = ? WHERE subject_id = ? AND revoked_at IS NULL', [
      tx.now,
      subjectId,
    ]);
    tx.afterCommit(() => this.forget((actor) => actor.id === subjectId));
  }

  /** Ends every session of an institution's clerks at once. */
  async revokeInstitution(tx: Transaction, institutionId: string): Promise<void> {
    const clerks = await tx.query<{ id: string }>('SELECT id FROM staff WHERE institution_id = ?', [institutionId]);
    const ids = clerks.map((clerk) => clerk.id);
    await tx.execute(
      `UPDATE session SET revoked_at = ? WHERE revoked_at IS NULL AND subject_id IN (${placeholders(ids)})`,
      [tx.now, ...ids],
    );
    tx.afterCommit(() => this.forget((actor) => actor.institutionId === institutionId));
  }

  /** Deletes what has been over for a month: sessions, SMS codes, counts of wrong passwords. */
  private async purge(): Promise<void> {
    await this.database.unitOfWork(async (tx) => {
      const before = tx.now - 30 * day;
      await tx.execute('DELETE FROM session WHERE expires_at < ?', [before]);
      await tx.execute('DELETE FROM sms_code WHERE expires_at < ?', [before]);
      await tx.execute('DELETE FROM login_failure WHERE since < ?', [before]);
    });
  }

  private forget(which: (actor: Actor) => boolean): void {
    this.revocations++;
    for (const [token, { actor }] of this.known.entries()) if (which(actor)) this.known.delete(token);
  }
}
