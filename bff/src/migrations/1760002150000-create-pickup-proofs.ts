import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn, dropTables, id, longText, ms, table, text } from './table';

const reader = { reader_device_id: text(40, { nullable: true }), reader_url: text(200, { nullable: true }) };

/** Card readers of kiosks, what they are asked to read, and visits that an institution's clerk is asked to confirm. */
export class CreatePickupProofs1760002150000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [name, type] of Object.entries(reader)) await addColumn(runner, 'kiosk', name, type);
    // SPKI in PEM; its hash is the fingerprint.
    await addColumn(runner, 'kiosk', 'reader_key', longText({ nullable: true }));
    await addColumn(runner, 'kiosk', 'reader_key_hash', text(64, { nullable: true }));
    const attempt = { id: id(), kiosk_id: id(), code_id: id(), state: text(8), created_at: ms(), expires_at: ms() };
    // No name, no number of the card: only what has to be signed.
    await table(
      runner,
      'kiosk_reading',
      { ...attempt, nonce: text(64) },
      { index: [['kiosk_id', 'state'], ['expires_at']] },
    );
    await table(
      runner,
      'kiosk_confirmation',
      {
        ...attempt,
        institution_id: id(),
        appointment_id: id(),
        number: text(4),
        decided_by: id({ nullable: true }),
      },
      { index: [['institution_id', 'state'], ['kiosk_id', 'state'], ['expires_at']] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'kiosk_confirmation', 'kiosk_reading');
    for (const name of ['reader_key_hash', 'reader_key', ...Object.keys(reader)])
      await dropColumn(runner, 'kiosk', name);
  }
}
