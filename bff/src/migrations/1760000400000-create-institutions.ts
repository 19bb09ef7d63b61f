import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, cipher, dropColumn, dropTables, flag, id, int, json, ms, table, text } from './table';

/** Filings and agreements of institutions, their branches, clerks' permissions, handovers. */
export class CreateInstitutions1760000400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'institution', 'state', text(8, { default: 'active' }));
    await addColumn(runner, 'institution', 'valid_from', ms({ nullable: true }));
    await addColumn(runner, 'institution', 'valid_until', ms({ nullable: true }));
    await addColumn(runner, 'institution', 'public_archive', flag({ default: 0 }));
    await addColumn(runner, 'staff', 'institution_admin', flag({ default: 0 }));
    await addColumn(runner, 'staff', 'password_initial', flag({ default: 0 }));
    await addColumn(runner, 'staff', 'left_at', ms({ nullable: true }));
    await table(
      runner,
      'institution_filing',
      {
        id: id(),
        receipt: text(24),
        name: text(100),
        credit_code: text(18),
        /** The credit code while undecided: one open filing of each organisation. */
        open_credit_code: text(18, { nullable: true }),
        kind: text(16),
        legal_representative_cipher: cipher(),
        contact_name_cipher: cipher(),
        contact_phone_cipher: cipher(),
        admin_username: text(40),
        admin_name_cipher: cipher(),
        admin_phone_cipher: cipher(),
        terms_version: text(16),
        state: text(8),
        reason: text(300, { nullable: true }),
        institution_id: id({ nullable: true }),
        decided_by: id({ nullable: true }),
        decided_at: ms({ nullable: true }),
        created_at: ms(),
      },
      { unique: [['receipt'], ['open_credit_code']], index: [['state', 'id']] },
    );
    await table(
      runner,
      'institution_agreement',
      {
        id: id(),
        institution_id: id(),
        filing_id: id({ nullable: true }),
        from_day: text(10),
        until_day: text(10),
        public_archive: flag(),
        note: text(300),
        signed_by: id(),
        created_at: ms(),
      },
      { index: [['institution_id'], ['filing_id']] },
    );
    await table(
      runner,
      'institution_branch',
      { id: id(), institution_id: id(), name: text(60), active: flag(), created_at: ms() },
      { unique: [['institution_id', 'name']] },
    );
    await table(
      runner,
      'institution_clerk',
      {
        staff_id: id(),
        institution_id: id(),
        branch_id: id(),
        phone_cipher: cipher({ nullable: true }),
        business_ids: json(),
        all_branches: flag(),
        version: int(),
        updated_at: ms(),
      },
      { primary: ['staff_id'], index: [['institution_id'], ['branch_id']] },
    );
    await table(
      runner,
      'institution_handover',
      {
        id: id(),
        institution_id: id(),
        from_staff_id: id(),
        to_staff_id: id(),
        by_staff_id: id(),
        cases: int(),
        created_at: ms(),
      },
      {
        index: [
          ['institution_id', 'id'],
          ['from_staff_id', 'id'],
        ],
      },
    );
    // Whoever was a clerk before there were permissions keeps everything: nobody else could give it to them.
    await runner.query(
      "INSERT INTO institution_branch (id, institution_id, name, active, created_at) SELECT id, id, '本部', 1, created_at FROM institution",
    );
    await runner.query(
      'INSERT INTO institution_clerk (staff_id, institution_id, branch_id, business_ids, all_branches, version, updated_at) ' +
        'SELECT id, institution_id, institution_id, \'["*"]\', 1, 1, created_at FROM staff WHERE institution_id IS NOT NULL',
    );
    await runner.query('UPDATE staff SET institution_admin = 1 WHERE institution_id IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables = ['handover', 'clerk', 'branch', 'agreement', 'filing'];
    await dropTables(runner, ...tables.map((name) => `institution_${name}`));
    for (const key of ['left_at', 'password_initial', 'institution_admin']) await dropColumn(runner, 'staff', key);
    for (const key of ['public_archive', 'valid_until', 'valid_from', 'state'])
      await dropColumn(runner, 'institution', key);
  }
}
