import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn, dropIndex, index, text } from './table';

const cases = 'registration_case';
const indexes = [
  ['readiness', 'institution_id', 'id'],
  ['readiness', 'institution_id', 'business_id', 'id'],
];

/** What an institution's open case still needs; of those there are already, the server finds it out once it has started. */
export class AddReadiness1760001810000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, cases, 'readiness', text(12, { nullable: true }));
    await runner.query(
      `UPDATE ${cases} SET readiness = 'unsettled' WHERE institution_id IS NOT NULL AND state IN ('verified', 'correction', 'authorising')`,
    );
    for (const columns of indexes) await index(runner, cases, columns);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const columns of indexes) await dropIndex(runner, cases, columns);
    await dropColumn(runner, cases, 'readiness');
  }
}
