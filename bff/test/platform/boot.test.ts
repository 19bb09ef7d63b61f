import { startTestServer } from '../support/server';

test('boots, answers and closes', async () => {
  const server = await startTestServer({ modules: [] });
  const answer = await fetch(`${server.url}/readyz`);
  expect(await answer.json()).toEqual({ status: 'ok' });
  const missing = await fetch(`${server.url}/api/none`);
  expect(missing.status).toBe(404);
  expect(await missing.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
  await server.close();
});
