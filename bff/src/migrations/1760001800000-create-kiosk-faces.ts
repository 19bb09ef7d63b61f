import type { MigrationInterface, QueryRunner } from 'typeorm';
import { cipher, dropTables, id, ms, table, text } from './table';

/** Face checks of people at kiosks. */
export class CreateKioskFaces1760001800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await table(
      runner,
      'kiosk_face',
      {
        id: id(),
        kiosk_id: id(),
        code_id: id(),
        // { certifyId }; no image, no identity.
        session_cipher: cipher(),
        state: text(8),
        created_at: ms(),
        expires_at: ms(),
      },
      { index: [['kiosk_id', 'state'], ['expires_at']] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'kiosk_face');
  }
}
