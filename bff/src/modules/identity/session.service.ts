import { Destroy, Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Role } from '@zhucheng/shared';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { hashToken, newToken } from '../../platform/crypto/secrets';
import { Database } from '../../platform/database/database';
import { placeholders } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import type { Origin } from '../../platform/http/origin';
import { type SessionReader, Sessions } from '../../platform/http/sessions';
import { newId } from '../../platform/ids';
import { Jobs } from '../../platform/jobs/jobs';
import { levelOfPerson } from './citizen.service';
import { type Activity, joined, SessionActivity } from './session-activity';
import { shownOrigin } from './session-origin';

const day = 86_400_000;
const lifeMs = { citizen: 30 * day, staff: 12 * 3_600_000 };
/** Another process reads for a revoked session for so long; nothing is changed for it, and the revoking one knows at once. */
const memoryMs = 10_000;
const flushMs = 60_000;

interface Row {
  id: string;
  kind: 'citizen' | 'staff';
  subject_id: string;
  expires_at: number;
  created_at: number;
  last_seen_at: number | null;
  active_since: number | null;
  roles: string | null;
  institution_id: string | null;
  confirmed_at: number | null;
  real_name_at: number | null;
  proven_until: number | null;
}

const sql =
  'SELECT s.id, s.kind, s.subject_id, s.expires_at, s.confirmed_at, s.created_at, s.last_seen_at, s.active_since, ' +
  'f.roles, f.institution_id, c.real_name_at, c.proven_until ' +
  "FROM session s LEFT JOIN staff f ON s.kind = 'staff' AND f.id = s.subject_id " +
  'LEFT JOIN institution i ON i.id = f.institution_id ' +
  "LEFT JOIN citizen c ON s.kind = 'citizen' AND c.id = s.subject_id " +
  "WHERE s.token_hash = ? AND s.revoked_at IS NULL AND (s.kind = 'citizen' OR f.active = 1) " +
  "AND (f.institution_id IS NULL OR (i.state = 'active' AND (i.valid_until IS NULL OR i.valid_until > ?)))";

interface Known {
  actor: Actor;
  until: number;
  /** When it was last shown who is there: by signing in, by SMS, by face. */
  shownAt: number;
  stored: Activity;
}

/** Sessions (会话): the client holds a random token, the database its SHA-256. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SessionService implements SessionReader {
  @Inject() database!: Database;
  @Inject() clock!: Clock;
  @Inject() sessions!: Sessions;
  @Inject() jobs!: Jobs;
  @Inject() cipher!: FieldCipher;

  /** `until`: what was read holds no longer, because the session or the proof ends. */
  private readonly known = new LRUCache<string, Known>({ max: 20_000, ttl: memoryMs });
  private readonly activity = new SessionActivity();
  private timer: NodeJS.Timeout | undefined;
  private revocations = 0;
  /** Whose sessions a transaction has ended itself. */
  private readonly endedIn = new WeakMap<Transaction, Array<(actor: Actor) => boolean>>();

  @Init()
  async init(): Promise<void> {
    this.sessions.use(this);
    this.jobs.every('session-purge', day, () => this.purge());
    // Of each process its own, so not one of the jobs, which run in one.
    this.timer = setInterval(() => void this.saveActivity().catch(() => undefined), flushMs).unref();
  }

  @Destroy()
  async destroy(): Promise<void> {
    clearInterval(this.timer);
    await this.saveActivity();
  }

  /** Writes down when sessions were last used. */
  async saveActivity(): Promise<void> {
    await this.activity.flush((work) => this.database.unitOfWork(work));
  }

  read(token: string): Promise<Actor | null> | Actor | null {
    const found = this.known.get(token);
    return found && found.until > this.clock.now() ? this.used(found) : this.load(token);
  }

  /** The actor of a call now; null if a member of staff has been idle too long. */
  private used(found: Known): Actor | null {
    const now = this.clock.now();
    const { actor } = found;
    const activity = this.activity.touch(actor.sessionId, found.stored, now, actor.kind === 'citizen');
    if (!activity) return null;
    const awake = found.shownAt >= activity.since;
    if (actor.assurance && actor.assurance.awake !== awake)
      found.actor = { ...actor, assurance: { ...actor.assurance, awake } };
    return found.actor;
  }

  /** As stored now, whatever this process remembers. */
  fresh(token: string): Promise<Actor | null> {
    this.known.delete(token);
    return this.load(token, (params) => this.database.readNow<Row>(sql, params));
  }

  private async load(
    token: string,
    read = (params: unknown[]) => this.database.read<Row>(sql, params),
  ): Promise<Actor | null> {
    const { revocations } = this;
    const readAt = performance.now();
    const [row] = await read([hashToken(token), this.clock.now()]);
    if (!row || Number(row.expires_at) <= this.clock.now()) return null;
    const roles = row.kind === 'citizen' ? (['citizen'] as Role[]) : (JSON.parse(row.roles ?? '[]') as Role[]);
    const actor: Actor = {
      kind: row.kind,
      id: row.subject_id,
      roles,
      sessionId: row.id,
      readAt,
      ...(row.institution_id && { institutionId: row.institution_id }),
      ...(row.kind === 'citizen' && {
        assurance: {
          person: levelOfPerson(row.real_name_at, row.proven_until, this.clock.now()),
          confirmed: row.confirmed_at !== null,
          awake: true,
        },
      }),
    };
    const createdAt = Number(row.created_at);
    const shownAt = Math.max(createdAt, Number(row.confirmed_at ?? 0));
    // One from before this was written down begins to be idle now.
    const seen = Number(row.last_seen_at ?? this.clock.now());
    // To show who is there is a call, too, whichever process it was made through.
    const stored = joined({ seen, since: Number(row.active_since ?? createdAt) }, { seen: shownAt, since: shownAt });
    const entry: Known = { actor, until: this.untilOf(row), shownAt, stored };
    // Read before a revocation, arrived after it: right for this request, wrong to remember.
    if (revocations === this.revocations) this.known.set(token, entry);
    return this.used(entry);
  }

  private untilOf({ expires_at, proven_until }: Row): number {
    const proven = Number(proven_until ?? 0);
    return proven > this.clock.now() ? Math.min(proven, Number(expires_at)) : Number(expires_at);
  }

  /**
   * A new session; the token is not stored anywhere. `confirmed`: a wallet or the phone of the account has shown that the
   * device is the person's. Times in ms UTC.
   */
  async start(
    tx: Transaction,
    kind: 'citizen' | 'staff',
    subjectId: string,
    { how, confirmed = false, origin }: { how: string; confirmed?: boolean; origin?: Origin | undefined },
  ): Promise<{ token: string; expiresAt: number }> {
    const token = newToken();
    const expiresAt = tx.now + lifeMs[kind];
    await tx.insert('session', {
      token_hash: hashToken(token),
      id: newId(tx.now),
      kind,
      subject_id: subjectId,
      how,
      confirmed_at: confirmed ? tx.now : null,
      created_at: tx.now,
      last_seen_at: tx.now,
      active_since: tx.now,
      origin_cipher: origin ? this.cipher.encryptJson(shownOrigin(origin), 'session.origin') : null,
      expires_at: expiresAt,
    });
    return { token, expiresAt };
  }

  /** The device is the person's. */
  async confirm(tx: Transaction, sessionId: string): Promise<void> {
    await tx.execute('UPDATE session SET confirmed_at = ?, last_seen_at = ?, active_since = ? WHERE id = ?', [
      tx.now,
      tx.now,
      tx.now,
      sessionId,
    ]);
    tx.afterCommit(() => this.forget((actor) => actor.sessionId === sessionId));
  }

  /** What is known of the account has changed; its sessions are read anew. */
  refresh(tx: Transaction, subjectId: string): void {
    tx.afterCommit(() => this.forget((actor) => actor.id === subjectId));
  }

  /** The session goes on under another account of the same person. */
  async move(tx: Transaction, sessionId: string, to: string): Promise<void> {
    await tx.execute('UPDATE session SET subject_id = ? WHERE id = ? AND revoked_at IS NULL', [to, sessionId]);
    tx.afterCommit(() => this.forget((actor) => actor.sessionId === sessionId));
  }

  async revoke(tx: Transaction, sessionId: string): Promise<void> {
    await tx.execute('UPDATE session SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL', [tx.now, sessionId]);
    this.ended(tx, (actor) => actor.sessionId === sessionId);
  }

  /** Ends every session of an account at once, but the one to keep; how many. */
  async revokeAll(tx: Transaction, subjectId: string, keep?: string): Promise<number> {
    const ended = await tx.execute(
      'UPDATE session SET revoked_at = ? WHERE subject_id = ? AND revoked_at IS NULL AND id <> ?',
      [tx.now, subjectId, keep ?? ''],
    );
    this.ended(tx, (actor) => actor.id === subjectId && actor.sessionId !== keep);
    return ended;
  }

  /** Ends those that were begun with a wallet that is no longer bound; the one to keep forgets how it began. */
  async revokeBegunBy(tx: Transaction, subjectId: string, how: string, keep = ''): Promise<void> {
    await tx.execute(
      'UPDATE session SET revoked_at = ? WHERE subject_id = ? AND how = ? AND revoked_at IS NULL AND id <> ?',
      [tx.now, subjectId, how, keep],
    );
    await tx.execute("UPDATE session SET how = 'kept' WHERE id = ? AND subject_id = ? AND how = ?", [
      keep,
      subjectId,
      how,
    ]);
    tx.afterCommit(() => this.forget((actor) => actor.id === subjectId && actor.sessionId !== keep));
  }

  /** Whether a session, named by its id, has neither ended nor been ended; one statement. */
  async alive(sessionId: string): Promise<boolean> {
    const rows = await this.database.readNow(
      'SELECT id FROM session WHERE id = ? AND revoked_at IS NULL AND expires_at > ?',
      [sessionId, this.clock.now()],
    );
    return rows.length > 0;
  }

  /** Ends every session of an institution's clerks at once. */
  async revokeInstitution(tx: Transaction, institutionId: string): Promise<void> {
    const clerks = await tx.query<{ id: string }>('SELECT id FROM staff WHERE institution_id = ?', [institutionId]);
    const ids = clerks.map((clerk) => clerk.id);
    await tx.execute(
      `UPDATE session SET revoked_at = ? WHERE revoked_at IS NULL AND subject_id IN (${placeholders(ids)})`,
      [tx.now, ...ids],
    );
    this.ended(tx, (actor) => actor.institutionId === institutionId);
  }

  private ended(tx: Transaction, whose: (actor: Actor) => boolean): void {
    this.endedIn.set(tx, [...(this.endedIn.get(tx) ?? []), whose]);
    tx.afterCommit(() => this.forget(whose));
  }

  /**
   * The last statement of what a member of staff does: account and session stay as they are until the commit, whoever is
   * ending them in another process. Only then, because an administrator's own act may lock all accounts, in their order.
   * Error: UNAUTHENTICATED.
   */
  async hold(tx: Transaction, actor: Actor): Promise<void> {
    if (this.endedIn.get(tx)?.some((whose) => whose(actor))) return;
    const lock = tx.dialect === 'mysql' ? ' LOCK IN SHARE MODE' : '';
    const [row] = await tx.query<{ active: number; revoked_at: number | null; expires_at: number | null }>(
      'SELECT f.active, s.revoked_at, s.expires_at FROM staff f LEFT JOIN session s ON s.id = ? AND s.subject_id = f.id ' +
        `WHERE f.id = ?${lock}`,
      [actor.sessionId, actor.id],
    );
    if (row?.active !== 1 || row.revoked_at !== null || Number(row.expires_at) <= tx.now)
      throw new Problem('UNAUTHENTICATED');
  }

  /** Deletes what is over: sessions and SMS codes, counts of wrong passwords, devices that were not seen for half a year. */
  private async purge(): Promise<void> {
    await this.database.unitOfWork(async (tx) => {
      const before = tx.now - 30 * day;
      await tx.execute('DELETE FROM session WHERE expires_at < ?', [before]);
      await tx.execute('DELETE FROM sms_code WHERE expires_at < ?', [before]);
      await tx.execute('DELETE FROM login_failure WHERE since < ?', [tx.now - 2 * day]);
      await tx.execute('DELETE FROM sign_in_source WHERE last_at < ?', [tx.now - 180 * day]);
    });
  }

  private forget(which: (actor: Actor) => boolean): void {
    this.revocations++;
    for (const [token, { actor }] of this.known.entries()) if (which(actor)) this.known.delete(token);
  }
}
