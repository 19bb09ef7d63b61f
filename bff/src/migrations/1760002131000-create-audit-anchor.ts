import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropTables, int, longText, ms, table, text } from './table';

/** Which anchors of the action log were written; only ever inserted into. */
export class CreateAuditAnchor1760002131000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await table(
      runner,
      'audit_anchor',
      { number: int(), seq: ms(), line: longText(), line_hash: text(64), made_at: ms() },
      { primary: ['number'] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'audit_anchor');
  }
}
