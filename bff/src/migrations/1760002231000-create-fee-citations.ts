import type { MigrationInterface, QueryRunner } from 'typeorm';
import { newId } from '../platform/ids';
import { dropTables, id, table, text } from './table';

/** The rules that exempted homes for community services when this was released; what changes gets a row of its own. */
const rows = [
  ['财政部等六部门公告 2019 年第 76 号', '2019-06-01', '2026-01-01'],
  ['公告 2026 年第 7 号', '2026-01-01', '2028-01-01'],
];

/** Which rule grants an exemption from the fee, and when. */
export class CreateFeeCitations1760002231000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await table(
      runner,
      'fee_citation',
      {
        id: id(),
        exemption: text(40),
        citation: text(200),
        valid_from: text(10),
        valid_until: text(10, { nullable: true }),
      },
      { index: [['exemption', 'valid_from']] },
    );
    for (const [citation, from, until] of rows)
      await runner.query(
        'INSERT INTO fee_citation (id, exemption, citation, valid_from, valid_until) VALUES (?, ?, ?, ?, ?)',
        [newId(), 'community-services', citation, from, until],
      );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'fee_citation');
  }
}
