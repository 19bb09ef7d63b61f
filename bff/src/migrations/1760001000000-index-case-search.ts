import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropIndex, index } from './table';

const indexes: Array<[string, string[]]> = [
  ['registration_case', ['location']],
  ['registration_case', ['business_id', 'id']],
  ['registration_case', ['business_id', 'state', 'id']],
  ['registration_case', ['institution_id', 'business_id', 'id']],
  ['registration_case', ['claimed_by', 'id']],
  // The citizen's own list leaves out cases that were not yet sent; the centre's search does not.
  ['case_party', ['id_blind', 'case_id']],
];

/** Every filter of the lists of cases has an index in the order in which the list is shown. */
export class IndexCaseSearch1760001000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of indexes) await index(runner, table, columns);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of indexes) await dropIndex(runner, table, columns);
  }
}
