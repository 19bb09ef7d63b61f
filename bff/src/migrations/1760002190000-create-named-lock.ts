import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropTables, int, table, text } from './table';

/** Rows that are there to be held by who decides about a set of rows that may be empty. */
export class CreateNamedLock1760002190000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await table(runner, 'named_lock', { name: text(40), held: int({ default: 0 }) }, { primary: ['name'] });
    await runner.query("INSERT INTO named_lock (name) VALUES ('centre-staff')");
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'named_lock');
  }
}
