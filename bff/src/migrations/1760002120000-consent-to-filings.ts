import type { MigrationInterface, QueryRunner } from 'typeorm';
import { organisationKeyThen } from './organisation-key-then';
import { addColumn, dropColumn, dropIndex, id, index, ms, text } from './table';

const filing = 'institution_filing';
const keyed = ['institution', filing];

/** Several filings of one organisation may be open; those that name a member need its administrators' consent. */
export class ConsentToFilings1760002120000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, filing, ['open_credit_code'], true);
    await dropColumn(runner, filing, 'open_credit_code');
    for (const name of keyed) {
      await addColumn(runner, name, 'name_key', text(100, { default: '' }));
      const rows = (await runner.query(`SELECT id, name FROM ${name}`)) as Array<{ id: string; name: string }>;
      for (const row of rows)
        await runner.query(`UPDATE ${name} SET name_key = ? WHERE id = ?`, [organisationKeyThen(row.name), row.id]);
      await index(runner, name, ['name_key']);
    }
    /** The member whose administrators have answered. */
    await addColumn(runner, filing, 'member_id', id({ nullable: true }));
    await addColumn(runner, filing, 'consent', text(8, { nullable: true }));
    await addColumn(runner, filing, 'consent_by', id({ nullable: true }));
    await addColumn(runner, filing, 'consent_at', ms({ nullable: true }));
    await index(runner, filing, ['credit_code']);
    await index(runner, filing, ['member_id', 'id']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, filing, ['member_id', 'id']);
    await dropIndex(runner, filing, ['credit_code']);
    for (const key of ['consent_at', 'consent_by', 'consent', 'member_id']) await dropColumn(runner, filing, key);
    for (const name of keyed) {
      await dropIndex(runner, name, ['name_key']);
      await dropColumn(runner, name, 'name_key');
    }
    await addColumn(runner, filing, 'open_credit_code', text(18, { nullable: true }));
    const open = (await runner.query(
      `SELECT MIN(id) AS id, credit_code FROM ${filing} WHERE state = 'pending' GROUP BY credit_code`,
    )) as Array<{ id: string; credit_code: string }>;
    for (const row of open)
      await runner.query(`UPDATE ${filing} SET open_credit_code = ? WHERE id = ?`, [row.credit_code, row.id]);
    await index(runner, filing, ['open_credit_code'], true);
  }
}
