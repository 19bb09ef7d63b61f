import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zhucheng-static-'));
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  for (const site of ['h5', 'admin']) {
    mkdirSync(join(folder, site, 'js'), { recursive: true });
    writeFileSync(join(folder, site, 'index.html'), `<title>${site}</title><script>start()</script>`);
    writeFileSync(join(folder, site, 'js', 'app.3f2a9c1b.js'), 'app()');
    writeFileSync(join(folder, site, 'logo.svg'), '<svg/>');
    writeFileSync(join(folder, site, '.env'), 'hidden');
  }
  server = await startTestServer({
    modules: [],
    variables: { H5_DIR: join(folder, 'h5'), ADMIN_DIR: join(folder, 'admin') },
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** `fetch` would normalise `..` away and add a `cache-control` of its own. */
function raw(path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ port: server.port, host: '127.0.0.1', path, headers }, (answer) => {
      let text = '';
      answer.on('data', (part) => (text += part));
      answer.on('end', () => resolve({ status: answer.statusCode!, text }));
    });
    sent.on('error', reject).end();
  });
}

function bytes(path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    const sent = request({ port: server.port, host: '127.0.0.1', path, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        resolve({ status: answer.statusCode!, headers: answer.headers, body: Buffer.concat(parts) }),
      );
    });
    sent.on('error', reject).end();
  });
}

test.each([
  ['/', 'h5'],
  ['/pages/home/index', 'h5'],
  ['/admin', 'admin'],
  ['/admin/cases/7', 'admin'],
  ['/kiosk', 'admin'],
])('%s gives the page of %s', async (path, site) => {
  const answer = await fetch(server.url + path);
  expect(await answer.text()).toContain(`<title>${site}</title>`);
  expect(answer.headers.get('cache-control')).toBe('no-cache');
  const policy = answer.headers.get('content-security-policy')!;
  expect(policy).toMatch(/script-src 'self' 'sha256-[^']+';/);
  expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/);
});

test('the kiosk’s page alone may ask the card reader on its own machine', async () => {
  const connects = async (path: string) =>
    /connect-src ([^;]*)/.exec((await fetch(server.url + path)).headers.get('content-security-policy')!)![1];
  for (const path of ['/', '/admin', '/admin/kiosks', '/kiosks', '/admin/cases/kiosk'])
    expect([path, await connects(path)]).toEqual([path, "'self'"]);
  for (const path of ['/kiosk', '/admin/kiosk', '/kiosk/'])
    expect(await connects(path)).toBe("'self' http://127.0.0.1:* http://localhost:* http://127.0.0.1:8765");
});

describe('what the build has compressed', () => {
  const source = 'start("字节");'.repeat(200);
  const path = '/js/large.0a1b2c3d.js';
  const file = () => join(folder, 'h5', path);
  beforeAll(() => {
    writeFileSync(file(), source);
    writeFileSync(`${file()}.br`, brotliCompressSync(source));
    writeFileSync(`${file()}.gz`, gzipSync(source));
  });
  const of = { br: brotliDecompressSync, gzip: gunzipSync, none: (bytes: Buffer) => bytes };

  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0.5, gzip;q=1', 'gzip'],
    ['BR', 'br'],
    ['*', 'br'],
    ['br;q=0, *;q=0.1', 'gzip'],
    ['identity', 'none'],
    ['deflate', 'none'],
    ['', 'none'],
    ['br;q=0, gzip;q=0', 'none'],
    ['br;q=, ;;,,', 'none'],
  ] as const)('for "%s" it is %s, and the same text', async (accepted, coding) => {
    const answer = await bytes(path, { 'accept-encoding': accepted });
    const { headers } = answer;
    expect(headers['content-encoding'] ?? 'none').toBe(coding);
    expect(headers.vary).toBe('accept-encoding');
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(Number(headers['content-length'])).toBe(answer.body.length);
    expect(of[coding](answer.body).toString()).toBe(source);
  });

  test('each form has a mark of its own, and is not sent twice', async () => {
    const forms = await Promise.all(['br', 'gzip', ''].map((one) => bytes(path, { 'accept-encoding': one })));
    const marks = forms.map(({ headers }) => headers.etag!);
    expect(new Set(marks).size).toBe(3);
    const again = await bytes(path, { 'accept-encoding': 'br', 'if-none-match': marks[0]! });
    expect([again.status, again.body.length, again.headers.vary]).toEqual([304, 0, 'accept-encoding']);
    expect((await bytes(path, { 'accept-encoding': 'gzip', 'if-none-match': marks[0]! })).status).toBe(200);
  });

  test('one that is older than its original is not sent, and none has an address of its own', async () => {
    const before = new Date(Date.now() - 60_000);
    utimesSync(`${file()}.br`, before, before);
    expect((await bytes(path, { 'accept-encoding': 'br' })).headers['content-encoding']).toBeUndefined();
    expect((await bytes(path, { 'accept-encoding': 'br, gzip' })).headers['content-encoding']).toBe('gzip');
    for (const end of ['.br', '.gz']) expect((await bytes(`${path}${end}`)).status).toBe(404);
  });
});

test('hashed files are kept, others asked for again', async () => {
  const hashed = await fetch(`${server.url}/js/app.3f2a9c1b.js`);
  expect([await hashed.text(), hashed.headers.get('cache-control')]).toEqual([
    'app()',
    'public, max-age=31536000, immutable',
  ]);
  const plain = await fetch(`${server.url}/admin/logo.svg`);
  expect([plain.headers.get('content-type'), plain.headers.get('cache-control')]).toEqual([
    'image/svg+xml',
    'no-cache',
  ]);
  const again = await raw('/admin/logo.svg', { 'if-none-match': plain.headers.get('etag')! });
  expect(again.status).toBe(304);
});

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/js/../../secret.txt',
  '/admin/..%2f..%2fsecret.txt',
  '/.env',
  '/%00',
  '/%',
])('%s does not get out', async (path) => {
  const answer = await raw(path);
  expect(answer.text).not.toContain('secret');
  expect(answer.text).not.toContain('hidden');
});

test('a missing file and an unknown operation are not pages', async () => {
  expect((await fetch(`${server.url}/js/none.js`)).status).toBe(404);
  const api = await fetch(`${server.url}/api/none`);
  expect([api.status, api.headers.get('content-type')]).toEqual([404, 'application/json; charset=utf-8']);
});
