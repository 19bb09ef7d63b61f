import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
