import { join } from 'node:path';
import Libsql from 'libsql';
import type { TestServer } from './server';

/** Tables that a statement reads from the first to the last row, those it makes itself left out; empty if every access goes along an index. */
export async function fullScans(server: TestServer, sql: string, params: readonly unknown[]): Promise<string[]> {
  if (server.database.dialect === 'sqlite') {
    // On a connection of its own: in libsql an EXPLAIN can leave its connection at an old state of the database.
    const connection = new Libsql(join(server.testDatabase.variables.DATA_DIR, 'zhucheng.db'));
    const rows = connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all([...params]) as Array<{ detail: string }>;
    connection.close();
    const made = new Set(rows.flatMap(({ detail }) => /^(?:MATERIALIZE|CO-ROUTINE) (\S+)$/.exec(detail)?.[1] ?? []));
    return rows
      .map(({ detail }) => detail)
      .filter((detail) => /^SCAN (?!.*(SUBQUERY|CONSTANT|USING))/.test(detail) && !made.has(detail.slice(5)));
  }
  const rows = await server.database.read<{ table: string | null; type: string | null }>(`EXPLAIN ${sql}`, params);
  return rows.filter(({ table, type }) => type === 'ALL' && table && !table.startsWith('<')).map(({ table }) => table!);
}

/** Runs `work` and returns the reading statements it ran outside transactions. */
export async function statementsOf(
  server: TestServer,
  work: () => Promise<unknown>,
): Promise<Array<{ sql: string; params: readonly unknown[] }>> {
  const seen: Array<{ sql: string; params: readonly unknown[] }> = [];
  const { database } = server;
  const spy = jest.spyOn(database, 'read').mockImplementation(function (this: typeof database, sql, params = []) {
    seen.push({ sql, params });
    return Object.getPrototypeOf(database).read.call(database, sql, params);
  });
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
  return seen;
}
