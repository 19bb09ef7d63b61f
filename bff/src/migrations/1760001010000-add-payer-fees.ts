import type { MigrationInterface, QueryRunner } from 'typeorm';
import { newId } from '../platform/ids';
import { smallPayerBasis, smallPayerRows } from './fee-rows';
import { addColumn, dropColumn, text } from './table';

/** Rows of the fee table that hold only for some payers. */
export class AddPayerFees1760001010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'fee_rule', 'payer', text(20, { default: 'any' }));
    for (const rule of smallPayerRows)
      await runner.query(
        'INSERT INTO fee_rule (id, matter, uses, payer, per_unit_fen, per_further_copy_fen, valid_from, valid_until, basis) ' +
          'VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        [
          newId(),
          rule.matter,
          JSON.stringify(rule.uses),
          'small-enterprise',
          rule.perUnitFen,
          rule.perFurtherCopyFen,
          smallPayerBasis.from,
          null,
          smallPayerBasis.basis,
        ],
      );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM fee_rule WHERE payer <> 'any'");
    await dropColumn(runner, 'fee_rule', 'payer');
  }
}
