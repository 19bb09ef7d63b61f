export type Dialect = 'sqlite' | 'mysql';
export type SqlValue = string | number | bigint | boolean | null | Buffer;
export type Row = Record<string, SqlValue>;

/** Both drivers get the same kinds of value; a date or an object here is a programming error. */
export function bindable(value: unknown): string | number | bigint | null | Buffer {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    default:
      if (Buffer.isBuffer(value)) return value;
      throw new TypeError(`A ${Object.prototype.toString.call(value)} cannot be an SQL parameter`);
  }
}

const name = /^[a-z][a-z0-9_]{0,63}$/;

/** Quotes a table or column name for both dialects (MySQL and SQLite both accept backticks). */
export function quote(identifier: string): string {
  if (!name.test(identifier)) throw new TypeError(`Not a table or column name: ${identifier}`);
  return `\`${identifier}\``;
}

function codeOf(error: unknown): string {
  const own = error as { code?: unknown; driverError?: { code?: unknown } };
  return String(own?.driverError?.code ?? own?.code ?? '');
}

/** True if a unique or primary key was violated, on either dialect. */
export function isDuplicateKey(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ER_DUP_ENTRY' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
}

/** Thrown in a unit of work whose reading another one has overtaken: it is run again, like one that the database gave up. */
export class Overtaken extends Error {
  readonly code = 'OVERTAKEN';
}

/** For a key that another unit of work may take between this one's look and its writing. */
export async function orOvertaken<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    throw isDuplicateKey(error) ? new Overtaken() : error;
  }
}

/** True if this transaction was given up for another one, so that running it again is right. */
export function isContention(error: unknown): boolean {
  const code = codeOf(error);
  return (
    code === 'OVERTAKEN' ||
    code === 'ER_LOCK_DEADLOCK' ||
    code === 'ER_LOCK_WAIT_TIMEOUT' ||
    code === 'ER_CHECKREAD' ||
    code === 'SQLITE_BUSY'
  );
}

/** `?,?,?` for an IN list; an empty list becomes NULL, which matches nothing. */
export function placeholders(values: readonly unknown[]): string {
  return values.length === 0 ? 'NULL' : values.map(() => '?').join(',');
}
