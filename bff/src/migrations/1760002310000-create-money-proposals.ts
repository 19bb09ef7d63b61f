import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, cipher, dropColumn, dropIndex, dropTables, fen, id, index, ms, table, text } from './table';

/** What two persons decide about money, which versions of the fee table came from it, and what the centre searches orders by. */
export class CreateMoneyProposals1760002310000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await table(
      runner,
      'money_proposal',
      {
        id: id(),
        kind: text(20),
        subject_id: text(40),
        open_subject: text(70, { nullable: true }),
        content_cipher: cipher(),
        state: text(12),
        proposed_by: id(),
        created_at: ms(),
        decided_by: id({ nullable: true }),
        decided_at: ms({ nullable: true }),
        decision_cipher: cipher({ nullable: true }),
      },
      { unique: [['open_subject']], index: [['kind', 'id'], ['kind', 'state', 'id'], ['subject_id']] },
    );
    for (const name of ['fee_rule', 'fee_citation']) {
      await addColumn(runner, name, 'proposal_id', id({ nullable: true }));
      await addColumn(runner, name, 'ended_by', id({ nullable: true }));
    }
    await addColumn(runner, 'refund', 'outside_cipher', cipher({ nullable: true }));
    await addColumn(runner, 'payment_inbox', 'out_trade_no', text(64, { nullable: true }));
    await index(runner, 'payment_inbox', ['out_trade_no']);
    await index(runner, 'fee_order', ['state', 'id']);
    await index(runner, 'payment_attempt', ['channel', 'id']);
    await index(runner, 'payment_attempt', ['transaction_id']);
    await addColumn(runner, 'payment_quarantine', 'decision', text(12, { nullable: true }));
    await addColumn(runner, 'payment_quarantine', 'refund_fen', fen({ nullable: true }));
    await addColumn(runner, 'payment_quarantine', 'refund_state', text(12, { nullable: true }));
    await addColumn(runner, 'payment_quarantine', 'refund_code', text(64, { nullable: true }));
    await addColumn(runner, 'payment_quarantine', 'resolved_at', ms({ nullable: true }));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['resolved_at', 'refund_code', 'refund_state', 'refund_fen', 'decision'])
      await dropColumn(runner, 'payment_quarantine', name);
    await dropIndex(runner, 'payment_attempt', ['transaction_id']);
    await dropIndex(runner, 'payment_attempt', ['channel', 'id']);
    await dropIndex(runner, 'fee_order', ['state', 'id']);
    await dropIndex(runner, 'payment_inbox', ['out_trade_no']);
    await dropColumn(runner, 'payment_inbox', 'out_trade_no');
    await dropColumn(runner, 'refund', 'outside_cipher');
    for (const name of ['fee_citation', 'fee_rule']) {
      await dropColumn(runner, name, 'ended_by');
      await dropColumn(runner, name, 'proposal_id');
    }
    await dropTables(runner, 'money_proposal');
  }
}
