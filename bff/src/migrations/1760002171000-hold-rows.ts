import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn, int } from './table';

const tables = ['citizen', 'staff', 'institution', 'institution_branch', 'service_point', 'registration_case'];

/** Counts how often a row was held for the sake of other rows: a lock that is written holds on several writers too. */
export class HoldRows1760002171000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await addColumn(runner, table, 'held', int({ default: 0 }));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables) await dropColumn(runner, table, 'held');
  }
}
