import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropTables, int, ms, table, text } from './table';

/** How far each upgrade of stored data has come. */
export class CreateDataUpgrade1760002130000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await table(
      runner,
      'data_upgrade',
      { name: text(64), cursor_id: text(64), done: int({ default: 0 }), finished_at: ms({ nullable: true }) },
      { primary: ['name'] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'data_upgrade');
  }
}
