import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { Controller, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type Input, Route } from '@zhucheng/bff/platform/http/route';
import { route } from '@zhucheng/shared';
import { z } from 'zod';
import { startTestServer, type TestServer } from '../support/server';

const defs = {
  upload: route({
    method: 'POST',
    path: '/api/toy/upload',
    access: ['public'],
    summary: '',
    tag: 't',
    upload: true,
    bodyLimitBytes: 1024 * 1024,
    reply: z.object({ size: z.number() }),
  }),
  open: route({ method: 'GET', path: '/api/toy/open', access: ['public'], summary: '', tag: 't' }),
};

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
class StoppingController {
  @Route(defs.upload)
  upload(input: Input<typeof defs.upload>) {
    return { size: input.upload.size };
  }

  @Route(defs.open)
  open() {
    return undefined;
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Said {
  status: number | undefined;
  connection: string | undefined;
  text: string;
}

async function said(sent: ReturnType<typeof request>): Promise<Said> {
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += chunk;
  return { status: answer.statusCode, connection: answer.headers.connection, text };
}

describe('a server that is asked to stop', () => {
  let server: TestServer;
  let agent: Agent;
  beforeEach(async () => {
    server = await startTestServer({ modules: [StoppingController], variables: { DRAIN_MS: '300' } });
    agent = new Agent({ keepAlive: true, maxSockets: 1 });
  });
  afterEach(async () => {
    agent.destroy();
    await server.close();
  });
  const get = (path: string, how: Agent | false = false) => {
    const sent = request(`${server.url}${path}`, { agent: how });
    sent.end();
    return said(sent);
  };

  test('says so at once, finishes the upload that has begun, and then nobody is listening', async () => {
    expect((await get('/api/toy/open', agent)).connection).toBe('keep-alive');
    const upload = request(`${server.url}/api/toy/upload`, { method: 'POST', headers: { 'content-length': 2_000 } });
    const answer = said(upload);
    upload.write(Buffer.alloc(1_000));
    await pause(100);
    let stopped = false;
    const stopping = server.drain().then(() => {
      stopped = true;
    });

    const ready = await get('/readyz');
    expect([ready.status, JSON.parse(ready.text)]).toEqual([503, { status: 'unavailable', reason: 'stopping' }]);
    expect((await get('/healthz')).status).toBe(200);
    const kept = await get('/api/toy/open', agent);
    expect([kept.status, kept.connection]).toEqual([204, 'close']);
    await pause(600);
    expect(stopped).toBe(false);

    upload.end(Buffer.alloc(1_000));
    expect(await answer).toEqual({ status: 200, connection: 'close', text: '{"size":2000}' });
    await stopping;
    await expect(get('/readyz')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('a connection that is kept and says nothing does not hold it back', async () => {
    await get('/api/toy/open', agent);
    await server.drain();
    await expect(get('/readyz')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
