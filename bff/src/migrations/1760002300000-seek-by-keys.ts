import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, type ColumnType, dropColumn, dropIndex, index, text } from './table';

const none = { nullable: true };
const numberKey = { number_key: text(60, none) };
const columns: Record<string, Record<string, ColumnType>> = {
  unit: {
    ...numberKey,
    location_key: text(200, none),
    survey_key: text(30, none),
    first_case_key: text(30, none),
  },
  right_certificate: numberKey,
  mortgage: numberKey,
  advance_notice: numberKey,
  certificate: numberKey,
};
/** What a text that was entered clean is sought by; the upgrades write the keys of the others. */
const filled: Record<string, string> = {
  unit:
    "number_key = unit_number, location_key = REPLACE(location, ' ', ''), survey_key = survey_number, " +
    'first_case_key = first_case',
  right_certificate: 'number_key = number',
  mortgage: 'number_key = certificate_number',
  advance_notice: 'number_key = certificate_number',
  certificate: 'number_key = number',
};
const added: Array<[string, string[]]> = [
  ['unit', ['number_key', 'id']],
  ['unit', ['location_key', 'id']],
  ['unit', ['survey_key', 'developer_code']],
  ['unit', ['first_case_key']],
  ['right_certificate', ['number_key']],
  ['mortgage', ['number_key']],
  ['advance_notice', ['number_key']],
  ['certificate', ['number_key']],
];
const replaced: Array<[string, string[]]> = [
  ['unit', ['location', 'id']],
  ['unit', ['survey_number', 'developer_code']],
  ['unit', ['first_case']],
];

/** Numbers and places are sought by a cleaned key beside the text, which stays as it was entered. */
export class SeekByKeys1760002300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [name, keys] of Object.entries(columns)) {
      for (const [key, type] of Object.entries(keys)) await addColumn(runner, name, key, type);
      await runner.query(`UPDATE ${name} SET ${filled[name]}`);
    }
    for (const [name, key] of added) await index(runner, name, key);
    for (const [name, key] of replaced) await dropIndex(runner, name, key);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name, key] of replaced) await index(runner, name, key);
    for (const [name, key] of added) await dropIndex(runner, name, key);
    for (const [name, keys] of Object.entries(columns))
      for (const key of Object.keys(keys)) await dropColumn(runner, name, key);
  }
}
