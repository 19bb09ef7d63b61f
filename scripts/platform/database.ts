import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@zhucheng/bff/platform/ids';
import { createConnection } from 'mysql2/promise';

/** An empty database that nobody else uses: give `variables` to the environment, call `drop` at the end. */
export interface OwnDatabase {
  dialect: 'sqlite' | 'mysql';
  /** DATA_DIR is a new folder below the system's temporary one. */
  variables: { DATABASE_URL?: string; DATA_DIR: string; SQLITE_SYNCHRONOUS: string };
  drop(): Promise<void>;
}

/**
 * A SQLite file, or a database beside the one that the address names (its name begins alike), which stays untouched: the account must be
 * allowed to create databases. Error: an Error in Chinese if it is not.
 */
export async function ownDatabase(mysqlUrl?: string): Promise<OwnDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'zhucheng-own-'));
  const variables = { DATA_DIR: folder, SQLITE_SYNCHRONOUS: 'NORMAL' };
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  if (!mysqlUrl) return { dialect: 'sqlite', variables, drop: async () => removeFolder() };
  const url = new URL(mysqlUrl);
  const prefix = url.pathname.slice(1).replace(/\W/g, '') || 'zhucheng';
  url.pathname = '/';
  const server = url.toString();
  const run = async (sql: string): Promise<void> => {
    const connection = await createConnection(server);
    try {
      await connection.query(sql);
    } finally {
      await connection.end();
    }
  };
  const name = `${prefix}_${newId().toLowerCase()}`;
  try {
    await run(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  } catch (error) {
    removeFolder();
    throw new Error(`无法在 ${url.host} 上新建数据库（账号需有建库权限）：${(error as Error).message}`);
  }
  url.pathname = `/${name}`;
  return {
    dialect: 'mysql',
    variables: { ...variables, DATABASE_URL: url.toString() },
    drop: async () => {
      removeFolder();
      await run(`DROP DATABASE ${name}`);
    },
  };
}
