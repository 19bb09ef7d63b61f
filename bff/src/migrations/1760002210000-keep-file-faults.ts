import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn, text } from './table';

const given =
  "UPDATE certificate SET file_fault = ? WHERE pdf_key IS NULL AND id IN (SELECT dedupe_key FROM outbox WHERE topic = 'certificate.render' AND state = 'dead'";

/** Why a certificate's file could not be made for good, also of those that earlier versions went on calling unfinished. */
export class KeepFileFaults1760002210000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'certificate', 'file_fault', text(24, { nullable: true }));
    await runner.query(`${given})`, ['other']);
    await runner.query(`${given} AND last_error_code = 'UnprintableTextError')`, ['unprintable']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'certificate', 'file_fault');
  }
}
