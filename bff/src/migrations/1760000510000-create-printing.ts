import type { MigrationInterface, QueryRunner } from 'typeorm';
import { cipher, dropTables, flag, id, ms, table, text } from './table';

/** Kiosks, the visits of people at them, and what was printed. */
export class CreatePrinting1760000510000 implements MigrationInterface {
  name = 'CreatePrinting1760000510000';

  async up(runner: QueryRunner): Promise<void> {
    await table(
      runner,
      'kiosk',
      {
        id: id(),
        point_id: id(),
        name: text(40),
        token_hash: text(64),
        active: flag(),
        last_seen_at: ms({ nullable: true }),
        created_at: ms(),
      },
      { unique: [['token_hash']], index: [['point_id']] },
    );
    await table(
      runner,
      'kiosk_visit',
      {
        token_hash: text(64),
        kiosk_id: id(),
        code_id: id(),
        id_blind: text(64),
        expires_at: ms(),
        ended_at: ms({ nullable: true }),
        created_at: ms(),
      },
      { primary: ['token_hash'], index: [['expires_at']] },
    );
    await table(
      runner,
      'print_copy',
      {
        id: id(),
        certificate_id: id(),
        certificate_number: text(40),
        // The certificate's id as long as this print uses up the copy; null once a reprint was allowed.
        active_key: id({ nullable: true }),
        kiosk_id: id(),
        visit_hash: text(64),
        state: text(10),
        trouble: text(12, { nullable: true }),
        reason_cipher: cipher({ nullable: true }),
        started_at: ms(),
        ended_at: ms({ nullable: true }),
      },
      { unique: [['active_key']], index: [['certificate_id'], ['state', 'id'], ['state', 'started_at']] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'print_copy', 'kiosk_visit', 'kiosk');
  }
}
