import { AsyncLocalStorage } from 'node:async_hooks';
import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { DataSource, type DataSourceOptions, type EntityMetadata } from 'typeorm';
import type { Class } from '../class';
import type { Clock } from '../clock';
import type { Engine } from './engine';
import { detectMariaDb, MysqlEngine, type MysqlTarget, mysqlOptions } from './mysql';
import { keepPrivate } from './private-file';
import { type Dialect, type Row } from './sql';
import { SqliteEngine, sqliteOptions } from './sqlite';
import { type Session, Transaction, type TransactionServices } from './transaction';
import { named } from './unavailable';

export interface DatabaseOptions {
  /** `mysql://user:password@host:port/name`; absent means SQLite. */
  url?: string;
  readUrl?: string;
  /** File of the SQLite database. */
  file: string;
  synchronous: 'NORMAL' | 'FULL';
  poolSize: number;
  entities: readonly Class[];
  migrations: readonly Class[];
  clock: Clock;
  services: TransactionServices;
  /** Finds a unit of work inside another one (tests); costs a little on every promise. */
  detectNesting: boolean;
}

const rethrowNamed = (error: unknown): never => {
  throw named(error);
};

/**
 * The only way to the database. Reads outside a unit of work go through connections that cannot write; every write goes
 * through `unitOfWork`, so nothing can slip past the transaction.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Database {
  /** Statements run since start, for metrics and for tests that count them. */
  statements = 0;
  private readonly inside: AsyncLocalStorage<true> | undefined;

  private constructor(
    private readonly source: DataSource,
    private readonly engine: Engine,
    private readonly options: Pick<DatabaseOptions, 'clock' | 'services'>,
    detectNesting: boolean,
  ) {
    if (detectNesting) this.inside = new AsyncLocalStorage();
  }

  /** Connects; does not migrate. */
  static async open(options: DatabaseOptions): Promise<Database> {
    const common = {
      entities: [...options.entities] as never[],
      migrations: [...options.migrations] as never[],
      migrationsTableName: 'migration',
      synchronize: false,
      logging: false,
    } satisfies Partial<DataSourceOptions>;
    if (!options.url) {
      keepPrivate(options.file);
      const source = new DataSource({
        ...sqliteOptions(options.file, options.synchronous),
        ...common,
      } as DataSourceOptions);
      await source.initialize();
      return new Database(source, new SqliteEngine(source, options.file), options, options.detectNesting);
    }
    const { url, readUrl, poolSize } = options;
    const target: MysqlTarget = { url, ...(readUrl && { readUrl }), poolSize, isMariaDb: await detectMariaDb(url) };
    const source = new DataSource({ ...mysqlOptions(target), ...common } as DataSourceOptions);
    await source.initialize();
    return new Database(source, new MysqlEngine(source, target), options, options.detectNesting);
  }

  get dialect(): Dialect {
    return this.engine.dialect;
  }

  /**
   * Rows of a read-only statement with `?` placeholders; sees committed data only. Times, money and counts are numbers
   * on both dialects. A statement that writes fails. Error: DatabaseUnavailable, here and below.
   */
  read<T = Row>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    this.statements++;
    return this.engine.read(sql, params).catch(rethrowNamed) as Promise<T[]>;
  }

  /**
   * The same, never from a replica that may lag behind: for what must hold at once, such as a revocation. Outside a unit
   * of work only.
   */
  readNow<T = Row>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    this.statements++;
    return this.engine.readNow(sql, params).catch(rethrowNamed) as Promise<T[]>;
  }

  /** The first row or null. */
  async readOne<T = Row>(sql: string, params: readonly unknown[] = []): Promise<T | null> {
    return (await this.read<T>(sql, params))[0] ?? null;
  }

  /**
   * Runs `work` in one transaction. On SQLite one at a time in order of arrival; on MySQL in parallel at READ COMMITTED,
   * again (at most three times) if the database chose it as a deadlock's victim – so `work` must touch nothing but `tx`.
   */
  async unitOfWork<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    if (this.inside?.getStore())
      throw new Error('A unit of work was opened inside another one; pass the transaction on');
    let hooks: Array<() => void> = [];
    const once = async (session: Session): Promise<T> => {
      const counted: typeof session = {
        run: (sql, params) => {
          this.statements++;
          return session.run(sql, params);
        },
      };
      const { clock, services } = this.options;
      const tx = new Transaction(this.dialect, counted, this.source, services, clock.now());
      try {
        const all = async (): Promise<T> => {
          const done = await work(tx);
          await tx.settle();
          return done;
        };
        const value = await (this.inside ? this.inside.run(true, all) : all());
        hooks = tx.hooks;
        return value;
      } finally {
        tx.close();
      }
    };
    const result = await this.engine.transact(once).catch(rethrowNamed);
    for (const hook of hooks) hook();
    return result;
  }

  /** Entities as TypeORM sees them, for tests that compare them with the tables. */
  get entities(): readonly EntityMetadata[] {
    return this.source.entityMetadatas;
  }

  /** For the migration runner only. */
  get migrationSource(): DataSource {
    return this.source;
  }

  async close(): Promise<void> {
    await this.engine.close();
    await this.source.destroy();
  }
}
