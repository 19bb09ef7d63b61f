import type { MigrationInterface, QueryRunner } from 'typeorm';
import { newId } from '../platform/ids';
import { usualBasis, usualRows } from './fee-rows';
import {
  addColumn,
  type ColumnType,
  cipher,
  dropColumn,
  dropIndex,
  dropTables,
  fen,
  id,
  index,
  int,
  ms,
  table,
  text,
} from './table';

const none = { nullable: true };
const columns: Record<string, Record<string, ColumnType>> = {
  unit: {
    survey_number: text(14, none),
    developer_code: text(18, none),
    developer_name: text(100, none),
    first_case: text(20, none),
  },
  advance_notice: {
    obligors_cipher: cipher(none),
    co_ownership: text(8, none),
    mortgagee_code: text(18, none),
    notice_rank: int(none),
    secured_fen: fen(none),
    collateral_fen: fen(none),
    debt_start: text(10, none),
    debt_end: text(10, none),
    ended_case_id: id(none),
  },
  mortgage: { ended_case_id: id(none) },
  registration_case: {
    institution_id: id(none),
    branch_id: id(none),
    clerk_id: id(none),
    clerk_name: text(60, none),
    unit_number: text(28, none),
    location: text(200, none),
  },
  case_party: { name_blind: text(40, none) },
};
const indexes: Array<[string, string[]]> = [
  ['unit', ['survey_number', 'developer_code']],
  ['unit', ['first_case']],
  ['advance_notice', ['mortgagee_code', 'kind', 'id']],
  ['advance_notice', ['valid_to', 'effective_until']],
  ['registration_case', ['institution_id', 'id']],
  ['registration_case', ['institution_id', 'state', 'id']],
  ['registration_case', ['institution_id', 'unit_number']],
  ['registration_case', ['institution_id', 'location']],
  ['registration_case', ['clerk_id', 'state']],
  ['registration_case', ['unit_number']],
  ['case_party', ['name_blind', 'case_id']],
];

/** What institutions need: where buildings belong, presale notices with their parties, batches, result schedules. */
export class AddInstitutionBusiness1760000800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [name, added] of Object.entries(columns))
      for (const [key, type] of Object.entries(added)) await addColumn(runner, name, key, type);
    for (const [name, key] of indexes) await index(runner, name, key);
    await table(
      runner,
      'work_batch',
      {
        id: id(),
        institution_id: id(),
        clerk_id: id(),
        clerk_name: text(60),
        branch_id: id(none),
        kind: text(10),
        business_id: text(60),
        /** What all rows share, e.g. how the building was found. */
        common_cipher: cipher(none),
        total: int(),
        done: int(),
        failed: int(),
        created_at: ms(),
        finished_at: ms(none),
      },
      { index: [['institution_id', 'id']] },
    );
    await table(
      runner,
      'work_batch_row',
      {
        batch_id: id(),
        position: int(),
        target_id: id(),
        case_id: id(none),
        acceptance_number: text(20, none),
        location: text(200),
        input_cipher: cipher(none),
        state: text(8),
        code: text(40, none),
        message: text(300, none),
      },
      { primary: ['batch_id', 'position'] },
    );
    await table(
      runner,
      'result_schedule',
      {
        id: id(),
        number: text(24),
        institution_id: id(),
        business_id: text(60),
        made_by: text(60),
        cases: int(),
        created_at: ms(),
      },
      { unique: [['number']], index: [['institution_id', 'id']] },
    );
    await table(
      runner,
      'result_schedule_row',
      { schedule_id: id(), position: int(), case_id: id() },
      { primary: ['schedule_id', 'position'] },
    );
    await this.addFees(runner);
  }

  private async addFees(runner: QueryRunner): Promise<void> {
    const known = (await runner.query('SELECT DISTINCT matter FROM fee_rule')) as Array<{ matter: string }>;
    for (const rule of usualRows) {
      if (known.some(({ matter }) => matter === rule.matter)) continue;
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

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM fee_rule WHERE matter <> 'transfer'");
    await dropTables(runner, 'result_schedule_row', 'result_schedule', 'work_batch_row', 'work_batch');
    for (const [name, key] of indexes) await dropIndex(runner, name, key);
    for (const [name, added] of Object.entries(columns))
      for (const key of Object.keys(added)) await dropColumn(runner, name, key);
  }
}
