import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type BatchView, batchKinds, type ErrorCode, errorCatalogue } from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { describeError, type Logger } from '../../platform/logging/logger';
import { Outbox, type Task } from '../../platform/outbox/outbox';
import { Businesses } from '../businesses/businesses.service';
import type { PayerSize } from '../cases/filling/asking/market.service';
import { insertMany } from '../register/register.batch';
import type { BatchCommon, BatchRow, NewBatch, RowResult, WorkRow } from './batch.types';
import { BatchWork } from './batch-work.service';
import type { Clerk } from './clerks.service';

const batchSql =
  'SELECT id AS batch_id, institution_id, clerk_id, clerk_name, kind, business_id, common_cipher, total, done, failed, created_at, finished_at FROM work_batch WHERE id = ?';
/** Rows of one run of the outbox; in between, others get their turn. */
const rowsPerRun = 20;

/**
 * Work on many cases at once (批量办理). Each row is a transaction of its own that also writes its result: one that fails
 * stops no other, a process that dies loses nothing and does nothing twice.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Batches {
  @Inject() database!: Database;
  @Inject() outbox!: Outbox;
  @Inject() cipher!: FieldCipher;
  @Inject() businesses!: Businesses;
  @Inject() work!: BatchWork;
  @Inject('log') log!: Logger;

  @Init()
  async init(): Promise<void> {
    this.outbox.on('enterprise.batch', (task: Task<{ batchId: string }>) => this.run(task.payload.batchId), {
      maxAttempts: 100,
    });
  }

  async create(tx: Transaction, actor: Actor, clerk: Clerk, batch: NewBatch): Promise<BatchView> {
    const id = newId(tx.now);
    await tx.insert('work_batch', {
      id,
      institution_id: clerk.institution.id,
      clerk_id: clerk.staff.id,
      clerk_name: clerk.staff.name,
      branch_id: null,
      kind: batch.kind,
      business_id: batch.businessId,
      common_cipher: this.cipher.encryptJson(batch.common, `batch:${id}`),
      total: batch.rows.length,
      done: 0,
      failed: 0,
      created_at: tx.now,
      finished_at: null,
    });
    await insertMany(
      tx,
      'work_batch_row',
      batch.rows.map((row, position) => ({
        batch_id: id,
        position,
        target_id: row.targetId,
        case_id: row.caseId ?? null,
        acceptance_number: row.acceptanceNumber ?? null,
        location: row.location,
        input_cipher: row.input === undefined ? null : this.cipher.encryptJson(row.input, `batch:${id}`),
        state: 'waiting',
        code: null,
        message: null,
      })),
    );
    await tx.enqueue('enterprise.batch', id, { batchId: id });
    await tx.audit({
      actor,
      action: `enterprise.batch-${batch.kind}`,
      subject: { kind: 'batch', id },
      detail: { business: batch.businessId, rows: batch.rows.length },
    });
    return this.view(id, clerk.institution.id, (sql, params) => tx.query(sql, params));
  }

  /** Two statements. Error: NOT_FOUND, also for another institution's. */
  async view(
    id: string,
    institutionId: string,
    read: <T>(sql: string, params: readonly unknown[]) => Promise<T[]> = (sql, params) =>
      this.database.read(sql, params),
  ): Promise<BatchView> {
    const [batch] = await read<BatchRow>(batchSql, [id]);
    if (!batch || batch.institution_id !== institutionId) throw new Problem('NOT_FOUND');
    const rows = await read<WorkRow>(
      'SELECT position, case_id, acceptance_number, location, state, code, message FROM work_batch_row WHERE batch_id = ? ORDER BY position',
      [id],
    );
    return {
      id,
      kind: batch.kind,
      kindName: batchKinds[batch.kind],
      businessId: batch.business_id,
      businessName: this.businesses.current(batch.business_id)?.name ?? '多种业务',
      total: Number(batch.total),
      done: Number(batch.done),
      failed: Number(batch.failed),
      finished: batch.finished_at !== null,
      createdAt: Number(batch.created_at),
      rows: rows.map((row) => ({
        position: Number(row.position),
        caseId: row.case_id,
        acceptanceNumber: row.acceptance_number,
        location: row.location,
        state: row.state,
        code: row.code,
        message: row.message,
      })),
    };
  }

  private async run(batchId: string): Promise<{ againAfterMs: number } | undefined> {
    const [batch] = await this.database.read<BatchRow>(batchSql, [batchId]);
    if (!batch || batch.finished_at !== null) return undefined;
    const rows = await this.database.read<WorkRow>(
      `SELECT * FROM work_batch_row WHERE batch_id = ? AND state = 'waiting' ORDER BY position LIMIT ${rowsPerRun}`,
      [batchId],
    );
    const common = batch.common_cipher
      ? this.cipher.decryptJson<BatchCommon>(batch.common_cipher, `batch:${batchId}`)
      : {};
    const reference = rows[0]?.acceptance_number;
    const payer = reference ? await this.work.payerOf(batch, reference) : null;
    for (const row of rows) await this.one(batch, common, row, payer);
    if (rows.length === rowsPerRun) return { againAfterMs: 1 };
    await this.database.unitOfWork((tx) =>
      tx.execute('UPDATE work_batch SET finished_at = ? WHERE id = ? AND finished_at IS NULL', [tx.now, batchId]),
    );
    return undefined;
  }

  private async one(batch: BatchRow, common: BatchCommon, row: WorkRow, payer: PayerSize | null): Promise<void> {
    const input = row.input_cipher ? this.cipher.decryptJson<unknown>(row.input_cipher, `batch:${row.batch_id}`) : null;
    try {
      await this.work.perform(batch, common, row, input, payer, (tx, result) => this.done(tx, row, result));
    } catch (error) {
      await this.failed(row, error);
    }
  }

  /** In the row's own transaction; another run may have been faster. */
  private async done(tx: Transaction, row: WorkRow, result: RowResult): Promise<void> {
    const changed = await tx.execute(
      "UPDATE work_batch_row SET state = 'done', case_id = ?, acceptance_number = ?, message = ?, input_cipher = NULL WHERE batch_id = ? AND position = ? AND state = 'waiting'",
      [result.caseId, result.acceptanceNumber, result.message ?? null, row.batch_id, row.position],
    );
    if (changed === 0) throw new Problem('CONFLICT');
    await tx.execute('UPDATE work_batch SET done = done + 1 WHERE id = ?', [row.batch_id]);
  }

  private async failed(row: WorkRow, error: unknown): Promise<void> {
    const problem = error instanceof Problem ? error : new Problem('INTERNAL');
    if (!(error instanceof Problem))
      this.log.error(
        { batchId: row.batch_id, position: row.position, error: describeError(error) },
        'batch row failed',
      );
    const said = problem.fields?.map((field) => field.message).join('');
    const message = said || problem.message || errorCatalogue[problem.code as ErrorCode].message;
    await this.database.unitOfWork(async (tx) => {
      const changed = await tx.execute(
        "UPDATE work_batch_row SET state = 'failed', code = ?, message = ? WHERE batch_id = ? AND position = ? AND state = 'waiting'",
        [problem.code, message.slice(0, 300), row.batch_id, row.position],
      );
      if (changed > 0) await tx.execute('UPDATE work_batch SET failed = failed + 1 WHERE id = ?', [row.batch_id]);
    });
  }
}
