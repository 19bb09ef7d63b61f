import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@zhucheng/bff/platform/ids';
import { createConnection } from 'mysql2/promise';

/** A fresh, empty database: give `variables` to the environment and call `drop` at the end. */
export interface TestDatabase {
  dialect: 'sqlite' | 'mysql';
  variables: { DATABASE_URL?: string; DATA_DIR: string; SQLITE_SYNCHRONOUS: string };
  drop(): Promise<void>;
}

/** Where MySQL or MariaDB is, e.g. `mysql://root@127.0.0.1:3306`; the account may create databases. */
const mysqlUrl = process.env.TEST_MYSQL_URL;

export async function freshDatabase(dialect: 'sqlite' | 'mysql' = 'sqlite'): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'zhucheng-test-'));
  const variables = { DATA_DIR: folder, SQLITE_SYNCHRONOUS: 'NORMAL' };
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  if (dialect === 'sqlite') {
    return { dialect, variables, drop: async () => removeFolder() };
  }
  if (!mysqlUrl) throw new Error('TEST_MYSQL_URL is not set');
  const name = `zc_platform_${newId().toLowerCase()}`;
  const run = async (sql: string) => {
    const connection = await createConnection(mysqlUrl);
    try {
      await connection.query(sql);
    } finally {
      await connection.end();
    }
  };
  await run(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  const url = new URL(mysqlUrl);
  url.pathname = `/${name}`;
  return {
    dialect,
    variables: { ...variables, DATABASE_URL: url.toString() },
    drop: async () => {
      removeFolder();
      await run(`DROP DATABASE ${name}`);
    },
  };
}

type Suite = (dialect: 'sqlite' | 'mysql') => void;

/** Runs a suite on one of the two; MySQL or MariaDB only if TEST_MYSQL_URL is set. */
export function onDatabase(dialect: 'sqlite' | 'mysql', suite: Suite): void {
  if (dialect === 'sqlite' || mysqlUrl) describe(`on ${dialect}`, () => suite(dialect));
  else
    describe.skip('on mysql (skipped: set TEST_MYSQL_URL=mysql://root@127.0.0.1:3306 to run it)', () => suite(dialect));
}

/** Runs a suite on SQLite and, if TEST_MYSQL_URL is set, on MySQL or MariaDB too. */
export function eachDatabase(suite: Suite): void {
  onDatabase('sqlite', suite);
  onDatabase('mysql', suite);
}
