import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const others = 0o077;

/** The embedded database of a data folder, with what SQLite keeps beside it. */
export const databaseFile = (dataDir: string): string => join(dataDir, 'zhucheng.db');
export const databaseFiles = (dataDir: string): string[] => withCompanions(databaseFile(dataDir));
const withCompanions = (file: string): string[] => [file, `${file}-wal`, `${file}-shm`];

function tighten(path: string, mode: number): void {
  const found = statSync(path, { throwIfNoEntry: false });
  // A sticky folder, such as /tmp, is everybody's and stays so.
  if (!found || (found.mode & others) === 0 || (found.mode & 0o1000) !== 0) return;
  try {
    chmodSync(path, mode);
  } catch (error) {
    // Somebody else's: the doctor tells, and the platform works as before.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
}

/**
 * Makes folder and database file where there are none, so that nobody but the owner can read them at any time; those that
 * are there become so. SQLite gives `-wal` and `-shm` the mode of the file.
 */
export function keepPrivate(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  tighten(dirname(file), 0o700);
  closeSync(openSync(file, 'a', 0o600));
  for (const each of withCompanions(file)) tighten(each, 0o600);
}
