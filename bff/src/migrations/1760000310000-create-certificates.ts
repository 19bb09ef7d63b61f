import type { MigrationInterface, QueryRunner } from 'typeorm';
import { cipher, dropTables, id, int, ms, table, text } from './table';

const firstYear = 2015;
const lastYear = 2099;

/** Certificates, their holders and one number counter per kind and year, all years at once: nobody races to make a row. */
export class CreateCertificates1760000310000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await table(
      runner,
      'certificate',
      {
        id: id(),
        number: text(40),
        kind: text(24),
        year: int(),
        serial: int(),
        unit_id: id(),
        right_id: id({ nullable: true }),
        case_id: id({ nullable: true }),
        token: text(64),
        state: text(12),
        issued_at: ms(),
        cancelled_at: ms({ nullable: true }),
        cancel_reason: text(200, { nullable: true }),
        cancel_case_id: id({ nullable: true }),
        content_cipher: cipher(),
        pdf_key: text(120, { nullable: true }),
        pdf_sha256: text(64, { nullable: true }),
      },
      { unique: [['number'], ['token']], index: [['case_id'], ['unit_id'], ['right_id']] },
    );
    await table(
      runner,
      'certificate_holder',
      { certificate_id: id(), position: int(), id_blind: text(40), name_blind: text(40) },
      { primary: ['certificate_id', 'position'], index: [['id_blind', 'certificate_id']] },
    );
    await table(
      runner,
      'certificate_counter',
      { kind: text(24), year: int(), next_serial: int() },
      { primary: ['kind', 'year'] },
    );
    for (const kind of ['right-certificate', 'registration-certificate']) {
      const years = Array.from({ length: lastYear - firstYear + 1 }, (_, i) => firstYear + i);
      const rows = years.map((year) => `('${kind}', ${year}, 1)`).join(', ');
      await runner.query(`INSERT INTO certificate_counter (kind, year, next_serial) VALUES ${rows}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, 'certificate_counter', 'certificate_holder', 'certificate');
  }
}
