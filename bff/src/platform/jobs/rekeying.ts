import type { Database } from '../database/database';
import { quote } from '../database/sql';

/** A column by which rows are sought, the columns whose texts it is made of, and how. Null where none of these is set. */
export type KeyOf = readonly [of: readonly string[], key: (...texts: string[]) => string];

export interface Keyed {
  table: string;
  keys: Readonly<Record<string, KeyOf>>;
}

type Row = Record<string, string | null> & { id: string };

const pageSize = 200;

/**
 * One page of an upgrade of a table that is sought by keys made of its texts: earlier versions made none, or told apart what a
 * reader takes for one. Only the keys change.
 */
export function rekey(database: Database, { table, keys }: Keyed) {
  const made = Object.entries(keys);
  const columns = [...new Set(made.flatMap(([column, [of]]) => [column, ...of]))];
  const sql = `SELECT id, ${columns.map(quote).join(', ')} FROM ${quote(table)} WHERE id > ? ORDER BY id LIMIT ?`;
  const keyOf = (row: Row, [of, key]: KeyOf) =>
    of.every((column) => row[column] === null) ? null : key(...of.map((column) => row[column] ?? ''));
  return (cursor: string) =>
    database.unitOfWork(async (tx) => {
      const rows = await tx.query<Row>(sql, [cursor, pageSize]);
      let done = 0;
      for (const row of rows) {
        const other = made.filter(([column, of]) => keyOf(row, of) !== row[column]);
        if (other.length === 0) continue;
        // Unless somebody has changed a text meanwhile, who then made its key.
        const texts = other.flatMap(([, [of]]) => of.filter((column) => row[column] !== null));
        const unchanged = Object.fromEntries(texts.map((column) => [column, row[column]]));
        const change = Object.fromEntries(other.map(([column, of]) => [column, keyOf(row, of)]));
        done += await tx.update(table, change, { id: row.id, ...unchanged });
      }
      return { done, next: rows.length < pageSize ? null : rows.at(-1)!.id };
    });
}
