import { randomBytes } from 'node:crypto';
import type { Dir } from 'node:fs';
import { mkdir, open, opendir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { StorageKeyError, StoragePort, StoredObject, segmentsOf } from './port';

/** A draft older than this was left by a process that died while writing, ms. */
const DRAFT_LIFE_MS = 24 * 3_600_000;

export interface DiskStorageConfig {
  /** Folder below which every file lives; made on first use. */
  root: string;
}

/** Files on the local disk; one machine only – several machines need shared storage. */
export class DiskStorage implements StoragePort {
  private readonly root: string;

  constructor(config: DiskStorageConfig) {
    this.root = resolve(config.root);
  }

  async put(key: string, content: Buffer): Promise<void> {
    const file = this.path(key);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    // Written beside the target and renamed, so a reader never sees half a file and a crash leaves the old one.
    const draft = `${file}.${randomBytes(6).toString('hex')}~`;
    try {
      const handle = await open(draft, 'wx', 0o600);
      try {
        await handle.writeFile(content);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(draft, file);
      await syncFolder(dirname(file));
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  async get(key: string): Promise<Buffer | undefined> {
    try {
      return await readFile(this.path(key));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async exists(key: string): Promise<boolean> {
    try {
      return (await stat(this.path(key))).isFile();
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    await rm(this.path(key), { force: true });
  }

  async *list(folder: string): AsyncIterable<StoredObject> {
    const below = this.path(folder);
    let entries: Dir;
    try {
      entries = await opendir(below);
    } catch (error) {
      if (isMissing(error)) return;
      throw error;
    }
    for await (const entry of entries) {
      const key = `${folder}/${entry.name}`;
      if (entry.isDirectory()) yield* this.list(key);
      else if (entry.isFile()) {
        const file = join(below, entry.name);
        const found = await stat(file).catch(() => undefined);
        if (!found) continue;
        if (!entry.name.endsWith('~')) yield { key, modifiedAt: Math.round(found.mtimeMs) };
        else if (found.mtimeMs < Date.now() - DRAFT_LIFE_MS) await rm(file, { force: true });
      }
    }
  }

  private path(key: string): string {
    const file = join(this.root, ...segmentsOf(key));
    if (!file.startsWith(this.root + sep)) throw new StorageKeyError();
    return file;
  }
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}

/** Makes the new name itself survive a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch {
    // Some file systems cannot sync a folder; the file itself is safe.
  } finally {
    await handle.close();
  }
}
