import type { MigrationInterface, QueryRunner } from 'typeorm';
import { cipher, dropTables, fen, flag, id, int, json, longText, ms, table, text } from './table';

const validity = () => ({ valid_from: ms(), valid_to: ms({ nullable: true }) });

/** The register (登记簿): units, rights, holders, certificates, mortgages, notices, limits, history chains. */
export class CreateRegister1760000100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await table(
      runner,
      'unit',
      {
        id: id(),
        unit_number: text(28),
        estate: text(60),
        building: text(40),
        floor: int(),
        room: text(40),
        name_key: text(150),
        location: text(200),
        use_code: text(16),
        area_hundredths: int(),
        right_nature: text(40),
        right_type: text(80),
        term_start: text(10, { nullable: true }),
        term_end: text(10, { nullable: true }),
        plan: json({ nullable: true }),
        version: int(),
        history_seq: int(),
        history_hash: text(64),
        created_at: ms(),
      },
      {
        unique: [['unit_number']],
        index: [
          ['name_key', 'id'],
          ['estate', 'name_key', 'id'],
          ['location', 'id'],
        ],
      },
    );
    await table(
      runner,
      'right_record',
      {
        id: id(),
        unit_id: id(),
        current_unit_id: id({ nullable: true }),
        co_ownership: text(8),
        case_id: id({ nullable: true }),
        acceptance_number: text(30, { nullable: true }),
        ended_case_id: id({ nullable: true }),
        ...validity(),
      },
      { unique: [['current_unit_id']], index: [['unit_id'], ['case_id']] },
    );
    await table(
      runner,
      'right_holder',
      {
        right_id: id(),
        position: int(),
        holder_cipher: cipher(),
        name_blind: text(40),
        id_blind: text(40),
        id_kind: text(16),
        share_num: int({ nullable: true }),
        share_den: int({ nullable: true }),
      },
      { primary: ['right_id', 'position'], index: [['id_blind', 'right_id']] },
    );
    await table(
      runner,
      'right_certificate',
      { id: id(), number: text(60), right_id: id(), unit_id: id(), ...validity() },
      { unique: [['number']], index: [['right_id'], ['unit_id']] },
    );
    await table(
      runner,
      'mortgage',
      {
        id: id(),
        unit_id: id(),
        mortgage_rank: int(),
        mortgagee_name: text(100),
        mortgagee_code: text(18),
        institution_id: id({ nullable: true }),
        secured_fen: fen(),
        collateral_fen: fen(),
        debt_start: text(10),
        debt_end: text(10),
        transfer_limit: flag(),
        certificate_number: text(60),
        case_id: id({ nullable: true }),
        ...validity(),
      },
      { unique: [['certificate_number']], index: [['unit_id'], ['mortgagee_code', 'unit_id']] },
    );
    await table(
      runner,
      'advance_notice',
      {
        id: id(),
        unit_id: id(),
        kind: text(32),
        holders_cipher: cipher(),
        certificate_number: text(60),
        effective_until: text(10, { nullable: true }),
        case_id: id({ nullable: true }),
        ...validity(),
      },
      { unique: [['certificate_number']], index: [['unit_id']] },
    );
    await table(
      runner,
      'unit_limit',
      {
        id: id(),
        unit_id: id(),
        kind: text(16),
        authority_cipher: cipher(),
        document_number: text(60),
        from_date: text(10),
        until_date: text(10, { nullable: true }),
        ended_reason: text(500, { nullable: true }),
        ...validity(),
      },
      { index: [['unit_id'], ['valid_to', 'until_date']] },
    );
    await table(
      runner,
      'unit_history',
      {
        unit_id: id(),
        seq: int(),
        kind: text(32),
        summary: text(300),
        payload: longText(),
        prev_hash: text(64),
        hash: text(64),
        at: ms(),
        case_id: id({ nullable: true }),
      },
      { primary: ['unit_id', 'seq'], index: [['case_id']] },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables = ['unit_history', 'unit_limit', 'advance_notice', 'mortgage', 'right_certificate', 'right_holder'];
    await dropTables(runner, ...tables, 'right_record', 'unit');
  }
}
