import type { S3Storage } from '../../src/adapters/storage/s3';
import { startTestStore, type TestStore } from '../support/s3';

let store: TestStore;
let storage: S3Storage;
beforeAll(async () => {
  store = await startTestStore();
  storage = store.open();
});
afterAll(() => store.close());
afterEach(() => Object.assign(store, { failing: false, pageSize: 1000, listing: undefined }));

test('writes, replaces, reads and removes', async () => {
  const name = 'uploads/2026-01/01J_a-b.c';
  expect(await storage.get(name)).toBeUndefined();
  expect(await storage.exists(name)).toBe(false);
  await storage.put(name, Buffer.from('one'));
  await storage.put(name, Buffer.from([0, 255, 13, 10]));
  expect(await storage.get(name)).toEqual(Buffer.from([0, 255, 13, 10]));
  expect(await storage.exists(name)).toBe(true);
  await storage.delete(name);
  await storage.delete(name);
  expect(await storage.exists(name)).toBe(false);
  expect(store.refused).toBe(0);
});

test('lists a folder over several pages', async () => {
  store.pageSize = 2;
  for (let i = 0; i < 5; i++) await storage.put(`uploads/x/${i}`, Buffer.from('x'));
  await storage.put('certificates/1', Buffer.from('x'));
  const keys: string[] = [];
  for await (const { key: name, modifiedAt } of storage.list('uploads')) {
    keys.push(name);
    expect(modifiedAt).toBe(Date.UTC(2026, 0, 2, 3, 4, 5));
  }
  expect(keys).toEqual([0, 1, 2, 3, 4].map((i) => `uploads/x/${i}`));
  expect(store.refused).toBe(0);
});

const object = '<Contents><Key>uploads/1</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified></Contents>';
const page = (inside: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inside}</ListBucketResult>`;
const listed = async () => {
  const keys: string[] = [];
  for await (const { key } of storage.list('uploads')) keys.push(key);
  return keys;
};

test('reads a list as stores write it', async () => {
  store.listing = page(`
    <Name>bucket</Name><Prefix>uploads/</Prefix><KeyCount>1</KeyCount><IsTruncated>false</IsTruncated>
    <Contents>
      <Key>uploads/a&#45;b</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>&quot;0&quot;</ETag>
      <Owner><ID>1</ID><DisplayName>other</DisplayName></Owner>
    </Contents>`);
  expect(await listed()).toEqual(['uploads/a-b']);
});

test.each([
  ['a page of something else', '<html><body>502 Bad Gateway</body></html>'],
  ['no answer', ''],
  ['a torn list', page(`<IsTruncated>false</IsTruncated>${object}`).slice(0, -30)],
  ['a list that does not say whether it ends', page(object)],
  ['a list that goes on nowhere', page(`<IsTruncated>true</IsTruncated>${object}`)],
  ['an object without a time', page('<IsTruncated>false</IsTruncated><Contents><Key>uploads/1</Key></Contents>')],
])('%s is a failure, never a shorter list', async (_what, listing) => {
  store.listing = listing;
  await expect(listed()).rejects.toMatchObject({ code: 'garbage' });
});

test('a wrong secret or a broken store is a failure, never a missing file', async () => {
  await expect(store.open('other').get('a')).rejects.toMatchObject({ code: 'http-403' });
  store.failing = true;
  await expect(storage.get('a')).rejects.toMatchObject({ code: 'http-503' });
  await expect(storage.exists('a')).rejects.toMatchObject({ code: 'http-503' });
  await expect(storage.put('../a', Buffer.alloc(1))).rejects.toMatchObject({ name: 'StorageKeyError' });
});
