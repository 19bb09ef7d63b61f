import type { DataSource } from 'typeorm';
import type { Database } from './database';

/** Named locks belong to the server, not to a database; several databases may live on one server. */
const lockName = "CONCAT('zhucheng:', MD5(DATABASE()))";
/** A large migration may take a while; a second process waits this long for it, in seconds. */
const lockWaitSeconds = 300;

interface CallbackConnection {
  query(sql: string, params: unknown[], done: (error: Error | null, rows: unknown) => void): void;
  release(): void;
}

async function underLock(source: DataSource, work: () => Promise<void>): Promise<void> {
  const pool = (
    source.driver as unknown as {
      pool: { getConnection(done: (e: Error | null, c: CallbackConnection) => void): void };
    }
  ).pool;
  const connection = await new Promise<CallbackConnection>((resolve, reject) => {
    pool.getConnection((error, own) => (error ? reject(error) : resolve(own)));
  });
  const ask = (sql: string, params: unknown[]) =>
    new Promise<Array<{ held: number | null }>>((resolve, reject) => {
      connection.query(sql, params, (error, rows) =>
        error ? reject(error) : resolve(rows as Array<{ held: number | null }>),
      );
    });
  try {
    const [row] = await ask(`SELECT GET_LOCK(${lockName}, ?) AS held`, [lockWaitSeconds]);
    if (Number(row?.held) !== 1) throw new Error('另一个进程正在升级数据库，请等它完成后再启动。');
    try {
      await work();
    } finally {
      await ask(`SELECT RELEASE_LOCK(${lockName}) AS held`, []);
    }
  } finally {
    connection.release();
  }
}

/** Brings the database to the newest version. Safe to call from several processes at once. */
export async function migrate(database: Database): Promise<void> {
  const source = database.migrationSource;
  const run = async () => {
    await source.runMigrations({ transaction: 'each' });
  };
  await (database.dialect === 'mysql' ? underLock(source, run) : run());
}

/** Undoes the newest migration. */
export async function undoMigration(database: Database): Promise<void> {
  await database.migrationSource.undoLastMigration({ transaction: 'each' });
}

/** True if no migration is waiting. */
export async function isMigrated(database: Database): Promise<boolean> {
  const known = database.migrationSource.migrations.length;
  const row = await database.readOne<{ done: number }>('SELECT COUNT(*) AS done FROM migration');
  return row !== null && row.done >= known;
}
