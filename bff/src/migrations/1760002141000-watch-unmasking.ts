import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropTables, id, int, ms, table } from './table';

/** How many full identities a member of staff has looked at in an hour, and whether that is paused. */
export class WatchUnmasking1760002141000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await table(
      runner,
      'unmask_watch',
      {
        staff_id: id(),
        since: ms(),
        looks: int(),
        alarmed_at: ms({ nullable: true }),
        paused_until: ms({ default: 0 }),
      },
      { primary: ['staff_id'], index: [['alarmed_at']] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'unmask_watch');
  }
}
