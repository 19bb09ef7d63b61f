import type { MigrationInterface, QueryRunner } from 'typeorm';
import { cipher, dropTables, id, int, json, ms, table, text } from './table';

/** Accounts of citizens and staff, institutions, sessions, SMS codes. */
export class CreateIdentity1760000110000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await table(
      runner,
      'citizen',
      {
        id: id(),
        name_cipher: cipher({ nullable: true }),
        id_cipher: cipher({ nullable: true }),
        id_blind: text(40, { nullable: true }),
        phone_cipher: cipher({ nullable: true }),
        phone_blind: text(40, { nullable: true }),
        password_hash: text(200, { nullable: true }),
        real_name_at: ms({ nullable: true }),
        merged_into: id({ nullable: true }),
        merged_at: ms({ nullable: true }),
        version: int(),
        created_at: ms(),
      },
      { unique: [['id_blind'], ['phone_blind']] },
    );
    await table(
      runner,
      'citizen_identity',
      { provider: text(8), openid_blind: text(40), openid_cipher: cipher(), citizen_id: id(), created_at: ms() },
      { primary: ['provider', 'openid_blind'], index: [['citizen_id']] },
    );
    await table(
      runner,
      'institution',
      { id: id(), name: text(100), credit_code: text(18), kind: text(16), created_at: ms() },
      { unique: [['name'], ['credit_code']] },
    );
    await table(
      runner,
      'staff',
      {
        id: id(),
        username: text(40),
        name_cipher: cipher(),
        password_hash: text(200),
        totp_cipher: cipher(),
        totp_step: ms({ default: 0 }),
        roles: json(),
        institution_id: id({ nullable: true }),
        active: int({ default: 1 }),
        created_at: ms(),
      },
      { unique: [['username']], index: [['institution_id']] },
    );
    await table(
      runner,
      'session',
      {
        token_hash: text(64),
        id: id(),
        kind: text(8),
        subject_id: id(),
        created_at: ms(),
        expires_at: ms(),
        revoked_at: ms({ nullable: true }),
      },
      { primary: ['token_hash'], unique: [['id']], index: [['subject_id'], ['expires_at']] },
    );
    await table(
      runner,
      'sms_code',
      {
        phone_blind: text(40),
        code_hash: text(64),
        tries: int(),
        sent_at: ms(),
        expires_at: ms(),
        used_at: ms({ nullable: true }),
      },
      { primary: ['phone_blind'], index: [['expires_at']] },
    );
    await table(
      runner,
      'login_failure',
      { account_blind: text(40), failures: int(), since: ms(), locked_until: ms() },
      { primary: ['account_blind'] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables = ['login_failure', 'sms_code', 'session', 'staff', 'institution', 'citizen_identity', 'citizen'];
    await dropTables(runner, ...tables);
  }
}
