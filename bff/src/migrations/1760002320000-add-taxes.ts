import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, cipher, dropColumn, dropIndex, dropTables, fen, id, index, json, ms, table, text } from './table';

/** Taxes are orders beside the fee, collected for the bureau; several attempts may be one combined payment. */
export class AddTaxes1760002320000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'fee_order', 'kind', text(8, { default: 'fee' }));
    await addColumn(runner, 'fee_order', 'tax', text(20, { nullable: true }));
    await addColumn(runner, 'fee_order', 'voucher', text(40, { nullable: true }));
    await addColumn(runner, 'fee_order', 'collector', json({ nullable: true }));
    // Rounds of the fee and of each tax are counted by themselves.
    await index(runner, 'fee_order', ['case_id', 'kind', 'round'], true);
    await dropIndex(runner, 'fee_order', ['case_id', 'round'], true);
    await addColumn(runner, 'payment_attempt', 'group_id', id({ nullable: true }));
    await index(runner, 'payment_attempt', ['group_id', 'id']);
    await table(
      runner,
      'payment_group',
      {
        id: id(),
        out_trade_no: text(32),
        channel: text(16),
        method: text(16),
        citizen_id: id(),
        payer_cipher: cipher({ nullable: true }),
        prepay_cipher: cipher({ nullable: true }),
        expires_at: ms(),
        created_at: ms(),
      },
      { unique: [['out_trade_no']] },
    );
    await table(
      runner,
      'tax_refund',
      {
        id: id(),
        order_id: id(),
        attempt_id: id(),
        acceptance_number: text(30),
        voucher: text(40),
        amount_fen: fen(),
        reason: text(12),
        state: text(12),
        ticket: text(128, { nullable: true }),
        answer: text(64, { nullable: true }),
        created_at: ms(),
        finished_at: ms({ nullable: true }),
      },
      { unique: [['attempt_id']], index: [['order_id'], ['state', 'id']] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'tax_refund', 'payment_group');
    await dropIndex(runner, 'payment_attempt', ['group_id', 'id']);
    await dropColumn(runner, 'payment_attempt', 'group_id');
    await runner.query("DELETE FROM fee_order WHERE kind = 'tax'");
    await index(runner, 'fee_order', ['case_id', 'round'], true);
    await dropIndex(runner, 'fee_order', ['case_id', 'kind', 'round'], true);
    for (const column of ['collector', 'voucher', 'tax', 'kind']) await dropColumn(runner, 'fee_order', column);
  }
}
