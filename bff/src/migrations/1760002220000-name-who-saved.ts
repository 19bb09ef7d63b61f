import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, dropColumn, id, ms } from './table';

/** Where there is no version yet: what is saved there is of version 1. */
const versions = ['institution', 'institution_branch', 'appointment_rule', 'calendar_exception', 'kiosk'];
const saved = [...versions, 'institution_clerk', 'service_point', 'staff'];

/** Which saving a setting comes from, and whose it was: a save made from an older one is told so instead of winning. */
export class NameWhoSaved1760002220000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of versions) await addColumn(runner, table, 'version', ms({ default: 1 }));
    for (const table of saved) {
      await addColumn(runner, table, 'saved_by', id({ nullable: true }));
      await addColumn(runner, table, 'saved_at', ms({ nullable: true }));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of saved) {
      await dropColumn(runner, table, 'saved_at');
      await dropColumn(runner, table, 'saved_by');
    }
    for (const table of versions) await dropColumn(runner, table, 'version');
  }
}
