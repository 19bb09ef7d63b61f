import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, cipher, dropColumn, dropIndex, dropTables, id, index, ms, table, text } from './table';

/** Rows that follow a person from one account to another. */
const byAccount = [
  ['registration_case', 'applicant_id'],
  ['fee_order', 'applicant_id'],
  ['agent_grant', 'agent_id'],
] as const;
/** The device on which a face was shown is confirmed, even if its result is found later. */
const faces = ['face_attempt', 'grant_face_attempt'];
const yearMs = 365 * 86_400_000;

/**
 * How far it is known who a citizen is, and which sessions are on a device of hers. Several accounts may name one identity,
 * one may prove it. Only accounts with a passed face on record count as proven; names that were taken down without the phone
 * being checked are confirmed anew.
 */
export class AddAssurance1760002090000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'session', 'how', text(16, { nullable: true }));
    await addColumn(runner, 'session', 'confirmed_at', ms({ nullable: true }));
    await addColumn(runner, 'citizen', 'proven_at', ms({ nullable: true }));
    await addColumn(runner, 'citizen', 'proven_how', text(8, { nullable: true }));
    await addColumn(runner, 'citizen', 'proven_until', ms({ nullable: true }));
    await addColumn(runner, 'citizen', 'proven_blind', text(40, { nullable: true }));
    await dropIndex(runner, 'citizen', ['id_blind'], true);
    await index(runner, 'citizen', ['id_blind']);
    await index(runner, 'citizen', ['proven_blind'], true);
    await table(
      runner,
      'identity_face_attempt',
      {
        id: id(),
        citizen_id: id(),
        session_id: id(),
        channel: text(8),
        session_cipher: cipher(),
        state: text(8),
        created_at: ms(),
        expires_at: ms(),
      },
      { index: [['citizen_id'], ['expires_at']] },
    );
    await table(
      runner,
      'window_code',
      { citizen_id: id(), session_id: id(), code_blind: text(40), created_at: ms(), expires_at: ms() },
      { primary: ['citizen_id'], unique: [['code_blind']] },
    );
    for (const name of faces) await addColumn(runner, name, 'session_id', id({ nullable: true }));
    for (const [name, column] of byAccount) await index(runner, name, [column]);
    await this.settle(runner);
  }

  /** An agent shows her own face, whoever she acts for; so every attempt is of the account it names. */
  private async settle(runner: QueryRunner): Promise<void> {
    const shown =
      "SELECT citizen_id, channel, created_at FROM face_attempt WHERE state = 'passed' UNION ALL " +
      "SELECT citizen_id, channel, created_at FROM grant_face_attempt WHERE state = 'passed'";
    const passed: Array<{ citizen_id: string; channel: string; created_at: number }> = await runner.query(
      `SELECT citizen_id, channel, created_at FROM (${shown}) f ORDER BY created_at`,
    );
    for (const { citizen_id, channel, created_at } of passed) {
      await runner.query(
        'UPDATE citizen SET proven_at = ?, proven_how = ?, proven_until = ?, proven_blind = id_blind ' +
          'WHERE id = ? AND id_blind IS NOT NULL AND merged_into IS NULL',
        [created_at, channel, Number(created_at) + yearMs, citizen_id],
      );
    }
    await runner.query('UPDATE citizen SET real_name_at = NULL WHERE proven_at IS NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name, column] of byAccount) await dropIndex(runner, name, [column]);
    for (const name of faces) await dropColumn(runner, name, 'session_id');
    await dropTables(runner, 'window_code', 'identity_face_attempt');
    await runner.query(
      'UPDATE citizen SET real_name_at = created_at WHERE id_blind IS NOT NULL AND real_name_at IS NULL',
    );
    await dropIndex(runner, 'citizen', ['proven_blind'], true);
    await dropIndex(runner, 'citizen', ['id_blind']);
    await index(runner, 'citizen', ['id_blind'], true);
    for (const column of ['proven_blind', 'proven_until', 'proven_how', 'proven_at'])
      await dropColumn(runner, 'citizen', column);
    await dropColumn(runner, 'session', 'confirmed_at');
    await dropColumn(runner, 'session', 'how');
  }
}
