import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn, text } from './table';

/** Which process is answering a command, so that its successor can tell what was left unanswered. */
export class NameClaimingProcess1760002170000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'idempotency_key', 'process', text(48, { nullable: true }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'idempotency_key', 'process');
  }
}
