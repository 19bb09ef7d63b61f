import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropTables, int, ms, table, text } from './table';

/**
 * Wrong passwords are counted by account and origin, SMS codes belong to the origin that asked for them, origins of
 * successful sign-ins are remembered, and what has a daily cap is counted. What the two older tables held is forgotten
 * within minutes anyway.
 */
export class CountByOrigin1760002140000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'login_failure', 'sms_code');
    await table(
      runner,
      'login_failure',
      { account_blind: text(40), source_blind: text(40), failures: int(), since: ms(), locked_until: ms() },
      { primary: ['account_blind', 'source_blind'], index: [['since']] },
    );
    await table(
      runner,
      'sms_code',
      {
        phone_blind: text(40),
        source_blind: text(40),
        code_hash: text(64),
        tries: int(),
        sent_at: ms(),
        expires_at: ms(),
        used_at: ms({ nullable: true }),
      },
      { primary: ['phone_blind', 'source_blind'], index: [['expires_at']] },
    );
    await table(
      runner,
      'sign_in_source',
      { account_blind: text(40), source_blind: text(40), kind: text(8), first_at: ms(), last_at: ms() },
      { primary: ['account_blind', 'source_blind'], index: [['last_at']] },
    );
    await table(
      runner,
      'quota',
      { who_blind: text(40), spent: int(), ends_at: ms() },
      { primary: ['who_blind'], index: [['ends_at']] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'quota', 'sign_in_source', 'sms_code', 'login_failure');
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
}
