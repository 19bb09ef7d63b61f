import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropTables, id, int, ms, table, text } from './table';

/** Notes of the centre in service guides. They say what the declaration does not; withdrawn ones stay for the record. */
export class CreateGuideNotes1760000700000 implements MigrationInterface {
  name = 'CreateGuideNotes1760000700000';

  async up(runner: QueryRunner): Promise<void> {
    await table(
      runner,
      'guide_note',
      {
        id: id(),
        guide_id: text(60),
        section: text(20),
        text: text(500),
        valid_from: text(10),
        valid_until: text(10, { nullable: true }),
        author_id: id(),
        author_name: text(60),
        version: int(),
        created_at: ms(),
        updated_at: ms(),
        withdrawn_at: ms({ nullable: true }),
      },
      { index: [['guide_id', 'id']] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'guide_note');
  }
}
