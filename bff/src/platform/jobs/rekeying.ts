import { organisationKey } from '@zhucheng/shared';
import type { Database } from '../database/database';
import { quote } from '../database/sql';

const pageSize = 200;

/**
 * One page of an upgrade of a table that keeps organisations by name, with the key by which names are compared: earlier versions
 * told apart what a reader takes for one name.
 */
export function rekey(database: Database, { table }: { table: string }) {
  return (cursor: string) =>
    database.unitOfWork(async (tx) => {
      const rows = await tx.query<{ id: string; name: string; name_key: string }>(
        `SELECT id, name, name_key FROM ${quote(table)} WHERE id > ? ORDER BY id LIMIT ?`,
        [cursor, pageSize],
      );
      const other = rows.filter(({ name, name_key }) => organisationKey(name) !== name_key);
      for (const { id, name } of other) await tx.update(table, { name_key: organisationKey(name) }, { id, name });
      return { done: other.length, next: rows.length < pageSize ? null : rows.at(-1)!.id };
    });
}
