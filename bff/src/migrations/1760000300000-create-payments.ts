import type { MigrationInterface, QueryRunner } from 'typeorm';
import { newId } from '../platform/ids';
import { usualBasis, usualRows } from './fee-rows';
import { cipher, dropTables, fen, id, int, json, longText, ms, table, text } from './table';

/** Fee table, orders, payment attempts, callback inbox, refunds, ledger and quarantine; seeds the fees in force. */
export class CreatePayments1760000300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.fees(runner);
    await this.orders(runner);
    await this.money(runner);
    await this.records(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(
      runner,
      'payment_quarantine',
      'payment_ledger',
      'refund',
      'payment_inbox',
      'payment_attempt',
      'fee_order_payer',
      'fee_order',
      'fee_rule',
    );
  }

  private async fees(runner: QueryRunner): Promise<void> {
    await table(runner, 'fee_rule', {
      id: id(),
      matter: text(20),
      uses: json(),
      per_unit_fen: fen(),
      per_further_copy_fen: fen(),
      valid_from: text(10),
      valid_until: text(10, { nullable: true }),
      basis: text(200),
    });
    for (const rule of usualRows) {
      await runner.query(
        'INSERT INTO fee_rule (id, matter, uses, per_unit_fen, per_further_copy_fen, valid_from, valid_until, basis) ' +
          'VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        [
          newId(),
          rule.matter,
          JSON.stringify(rule.uses),
          rule.perUnitFen,
          rule.perFurtherCopyFen,
          usualBasis.from,
          null,
          usualBasis.basis,
        ],
      );
    }
  }

  private async orders(runner: QueryRunner): Promise<void> {
    await table(
      runner,
      'fee_order',
      {
        id: id(),
        number: text(24),
        case_id: id(),
        round: int(),
        applicant_id: id({ nullable: true }),
        acceptance_number: text(30),
        business_name: text(60),
        location: text(300),
        items: json(),
        total_fen: fen(),
        state: text(16),
        paid_attempt_id: id({ nullable: true }),
        paid_method: text(16, { nullable: true }),
        paid_at: ms({ nullable: true }),
        end_reason: text(300, { nullable: true }),
        version: int({ default: 1 }),
        created_at: ms(),
        updated_at: ms(),
      },
      { unique: [['number'], ['case_id', 'round']] },
    );
    await table(
      runner,
      'fee_order_payer',
      { order_id: id(), id_blind: text(40) },
      { primary: ['order_id', 'id_blind'], index: [['id_blind', 'order_id']] },
    );
  }

  private async money(runner: QueryRunner): Promise<void> {
    await table(
      runner,
      'payment_attempt',
      {
        id: id(),
        order_id: id(),
        out_trade_no: text(32),
        channel: text(16),
        method: text(16),
        slot: text(48, { nullable: true }),
        amount_fen: fen(),
        refunded_fen: fen({ default: 0 }),
        state: text(12),
        citizen_id: id(),
        payer_cipher: cipher({ nullable: true }),
        prepay_cipher: cipher({ nullable: true }),
        transaction_id: text(64, { nullable: true }),
        expires_at: ms(),
        paid_at: ms({ nullable: true }),
        ended_at: ms({ nullable: true }),
        created_at: ms(),
      },
      { unique: [['out_trade_no'], ['order_id', 'slot'], ['channel', 'transaction_id']] },
    );
    await table(
      runner,
      'refund',
      {
        id: id(),
        out_refund_no: text(64),
        attempt_id: id(),
        order_id: id(),
        cause: text(40),
        amount_fen: fen(),
        reason: text(80),
        state: text(12),
        gateway_code: text(64, { nullable: true }),
        created_at: ms(),
        finished_at: ms({ nullable: true }),
      },
      { unique: [['out_refund_no'], ['attempt_id', 'cause']], index: [['order_id'], ['state', 'id']] },
    );
  }

  private async records(runner: QueryRunner): Promise<void> {
    await table(
      runner,
      'payment_inbox',
      {
        id: id(),
        channel: text(16),
        notification_id: text(128),
        raw_cipher: cipher(),
        notification_cipher: cipher(),
        state: text(12),
        received_at: ms(),
        processed_at: ms({ nullable: true }),
      },
      { unique: [['channel', 'notification_id']] },
    );
    await table(
      runner,
      'payment_ledger',
      {
        id: id(),
        at: ms(),
        kind: text(16),
        reference: text(100),
        order_id: id(),
        attempt_id: id(),
        channel: text(16),
        amount_fen: fen(),
      },
      { unique: [['kind', 'reference']], index: [['order_id'], ['at']] },
    );
    await table(
      runner,
      'payment_quarantine',
      {
        id: id(),
        at: ms(),
        channel: text(16),
        out_trade_no: text(64),
        reason: text(40),
        detail: longText(),
        content_cipher: cipher({ nullable: true }),
        state: text(12),
        fingerprint: text(64),
      },
      { unique: [['fingerprint']], index: [['state', 'id'], ['out_trade_no']] },
    );
  }
}
