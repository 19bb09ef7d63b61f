import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, cipher, dropColumn } from './table';

const reasons = [
  ['unit_limit', 'ended_reason_cipher'],
  ['institution_filing', 'reason_cipher'],
  ['institution_agreement', 'note_cipher'],
] as const;

/** What people wrote as reasons and terms is encrypted; the server moves what is there, because that takes the keys. */
export class EncryptReasons1760002160000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column] of reasons) await addColumn(runner, table, column, cipher({ nullable: true }));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, column] of reasons) await dropColumn(runner, table, column);
  }
}
