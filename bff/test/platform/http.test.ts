import { createHash, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { Controller, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Problem } from '@zhucheng/bff/platform/errors/problem';
import type { Actor } from '@zhucheng/bff/platform/http/actor';
import { type Input, Route } from '@zhucheng/bff/platform/http/route';
import { route } from '@zhucheng/shared';
import { z } from 'zod';
import { startTestServer, type TestServer } from '../support/server';

const defs = {
  open: route({ method: 'GET', path: '/api/toy/open', access: ['public'], summary: '', tag: 't' }),
  mine: route({
    method: 'GET',
    path: '/api/toy/mine/:id',
    access: ['citizen'],
    summary: '',
    tag: 't',
    params: z.object({ id: z.string() }),
    query: z.object({ page: z.coerce.number().int().min(1).optional() }),
    reply: z.object({ id: z.string(), who: z.string(), page: z.number().optional() }),
  }),
  save: route({
    method: 'POST',
    path: '/api/toy/save',
    access: ['public'],
    summary: '',
    tag: 't',
    body: z.object({
      name: z.string().min(1),
      people: z.array(z.strictObject({ age: z.number().max(150) })).optional(),
    }),
    bodyLimitBytes: 1024,
  }),
  fail: route({
    method: 'POST',
    path: '/api/toy/fail',
    access: ['public'],
    summary: '',
    tag: 't',
    body: z.object({ how: z.string() }),
  }),
  hook: route({ method: 'POST', path: '/api/toy/hook', access: ['public'], summary: '', tag: 't', raw: true }),
  wrong: route({
    method: 'GET',
    path: '/api/toy/wrong',
    access: ['public'],
    summary: '',
    tag: 't',
    reply: z.object({ n: z.number() }),
  }),
  limited: route({
    method: 'GET',
    path: '/api/toy/limited',
    access: ['public'],
    summary: '',
    tag: 't',
    limit: { times: 2, perMs: 60_000, by: 'ip' },
  }),
};

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
class ToyController {
  @Route(defs.open)
  open(input: Input<typeof defs.open>) {
    return { kind: input.actor.kind };
  }

  @Route(defs.mine)
  mine(input: Input<typeof defs.mine>) {
    return { id: input.params.id, who: input.actor.id, ...(input.query.page && { page: input.query.page }) };
  }

  @Route(defs.save)
  save(_input: Input<typeof defs.save>) {
    return undefined;
  }

  @Route(defs.fail)
  fail(input: Input<typeof defs.fail>) {
    if (input.body.how === 'problem') throw new Problem('CONFLICT', { detail: { version: 3 } });
    throw new Error('secret 450502199001011234');
  }

  @Route(defs.hook)
  hook(input: Input<typeof defs.hook>) {
    input.ctx.body = `got ${createHash('sha256').update(input.rawBody).digest('hex')}`;
  }

  @Route(defs.wrong)
  wrong(_input: Input<typeof defs.wrong>) {
    return { n: 'seven' } as never;
  }

  @Route(defs.limited)
  limited(_input: Input<typeof defs.limited>) {
    return {};
  }
}

const citizen: Actor = { kind: 'citizen', id: 'C1', roles: ['citizen'], sessionId: 's' };
const officer: Actor = { kind: 'staff', id: 'O1', roles: ['officer'], sessionId: 's' };

let server: TestServer;
const lines: string[] = [];

beforeAll(async () => {
  const { createLogger } = await import('@zhucheng/bff/platform/logging/logger');
  const logger = createLogger('info', { write: (line) => void lines.push(line) });
  server = await startTestServer({ modules: [ToyController], logger, variables: { RATE_LIMITS: 'on' } });
  server.sessions.use({ read: (token) => ({ citizen, officer })[token] ?? null });
});
afterAll(() => server.close());

async function call(
  method: string,
  path: string,
  options: { token?: string; body?: unknown; text?: string; type?: string } = {},
) {
  const body = options.text ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  const answer = await fetch(server.url + path, {
    method,
    headers: {
      ...(options.token && { authorization: `Bearer ${options.token}` }),
      ...(body !== undefined && { 'content-type': options.type ?? 'application/json' }),
    },
    ...(body !== undefined && { body }),
  });
  const text = await answer.text();
  const json = text.startsWith('{') ? JSON.parse(text) : undefined;
  return { status: answer.status, json, text, headers: answer.headers };
}

describe('access', () => {
  test('a public route knows an anonymous caller and a signed-in one', async () => {
    expect((await call('GET', '/api/toy/open')).json).toEqual({ kind: 'anonymous' });
    expect((await call('GET', '/api/toy/open', { token: 'citizen' })).json).toEqual({ kind: 'citizen' });
    expect((await call('GET', '/api/toy/open', { token: 'nonsense' })).json).toEqual({ kind: 'anonymous' });
  });

  test.each([
    [undefined, 401, 'UNAUTHENTICATED'],
    ['nonsense', 401, 'UNAUTHENTICATED'],
    ['officer', 403, 'FORBIDDEN'],
  ])("a citizens' route answers token %s with %s", async (token, status, code) => {
    const answer = await call('GET', '/api/toy/mine/7', token ? { token } : {});
    expect([answer.status, answer.json.error.code]).toEqual([status, code]);
    expect(answer.json.error.requestId).toBe(answer.headers.get('x-request-id'));
  });

  test('the right caller gets parsed parameters', async () => {
    expect((await call('GET', '/api/toy/mine/7?page=2', { token: 'citizen' })).json).toEqual({
      id: '7',
      who: 'C1',
      page: 2,
    });
  });
});

describe('input', () => {
  test('faults are told at the field, in Chinese', async () => {
    const answer = await call('POST', '/api/toy/save', { body: { name: '', people: [{ age: 200 }], extra: 1 } });
    expect(answer.status).toBe(422);
    expect(answer.json.error.fields).toEqual([
      { path: 'name', code: 'too_small', message: '请填写' },
      { path: 'people.0.age', code: 'too_big', message: '不能大于 150' },
      { path: 'extra', code: 'unknown', message: '不接受这一项' },
    ]);
  });

  test('a missing field is to be filled in', async () => {
    const { json } = await call('POST', '/api/toy/save', { body: {} });
    expect(json.error.fields).toEqual([{ path: 'name', code: 'invalid_type', message: '请填写' }]);
  });

  test('unknown query parameters are refused', async () => {
    expect((await call('GET', '/api/toy/mine/7?pgae=2', { token: 'citizen' })).json.error.fields[0].path).toBe('pgae');
  });

  test.each([
    ['not JSON', { text: '{' }, 400, 'BODY_MALFORMED'],
    ['an empty body', { text: '' }, 400, 'BODY_MALFORMED'],
    ['a form', { text: 'name=1', type: 'application/x-www-form-urlencoded' }, 415, 'UNSUPPORTED_MEDIA'],
    ['a large body', { text: JSON.stringify({ name: 'x'.repeat(2000) }) }, 413, 'BODY_TOO_LARGE'],
    ['a prototype key', { text: '{"name":"a","__proto__":{"admin":true}}' }, 400, 'BODY_MALFORMED'],
    ['deep nesting', { text: `{"name":${'['.repeat(40)}${']'.repeat(40)}}` }, 400, 'BODY_MALFORMED'],
  ])('%s', async (_name, options, status, code) => {
    const answer = await call('POST', '/api/toy/save', options);
    expect([answer.status, answer.json?.error.code]).toEqual([status, code]);
  });

  test('a large body without a length is cut off', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write(
          'POST /api/toy/save HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
        );
        for (let i = 0; i < 10; i++) socket.write(`400\r\n${'x'.repeat(1024)}\r\n`);
      });
      socket.on('data', (data) => {
        resolve(String(data));
        socket.destroy();
      });
      socket.on('error', reject);
    });
    expect(text).toMatch(/^HTTP\/1.1 413/);
  });

  test('a raw route gets the bytes and writes its own reply', async () => {
    const answer = await call('POST', '/api/toy/hook', { text: '<xml/>', type: 'text/xml' });
    expect(answer.text).toBe(`got ${createHash('sha256').update('<xml/>').digest('hex')}`);
  });
});

describe('answers', () => {
  test('nothing becomes 204', async () => {
    expect((await call('POST', '/api/toy/save', { body: { name: 'a' } })).status).toBe(204);
  });

  test('an expected failure has its code and detail', async () => {
    const { status, json } = await call('POST', '/api/toy/fail', { body: { how: 'problem' } });
    expect([status, json.error.code, json.error.detail]).toEqual([409, 'CONFLICT', { version: 3 }]);
  });

  test('an unexpected one tells nothing, neither to the client nor to the log', async () => {
    const { status, text } = await call('POST', '/api/toy/fail', { body: { how: 'crash' } });
    expect(status).toBe(500);
    expect(text).not.toContain('secret');
    const logged = lines.filter((line) => line.includes('request failed'));
    expect(logged).toHaveLength(1);
    expect(logged[0]).not.toContain('450502');
    expect(logged[0]).toContain('/api/toy/fail');
  });

  test('a reply against the contract fails in tests', async () => {
    expect((await call('GET', '/api/toy/wrong')).status).toBe(500);
  });

  test('an unknown path is a typed 404', async () => {
    expect((await call('GET', '/api/none')).json.error.code).toBe('NOT_FOUND');
    expect((await call('PUT', '/api/toy/open')).json.error.code).toBe('NOT_FOUND');
  });

  test('too many calls', async () => {
    await call('GET', '/api/toy/limited');
    await call('GET', '/api/toy/limited');
    const answer = await call('GET', '/api/toy/limited');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '60']);
    server.clock.advance(60_001);
    expect((await call('GET', '/api/toy/limited')).status).toBe(200);
  });

  test('security headers and request id', async () => {
    const id = randomUUID();
    const answer = await fetch(`${server.url}/api/toy/open`, { headers: { 'x-request-id': id } });
    expect(answer.headers.get('x-request-id')).toBe(id);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('set-cookie')).toBeNull();
    const forged = await fetch(`${server.url}/api/toy/open`, { headers: { 'x-request-id': 'a b<script>' } });
    expect(forged.headers.get('x-request-id')).toMatch(/^[\w-]{12}-[0-9a-z]+$/);
  });

  test('the log has the route pattern, not the URL', async () => {
    lines.length = 0;
    await call('GET', '/api/toy/mine/450502199001011234?page=3', { token: 'citizen' });
    const entry = JSON.parse(lines.at(-1)!);
    expect(entry).toMatchObject({ method: 'GET', route: '/api/toy/mine/:id', status: 200, actor: 'citizen' });
    expect(lines.join('')).not.toContain('450502');
  });
});

describe('for operators', () => {
  test('health, readiness and metrics', async () => {
    expect((await call('GET', '/healthz')).json).toEqual({ status: 'ok' });
    expect((await call('GET', '/readyz')).json).toEqual({ status: 'ok' });
    const { text } = await call('GET', '/metrics');
    expect(text).toContain('zhucheng_http_request_duration_seconds_bucket');
    expect(text).toContain('route="/api/toy/mine/:id"');
    expect(text).toContain('zhucheng_outbox_dead 0');
  });

  test('the contract as OpenAPI and as a page', async () => {
    const { json } = await call('GET', '/api/openapi.json');
    expect(json.openapi).toBe('3.1.0');
    expect(Object.keys(json.paths).length).toBeGreaterThan(10);
    const page = await call('GET', '/api/docs');
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.text).toContain('<details');
  });
});

test('two servers in one process do not share anything', async () => {
  const other = await startTestServer({ modules: [ToyController] });
  other.sessions.use({ read: () => officer });
  const answer = await fetch(`${other.url}/api/toy/open`, { headers: { authorization: 'Bearer citizen' } });
  expect(await answer.json()).toEqual({ kind: 'staff' });
  await other.close();
  expect((await call('GET', '/api/toy/open', { token: 'citizen' })).json).toEqual({ kind: 'citizen' });
});
