import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, cipher, dropColumn, dropIndex, dropTables, flag, id, index, json, ms, table, text } from './table';

const columns = {
  activation_hash: text(64, { nullable: true }),
  activation_expires_at: ms({ nullable: true }),
  activated_at: ms({ nullable: true }),
  last_sign_in_at: ms({ nullable: true }),
};

/** Activation links instead of initial passwords, recovery codes, passkeys, and what needs a second administrator. */
export class AddStaffAccess1760002110000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [key, type] of Object.entries(columns)) await addColumn(runner, 'staff', key, type);
    await index(runner, 'staff', ['activation_hash'], true);
    await runner.query('UPDATE staff SET activated_at = created_at WHERE password_initial = 0');
    // Whoever holds an initial password needs a link now: what was told to somebody else opens nothing any more.
    await runner.query("UPDATE staff SET password_hash = '', totp_cipher = '' WHERE password_initial = 1");
    await dropColumn(runner, 'staff', 'password_initial');
    await addColumn(runner, 'institution_filing', 'administrator_id', id({ nullable: true }));
    await table(
      runner,
      'staff_recovery_code',
      { staff_id: id(), code_blind: text(40), used_at: ms({ nullable: true }) },
      { primary: ['staff_id', 'code_blind'] },
    );
    await table(
      runner,
      'staff_passkey',
      {
        id: id(),
        staff_id: id(),
        credential_hash: text(64),
        credential_id: text(1400),
        public_key: text(2000),
        counter: ms(),
        transports: json(),
        name_cipher: cipher(),
        created_at: ms(),
        last_used_at: ms({ nullable: true }),
      },
      { unique: [['credential_hash']], index: [['staff_id']] },
    );
    await table(
      runner,
      'staff_challenge',
      { challenge_hash: text(64), expires_at: ms() },
      { primary: ['challenge_hash'], index: [['expires_at']] },
    );
    await table(
      runner,
      'staff_proposal',
      {
        id: id(),
        staff_id: id(),
        /** The account while undecided: one open proposal of each. */
        open_staff_id: id({ nullable: true }),
        proposed_by: id(),
        created_at: ms(),
        approved: flag({ nullable: true }),
        decided_by: id({ nullable: true }),
        decided_at: ms({ nullable: true }),
      },
      { unique: [['open_staff_id']], index: [['staff_id']] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'staff_proposal', 'staff_challenge', 'staff_passkey', 'staff_recovery_code');
    await dropColumn(runner, 'institution_filing', 'administrator_id');
    await addColumn(runner, 'staff', 'password_initial', flag({ default: 0 }));
    await runner.query('UPDATE staff SET password_initial = 1 WHERE activated_at IS NULL');
    await dropIndex(runner, 'staff', ['activation_hash'], true);
    for (const key of Object.keys(columns).reverse()) await dropColumn(runner, 'staff', key);
  }
}
