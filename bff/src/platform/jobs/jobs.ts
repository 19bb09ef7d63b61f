import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type Clock, clockToleranceMs } from '../clock';
import type { Database } from '../database/database';
import { isDuplicateKey } from '../database/sql';
import { newId } from '../ids';
import { describeError, type Logger } from '../logging/logger';
import type { Metrics } from '../metrics/metrics';

interface Job {
  name: string;
  everyMs: number;
  work: () => Promise<unknown>;
  /** Steady time before which this process need not ask the database. */
  askAt: number;
  /** Steady time until which the lease is this process's. */
  heldUntil: number;
  current: Promise<void> | undefined;
}

interface LeaseRow {
  locked_until: number;
  next_at: number;
}

const tickMs = 250;
/** A job's lease; a process that dies in the middle of a job blocks it for this long at most. */
const leaseMs = 60_000;
/** Jobs more frequent than this keep their lease between runs, so that an idle server writes almost nothing. */
const residentBelowMs = 10_000;

/** A time that nobody can have written unless the clock has been set back since. */
const beyond = (now: number, ms: number): number => now + ms + clockToleranceMs;

/** Periodic jobs. Whatever the number of processes, a job runs in one of them at a time. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Jobs {
  private readonly jobs = new Map<string, Job>();
  private readonly owner = newId();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: { database: Database; clock: Clock; logger: Logger; metrics: Metrics }) {}

  /** Registers a job; the first run is at once after the start unless another process ran it less than `everyMs` ago. */
  every(name: string, everyMs: number, work: () => Promise<unknown>): void {
    if (this.jobs.has(name)) throw new Error(`Two jobs are named ${name}`);
    this.jobs.set(name, { name, everyMs, work, askAt: 0, heldUntil: 0, current: undefined });
  }

  start(): void {
    this.timer = setInterval(() => this.tick(), tickMs).unref();
  }

  /** Waits for the running jobs and gives the leases back. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all([...this.jobs.values()].map((job) => job.current));
    const held = [...this.jobs.values()].filter((job) => job.heldUntil > 0);
    if (held.length === 0) return;
    try {
      await this.parts.database.unitOfWork(async (tx) => {
        for (const job of held)
          await tx.update('job_lease', { locked_until: 0 }, { name: job.name, locked_by: this.owner });
      });
    } catch (error) {
      this.parts.logger.warn({ error: describeError(error) }, 'job leases end by themselves');
    }
  }

  /** For tests and scripts: runs a job now, whatever its time. Its error is thrown. */
  async run(name: string): Promise<void> {
    const job = this.jobs.get(name);
    if (!job) throw new Error(`No job is named ${name}`);
    await job.work();
  }

  get names(): string[] {
    return [...this.jobs.keys()];
  }

  private tick(): void {
    const now = this.parts.clock.steady();
    for (const job of this.jobs.values()) {
      if (job.current || job.askAt > now) continue;
      job.current = this.attempt(job, now)
        .catch((error) => this.parts.logger.error({ job: job.name, error: describeError(error) }, 'job lease failed'))
        .finally(() => {
          job.current = undefined;
        });
    }
  }

  private async attempt(job: Job, now: number): Promise<void> {
    const resident = job.everyMs < residentBelowMs;
    job.askAt = now + Math.min(job.everyMs, residentBelowMs);
    const stillHeld = resident && job.heldUntil > now + leaseMs / 2;
    if (!stillHeld && !(await this.acquire(job, now))) return;
    await this.runSafely(job);
    if (resident) return;
    job.heldUntil = 0;
    const next_at = now + job.everyMs;
    await this.parts.database.unitOfWork((tx) =>
      tx.update('job_lease', { locked_until: 0, next_at }, { name: job.name, locked_by: this.owner }),
    );
    job.askAt = Math.min(next_at, now + leaseMs);
  }

  private async acquire(job: Job, now: number): Promise<boolean> {
    const { database } = this.parts;
    const row = await database.readOne<LeaseRow>('SELECT locked_until, next_at FROM job_lease WHERE name = ?', [
      job.name,
    ]);
    if (!row) await this.insert(job.name);
    else if (job.heldUntil <= now) {
      const lockedUntil = row.locked_until > beyond(now, leaseMs) ? 0 : row.locked_until;
      const nextAt = row.next_at > beyond(now, job.everyMs) ? 0 : row.next_at;
      if (lockedUntil > now || nextAt > now) {
        job.askAt = Math.max(job.askAt, Math.min(Math.max(lockedUntil, nextAt), now + leaseMs));
        return false;
      }
    }
    const affected = await database.unitOfWork((tx) =>
      tx.execute(
        'UPDATE job_lease SET locked_until = ?, locked_by = ? WHERE name = ? AND (next_at <= ? OR next_at > ?) ' +
          'AND (locked_until <= ? OR locked_until > ? OR locked_by = ?)',
        [now + leaseMs, this.owner, job.name, now, beyond(now, job.everyMs), now, beyond(now, leaseMs), this.owner],
      ),
    );
    job.heldUntil = affected === 1 ? now + leaseMs : 0;
    return affected === 1;
  }

  private async insert(name: string): Promise<void> {
    try {
      await this.parts.database.unitOfWork((tx) =>
        tx.insert('job_lease', { name, locked_until: 0, locked_by: this.owner, next_at: 0 }),
      );
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  private async runSafely(job: Job): Promise<void> {
    try {
      await job.work();
      this.parts.metrics.jobRuns.inc({ job: job.name, outcome: 'done' });
    } catch (error) {
      this.parts.metrics.jobRuns.inc({ job: job.name, outcome: 'failed' });
      this.parts.logger.error({ job: job.name, error: describeError(error) }, 'job failed');
    }
  }
}
