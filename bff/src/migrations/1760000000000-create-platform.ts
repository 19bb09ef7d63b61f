import type { MigrationInterface, QueryRunner } from 'typeorm';
import { cipher, dropTables, id, int, json, ms, table, text } from './table';

/** The platform's own tables: outbox, job leases, idempotency keys, action log and its seals. */
export class CreatePlatform1760000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await table(
      runner,
      'outbox',
      {
        id: id(),
        topic: text(64),
        dedupe_key: text(160, { nullable: true }),
        payload_cipher: cipher(),
        state: text(8),
        attempts: int({ default: 0 }),
        next_at: ms(),
        locked_until: ms({ default: 0 }),
        locked_by: text(40, { nullable: true }),
        last_error_code: text(64, { nullable: true }),
        case_id: id({ nullable: true }),
        created_at: ms(),
        finished_at: ms({ nullable: true }),
      },
      {
        unique: [['topic', 'dedupe_key']],
        index: [
          ['state', 'next_at'],
          ['state', 'locked_until'],
          ['state', 'finished_at'],
        ],
      },
    );
    await table(
      runner,
      'job_lease',
      {
        name: text(64),
        locked_until: ms(),
        locked_by: text(40),
        next_at: ms(),
        last_error_code: text(64, { nullable: true }),
      },
      { primary: ['name'] },
    );
    await table(
      runner,
      'idempotency_key',
      {
        subject: text(48),
        idempotency_key: text(64),
        route: text(160),
        request_hash: text(64),
        state: text(8),
        owner: text(26),
        locked_until: ms(),
        status: int({ nullable: true }),
        reply_cipher: cipher({ nullable: true }),
        created_at: ms(),
      },
      { primary: ['subject', 'idempotency_key'], index: [['created_at']] },
    );
    await table(
      runner,
      'audit_entry',
      {
        id: id(),
        at: ms(),
        actor_kind: text(16),
        actor_id: text(64),
        action: text(64),
        subject_kind: text(32),
        subject_id: text(64),
        detail: json(),
      },
      {
        index: [
          ['subject_id', 'id'],
          ['actor_id', 'id'],
          ['action', 'id'],
        ],
      },
    );
    await table(
      runner,
      'audit_seal',
      { seq: ms(), entry_id: id(), prev_hash: text(64), hash: text(64), sealed_at: ms() },
      { primary: ['seq'], unique: [['entry_id']] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'audit_seal', 'audit_entry', 'idempotency_key', 'job_lease', 'outbox');
  }
}
