import { createHash } from 'node:crypto';
import { AwsV4Signer } from 'aws4fetch';
import { AdapterDependencies } from '../dependencies';
import { Listing, readListing } from './listing';
import { StoragePort, StoredObject, segmentsOf } from './port';

export interface S3StorageConfig {
  /** Address of the service, e.g. `https://cos.example.cn`; the bucket is addressed in the path. */
  endpoint: string;
  bucket: string;
  accessKey: string;
  secretKey: string;
  region: string;
  timeoutMs: number;
}

/** The store did not do what it was asked; `code` is for logs. */
export class StorageUnavailable extends Error {
  constructor(readonly code: string) {
    super(`object storage: ${code}`);
    this.name = 'StorageUnavailable';
  }
}

const NOTHING = Buffer.alloc(0);
/** Our files have 20 MB at most; a store that sends more must not fill the memory. */
const ANSWER_LIMIT = 64 * 1024 * 1024;

/** Files in a bucket of an S3-compatible store (对象存储), path-style; several machines may share it. */
export class S3Storage implements StoragePort {
  private readonly base: URL;
  /** The signer's, of keys that are good for a day. */
  private readonly signingKeys = new Map<string, ArrayBuffer>();

  constructor(
    private readonly config: S3StorageConfig,
    private readonly deps: AdapterDependencies,
  ) {
    this.base = new URL(config.endpoint);
  }

  async put(key: string, content: Buffer): Promise<void> {
    this.expect(await this.send('PUT', key, {}, content), 200);
  }

  async get(key: string): Promise<Buffer | undefined> {
    const answer = await this.send('GET', key);
    if (answer.status === 404) return undefined;
    return this.expect(answer, 200);
  }

  async exists(key: string): Promise<boolean> {
    const answer = await this.send('HEAD', key);
    if (answer.status === 404) return false;
    this.expect(answer, 200);
    return true;
  }

  async delete(key: string): Promise<void> {
    this.expect(await this.send('DELETE', key), 200, 204, 404);
  }

  async *list(folder: string): AsyncIterable<StoredObject> {
    segmentsOf(folder);
    let from: string | undefined;
    do {
      const query = { 'list-type': '2', prefix: `${folder}/`, ...(from && { 'continuation-token': from }) };
      const { objects, next } = this.listing(this.expect(await this.send('GET', '', query), 200));
      yield* objects;
      from = next;
    } while (from);
  }

  private async send(
    method: string,
    key: string,
    query: Record<string, string> = {},
    body: Buffer = NOTHING,
  ): Promise<{ status: number; body: Buffer }> {
    const segments = [...this.base.pathname.split('/').filter(Boolean), this.config.bucket];
    if (key) segments.push(...segmentsOf(key));
    const address = new URL(`${this.base.origin}/${segments.map(encodeURIComponent).join('/')}`);
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
    const { url, headers } = await this.signed(method, address, body);
    const started = this.deps.clock.now();
    try {
      const response = await fetch(url, {
        method,
        headers,
        redirect: 'error',
        ...(method === 'PUT' && { body: new Uint8Array(body) }),
        signal: AbortSignal.timeout(this.config.timeoutMs),
      });
      if (Number(response.headers.get('content-length') ?? 0) > ANSWER_LIMIT) throw new StorageUnavailable('too-large');
      return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
    } catch (error) {
      const code = (error as Error).name === 'TimeoutError' ? 'timeout' : 'network';
      this.deps.logger?.warn('object storage', {
        operation: method,
        durationMs: this.deps.clock.now() - started,
        code,
      });
      throw error instanceof StorageUnavailable ? error : new StorageUnavailable(code);
    }
  }

  /** Signature Version 4 with the content's hash in it; only the signer of the library, whose own `fetch` repeats by itself. */
  private signed(method: string, url: URL, body: Buffer): Promise<{ url: URL; headers: Headers }> {
    const { accessKey: accessKeyId, secretKey: secretAccessKey, region } = this.config;
    const datetime = `${new Date(this.deps.clock.now()).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
    const headers = { 'x-amz-content-sha256': createHash('sha256').update(body).digest('hex') };
    const key = { accessKeyId, secretAccessKey, region, service: 's3', cache: this.signingKeys };
    return new AwsV4Signer({ ...key, method, url: url.href, headers, datetime }).sign();
  }

  private listing(page: Buffer): Listing {
    try {
      return readListing(page.toString('utf8'));
    } catch {
      throw new StorageUnavailable('garbage');
    }
  }

  private expect(answer: { status: number; body: Buffer }, ...statuses: number[]): Buffer {
    if (statuses.includes(answer.status)) return answer.body;
    throw new StorageUnavailable(`http-${answer.status}`);
  }
}
