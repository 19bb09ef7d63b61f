import { createHash, createHmac } from 'node:crypto';

/** What an AWS Signature Version 4 is made over; `query` is not encoded yet. */
export interface SignedRequest {
  method: string;
  host: string;
  /** Absolute path, segments already percent-encoded. */
  path: string;
  query: Record<string, string>;
  body: Buffer;
}

export interface SigningKey {
  accessKey: string;
  secretKey: string;
  region: string;
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** RFC 3986, as S3 wants it: `encodeURIComponent` leaves `!'()*` alone. */
export const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

export const queryText = (query: Record<string, string>): string =>
  Object.keys(query)
    .sort()
    .map((name) => `${encode(name)}=${encode(query[name]!)}`)
    .join('&');

/** The headers that sign a request to S3; `now` in UTC ms. */
export function signV4(request: SignedRequest, key: SigningKey, now: number): Record<string, string> {
  const stamp = `${new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const day = stamp.slice(0, 8);
  const contentHash = sha256(request.body);
  const headers = `host:${request.host}\nx-amz-content-sha256:${contentHash}\nx-amz-date:${stamp}\n`;
  const names = 'host;x-amz-content-sha256;x-amz-date';
  const { method, path, query } = request;
  const canonical = [method, path, queryText(query), headers, names, contentHash].join('\n');
  const scope = `${day}/${key.region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n');
  const signingKey = [day, key.region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${key.secretKey}`,
  );
  const signature = createHmac('sha256', signingKey).update(text).digest('hex');
  return {
    'x-amz-content-sha256': contentHash,
    'x-amz-date': stamp,
    authorization: `AWS4-HMAC-SHA256 Credential=${key.accessKey}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}
