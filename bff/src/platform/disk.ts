import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { isDiskFull } from './database/unavailable';
import { newId } from './ids';

/** Less than this and the next upload, or what the database writes beside it, is refused. */
const leastBytes = 8 * 1024 * 1024;
const probe = Buffer.alloc(64 * 1024, 1);

/** False if the folder's disk is full, or so nearly that it makes no difference. A folder that is not there has room. */
export async function hasRoom(folder: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < leastBytes) return false;
    await write(join(folder, `.room-${newId()}`));
    return true;
  } catch (error) {
    return !isDiskFull(error);
  }
}

/** Tries to write a file: a full quota, or no inodes left, does not show in the numbers of the disk. */
async function write(path: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    // Its name is removed at once, so that nothing is left behind if the process dies.
    await rm(path, { force: true });
    await handle.writeFile(probe);
  } finally {
    await handle.close();
  }
}
