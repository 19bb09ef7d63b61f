import type { Database } from '@zhucheng/bff/platform/database/database';
import { createConnection } from 'mysql2/promise';
import { planOf } from '../platform/plans';

export interface Statement {
  sql: string;
  params: readonly unknown[];
}

/** Statements of background workers, which are not counted to the request. */
const beside = /\bFROM (outbox|job)\b/i;

/** Runs `work` and returns the statements it read with, outside transactions. */
export async function recorded(database: Database, work: () => Promise<unknown>): Promise<Statement[]> {
  const seen: Statement[] = [];
  database.read = function <T>(this: Database, sql: string, params: readonly unknown[] = []) {
    if (!beside.test(sql)) seen.push({ sql, params });
    return Object.getPrototypeOf(this).read.call(this, sql, params) as Promise<T[]>;
  };
  try {
    await work();
  } finally {
    Reflect.deleteProperty(database, 'read');
  }
  return seen;
}

/**
 * What is wrong with the way a statement is carried out: a table read from end to end; on SQLite, which counts no rows,
 * also everything that fits sorted before the page is cut off. Empty if it goes along indexes.
 */
export async function planFaults(database: Database, { sql, params }: Statement): Promise<string[]> {
  const { fullScans, sortsAll } = await planOf(database, sql, params);
  return [...fullScans.map((table) => `SCAN ${table}`), ...(sortsAll ? ['USE TEMP B-TREE FOR ORDER BY'] : [])];
}

/** Rows that MySQL or MariaDB touched for a statement, counted by the server itself. */
export async function rowsRead(mysqlUrl: string, statements: readonly Statement[]): Promise<number> {
  const connection = await createConnection(mysqlUrl);
  try {
    await connection.query('FLUSH STATUS');
    for (const { sql, params } of statements) await connection.query(sql, [...params]);
    const [rows] = await connection.query("SHOW SESSION STATUS LIKE 'Handler_read%'");
    return (rows as Array<{ Value: string }>).reduce((sum, { Value }) => sum + Number(Value), 0);
  } finally {
    await connection.end();
  }
}
