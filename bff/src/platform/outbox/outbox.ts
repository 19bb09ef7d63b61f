import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type Clock, clockToleranceMs } from '../clock';
import type { FieldCipher } from '../crypto/field-cipher';
import type { Database } from '../database/database';
import { isDuplicateKey, placeholders } from '../database/sql';
import type { EnqueueOptions, Transaction } from '../database/transaction';
import { Problem } from '../errors/problem';
import { newId } from '../ids';
import { describeError, type Logger } from '../logging/logger';
import type { Metrics } from '../metrics/metrics';
import { type Again, type DeadLetter, GiveUp, type TaskHandler, type TopicOptions } from './task';

export { type Again, type DeadLetter, GiveUp, type Task, type TaskHandler, type TopicOptions } from './task';

interface OutboxRow {
  id: string;
  topic: string;
  payload_cipher: string;
  attempts: number;
  case_id: string | null;
  created_at: number;
}

interface Topic {
  handler: TaskHandler<unknown>;
  maxAttempts: number;
  backoffMs: number;
}

interface Parts {
  database: Database;
  cipher: FieldCipher;
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
}

const leaseMs = 30_000;
const idlePollMs = 1_000;
const longestWaitMs = 3_600_000;
const concurrency = 8;

/**
 * Effects leave the platform here: a task is written in the transaction of its cause and carried out at least once
 * afterwards, so a handler must be able to run twice. A running task is leased; if its process dies, another one (or
 * the next start) takes it over. After `maxAttempts` it stays as a dead letter until somebody retries it.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Outbox {
  private readonly topics = new Map<string, Topic>();
  private readonly running = new Map<string, { owner: string; done: Promise<void> }>();
  private timer: NodeJS.Timeout | undefined;
  /** Wakes the workers when the next task that this process has put off is due. `rings` is `performance.now` time, which a change of the wall clock does not move. */
  private alarm: { rings: number; timer: NodeJS.Timeout } | undefined;
  private heartbeat: NodeJS.Timeout | undefined;
  private polling: Promise<void> | undefined;
  private started = false;
  private woken = false;

  constructor(private readonly parts: Parts) {
    const count = (state: string) => async () =>
      (await parts.database.readOne<{ n: number }>('SELECT COUNT(*) AS n FROM outbox WHERE state = ?', [state]))?.n ??
      0;
    parts.metrics.gauge('zhucheng_outbox_ready', 'Outbox tasks that wait', count('ready'));
    parts.metrics.gauge('zhucheng_outbox_dead', 'Outbox tasks that were given up', count('dead'));
  }

  /** Registers the handler of a topic; once per topic. */
  on<P>(topic: string, handler: TaskHandler<P>, options: TopicOptions = {}): void {
    if (this.topics.has(topic)) throw new Error(`Two outbox handlers for ${topic}`);
    const { maxAttempts = 12, backoffMs = 2_000 } = options;
    this.topics.set(topic, { handler: handler as TaskHandler<unknown>, maxAttempts, backoffMs });
  }

  /** Behind `tx.enqueue`. */
  async enqueue(
    tx: Transaction,
    topic: string,
    key: string | null,
    payload: unknown,
    options: EnqueueOptions,
  ): Promise<boolean> {
    const dueAt = options.delayMs ? this.in(options.delayMs) : tx.now;
    try {
      await tx.insert('outbox', {
        id: newId(),
        topic,
        dedupe_key: key,
        payload_cipher: this.parts.cipher.encryptJson(payload ?? null, `outbox:${topic}`),
        state: 'ready',
        attempts: 0,
        next_at: dueAt,
        case_id: options.caseId ?? null,
        created_at: tx.now,
      });
    } catch (error) {
      if (key !== null && isDuplicateKey(error)) return false;
      throw error;
    }
    tx.afterCommit(() => (options.delayMs ? this.expect(dueAt) : this.wake()));
    return true;
  }

  /** Begins to work. On SQLite there is one process, so what is marked as running was left by a dead one. */
  async start(): Promise<void> {
    const { database, clock } = this.parts;
    await database.unitOfWork(async (tx) => {
      if (tx.dialect === 'sqlite') await tx.update('outbox', { state: 'ready' }, { state: 'running' });
      // Tasks that were queued before the clock was set back while no process ran: without this they would wait for that time to come again.
      const now = clock.steady();
      await tx.execute(
        "UPDATE outbox SET next_at = next_at - created_at + ?, created_at = ? WHERE state = 'ready' AND created_at > ?",
        [now, now, now + clockToleranceMs],
      );
    });
    this.started = true;
    this.heartbeat = setInterval(() => void this.renew().catch(() => undefined), leaseMs / 3).unref();
    this.wake();
  }

  /** Takes no new task and waits for the running ones, at most 10 s. */
  async stop(): Promise<void> {
    this.started = false;
    clearTimeout(this.timer);
    clearTimeout(this.alarm?.timer);
    this.alarm = undefined;
    await this.polling;
    const patience = new Promise<void>((resolve) => setTimeout(resolve, 10_000).unref());
    await Promise.race([Promise.all([...this.running.values()].map((run) => run.done)), patience]);
    clearInterval(this.heartbeat);
  }

  /** For tests: works until nothing is due at the clock's time. Returns how many attempts were made. */
  async drain(): Promise<number> {
    let attempts = 0;
    for (;;) {
      // What the workers are just claiming is not in `running` yet.
      await this.polling;
      const rows = await this.claim(100);
      if (rows.length === 0 && this.running.size === 0 && !this.polling) return attempts;
      attempts += rows.length;
      for (const { row, owner } of rows) await this.run(row, owner);
      await Promise.all([...this.running.values()].map((run) => run.done));
    }
  }

  async deadLetters(limit = 100): Promise<DeadLetter[]> {
    return this.parts.database.read<DeadLetter>(
      'SELECT id, topic, attempts, last_error_code AS lastErrorCode, case_id AS caseId, created_at AS createdAt, ' +
        "finished_at AS finishedAt FROM outbox WHERE state = 'dead' ORDER BY id DESC LIMIT ?",
      [limit],
    );
  }

  /** Gives a dead letter its attempts back. False if it is not one. */
  async retry(tx: Transaction, id: string): Promise<boolean> {
    const set = { state: 'ready', attempts: 0, next_at: tx.now, finished_at: null };
    const found = (await tx.update('outbox', set, { id, state: 'dead' })) === 1;
    if (found) tx.afterCommit(() => this.wake());
    return found;
  }

  /** Deletes tasks that were done more than `ageMs` ago; returns how many. Dead letters stay. */
  purge(ageMs: number): Promise<number> {
    return this.parts.database.unitOfWork((tx) =>
      tx.execute("DELETE FROM outbox WHERE state = 'done' AND finished_at < ?", [tx.now - ageMs]),
    );
  }

  private in(ms: number): number {
    return this.parts.clock.steady() + ms;
  }

  private wake(): void {
    if (!this.started) return;
    this.woken = true;
    if (this.polling) return;
    clearTimeout(this.timer);
    this.polling = this.poll().finally(() => {
      this.polling = undefined;
      if (!this.started) return;
      if (this.woken) this.wake();
      else this.timer = setTimeout(() => this.wake(), idlePollMs).unref();
    });
  }

  /** Sets the alarm for a task that this process has put off; tasks of other processes are found by the next poll. */
  private expect(at: number): void {
    if (!this.started) return;
    const waitMs = Math.min(Math.max(0, at - this.parts.clock.steady()), longestWaitMs);
    const rings = performance.now() + waitMs;
    if (this.alarm && this.alarm.rings <= rings) return;
    clearTimeout(this.alarm?.timer);
    const ring = () => {
      this.alarm = undefined;
      this.wake();
    };
    this.alarm = { rings, timer: setTimeout(ring, waitMs).unref() };
  }

  /** True if the last look found as many tasks as could be taken: more may be due. */
  private crowded = false;

  private async poll(): Promise<void> {
    try {
      for (;;) {
        this.woken = false;
        const free = concurrency - this.running.size;
        const rows = free > 0 ? await this.claim(free) : [];
        for (const { row, owner } of rows)
          void this.run(row, owner).then(() => {
            if (this.crowded) this.wake();
          });
        // Fewer tasks than there was room for: nothing more is due now, and queueing the next one wakes this loop.
        this.crowded = rows.length >= free;
        if (free <= 0 || rows.length < free || !this.started) return;
      }
    } catch (error) {
      this.parts.logger.error({ error: describeError(error) }, 'outbox poll failed');
    }
  }

  private async claim(limit: number): Promise<Array<{ row: OutboxRow; owner: string }>> {
    const topics = [...this.topics.keys()];
    if (topics.length === 0) return [];
    const { database, clock } = this.parts;
    const now = clock.steady();
    const due =
      `SELECT id FROM outbox WHERE topic IN (${placeholders(topics)}) AND ` +
      "((state = 'ready' AND next_at <= ?) OR (state = 'running' AND locked_until <= ?)) ORDER BY next_at, id LIMIT ?";
    // Looked up outside a transaction: an idle server then writes nothing.
    const candidates = await database.read<{ id: string }>(due, [...topics, now, now, limit]);
    if (candidates.length === 0) return [];
    const owner = newId();
    return database.unitOfWork(async (tx) => {
      const ids = candidates.map(({ id }) => id);
      const marks = placeholders(ids);
      const taken = await tx.execute(
        "UPDATE outbox SET state = 'running', locked_by = ?, locked_until = ?, attempts = attempts + 1 " +
          `WHERE id IN (${marks}) AND ((state = 'ready' AND next_at <= ?) OR (state = 'running' AND locked_until <= ?))`,
        [owner, now + leaseMs, ...ids, now, now],
      );
      if (taken === 0) return [];
      const rows = await tx.query<OutboxRow>(
        'SELECT id, topic, payload_cipher, attempts, case_id, created_at FROM outbox ' +
          `WHERE id IN (${marks}) AND locked_by = ? ORDER BY next_at, id`,
        [...ids, owner],
      );
      return rows.map((row) => ({ row, owner }));
    });
  }

  private run(row: OutboxRow, owner: string): Promise<void> {
    const done = this.attempt(row, owner)
      .catch((error) =>
        this.parts.logger.error({ taskId: row.id, error: describeError(error) }, 'outbox task not settled'),
      )
      .finally(() => this.running.delete(row.id));
    this.running.set(row.id, { owner, done });
    return done;
  }

  private async attempt(row: OutboxRow, owner: string): Promise<void> {
    const topic = this.topics.get(row.topic)!;
    const { cipher, metrics } = this.parts;
    let again: Again | undefined;
    try {
      const payload = cipher.decryptJson<unknown>(row.payload_cipher, `outbox:${row.topic}`);
      const { id, attempts: attempt, case_id: caseId, created_at: createdAt } = row;
      again = (await topic.handler({ id, topic: row.topic, payload, attempt, caseId, createdAt })) ?? undefined;
    } catch (error) {
      await this.fail(row, owner, topic, error);
      return;
    }
    metrics.outboxTasks.inc({ topic: row.topic, outcome: again ? 'again' : 'done' });
    await this.settle(row.id, owner, (now) =>
      again
        ? { state: 'ready', attempts: 0, next_at: this.in(again.againAfterMs), last_error_code: null }
        : { state: 'done', finished_at: now, last_error_code: null },
    );
  }

  private async fail(row: OutboxRow, owner: string, topic: Topic, error: unknown): Promise<void> {
    const code = failureCode(error);
    const dead = error instanceof GiveUp || row.attempts >= topic.maxAttempts;
    const wait = Math.min(topic.backoffMs * 2 ** (row.attempts - 1), longestWaitMs) * (0.75 + Math.random() * 0.5);
    this.parts.metrics.outboxTasks.inc({ topic: row.topic, outcome: dead ? 'dead' : 'failed' });
    const facts = { taskId: row.id, topic: row.topic, attempt: row.attempts, caseId: row.case_id, code };
    this.parts.logger[dead ? 'error' : 'warn'](
      error instanceof Problem || error instanceof GiveUp ? facts : { ...facts, error: describeError(error) },
      dead ? 'outbox task given up' : 'outbox task failed',
    );
    await this.settle(row.id, owner, (now) => ({
      last_error_code: code,
      ...(dead ? { state: 'dead', finished_at: now } : { state: 'ready', next_at: this.in(Math.round(wait)) }),
    }));
  }

  /** Only the holder of the lease may settle; a task taken over by another process is left to it. */
  private async settle(id: string, owner: string, set: (now: number) => Record<string, unknown>): Promise<void> {
    await this.parts.database.unitOfWork((tx) => {
      const values = set(tx.now);
      const { next_at: dueAt } = values;
      if (typeof dueAt === 'number') tx.afterCommit(() => this.expect(dueAt));
      return tx.update('outbox', { ...values, locked_until: 0 }, { id, locked_by: owner, state: 'running' });
    });
  }

  private async renew(): Promise<void> {
    if (this.running.size === 0) return;
    const until = this.in(leaseMs);
    await this.parts.database.unitOfWork(async (tx) => {
      for (const [id, { owner }] of this.running) {
        await tx.update('outbox', { locked_until: until }, { id, locked_by: owner, state: 'running' });
      }
    });
  }
}

function failureCode(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return (typeof code === 'string' ? code : error instanceof Error ? error.name : 'UNKNOWN').slice(0, 64);
}
