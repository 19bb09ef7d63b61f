import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Storage } from '../../src/adapters/storage/s3';
import { signV4 } from '../../src/adapters/storage/sigv4';

const key = { accessKey: 'AKIDEXAMPLE', secretKey: 'secret/with+signs=', region: 'gz-1' };
const objects = new Map<string, Buffer>();
let refused = 0;
let failing = false;
let pageSize = 1000;

/** Recomputes the signature from what arrived on the wire, as a store does. */
function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const sha = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
  const [path, query = ''] = (request.url ?? '').split('?');
  const match = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8}\/[^,]+), SignedHeaders=([^,]+), Signature=(\w{64})$/.exec(
    request.headers.authorization ?? '',
  );
  if (!match || match[1] !== key.accessKey || request.headers['x-amz-content-sha256'] !== sha(body)) return false;
  const [, , scope, names, signature] = match as unknown as [string, string, string, string, string];
  const headers = names.split(';').map((name) => `${name}:${request.headers[name]}\n`);
  const sorted = query.split('&').sort().join('&');
  const canonical = [request.method, path, sorted, headers.join(''), names, sha(body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha(canonical)].join('\n');
  let secret: Buffer | string = `AWS4${key.secretKey}`;
  for (const part of scope.split('/')) secret = createHmac('sha256', secret).update(part).digest();
  return createHmac('sha256', secret).update(text).digest('hex') === signature;
}

const peer = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  if (failing) return response.writeHead(503).end();
  if (!isSigned(request, body)) {
    refused += 1;
    return response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>');
  }
  const url = new URL(request.url ?? '', 'http://s3.invalid');
  const name = decodeURIComponent(url.pathname.replace(/^\/bucket\/?/, ''));
  if (request.method === 'PUT') objects.set(name, body);
  else if (request.method === 'DELETE') objects.delete(name);
  else if (name === '') {
    const from = Number(url.searchParams.get('continuation-token')?.replace(/\D/g, '') ?? 0);
    const all = [...objects.keys()].filter((each) => each.startsWith(url.searchParams.get('prefix')!)).sort();
    const page = all
      .slice(from, from + pageSize)
      .map((each) => `<Contents><Key>${each}</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified></Contents>`);
    const more = from + pageSize < all.length;
    const next = more ? `<NextContinuationToken>a&amp;b${from + pageSize}</NextContinuationToken>` : '';
    return response.end(
      `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${page.join('')}</ListBucketResult>`,
    );
  } else if (!objects.has(name)) return response.writeHead(404).end();
  else return response.end(request.method === 'HEAD' ? undefined : objects.get(name));
  return response.writeHead(request.method === 'DELETE' ? 204 : 200).end();
});

let storage: S3Storage;
const open = (secretKey = key.secretKey) =>
  new S3Storage(
    {
      ...key,
      secretKey,
      endpoint: `http://127.0.0.1:${(peer.address() as AddressInfo).port}`,
      bucket: 'bucket',
      timeoutMs: 2_000,
    },
    { clock: { now: () => Date.now() } },
  );
beforeAll(async () => {
  await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve));
  storage = open();
});
afterAll(() => new Promise((resolve) => peer.close(resolve)));
afterEach(() => {
  failing = false;
  pageSize = 1000;
});

test('the signature is that of the published example', () => {
  const headers = signV4(
    {
      method: 'GET',
      host: 'examplebucket.s3.amazonaws.com',
      path: '/',
      query: { 'max-keys': '2', prefix: 'J' },
      body: Buffer.alloc(0),
    },
    { accessKey: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', region: 'us-east-1' },
    Date.UTC(2013, 4, 24),
  );
  expect(headers.authorization).toContain('Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7');
});

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
  expect(refused).toBe(0);
});

test('lists a folder over several pages', async () => {
  pageSize = 2;
  for (let i = 0; i < 5; i++) await storage.put(`uploads/x/${i}`, Buffer.from('x'));
  await storage.put('certificates/1', Buffer.from('x'));
  const keys: string[] = [];
  for await (const { key: name, modifiedAt } of storage.list('uploads')) {
    keys.push(name);
    expect(modifiedAt).toBe(Date.UTC(2026, 0, 2, 3, 4, 5));
  }
  expect(keys).toEqual([0, 1, 2, 3, 4].map((i) => `uploads/x/${i}`));
});

test('a wrong secret or a broken store is a failure, never a missing file', async () => {
  await expect(open('other').get('a')).rejects.toMatchObject({ code: 'http-403' });
  failing = true;
  await expect(storage.get('a')).rejects.toMatchObject({ code: 'http-503' });
  await expect(storage.exists('a')).rejects.toMatchObject({ code: 'http-503' });
  await expect(storage.put('../a', Buffer.alloc(1))).rejects.toMatchObject({ name: 'StorageKeyError' });
});
