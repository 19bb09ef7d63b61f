import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { secondOf } from '@zhucheng/shared';
import Libsql from 'libsql';
import { z } from 'zod';
import { databaseFile, keepPrivate } from './private-file';

/** The process that serves an embedded database. */
const holderSchema = z.object({
  pid: z.number(),
  host: z.string(),
  port: z.number(),
  /** UTC milliseconds. */
  since: z.number(),
});
export type HolderFacts = z.infer<typeof holderSchema>;

interface Connection {
  exec(sql: string): void;
  close(): void;
}

const lockFile = (dataDir: string): string => join(dataDir, 'zhucheng.lock');
const factsFile = (dataDir: string): string => join(dataDir, 'zhucheng.holder.json');

/** Another process serves the database of this data folder. */
export class DataDirHeld extends Error {
  constructor(
    dataDir: string,
    readonly holder: HolderFacts | null,
  ) {
    super(
      `这份数据（${dataDir}）${sentence(holder)}。内置数据库同时只能由一个服务进程使用：请先停止那个进程，` +
        '或换一个 DATA_DIR；需要多个进程时请改用 DATABASE_URL（MySQL / MariaDB）。',
    );
    this.name = 'DataDirHeld';
  }
}

function sentence(holder: HolderFacts | null): string {
  if (!holder) return '正由另一个进程使用';
  const since = secondOf(holder.since);
  return `正由进程 ${holder.pid} 使用（主机 ${holder.host}，端口 ${holder.port}，${since} 启动）`;
}

function factsOf(dataDir: string): HolderFacts | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(factsFile(dataDir), 'utf8')));
  } catch {
    return null;
  }
}

/** The lock, or null if another process has it. */
function lock(dataDir: string): Connection | null {
  const file = lockFile(dataDir);
  // Only when there is none: closing a descriptor of the file would give up a lock that this process has on it.
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  const connection = new Libsql(file, { timeout: 0 }) as unknown as Connection;
  try {
    connection.exec('BEGIN EXCLUSIVE');
    return connection;
  } catch (error) {
    connection.close();
    if ((error as { code?: string }).code === 'SQLITE_BUSY') return null;
    throw error;
  }
}

/**
 * Who serves the data folder's database; null if nobody does.
 * @public for `scripts/start.mjs`, which loads what is built
 */
export function holderOf(dataDir: string): HolderFacts | 'unknown' | null {
  if (!existsSync(lockFile(dataDir))) return null;
  const free = lock(dataDir);
  free?.close();
  return free ? null : (factsOf(dataDir) ?? 'unknown');
}

/**
 * Makes this process the only one that serves the data folder's database. The operating system holds the lock, on a SQLite
 * file of its own, so that it is gone when the process is, however it ended. Returns what gives it back. Error: DataDirHeld.
 */
export function holdDataDir(dataDir: string, facts: Pick<HolderFacts, 'port' | 'since'>): () => void {
  keepPrivate(databaseFile(dataDir));
  const connection = lock(dataDir);
  if (!connection) throw new DataDirHeld(dataDir, factsOf(dataDir));
  writeFileSync(factsFile(dataDir), `${JSON.stringify({ pid: process.pid, host: hostname(), ...facts })}\n`, {
    mode: 0o600,
  });
  return () => connection.close();
}
