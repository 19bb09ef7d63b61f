import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn, dropIndex, index, text } from './table';

/** One fee for several cases: who bears it, who waits for that one, and why nothing is due. */
export class ShareFees1760001020000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'registration_case', 'fee_share', text(64, { nullable: true }));
    await addColumn(runner, 'registration_case', 'fee_follows', text(20, { nullable: true }));
    await addColumn(runner, 'registration_case', 'fee_reason', text(200, { nullable: true }));
    await index(runner, 'registration_case', ['fee_share'], true);
    await index(runner, 'registration_case', ['fee_follows']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'registration_case', ['fee_share'], true);
    await dropIndex(runner, 'registration_case', ['fee_follows']);
    for (const column of ['fee_share', 'fee_follows', 'fee_reason'])
      await dropColumn(runner, 'registration_case', column);
  }
}
