import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Storage } from '@zhucheng/bff/adapters/storage/s3';

const key = { accessKey: 'AKIDEXAMPLE', secretKey: 'secret/with+signs=', region: 'gz-1' };

/** An object store that checks signatures as a real one does. */
export interface TestStore {
  objects: Map<string, Buffer>;
  /** Requests whose signature was wrong. */
  refused: number;
  failing: boolean;
  pageSize: number;
  /** Answered instead of the list. */
  listing?: string | undefined;
  open(secretKey?: string): S3Storage;
  close(): Promise<void>;
}

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

export async function startTestStore(): Promise<TestStore> {
  const objects = new Map<string, Buffer>();
  const store: TestStore = {
    objects,
    refused: 0,
    failing: false,
    pageSize: 1000,
    open: (secretKey = key.secretKey) => {
      const endpoint = `http://127.0.0.1:${(peer.address() as AddressInfo).port}`;
      const config = { ...key, secretKey, endpoint, bucket: 'bucket', timeoutMs: 2_000 };
      return new S3Storage(config, { clock: { now: () => Date.now() } });
    },
    close: () => new Promise((resolve) => peer.close(() => resolve())),
  };
  const peer = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (store.failing) return response.writeHead(503).end();
    if (!isSigned(request, body)) {
      store.refused += 1;
      return response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>');
    }
    const url = new URL(request.url ?? '', 'http://s3.invalid');
    const name = decodeURIComponent(url.pathname.replace(/^\/bucket\/?/, ''));
    if (request.method === 'PUT') objects.set(name, body);
    else if (request.method === 'DELETE') objects.delete(name);
    else if (name === '' && store.listing !== undefined) return response.end(store.listing);
    else if (name === '') {
      const from = Number(url.searchParams.get('continuation-token')?.replace(/\D/g, '') ?? 0);
      const all = [...objects.keys()].filter((each) => each.startsWith(url.searchParams.get('prefix')!)).sort();
      const page = all
        .slice(from, from + store.pageSize)
        .map((each) => `<Contents><Key>${each}</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified></Contents>`);
      const more = from + store.pageSize < all.length;
      const next = more ? `<NextContinuationToken>a&amp;b${from + store.pageSize}</NextContinuationToken>` : '';
      return response.end(
        `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${page.join('')}</ListBucketResult>`,
      );
    } else if (!objects.has(name)) return response.writeHead(404).end();
    else return response.end(request.method === 'HEAD' ? undefined : objects.get(name));
    return response.writeHead(request.method === 'DELETE' ? 204 : 200).end();
  });
  await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve));
  return store;
}
