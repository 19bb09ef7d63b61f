import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@zhucheng/bff/platform/ids';
import { allRoutes, fillPath } from '@zhucheng/shared';
import { startTestServer, type TestServer } from '../support/server';

let server: TestServer;
const folder = mkdtempSync(join(tmpdir(), 'zhucheng-slash-'));

beforeAll(async () => {
  for (const site of ['h5', 'admin']) {
    mkdirSync(join(folder, site));
    writeFileSync(join(folder, site, 'index.html'), `<title>${site}</title>`);
    writeFileSync(join(folder, site, 'logo.svg'), `<svg id="${site}"/>`);
  }
  server = await startTestServer({
    variables: { H5_DIR: join(folder, 'h5'), ADMIN_DIR: join(folder, 'admin') },
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

let calls = 0;
async function answer(method: string, path: string) {
  const headers = {
    'idempotency-key': `slash-${++calls}`,
    'x-request-id': 'the-same-for-all',
    ...(method !== 'GET' && { 'content-type': 'application/json' }),
  };
  const response = await fetch(server.url + path, { method, headers, ...(method !== 'GET' && { body: '{}' }) });
  // A challenge is another one each time.
  const text = (await response.text()).replace(/"challenge":"[\w-]{1,200}"/, '"challenge"');
  return { status: response.status, type: response.headers.get('content-type'), text };
}
const unknown = { status: 404, text: expect.stringContaining('NOT_FOUND') };

test.each(allRoutes())('$name: a slash at the end changes nothing, two are another path', async ({ definition }) => {
  const names = [...definition.path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => name!);
  const path = fillPath(definition.path, Object.fromEntries(names.map((name) => [name, newId()])));
  const { method } = definition;
  expect(await answer(method, `${path}/`)).toEqual(await answer(method, path));
  expect(await answer(method, `${path}//`)).toMatchObject(unknown);
});

test.each([
  '/healthz',
  '/readyz',
  '/api/docs',
  '/api/openapi.json',
  '/',
  '/admin',
  '/admin/cases/7',
  '/kiosk',
  '/pages/home',
  '/logo.svg',
  '/admin/logo.svg',
  '/none.svg',
  '/api',
  '/api/none',
])('%s answers alike with a slash', async (path) => {
  const plain = await answer('GET', path);
  expect(await answer('GET', `${path}/`)).toEqual(plain);
  expect(plain.status).toBe(/none|^\/api$/.test(path) ? 404 : 200);
});

test('metrics, whose figures change', async () => {
  expect((await answer('GET', '/metrics/')).text).toContain('zhucheng_outbox_dead');
});

test('a path in other letters is another path', async () => {
  expect(await answer('POST', '/API/session/password')).toMatchObject(unknown);
  expect(await answer('POST', '/api/Session/password')).toMatchObject(unknown);
});
