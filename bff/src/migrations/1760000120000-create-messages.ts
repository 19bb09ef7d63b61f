import type { MigrationInterface, QueryRunner } from 'typeorm';
import { cipher, dropTables, id, ms, table, text } from './table';

/** In-app messages. The text names people, so it is encrypted. */
export class CreateMessages1760000120000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await table(
      runner,
      'message',
      {
        id: id(),
        recipient: text(40),
        case_id: id({ nullable: true }),
        template: text(40),
        title: text(60),
        body_cipher: cipher(),
        created_at: ms(),
        read_at: ms({ nullable: true }),
      },
      { index: [['recipient', 'id'], ['recipient', 'read_at'], ['case_id']] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'message');
  }
}
