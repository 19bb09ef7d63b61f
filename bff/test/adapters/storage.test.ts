import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiskStorage } from '../../src/adapters/storage/disk';
import { StorageKeyError } from '../../src/adapters/storage/port';

const root = mkdtempSync(join(tmpdir(), 'storage-'));
const storage = new DiskStorage({ root: join(root, 'files') });
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('writes, replaces, reads and removes whole files', async () => {
  const key = 'certificates/2026/0001.pdf';
  expect(await storage.get(key)).toBeUndefined();
  expect(await storage.exists(key)).toBe(false);
  await storage.put(key, Buffer.from('one'));
  await storage.put(key, Buffer.from('two'));
  expect((await storage.get(key))?.toString()).toBe('two');
  expect(await storage.exists(key)).toBe(true);
  expect(await storage.exists('certificates/2026')).toBe(false);
  expect(await storage.get('certificates/2026')).toBeUndefined();
  expect(statSync(join(root, 'files', key)).mode & 0o777).toBe(0o600);
  await storage.delete(key);
  await storage.delete(key);
  expect(await storage.exists(key)).toBe(false);
});

test('concurrent writers leave one whole file and no drafts', async () => {
  const key = 'race/file.bin';
  const contents = Array.from({ length: 20 }, (_, index) => Buffer.alloc(50_000, index));
  await Promise.all(contents.map((content) => storage.put(key, content)));
  const kept = (await storage.get(key)) as Buffer;
  expect(contents.some((content) => content.equals(kept))).toBe(true);
  expect(readdirSync(join(root, 'files', 'race'))).toEqual(['file.bin']);
});

test.each(['', '/', '..', '../x', 'a/../b', 'a//b', '/etc/passwd', 'a\\b', 'a/.hidden', 'a\0b', '.', '名字', 'a/b~'])(
  'key %j is refused',
  async (key) => {
    await expect(storage.put(key, Buffer.from('x'))).rejects.toBeInstanceOf(StorageKeyError);
    await expect(storage.get(key)).rejects.toBeInstanceOf(StorageKeyError);
    await expect(storage.delete(key)).rejects.toBeInstanceOf(StorageKeyError);
  },
);
