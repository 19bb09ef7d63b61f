import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, cipher, dropColumn, ms } from './table';

/** When and from where a session was used. Sessions from before begin to be idle when they are next used. */
export class AddSessionActivity1760002142000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'session', 'last_seen_at', ms({ nullable: true }));
    await addColumn(runner, 'session', 'active_since', ms({ nullable: true }));
    // { address (masked), device }: what the owner is shown.
    await addColumn(runner, 'session', 'origin_cipher', cipher({ nullable: true }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'session', 'origin_cipher');
    await dropColumn(runner, 'session', 'active_since');
    await dropColumn(runner, 'session', 'last_seen_at');
  }
}
