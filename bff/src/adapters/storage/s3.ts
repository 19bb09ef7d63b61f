import { AdapterDependencies } from '../dependencies';
import { StoragePort, StoredObject, segmentsOf } from './port';
import { encode, queryText, SigningKey, signV4 } from './sigv4';

export interface S3StorageConfig extends SigningKey {
  /** Address of the service, e.g. `https://cos.example.cn`; the bucket is addressed in the path. */
  endpoint: string;
  bucket: string;
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
      const page = this.expect(await this.send('GET', '', query), 200).toString('utf8');
      for (const [, entry] of page.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)) {
        yield { key: element(entry!, 'Key') ?? '', modifiedAt: Date.parse(element(entry!, 'LastModified') ?? '') };
      }
      from =
        element(page, 'IsTruncated') === 'true'
          ? element(page, 'NextContinuationToken')?.replaceAll('&amp;', '&')
          : undefined;
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
    const path = `/${segments.map(encode).join('/')}`;
    const headers = signV4({ method, host: this.base.host, path, query, body }, this.config, this.deps.clock.now());
    const search = queryText(query);
    const started = this.deps.clock.now();
    try {
      const response = await fetch(`${this.base.origin}${path}${search && `?${search}`}`, {
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

  private expect(answer: { status: number; body: Buffer }, ...statuses: number[]): Buffer {
    if (statuses.includes(answer.status)) return answer.body;
    throw new StorageUnavailable(`http-${answer.status}`);
  }
}

/** The text of an element; the store's own lists only, whose keys are made by us and need no unescaping. */
function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}
