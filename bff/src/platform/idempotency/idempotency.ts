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
/** How long a repeated request waits for the first one to finish, in ms. */
const waitMs = 2_000;
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

/** Answers that a repeat of the same request should get again; others (busy, too often, broken) may go differently. */
function isFinal(error: unknown): error is Problem {
  return error instanceof Problem && error.status < 500 && ![401, 408, 409, 425, 429].includes(error.status);
}

/** The right to answer one idempotency key. */
export class Claim {
  private recorded: string | undefined;

  constructor(
    private readonly parts: { database: Database; cipher: FieldCipher; clock: Clock },
    private readonly subject: string,
    private readonly key: string,
    private readonly owner: string,
  ) {}

  /** Writes the reply in the command's own transaction. Error: IN_PROGRESS if another request has taken over. */
  async record(tx: Transaction, reply: unknown): Promise<void> {
    const text = reply === undefined ? '' : JSON.stringify(reply);
    await this.write(tx, 200, text);
    this.recorded = text;
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
    await this.parts.database.unitOfWork(async (tx) => {
      if (isFinal(error)) await this.write(tx, error.status, JSON.stringify(error.toReply(requestId)));
      else await tx.remove('idempotency_key', this.own());
    });
  }

  private own() {
    return { subject: this.subject, idempotency_key: this.key, owner: this.owner };
  }

  private async write(tx: Transaction, status: number, text: string): Promise<void> {
    const reply_cipher = this.parts.cipher.encrypt(text, `idempotency:${this.subject}`);
    const affected = await tx.execute(
      "UPDATE idempotency_key SET state = 'done', status = ?, reply_cipher = ? " +
        'WHERE subject = ? AND idempotency_key = ? AND owner = ?',
      [status, reply_cipher, this.subject, this.key, this.owner],
    );
    if (affected === 0) throw new Problem('IN_PROGRESS');
  }
}

/**
 * Answers a command once per (caller, key). The key is claimed in a short transaction of its own before the handler
 * runs, so that a concurrent repeat – also on another process – never runs the command; the reply is recorded in the
 * command's transaction (`input.unitOfWork`). A claim whose process died is taken over after 30 s; the owner column
 * makes the late first one fail instead of committing twice.
 */
export class Idempotency {
  constructor(private readonly parts: { database: Database; cipher: FieldCipher; clock: Clock }) {}

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
      if (await this.insert(subject, key, route, requestHash, owner)) return new Claim(this.parts, subject, key, owner);
      // Read inside a unit of work: a replica behind the primary must not make a finished key look unknown.
      const [row] = await database.unitOfWork((tx) => tx.query<KeyRow>(selectKey, [subject, key]));
      if (!row) continue;
      if (row.route !== route || row.request_hash !== requestHash) throw new Problem('IDEMPOTENCY_KEY_REUSED');
      if (row.state === 'done') {
        return { status: row.status ?? 200, text: cipher.decrypt(row.reply_cipher ?? '', `idempotency:${subject}`) };
      }
      if (row.locked_until <= clock.now() && (await this.takeOver(subject, key, row.owner, owner))) {
        return new Claim(this.parts, subject, key, owner);
      }
      if (Date.now() >= deadline) throw new Problem('IN_PROGRESS');
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
          locked_until: tx.now + leaseMs,
          created_at: tx.now,
        }),
      );
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  private async takeOver(subject: string, key: string, from: string, to: string): Promise<boolean> {
    const affected = await this.parts.database.unitOfWork((tx) =>
      tx.execute(
        "UPDATE idempotency_key SET owner = ?, locked_until = ? WHERE subject = ? AND idempotency_key = ? AND owner = ? AND state = 'running'",
        [to, tx.now + leaseMs, subject, key, from],
      ),
    );
    return affected === 1;
  }
}
