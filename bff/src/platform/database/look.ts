import Libsql from 'libsql';
import { createConnection } from 'mysql2/promise';
import { bindable, type Row } from './sql';

/** Reads of a database that is not the running platform's own, before any migration. */
export interface Look {
  <T = Row>(sql: string, params?: readonly unknown[]): Promise<T[]>;
  /** Whether there is such a table. */
  has(table: string): Promise<boolean>;
}

interface Connection {
  prepare(sql: string): { all(params: unknown[]): Row[] };
  pragma(source: string): unknown;
  close(): void;
}

/** Opens the database, lets `work` look, closes it. Nothing can be written through it. */
export async function lookInto<T>(
  { url, file }: { url: string | undefined; file: string },
  work: (look: Look) => Promise<T>,
): Promise<T> {
  if (!url) {
    const connection = new Libsql(file) as unknown as Connection;
    try {
      connection.pragma('busy_timeout = 5000');
      connection.pragma('query_only = ON');
      const read = async (sql: string, params: readonly unknown[] = []) =>
        connection.prepare(sql).all(params.map(bindable));
      return await work(looking(read, "SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?"));
    } finally {
      connection.close();
    }
  }
  const connection = await createConnection({ uri: url, charset: 'utf8mb4' });
  try {
    await connection.query('SET SESSION TRANSACTION READ ONLY');
    const read = async (sql: string, params: readonly unknown[] = []) =>
      (await connection.execute(sql, params.map(bindable)))[0] as Row[];
    const tables =
      'SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?';
    return await work(looking(read, tables));
  } finally {
    await connection.end();
  }
}

function looking(read: (sql: string, params?: readonly unknown[]) => Promise<Row[]>, tables: string): Look {
  const has = async (table: string) => (await read(tables, [table])).length > 0;
  return Object.assign(read, { has }) as unknown as Look;
}
