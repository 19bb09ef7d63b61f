import type { MigrationInterface, QueryRunner } from 'typeorm';
import { cipher, dropTables, fen, flag, id, ms, table, text } from './table';

const none = { nullable: true };

/** Money that the parties of a case have supervised by a bank. */
export class CreateEscrow1760002330000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await table(
      runner,
      'escrow',
      {
        id: id(),
        case_id: id(),
        open_key: id(none),
        agreement_number: text(40),
        agreement_hash: text(64),
        content_cipher: cipher(),
        payee_cipher: cipher(),
        deposit_cipher: cipher(none),
        amount_fen: fen(),
        pay_off_fen: fen(),
        deposited_fen: fen(),
        locked_fen: fen(),
        state: text(16),
        bank_version: ms(),
        says: text(64, none),
        alarm: text(20, none),
        settled: text(20, none),
        needs_person: flag(),
        silent_since: ms(none),
        state_since: ms(),
        created_at: ms(),
        updated_at: ms(),
      },
      {
        unique: [['open_key'], ['agreement_number']],
        index: [
          ['case_id', 'id'],
          ['needs_person', 'id'],
        ],
      },
    );
    await table(
      runner,
      'escrow_event',
      { id: id(), escrow_id: id(), state: text(16), note: text(200, none), at: ms() },
      { index: [['escrow_id', 'id']] },
    );
    await table(
      runner,
      'escrow_instruction',
      {
        id: id(),
        escrow_id: id(),
        number: text(60),
        kind: text(10),
        state: text(10),
        ticket: text(128, none),
        says: text(64, none),
        created_at: ms(),
        answered_at: ms(none),
      },
      { unique: [['number']], index: [['escrow_id', 'id']] },
    );
    await table(
      runner,
      'escrow_payee_change',
      {
        id: id(),
        escrow_id: id(),
        open_key: id(none),
        citizen_id: id(),
        session_id: id(none),
        channel: text(10),
        session_cipher: cipher(),
        payee_cipher: cipher(),
        state: text(14),
        expires_at: ms(),
        effective_at: ms(none),
        created_at: ms(),
      },
      { unique: [['open_key']], index: [['escrow_id', 'id']] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'escrow_payee_change', 'escrow_instruction', 'escrow_event', 'escrow');
  }
}
