import type { MigrationInterface, QueryRunner } from 'typeorm';
import { cipher, dropTables, flag, id, int, json, ms, table, text } from './table';

/** Service points, their week, holidays, the slots of each day, bookings and pickup codes. */
export class CreateAppointments1760000500000 implements MigrationInterface {
  name = 'CreateAppointments1760000500000';

  async up(runner: QueryRunner): Promise<void> {
    await table(
      runner,
      'service_point',
      {
        id: id(),
        code: text(3),
        name: text(60),
        address: text(120),
        phone: text(30),
        opening_notes: text(200),
        matters: json(),
        active: flag(),
        version: int(),
        created_at: ms(),
      },
      { unique: [['code'], ['name']] },
    );
    await table(
      runner,
      'weekly_slot',
      {
        point_id: id(),
        kind: text(8),
        weekday: int(),
        start_minute: int(),
        end_minute: int(),
        quota: int(),
      },
      { primary: ['point_id', 'kind', 'weekday', 'start_minute'] },
    );
    await table(
      runner,
      'calendar_exception',
      { day: text(10), kind: text(8), as_weekday: int({ nullable: true }), note: text(60) },
      { primary: ['day'] },
    );
    await table(
      runner,
      'day_slot',
      {
        id: id(),
        point_id: id(),
        kind: text(8),
        day: text(10),
        starts_at: ms(),
        ends_at: ms(),
        quota: int(),
        taken: int(),
        issued: int(),
        open: flag(),
      },
      { unique: [['point_id', 'kind', 'starts_at']], index: [['day', 'point_id']] },
    );
    await table(
      runner,
      'appointment',
      {
        id: id(),
        number: text(24),
        point_id: id(),
        slot_id: id(),
        kind: text(8),
        matter: text(16),
        day: text(10),
        starts_at: ms(),
        ends_at: ms(),
        state: text(10),
        version: int(),
        booker_kind: text(12),
        booker_id: id(),
        booked_by: id(),
        contact_cipher: cipher(),
        note_cipher: cipher({ nullable: true }),
        marked_at: ms({ nullable: true }),
        created_at: ms(),
      },
      {
        unique: [['number']],
        index: [
          ['booker_id', 'id'],
          ['booker_id', 'state', 'starts_at'],
          ['point_id', 'day'],
          ['slot_id'],
          ['state', 'ends_at'],
        ],
      },
    );
    await table(
      runner,
      'appointment_case',
      { appointment_id: id(), position: int(), case_id: id(), acceptance_number: text(20), subject: text(200) },
      { primary: ['appointment_id', 'position'], index: [['case_id']] },
    );
    await table(
      runner,
      'pickup_code',
      {
        id: id(),
        kind: text(12),
        subject_id: id(),
        code_blind: text(64),
        code_cipher: cipher(),
        id_blind: text(64),
        tries: int(),
        locked_until: ms(),
        expires_at: ms(),
        created_at: ms(),
      },
      { unique: [['code_blind'], ['kind', 'subject_id']], index: [['expires_at']] },
    );
    await table(runner, 'appointment_rule', { name: text(24), value: int() }, { primary: ['name'] });
    await runner.query(
      'INSERT INTO appointment_rule (name, value) VALUES ' +
        "('noShowLimit', 3), ('noShowWindowDays', 90), ('pauseDays', 30), ('daysAhead', 14), ('openPerPerson', 3)",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(
      runner,
      'appointment_rule',
      'pickup_code',
      'appointment_case',
      'appointment',
      'day_slot',
      'calendar_exception',
      'weekly_slot',
      'service_point',
    );
  }
}
