import type { MigrationInterface, QueryRunner } from 'typeorm';
import { cipher, dropTables, id, int, ms, table, text } from './table';

/** Uploaded materials; their content is in the storage. */
export class CreateFiles1760000600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await table(
      runner,
      'uploaded_file',
      {
        id: id(),
        owner_kind: text(12),
        owner_id: id(),
        name_cipher: cipher(),
        kind: text(8),
        size: int(),
        sha256: text(64),
        blob_key: text(120),
        state: text(12),
        problem: text(40, { nullable: true }),
        uploaded_at: ms(),
        loose_since: ms({ nullable: true }),
        subject_kind: text(20, { nullable: true }),
        subject_id: id({ nullable: true }),
        slot: text(60, { nullable: true }),
        position: int({ default: 0 }),
      },
      { index: [['owner_id', 'loose_since'], ['loose_since'], ['subject_id', 'subject_kind']] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'uploaded_file');
  }
}
