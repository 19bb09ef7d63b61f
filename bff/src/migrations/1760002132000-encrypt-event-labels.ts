import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, cipher, dropColumn } from './table';

/** Who did it is encrypted; the server moves the labels that are there once it has started, because that takes the keys. */
export class EncryptEventLabels1760002132000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'case_event', 'by_cipher', cipher({ nullable: true }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'case_event', 'by_cipher');
  }
}
