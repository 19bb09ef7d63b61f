import type { MigrationInterface, QueryRunner } from 'typeorm';
import { cipher, dropTables, flag, id, int, json, ms, table, text } from './table';

export class CreateCases1760000200000 implements MigrationInterface {
  name = 'CreateCases1760000200000';

  async up(runner: QueryRunner): Promise<void> {
    const optional = { nullable: true };
    await table(
      runner,
      'registration_case',
      {
        id: id(),
        acceptance_number: text(20),
        business_id: text(60),
        business_version: int(),
        state: text(20),
        version: int(),
        applicant_id: id(),
        unit_id: id(),
        right_id: id(),
        unit_summary: json(),
        pending_key: text(100, optional),
        form_cipher: cipher(),
        content_hash: text(64),
        warnings: json(),
        ever_submitted: flag(),
        correction_used: flag(),
        correction_cipher: cipher(optional),
        end_reason_cipher: cipher(optional),
        fee_fen: ms(optional),
        order_id: id(optional),
        order_number: text(40, optional),
        claimed_by: id(optional),
        claimed_name: text(60, optional),
        claimed_at: ms(optional),
        state_since: ms(),
        deadline_at: ms(optional),
        submitted_at: ms(optional),
        created_at: ms(),
        updated_at: ms(),
      },
      {
        unique: [['acceptance_number'], ['pending_key']],
        index: [
          ['state', 'deadline_at'],
          ['state', 'id'],
          ['claimed_by', 'state'],
          ['unit_id', 'state'],
        ],
      },
    );
    await table(
      runner,
      'case_party',
      {
        id: id(),
        case_id: id(),
        role: text(30),
        position: int(),
        id_blind: text(64),
        identity_cipher: cipher(),
        institution_id: id(optional),
        share_numerator: int(optional),
        share_denominator: int(optional),
        visible: flag(),
        applicant: flag(),
        auth_state: text(10),
        auth_how: text(12, optional),
        auth_at: ms(optional),
        auth_reason_cipher: cipher(optional),
        agreed_hash: text(64, optional),
        asked_at: ms(optional),
      },
      {
        index: [
          ['case_id'],
          ['id_blind', 'visible', 'case_id'],
          ['institution_id', 'auth_state'],
          ['auth_state', 'id'],
        ],
      },
    );
    await table(
      runner,
      'case_event',
      {
        id: id(),
        case_id: id(),
        seq: int(),
        at: ms(),
        action: text(30),
        from_state: text(20),
        to_state: text(20),
        actor_kind: text(12),
        actor_id: text(26),
        by_label: text(80),
        note_cipher: cipher(optional),
      },
      { unique: [['case_id', 'seq']] },
    );
    await table(
      runner,
      'case_check',
      {
        case_id: id(),
        check_id: text(40),
        result: text(10),
        message: text(300),
        input_hash: text(64),
        ticket: text(128, optional),
        answer_cipher: cipher(optional),
        at: ms(),
      },
      { primary: ['case_id', 'check_id'] },
    );
    await table(
      runner,
      'face_attempt',
      {
        id: id(),
        party_id: id(),
        citizen_id: id(),
        channel: text(10),
        session_cipher: cipher(),
        content_hash: text(64),
        state: text(10),
        created_at: ms(),
        expires_at: ms(),
      },
      { index: [['party_id']] },
    );
    await table(
      runner,
      'case_hand_over',
      {
        id: id(),
        case_id: id(),
        account: text(12),
        provider: text(60),
        number_cipher: cipher(),
        state: text(10),
        message: text(200, optional),
        ticket: text(128, optional),
        updated_at: ms(),
      },
      { unique: [['case_id', 'account']] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(
      runner,
      'case_hand_over',
      'face_attempt',
      'case_check',
      'case_event',
      'case_party',
      'registration_case',
    );
  }
}
