import { connect, type Socket } from 'node:net';
import { Controller, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { DownloadAddresses, sendFile } from '@zhucheng/bff/platform/http/download';
import { type Input, Route } from '@zhucheng/bff/platform/http/route';
import { route } from '@zhucheng/shared';
import { z } from 'zod';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';

const mb = 1024 * 1024;
const toy = route({
  method: 'GET',
  path: '/api/toy/files/:mb',
  access: ['citizen'],
  params: z.object({ mb: z.coerce.number() }),
  summary: '',
  tag: 't',
  raw: true,
  download: true,
});
const ticketed = route({
  ...toy,
  path: '/api/toy/tickets/:ticket/:mb',
  access: ['public'],
  params: z.object({ ticket: z.string(), mb: z.coerce.number() }),
});

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
class ToyFiles {
  together = 0;
  most = 0;

  @Route(toy)
  async send({ ctx, params }: Input<typeof toy>) {
    this.most = Math.max(this.most, ++this.together);
    await new Promise((resolve) => setTimeout(resolve, 20));
    this.together--;
    if (params.mb === 0) throw new Error('gone');
    const content = Buffer.alloc(params.mb * mb, 7);
    sendFile(ctx, { content, type: 'application/pdf', way: 'inline', plainName: 'a.pdf', name: '契税(完税)凭证.pdf' });
  }

  @Route(ticketed)
  bySomeAddress({ ctx, params }: Input<typeof ticketed>) {
    sendFile(ctx, {
      content: Buffer.alloc(params.mb * mb, 7),
      type: 'application/pdf',
      way: 'inline',
      plainName: 'a.pdf',
    });
  }
}

async function reached(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}

eachDatabase((dialect) => {
  let server: TestServer;
  let controller: ToyFiles;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    const reserved = { count: 0, bytes: 0 };
    const size = { count: 6, bytes: 24 * mb, reserved, perPerson: 3, small: 0, made: 2 };
    const downloadLimits = { ...size, graceMs: 2_000, slowest: 16 * mb };
    server = await startTestServer({ dialect, modules: [ToyFiles], downloadLimits });
    server.sessions.use({
      read: (token) => (token ? { kind: 'citizen', id: token, roles: ['citizen'], sessionId: 's' } : null),
    });
    controller = await server.get(ToyFiles);
  });
  afterAll(() => server?.close());
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  async function get(who: string, size: number) {
    const answer = await fetch(`${server.url}/api/toy/files/${size}`, { headers: { authorization: `Bearer ${who}` } });
    const content = Buffer.from(await answer.arrayBuffer());
    const code = answer.ok ? undefined : JSON.parse(content.toString()).error.code;
    return { status: answer.status, code, size: content.length, headers: answer.headers };
  }
  /** Asks and reads nothing more than the head of the answer. */
  async function slow(who: string, size: number): Promise<Socket> {
    const { hostname, port } = new URL(server.url);
    const socket = connect({ host: hostname, port: Number(port) }).on('error', () => {});
    sockets.push(socket);
    socket.write(`GET /api/toy/files/${size} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${who}\r\n\r\n`);
    await new Promise<void>((resolve) => socket.once('data', () => resolve()));
    socket.pause();
    return socket;
  }

  test('a file arrives whole, under its name; one that fails gives its place back', async () => {
    const file = await get('A', 9);
    expect([file.status, file.size]).toEqual([200, 9 * mb]);
    expect(file.headers.get('content-disposition')).toBe(
      `inline; filename="a.pdf"; filename*=UTF-8''${encodeURIComponent('契税')}%28${encodeURIComponent('完税')}%29${encodeURIComponent('凭证.pdf')}`,
    );
    for (let i = 0; i < 7; i++) expect((await get('A', 0)).status).toBe(500);
    expect((await get('A', 1)).status).toBe(200);
  });

  test('only a few are made at the same time, the others wait for their turn', async () => {
    controller.most = 0;
    const all = await Promise.all(['A', 'A', 'B', 'B', 'C', 'C'].map((who) => get(who, 1)));
    expect(all.map(({ status }) => status)).toEqual(all.map(() => 200));
    expect(controller.most).toBe(2);
  });

  test('who reads nothing holds places of her own only, and is let go', async () => {
    const hers = [await slow('A', 9), await slow('A', 9)];
    // Half of the room is taken, so her share is smaller than at other times.
    const own = await get('A', 1);
    expect([own.status, own.code, own.headers.get('retry-after')]).toEqual([429, 'DOWNLOADS_YOURS_BUSY', '5']);
    // There is room for small files of others, not for all they might ask for.
    expect((await get('B', 1)).status).toBe(200);
    expect(await get('B', 9)).toMatchObject({ status: 503, code: 'DOWNLOADS_BUSY' });
    const all = () => Promise.all([get('A', 9), get('A', 9)]);
    await reached(async () => (await all()).every(({ status }) => status === 200));
    for (const socket of hers) {
      await new Promise<void>((resolve) => socket.once('close', () => resolve()).resume());
      expect(socket.bytesRead).toBeLessThan(9 * mb);
    }
    expect((await get('B', 9)).status).toBe(200);
  });

  test('who hangs up gives everything back at once; all places together have an end', async () => {
    for (const who of ['A', 'A', 'B', 'B', 'C', 'C']) await slow(who, 4);
    expect(await get('D', 1)).toMatchObject({ status: 503, code: 'DOWNLOADS_BUSY' });
    for (const socket of sockets.splice(0)) socket.destroy();
    await reached(async () => (await get('D', 9)).status === 200);
  });
});

/** Files behind an address that was made for somebody, `<person>-<anything>`; the kiosk and staff are inside. */
describe('addresses made for somebody', () => {
  let server: TestServer;
  const sockets: Socket[] = [];
  const stalledMs = 3_000;

  beforeAll(async () => {
    server = await startTestServer({
      modules: [ToyFiles],
      variables: { TRUSTED_PROXIES: '1' },
      downloadLimits: {
        count: 12,
        bytes: 200 * mb,
        reserved: { count: 3, bytes: 60 * mb },
        perPerson: 6,
        perNetwork: 8,
        stalledMs,
      },
    });
    (await server.get(DownloadAddresses)).use((ticket) => {
      const [person, ...rest] = ticket.split('-');
      return rest.length > 0 ? { person: person!, inside: ['kiosk', 'staff'].includes(person!) } : null;
    });
  });
  afterAll(() => server?.close());
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await reached(async () =>
      (await Promise.all([get('last-1', 40), get('last-1', 40)])).every(({ status }) => status === 200),
    );
  });

  const path = (ticket: string, size: number) => `/api/toy/tickets/${ticket}/${size}`;
  async function get(ticket: string, size: number, from = '10.9.9.9') {
    const answer = await fetch(`${server.url}${path(ticket, size)}`, { headers: { 'x-forwarded-for': from } });
    const content = Buffer.from(await answer.arrayBuffer());
    return { status: answer.status, code: answer.ok ? undefined : JSON.parse(content.toString()).error.code };
  }
  /** Asks, reads the head of the answer and nothing more; the status. */
  async function hold(ticket: string, size: number, from: string): Promise<{ status: number; socket: Socket }> {
    const { hostname, port } = new URL(server.url);
    const socket = connect({ host: hostname, port: Number(port) }).on('error', () => {});
    sockets.push(socket);
    socket.write(`GET ${path(ticket, size)} HTTP/1.1\r\nhost: a\r\nx-forwarded-for: ${from}\r\n\r\n`);
    const head = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
    socket.pause();
    return { status: Number(head.toString('latin1').split(' ')[1]), socket };
  }
  const from = (network: number) => `10.0.${network}.1`;

  test('one address used from three networks at once holds the places of one person', async () => {
    const held: number[] = [];
    for (let i = 0; i < 13; i++) held.push((await hold(`zhang-${i % 2}`, 20, from(i % 3))).status);
    const got = held.filter((status) => status === 200).length;
    expect([got, held.filter((status) => status === 429).length]).toEqual([4, 9]);
    expect(await get('li-1', 20)).toMatchObject({ status: 200 });
    expect(await get('wang-1', 20)).toMatchObject({ status: 200 });
  });

  test('an address that nobody made counts for the network it is used from', async () => {
    for (let i = 0; i < 4; i++) await hold('madeup', 20, from(1));
    expect(await get('invented', 1, from(1))).toMatchObject({ status: 429, code: 'DOWNLOADS_YOURS_BUSY' });
    expect(await get('invented', 1, from(2))).toMatchObject({ status: 200 });
  });

  test('one network leaves places to the others, however many are behind it', async () => {
    for (let i = 0; i < 4; i++) expect((await hold(`person${i}-1`, 10, from(1))).status).toBe(200);
    await hold('other-1', 10, from(2));
    expect(await get('person5-1', 1, from(1))).toMatchObject({ status: 503, code: 'DOWNLOADS_BUSY' });
    expect(await get('person5-1', 1, from(2))).toMatchObject({ status: 200 });
    // A desk behind the same network is not a crowd.
    expect(await get('staff-1', 1, from(1))).toMatchObject({ status: 200 });
  });

  test('kiosks and staff find room when everybody else’s is taken, and a certificate finds room among big files', async () => {
    for (let i = 0; i < 3; i++) expect((await hold(`person${i}-1`, 44, from(i))).status).toBe(200);
    expect(await get('zhao-1', 20)).toMatchObject({ status: 503, code: 'DOWNLOADS_BUSY' });
    for (const ticket of ['kiosk-1', 'staff-1']) expect(await get(ticket, 20)).toMatchObject({ status: 200 });
    expect(await get('zhao-1', 0.25)).toMatchObject({ status: 200 });
  });

  test('places, too, are kept for kiosks and staff', async () => {
    for (let i = 0; i < 9; i++) expect((await hold(`person${i}-1`, 12, from(i))).status).toBe(200);
    expect(await get('zhao-1', 0.25)).toMatchObject({ status: 503, code: 'DOWNLOADS_BUSY' });
    for (const ticket of ['kiosk-1', 'staff-1']) expect(await get(ticket, 0.25)).toMatchObject({ status: 200 });
  });

  test('who takes nothing is let go soon; who is slow but moves gets it all', async () => {
    const still = await hold('zhang-1', 60, from(1));
    const began = performance.now();
    const moving = await hold('li-1', 60, from(2));
    let came = 0;
    const gone = new Promise<void>((resolve) => still.socket.once('close', () => resolve()));
    const end = new Promise<void>((resolve) => {
      moving.socket.on('data', (chunk: Buffer) => {
        came += chunk.length;
        moving.socket.pause();
        // 60 MB in more than four seconds, always less than the time after which it would be still.
        setTimeout(() => moving.socket.resume(), chunk.length / 15_000);
        if (came > 59.9 * mb) resolve();
      });
      moving.socket.resume();
    });
    await end;
    expect(performance.now() - began).toBeGreaterThan(stalledMs);
    // Its server’s end is closed; ours notices when it reads again.
    still.socket.resume();
    await gone;
    expect(still.socket.bytesRead).toBeLessThan(60 * mb);
  });
});
