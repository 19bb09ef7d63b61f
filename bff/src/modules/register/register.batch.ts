import { quote } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';

/** Parameters of one statement stay below SQLite's 32 766 and MySQL's 65 535. */
const maxParameters = 8_000;

/** Inserts rows of equal shape with as few statements as possible. */
export async function insertMany(
  tx: Transaction,
  table: string,
  rows: ReadonlyArray<Record<string, unknown>>,
): Promise<void> {
  const first = rows[0];
  if (!first) return;
  const columns = Object.keys(first);
  const size = Math.max(1, Math.floor(maxParameters / columns.length));
  const marks = `(${columns.map(() => '?').join(',')})`;
  for (let from = 0; from < rows.length; from += size) {
    const chunk = rows.slice(from, from + size);
    const sql = `INSERT INTO ${quote(table)} (${columns.map(quote).join(', ')}) VALUES ${chunk.map(() => marks).join(',')}`;
    await tx.execute(
      sql,
      chunk.flatMap((row) => columns.map((column) => row[column])),
    );
  }
}
