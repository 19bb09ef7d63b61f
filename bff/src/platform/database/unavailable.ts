/** The connection broke, the server is going down or not up yet, or it takes no writing at the moment. */
const lost = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'POOL_CLOSED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ER_CON_COUNT_ERROR',
  'ER_TOO_MANY_USER_CONNECTIONS',
  'ER_USER_LIMIT_REACHED',
  'ER_SERVER_SHUTDOWN',
  'ER_NORMAL_SHUTDOWN',
  'ER_CONNECTION_KILLED',
  'ER_QUERY_INTERRUPTED',
  'ER_OPTION_PREVENTS_STATEMENT',
  // A node of a cluster that has not caught up.
  'ER_UNKNOWN_COM_ERROR',
]);

const full = new Set([
  'ENOSPC',
  'EDQUOT',
  'SQLITE_FULL',
  'ER_DISK_FULL',
  'ER_RECORD_FILE_FULL',
  'ER_ERROR_ON_WRITE',
  'ER_TEMP_FILE_WRITE_FAILURE',
]);

/** What the database or the disk could not do now and may do in a moment: nothing was changed that was not committed. */
export class DatabaseUnavailable extends Error {
  constructor(
    readonly code: string,
    cause: unknown,
  ) {
    super(`The database is not available (${code})`, { cause });
    this.name = 'DatabaseUnavailable';
  }
}

interface DriverError {
  code?: unknown;
  fatal?: unknown;
  message?: unknown;
}

/** True if a disk, ours or the database's, has no room left. */
export function isDiskFull(error: unknown): boolean {
  return full.has(String((error as DriverError | null)?.code ?? ''));
}

/** The error as it is, or DatabaseUnavailable in its place. */
export function named(error: unknown): unknown {
  const given = (error ?? {}) as DriverError & { driverError?: DriverError };
  const own = given.driverError ?? given;
  const code = typeof own.code === 'string' ? own.code : '';
  // mysql2 has no code for a statement on a connection that has ended; it marks what ended a connection as fatal.
  if (lost.has(code) || full.has(code) || /^SQLITE_(IOERR|CANTOPEN|READONLY)/.test(code) || own.fatal === true)
    return new DatabaseUnavailable(code || 'CONNECTION_CLOSED', error);
  return error;
}
