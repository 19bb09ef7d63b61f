import { createHash } from 'node:crypto';
import type { Clock } from '../clock';
import type { FieldCipher } from '../crypto/field-cipher';
import type { Database } from '../database/database';
import { isDuplicateKey } from '../database/sql';
import type { Transaction } from '../database/transaction';
import { Problem } from '../errors/problem';
import type { Actor } from '../http/actor';
import { newId } from '../ids';

/** A request that has not finished after this long is taken to have died, in ms. */
const leaseMs = 30_000;
/** What IN_PROGRESS tells the client: repeat after so long, ms. */
const retryAfterMs = 1_000;
/** How far back a starting process looks for unanswered claims, ms; older ones have run out. */
const searchedMs = 3_600_000;
/** How long a repeated request waits for the first one to finish, in ms. */
const waitMs = 2_000;
/** So many claims that could not be given back are remembered in memory; any more simply run out. */
const forsakenMost = 10_000;
const keyPattern = /^[A-Za-z0-9_-]{8,64}$/;

interface KeyRow {
  route: string;
  request_hash: string;
  state: 'running' | 'done';
  owner: string;
  locked_until: number;
  status: number | null;
  reply_cipher: string | null;
}

export interface StoredReply {
  status: number;
  /** JSON text, empty for 204. */
  text: string;
}

const selectKey =
  'SELECT route, request_hash, state, owner, locked_until, status, reply_cipher FROM idempotency_key ' +
  'WHERE subject = ? AND idempotency_key = ?';

const inProgress = () => new Problem('IN_PROGRESS', { detail: { retryAfterMs } });

/** Answers that a repeat of the same request should get again; others (busy, too often, broken) may go differently. */
function isFinal(error: unknown): error is Problem {
  return error instanceof Problem && error.status < 500 && ![401, 408, 409, 425, 429].includes(error.status);
}

/** The right to answer one idempotency key. */
export class Claim {
  private recorded: string | undefined;

  constructor(
    private readonly parts: { database: Database; cipher: FieldCipher },
    private readonly subject: string,
    private readonly key: string,
    private readonly owner: string,
    private readonly forsake: (owner: string) => void,
  ) {}

  /** Writes the reply in the command's own transaction. Error: IN_PROGRESS if another request has taken over. */
  async record(tx: Transaction, reply: unknown): Promise<void> {
    const text = reply === undefined ? '' : JSON.stringify(reply);
    await this.write(tx, 200, text);
    tx.afterCommit(() => {
      this.recorded = text;
    });
  }

  /** After the handler: records the reply unless the command's transaction has done so. */
  async finish(status: number, text: string): Promise<void> {
    if (this.recorded === text) return;
    await this.parts.database.unitOfWork((tx) => this.write(tx, status, text));
  }

  /** After a failed handler: keeps a final refusal, frees the key for another try otherwise. */
  async fail(error: unknown, requestId: string): Promise<void> {
    // The command was committed; what failed came after it, and a repeat gets the recorded reply.
    if (this.recorded !== undefined) return;
    try {
      await this.parts.database.unitOfWork(async (tx) => {
        if (isFinal(error)) await this.write(tx, error.status, JSON.stringify(error.toReply(requestId)));
        // Only while it runs: a connection that broke at the commit leaves it open whether there was one.
        else await tx.remove('idempotency_key', { ...this.rowKey(), state: 'running' });
      });
    } catch {
      // The error of the command is the one to answer; this process knows that the claim is nobody's.
      this.forsake(this.owner);
    }
  }

  private rowKey() {
    return { subject: this.subject, idempotency_key: this.key, owner: this.owner };
  }

  private async write(tx: Transaction, status: number, text: string): Promise<void> {
    const reply_cipher = this.parts.cipher.encrypt(text, `idempotency:${this.subject}`);
    const set = { state: 'done', status, reply_cipher };
    if ((await tx.update('idempotency_key', set, this.rowKey())) === 0) throw inProgress();
  }
}

/**
 * Answers a command once per (caller, key). The key is claimed in a short transaction of its own before the handler
 * runs, so that a concurrent repeat – also on another process – never runs the command; the reply is recorded in the
 * command's transaction (`input.unitOfWork`). What a dead process claimed is freed by its successor (`resume`), and taken
 * over after 30 s if there is none; the owner column makes a late first one fail instead of committing twice.
 */
export class Idempotency {
  private readonly instance = newId();
  private process = this.instance;
  /** Owners of claims that could not be given back; a repeat here takes them over at once. */
  private readonly forsaken = new Set<string>();

  constructor(private readonly parts: { database: Database; cipher: FieldCipher; clock: Clock }) {}

  /**
   * Frees what earlier processes claimed and never answered. `place` (host, folder and port) is one that only one process
   * can have at a time; `alone`: there is no other process on this database at all. Call it once the port is ours.
   */
  async resume(place: string, alone: boolean): Promise<number> {
    const { database, clock } = this.parts;
    const mark = createHash('sha256').update(place).digest('hex').slice(0, 16);
    this.process = `${mark}.${this.instance}`;
    const left = await database.readNow<{ subject: string; idempotency_key: string; owner: string }>(
      "SELECT subject, idempotency_key, owner FROM idempotency_key WHERE created_at > ? AND state = 'running' " +
        `AND ${alone ? "COALESCE(process, '') NOT LIKE" : 'process LIKE ? AND process NOT LIKE'} ?`,
      [clock.now() - searchedMs, ...(alone ? [] : [`${mark}.%`]), `%${this.instance}`],
    );
    for (const own of left)
      await database.unitOfWork((tx) => tx.remove('idempotency_key', { ...own, state: 'running' }));
    return left.length;
  }

  /** Errors: IDEMPOTENCY_KEY_MISSING, IDEMPOTENCY_KEY_REUSED, IN_PROGRESS. */
  async claim(actor: Actor, ip: string, key: string, route: string, request: unknown): Promise<Claim | StoredReply> {
    if (!keyPattern.test(key)) throw new Problem('IDEMPOTENCY_KEY_MISSING');
    const { database, cipher, clock } = this.parts;
    const caller = actor.agent ? `grant:${actor.agent.grantId}` : `${actor.kind}:${actor.id}`;
    const subject = actor.id ? caller : `ip:${cipher.blindIndex(ip, 'idempotency')}`;
    // Keyed, because a plain hash of a short body could be guessed back.
    const requestHash = cipher.blindIndex(JSON.stringify(request), 'idempotency');
    const deadline = Date.now() + waitMs;
    for (;;) {
      const owner = newId();
      if (await this.insert(subject, key, route, requestHash, owner)) return this.claimed(subject, key, owner);
      // Read inside a unit of work: a replica behind the primary must not make a finished key look unknown.
      const [row] = await database.unitOfWork((tx) => tx.query<KeyRow>(selectKey, [subject, key]));
      if (!row) continue;
      if (row.route !== route || row.request_hash !== requestHash) throw new Problem('IDEMPOTENCY_KEY_REUSED');
      if (row.state === 'done') {
        return { status: row.status ?? 200, text: cipher.decrypt(row.reply_cipher ?? '', `idempotency:${subject}`) };
      }
      const isFree = row.locked_until <= clock.steady() || this.forsaken.has(row.owner);
      if (isFree && (await this.takeOver(subject, key, row.owner, owner))) {
        this.forsaken.delete(row.owner);
        return this.claimed(subject, key, owner);
      }
      if (Date.now() >= deadline) throw inProgress();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Deletes keys older than `ageMs`; returns how many. */
  purge(ageMs: number): Promise<number> {
    return this.parts.database.unitOfWork((tx) =>
      tx.execute('DELETE FROM idempotency_key WHERE created_at < ?', [tx.now - ageMs]),
    );
  }

  private async insert(
    subject: string,
    key: string,
    route: string,
    requestHash: string,
    owner: string,
  ): Promise<boolean> {
    try {
      await this.parts.database.unitOfWork((tx) =>
        tx.insert('idempotency_key', {
          subject,
          idempotency_key: key,
          route,
          request_hash: requestHash,
          state: 'running',
          owner,
          process: this.process,
          locked_until: this.parts.clock.steady() + leaseMs,
          created_at: tx.now,
        }),
      );
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  private claimed(subject: string, key: string, owner: string): Claim {
    return new Claim(this.parts, subject, key, owner, (forsaken) => {
      if (this.forsaken.size < forsakenMost) this.forsaken.add(forsaken);
    });
  }

  private async takeOver(subject: string, key: string, from: string, to: string): Promise<boolean> {
    const set = { owner: to, process: this.process, locked_until: this.parts.clock.steady() + leaseMs };
    const where = { subject, idempotency_key: key, owner: from, state: 'running' };
    return (await this.parts.database.unitOfWork((tx) => tx.update('idempotency_key', set, where))) === 1;
  }
}
