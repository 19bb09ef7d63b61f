import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Plan } from '../platform/plans';
import type { Recorded } from '../sql/listing';
import { listingOf, reasonFaults, withoutMariaDb } from '../sql/render';

jest.setTimeout(180_000);

const recorded = (version: string | null, sql: string, plan: Partial<Plan>): Recorded => ({
  statements: [
    {
      file: 'register/register.query',
      name: 'RegisterQuery.find',
      sql,
      plan: { lines: [], fullScans: [], readWhole: [], sortsAll: false, ...plan },
    },
  ],
  unreached: [],
  version,
});

test('the listing of what query files ask is fresh, asks all of them, and has a reason for every table read whole', () => {
  // In a process of its own: stacks, which tell who asked, name other functions under Jest.
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, '../dist/sql/main.js'), '--check'], {
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'test' },
  });
  expect({ status, stderr, stdout }).toEqual({ status: 0, stderr: '', stdout: '清单是最新的。\n' });
});

test('a table that is read whole without a reason is a fault, on either database', () => {
  const along = recorded(null, 'SELECT 1 FROM unit', { lines: ['SEARCH unit'] });
  const whole = recorded('10.11', 'SELECT 1 FROM unit', { lines: ['unit  ALL'], readWhole: ['unit'] });
  expect(reasonFaults(along, null)).toEqual([]);
  const fault = 'reads a whole table, say why in allowed.ts: register/register.query RegisterQuery.find';
  expect(reasonFaults(along, whole)).toContain(fault);
  expect(reasonFaults(whole, null)).toEqual([fault]);
});

test('without MariaDB the rest of the listing is compared all the same', () => {
  const sqlite = recorded(null, 'SELECT 1 FROM unit', { lines: ['SEARCH unit'] });
  const maria = recorded('10.11', 'SELECT 1 FROM unit FOR UPDATE', { lines: ['unit  ref'] });
  const both = listingOf(sqlite, maria).get('register.sql')!;
  expect(both).toContain('-- MariaDB  SELECT 1 FROM unit FOR UPDATE\n-- MariaDB  unit  ref\n');
  expect(withoutMariaDb(both)).toBe(listingOf(sqlite, null).get('register.sql'));
});
