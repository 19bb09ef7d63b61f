import { createPool, type Pool, type PoolConnection, type PoolOptions } from 'mysql2';
import type { DataSource, DataSourceOptions } from 'typeorm';
import type { Engine } from './engine';
import { bindable, isContention, type Row } from './sql';
import type { Outcome, Session } from './transaction';

/** So often a unit of work that others have crossed is begun anew: about two seconds in all. */
const attempts = 8;

/** Whole numbers as numbers, SUM() as a number: the same values as SQLite gives. */
const types = { supportBigNumbers: false, bigNumberStrings: false, decimalNumbers: true } as const;

export interface MysqlTarget {
  url: string;
  /** A read replica; without it, reads go to `url`. */
  readUrl?: string;
  poolSize: number;
  /** TypeORM takes MariaDB's dialect for it, or it sees differences where there are none. */
  isMariaDb: boolean;
}

export function mysqlOptions(target: MysqlTarget): DataSourceOptions {
  return {
    type: target.isMariaDb ? 'mariadb' : 'mysql',
    url: target.url,
    charset: 'utf8mb4',
    poolSize: target.poolSize,
    supportBigNumbers: true,
    bigNumberStrings: false,
    extra: { ...types, maxPreparedStatements: 500 },
  };
}

function poolFrom(url: string, options: PoolOptions): Pool {
  return createPool({ uri: url, charset: 'utf8mb4', maxPreparedStatements: 500, ...types, ...options });
}

/** Asks the server which of the two it is. */
export function detectMariaDb(url: string): Promise<boolean> {
  const pool = poolFrom(url, { connectionLimit: 1 });
  return new Promise<boolean>((resolve, reject) => {
    pool.query('SELECT VERSION() AS version', (error, rows) => {
      pool.end(() => undefined);
      if (error) reject(error);
      else resolve(/mariadb/i.test(String((rows as Array<{ version: string }>)[0]?.version)));
    });
  });
}

function execute(on: Pool | PoolConnection, sql: string, params: readonly unknown[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const values = params.map(bindable);
    on.execute(sql, values, (error, result) => (error ? reject(error) : resolve(result)));
  });
}

/** MySQL 8 or MariaDB: transactions on TypeORM's pool, reads on a second pool whose sessions are read-only. */
export class MysqlEngine implements Engine {
  readonly dialect = 'mysql';
  private readonly readers: Pool;
  private readonly primary: Pool;

  constructor(
    private readonly source: DataSource,
    target: MysqlTarget,
  ) {
    const setLevel = 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED';
    const writers = (source.driver as unknown as { pool: Pool }).pool;
    writers.on('connection', (connection) => connection.query(setLevel));
    // TypeORM has opened one connection already, before the listener above; it is idle and first in line.
    writers.query(setLevel, () => undefined);
    this.readers = poolFrom(target.readUrl ?? target.url, { connectionLimit: target.poolSize });
    this.primary = target.readUrl ? writers : this.readers;
    this.readers.on('connection', (connection) => {
      connection.query('SET SESSION TRANSACTION READ ONLY');
    });
  }

  read(sql: string, params: readonly unknown[]): Promise<Row[]> {
    return execute(this.readers, sql, params) as Promise<Row[]>;
  }

  readNow(sql: string, params: readonly unknown[]): Promise<Row[]> {
    return execute(this.primary, sql, params) as Promise<Row[]>;
  }

  async transact<T>(work: (session: Session) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(work);
      } catch (error) {
        if (attempt >= attempts || !isContention(error)) throw error;
        const ms = Math.min(10 * 2 ** attempt, 500) * (0.5 + Math.random() / 2);
        await new Promise((resolve) => setTimeout(resolve, ms));
      }
    }
  }

  close(): Promise<void> {
    return new Promise((resolve, reject) => this.readers.end((error) => (error ? reject(error) : resolve())));
  }

  private async once<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    try {
      const connection: PoolConnection = await runner.connect();
      await runner.startTransaction();
      try {
        const result = await work({ run: (sql, params) => this.run(connection, sql, params) });
        await runner.commitTransaction();
        return result;
      } catch (error) {
        // On a connection that broke there is nothing to roll back; the first error is the one to report.
        await runner.rollbackTransaction().catch(() => undefined);
        throw error;
      }
    } finally {
      await runner.release();
    }
  }

  private async run(connection: PoolConnection, sql: string, params: readonly unknown[]): Promise<Outcome> {
    const result = await execute(connection, sql, params);
    if (Array.isArray(result)) return { rows: result as Row[], affected: 0 };
    return { rows: [], affected: (result as { affectedRows: number }).affectedRows };
  }
}
