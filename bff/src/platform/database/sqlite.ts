import Libsql from 'libsql';
import type { DataSource, DataSourceOptions } from 'typeorm';
import type { Engine } from './engine';
import { Gate } from './gate';
import { bindable, type Row } from './sql';
import type { Outcome, Session } from './transaction';

interface Statement {
  readonly reader: boolean;
  all(params: unknown[]): Row[];
  run(params: unknown[]): { changes: number };
}
interface Connection {
  prepare(sql: string): Statement;
  exec(sql: string): void;
  pragma(source: string): unknown;
  close(): void;
}

/** Prepared statements of one connection, the least recently used thrown out. */
class Statements {
  private readonly cache = new Map<string, Statement>();

  constructor(private readonly connection: Connection) {}

  get(sql: string): Statement {
    let statement = this.cache.get(sql);
    if (statement) return statement;
    statement = this.connection.prepare(sql);
    this.cache.set(sql, statement);
    if (this.cache.size > 500) this.cache.delete(this.cache.keys().next().value!);
    return statement;
  }
}

export function sqliteOptions(file: string, synchronous: string): DataSourceOptions {
  return {
    type: 'better-sqlite3',
    driver: Libsql,
    database: file,
    prepareDatabase: (connection: Connection) => {
      connection.pragma('journal_mode = WAL');
      connection.pragma(`synchronous = ${synchronous}`);
      connection.pragma('busy_timeout = 5000');
    },
  };
}

/** SQLite: one writer behind a first-come gate, one reader on a connection that refuses to write. */
export class SqliteEngine implements Engine {
  readonly dialect = 'sqlite';
  private readonly gate = new Gate();
  private readonly writer: Statements;
  private readonly reader: Statements;
  private readonly readerConnection: Connection;

  constructor(source: DataSource, file: string) {
    this.writer = new Statements((source.driver as unknown as { databaseConnection: Connection }).databaseConnection);
    this.readerConnection = new Libsql(file) as unknown as Connection;
    this.readerConnection.pragma('busy_timeout = 5000');
    this.readerConnection.pragma('query_only = ON');
    this.reader = new Statements(this.readerConnection);
  }

  read(sql: string, params: readonly unknown[]): Promise<Row[]> {
    try {
      return Promise.resolve(this.reader.get(sql).all(params.map(bindable)));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  readNow(sql: string, params: readonly unknown[]): Promise<Row[]> {
    return this.read(sql, params);
  }

  async transact<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const leave = await this.gate.enter();
    try {
      this.writer.get('BEGIN IMMEDIATE').run([]);
      try {
        const result = await work({ run: (sql, params) => this.run(sql, params) });
        this.writer.get('COMMIT').run([]);
        return result;
      } catch (error) {
        this.rollback();
        throw error;
      }
    } finally {
      leave();
    }
  }

  close(): Promise<void> {
    this.readerConnection.close();
    return Promise.resolve();
  }

  private rollback(): void {
    try {
      this.writer.get('ROLLBACK').run([]);
    } catch {
      // A full disk, for instance, has rolled it back already; the first error is the one to report.
    }
  }

  private run(sql: string, params: readonly unknown[]): Promise<Outcome> {
    try {
      const statement = this.writer.get(sql);
      const values = params.map(bindable);
      if (statement.reader) return Promise.resolve({ rows: statement.all(values), affected: 0 });
      return Promise.resolve({ rows: [], affected: statement.run(values).changes });
    } catch (error) {
      return Promise.reject(error);
    }
  }
}
