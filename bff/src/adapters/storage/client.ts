import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { StorageKeyError, StoragePort } from './port';

const SEGMENT = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/;

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

  private path(key: string): string {
    const segments = key.split('/');
    if (key.length > 512 || !segments.every((segment) => SEGMENT.test(segment))) throw new StorageKeyError();
    const file = join(this.root, ...segments);
    if (!file.startsWith(this.root + sep)) throw new StorageKeyError();
    return file;
  }
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}
