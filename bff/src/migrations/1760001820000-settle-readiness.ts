import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Citizens' open cases get their readiness too: the server finds it out once it has started. */
export class SettleReadiness1760001820000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "UPDATE registration_case SET readiness = 'unsettled' WHERE institution_id IS NULL AND state IN ('verified', 'correction', 'authorising')",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('UPDATE registration_case SET readiness = NULL WHERE institution_id IS NULL');
  }
}
