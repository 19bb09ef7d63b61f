import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, cipher, dropColumn, dropIndex, index, text } from './table';

/** Until a message is sent, news of its case for the same person is joined to it. */
export class JoinMessages1760002240000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'message', 'slot', text(70, { nullable: true }));
    await addColumn(runner, 'message', 'parts_cipher', cipher({ nullable: true }));
    await index(runner, 'message', ['slot'], true);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'message', ['slot'], true);
    await dropColumn(runner, 'message', 'parts_cipher');
    await dropColumn(runner, 'message', 'slot');
  }
}
