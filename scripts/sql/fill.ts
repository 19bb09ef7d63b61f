import type { Database } from '@zhucheng/bff/platform/database/database';
import { quote } from '@zhucheng/bff/platform/database/sql';
import type { Transaction } from '@zhucheng/bff/platform/database/transaction';
import { businesses } from '@zhucheng/shared';

/** Rows of each table: enough for MariaDB to prefer an index where there is one that fits. */
const rowsOfEach = 1_000;
const atOnce = 100;

/** Ids, and texts that are looked for, of row `index`; every table has the same, so that rows find each other. */
export const keyOf = (index: number): string => `k${String(index).padStart(6, '0')}`;

interface Column {
  name: string;
  type: string;
  nullable: boolean;
}

/** Columns that hold few values, those asked for among them; what is not told here differs from row to row. */
const fewValues: Record<string, readonly string[]> = {
  state: ['completed', 'completed', 'verified', 'authorising', 'reviewing', 'pending', 'open', 'unpaid', 'printing'],
  business_id: businesses.slice(0, 3).map((business) => business.id),
  institution_id: [keyOf(0), keyOf(1), keyOf(2), keyOf(3)],
  branch_id: [keyOf(0), keyOf(1), keyOf(2), keyOf(3)],
  claimed_by: [keyOf(0), keyOf(1), keyOf(2), keyOf(3)],
  batch_id: [keyOf(0), keyOf(1), keyOf(2), keyOf(3)],
  mortgagee_code: [keyOf(0), keyOf(1), keyOf(2), keyOf(3)],
  developer_code: [keyOf(0), keyOf(1), keyOf(2), keyOf(3)],
  readiness: ['incomplete', 'authorising', 'ready'],
  place: ['open', 'merged', 'done'],
  action: ['case.start', 'case.submit', 'case.claim', 'sign-in'],
  kind: ['presale', 'presale-mortgage', 'seizure'],
  subject_kind: ['case', 'filing'],
};
/** In force, alive, unread: most rows have nothing here. */
const mostlyNull = /^(valid_to|ended_at|revoked_at|merged_into|pending_key|co_ownership|open_staff_id)$/;

function fillingOf({ name, type, nullable }: Column, index: number, place: number): string | number | null {
  if (nullable && (mostlyNull.test(name) ? index % 4 !== 0 : index % 4 === 0)) return null;
  const few = fewValues[name];
  if (few) return few[index % few.length]!;
  if (name === 'id') return keyOf(index);
  // A primary key that begins with a foreign key: one row for each row of the other table.
  if (/_id$/.test(name)) return keyOf(place === 0 ? index : index >> 1);
  if (/^(visible|active|applicant)$/.test(name)) return 1;
  if (/bigint/.test(type)) return 1_700_000_000_000 + index * 60_000;
  if (/int/.test(type)) return index % 50;
  if (/text/.test(type)) return '{}';
  const length = Number(/\((\d+)\)/.exec(type)?.[1] ?? 26);
  return keyOf(index).slice(-length);
}

async function tablesOf(tx: Transaction): Promise<Map<string, Column[]>> {
  const sql =
    tx.dialect === 'sqlite'
      ? 'SELECT m.name AS table_name, c.name AS name, c.type AS type, c."notnull" = 0 AND c.pk = 0 AS nullable ' +
        "FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.cid"
      : 'SELECT table_name AS table_name, column_name AS name, column_type AS type, ' +
        "is_nullable = 'YES' AS nullable FROM information_schema.columns WHERE table_schema = DATABASE() " +
        'ORDER BY table_name, ordinal_position';
  const found = new Map<string, Column[]>();
  for (const row of await tx.query<Column & { table_name: string }>(sql)) {
    if (row.table_name === 'migration' || row.table_name.startsWith('sqlite_')) continue;
    const columns = found.get(row.table_name) ?? [];
    columns.push({ name: row.name, type: row.type.toLowerCase(), nullable: Number(row.nullable) === 1 });
    found.set(row.table_name, columns);
  }
  return found;
}

/**
 * Rows that stand for nothing in every table of an otherwise empty database: a plan depends on how many there are and how
 * alike, not on what they say. SQLite is not analysed, as it isn't in service.
 */
export async function fillTables(database: Database): Promise<void> {
  await database.unitOfWork(async (tx) => {
    const tables = await tablesOf(tx);
    const insert = tx.dialect === 'sqlite' ? 'INSERT OR IGNORE' : 'INSERT IGNORE';
    for (const [table, columns] of tables) {
      await tx.execute(`DELETE FROM ${quote(table)}`);
      const marks = `(${columns.map(() => '?').join(', ')})`;
      const names = columns.map(({ name }) => quote(name)).join(', ');
      for (let from = 0; from < rowsOfEach; from += atOnce) {
        const rows = Array.from({ length: atOnce }, (_, i) =>
          columns.map((column, place) => fillingOf(column, from + i, place)),
        );
        const values = rows.map(() => marks).join(', ');
        await tx.execute(`${insert} INTO ${quote(table)} (${names}) VALUES ${values}`, rows.flat());
      }
    }
    if (tx.dialect === 'mysql') await tx.query(`ANALYZE TABLE ${[...tables.keys()].map(quote).join(', ')}`);
  });
}
