import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { productionVariables } from '../support/production';
import { startTestServer, type TestServer } from '../support/server';

const folder = mkdtempSync(join(tmpdir(), 'zhucheng-insiders-'));
const tokens = { METRICS_TOKEN: 'metrics-token-of-this-test', DOCS_TOKEN: 'documents-token-of-this-test' };
const paths = ['/metrics', '/api/docs', '/api/openapi.json'];
let production: Record<string, string>;

beforeAll(async () => {
  const variables = await productionVariables(folder);
  production = { ...variables, RATE_LIMITS: 'on', DEMO_ACCOUNTS: 'off', LOG_LEVEL: 'silent' };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (variables: Record<string, string>) =>
  startTestServer({ dialect: 'sqlite', modules: [], variables: { ...production, ...variables } });
const statuses = (server: TestServer, headers: Record<string, string> = {}) =>
  Promise.all(paths.map(async (path) => (await fetch(server.url + path, { headers })).status));
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test('in production a token opens what it is for; everybody else finds nothing there', async () => {
  const server = await start({ ...tokens, TRUSTED_PROXIES: '0', INTERNAL_ADDRESSES: '10.0.0.0/8' });
  const missing = await (await fetch(`${server.url}/api/none`)).json();
  for (const path of paths) {
    const answer = await fetch(server.url + path);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { ...missing.error, requestId: expect.any(String) } });
  }
  expect(await statuses(server, bearer(tokens.METRICS_TOKEN))).toEqual([200, 404, 404]);
  expect(await statuses(server, bearer(tokens.DOCS_TOKEN))).toEqual([404, 200, 200]);
  for (const wrong of ['', 'x', `${tokens.METRICS_TOKEN}x`]) {
    expect(await statuses(server, bearer(wrong))).toEqual([404, 404, 404]);
  }
  // An address that a client only claims to have.
  expect(await statuses(server, { 'x-forwarded-for': '10.1.2.3' })).toEqual([404, 404, 404]);
  for (const path of ['/healthz', '/readyz']) expect((await fetch(server.url + path)).status).toBe(200);
  await server.close();
});

test('in production addresses of the list need no token; without list and token it is closed', async () => {
  const inside = await start({ INTERNAL_ADDRESSES: '192.168.1.7, 127.0.0.0/8' });
  expect(await statuses(inside)).toEqual([200, 200, 200]);
  await inside.close();
  const closed = await start({});
  expect(await statuses(closed, bearer('undefined'))).toEqual([404, 404, 404]);
  await closed.close();
});

test('a list that cannot be read is named at start', async () => {
  for (const INTERNAL_ADDRESSES of ['10.0.0.0/33', 'intranet', '10.0.0.1,', '10.0.0.1/x'])
    await expect(start({ INTERNAL_ADDRESSES })).rejects.toThrow('INTERNAL_ADDRESSES');
});
