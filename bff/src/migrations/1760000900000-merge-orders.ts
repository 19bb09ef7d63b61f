import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dialectOf, dropColumn, fen, id, index, int, json, ms, table, text } from './table';

const columns = (caseIdNullable: boolean) => ({
  id: id(),
  number: text(24),
  case_id: id({ nullable: caseIdNullable }),
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
});

/** Merged orders have no case of their own, and a payer's list shows what is still to be paid first. */
export class MergeOrders1760000900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.caseIdNullable(runner, true);
    await addColumn(runner, 'fee_order', 'merged_into', id({ nullable: true }));
    await addColumn(runner, 'fee_order', 'merged_count', int({ default: 0 }));
    await index(runner, 'fee_order', ['merged_into', 'id']);
    await index(runner, 'fee_order', ['acceptance_number']);
    await addColumn(runner, 'fee_order_payer', 'place', text(8, { default: 'open' }));
    await runner.query(
      "UPDATE fee_order_payer SET place = 'done' WHERE order_id IN (SELECT id FROM fee_order WHERE state <> 'unpaid')",
    );
    await index(runner, 'fee_order_payer', ['id_blind', 'place', 'order_id']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP INDEX \`ix_fee_order_payer_id_blind_place_order_id\`${this.of(runner, 'fee_order_payer')}`,
    );
    await dropColumn(runner, 'fee_order_payer', 'place');
    await runner.query(`DROP INDEX \`ix_fee_order_acceptance_number\`${this.of(runner, 'fee_order')}`);
    await runner.query(`DROP INDEX \`ix_fee_order_merged_into_id\`${this.of(runner, 'fee_order')}`);
    await dropColumn(runner, 'fee_order', 'merged_count');
    await dropColumn(runner, 'fee_order', 'merged_into');
    // What was merged stays readable in the books; its own id stands where a case's would.
    await runner.query('UPDATE fee_order SET case_id = id WHERE case_id IS NULL');
    await this.caseIdNullable(runner, false);
  }

  private of(runner: QueryRunner, name: string): string {
    return dialectOf(runner) === 'mysql' ? ` ON \`${name}\`` : '';
  }

  /** SQLite cannot change a column, so the table is made anew. */
  private async caseIdNullable(runner: QueryRunner, nullable: boolean): Promise<void> {
    if (dialectOf(runner) === 'mysql') {
      await runner.query(`ALTER TABLE fee_order MODIFY COLUMN case_id varchar(26) ${nullable ? 'NULL' : 'NOT NULL'}`);
      return;
    }
    const shape = columns(nullable);
    const names = Object.keys(shape).join(', ');
    await runner.query('ALTER TABLE fee_order RENAME TO fee_order_before');
    await runner.query('DROP INDEX `ux_fee_order_number`');
    await runner.query('DROP INDEX `ux_fee_order_case_id_round`');
    await table(runner, 'fee_order', shape, { unique: [['number'], ['case_id', 'round']] });
    await runner.query(`INSERT INTO fee_order (${names}) SELECT ${names} FROM fee_order_before`);
    await runner.query('DROP TABLE fee_order_before');
  }
}
