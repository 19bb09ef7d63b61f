import { createHash } from 'node:crypto';
import type { QueryRunner } from 'typeorm';
import { type Dialect, quote } from '../platform/database/sql';

/** A column's SQL on both dialects. */
export interface ColumnType {
  mysql: string;
  sqlite: string;
  nullable: boolean;
}

export interface ColumnOptions {
  nullable?: boolean;
  default?: number | string;
}

function column(mysql: string, sqlite: string, options: ColumnOptions = {}): ColumnType {
  const value = options.default;
  const literal = typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : value;
  const suffix = `${options.nullable ? '' : ' NOT NULL'}${literal === undefined ? '' : ` DEFAULT ${literal}`}`;
  return { mysql: mysql + suffix, sqlite: sqlite + suffix, nullable: options.nullable ?? false };
}

/** The counterparts of the decorators in `platform/database/columns.ts`. */
export const id = (options?: ColumnOptions) => column('varchar(26)', 'varchar(26)', options);
export const text = (length: number, options?: ColumnOptions) =>
  column(`varchar(${length})`, `varchar(${length})`, options);
export const longText = (options?: ColumnOptions) => column('mediumtext', 'text', options);
export const json = longText;
export const cipher = longText;
export const ms = (options?: ColumnOptions) => column('bigint', 'bigint', options);
export const fen = ms;
export const int = (options?: ColumnOptions) => column('int', 'int', options);
export const flag = (options?: ColumnOptions) => column('smallint', 'smallint', options);

export interface TableOptions {
  /** Columns of the primary key; `['id']` unless told otherwise. */
  primary?: string[];
  unique?: string[][];
  index?: string[][];
}

export function dialectOf(runner: QueryRunner): Dialect {
  return runner.connection.options.type === 'better-sqlite3' ? 'sqlite' : 'mysql';
}

/** SQLite's index names are global to the database, MySQL's have 64 characters. */
function indexName(kind: 'ix' | 'ux', table: string, columns: string[]): string {
  const full = `${kind}_${table}_${columns.join('_')}`;
  return full.length <= 60
    ? full
    : `${full.slice(0, 51)}_${createHash('sha256').update(full).digest('hex').slice(0, 8)}`;
}

const list = (columns: string[]) => columns.map(quote).join(', ');

/** Adds an index to a table. */
export async function index(runner: QueryRunner, table: string, columns: string[], unique = false): Promise<void> {
  const name = quote(indexName(unique ? 'ux' : 'ix', table, columns));
  await runner.query(`CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${name} ON ${quote(table)} (${list(columns)})`);
}

/** Drops an index that `index` added, for `down`. */
export async function dropIndex(runner: QueryRunner, table: string, columns: string[], unique = false): Promise<void> {
  const on = dialectOf(runner) === 'mysql' ? ` ON ${quote(table)}` : '';
  await runner.query(`DROP INDEX ${quote(indexName(unique ? 'ux' : 'ix', table, columns))}${on}`);
}

/** Creates a table: binary collation on MySQL, so that both dialects compare and sort text in the same way. */
export async function table(
  runner: QueryRunner,
  name: string,
  columns: Record<string, ColumnType>,
  options: TableOptions = {},
): Promise<void> {
  const dialect = dialectOf(runner);
  const lines = Object.entries(columns).map(([key, type]) => `${quote(key)} ${type[dialect]}`);
  lines.push(`PRIMARY KEY (${list(options.primary ?? ['id'])})`);
  const suffix = dialect === 'mysql' ? ' ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin' : '';
  await runner.query(`CREATE TABLE ${quote(name)} (\n  ${lines.join(',\n  ')}\n)${suffix}`);
  for (const columnsOf of options.unique ?? []) await index(runner, name, columnsOf, true);
  for (const columnsOf of options.index ?? []) await index(runner, name, columnsOf);
}

/** Adds a column; give it `nullable` or a default. */
export async function addColumn(runner: QueryRunner, name: string, key: string, type: ColumnType): Promise<void> {
  await runner.query(`ALTER TABLE ${quote(name)} ADD COLUMN ${quote(key)} ${type[dialectOf(runner)]}`);
}

export async function dropColumn(runner: QueryRunner, name: string, key: string): Promise<void> {
  await runner.query(`ALTER TABLE ${quote(name)} DROP COLUMN ${quote(key)}`);
}

/** Drops tables, for `down`. */
export async function dropTables(runner: QueryRunner, ...names: string[]): Promise<void> {
  for (const name of names) await runner.query(`DROP TABLE ${quote(name)}`);
}
