import { createHash, randomBytes } from 'node:crypto';
import { fstatSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { Controller, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Actor } from '@zhucheng/bff/platform/http/actor';
import { type Input, Route } from '@zhucheng/bff/platform/http/route';
import { Uploads } from '@zhucheng/bff/platform/http/upload';
import { route } from '@zhucheng/shared';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';

const mb = 1024 * 1024;
const toy = route({
  method: 'POST',
  path: '/api/toy/file',
  access: ['citizen'],
  summary: '',
  tag: 't',
  upload: true,
  idempotent: true,
  bodyLimitBytes: 4 * mb,
  bodyTooLarge: 'FILE_TOO_LARGE',
});

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
class ToyFiles {
  runs = 0;
  modes = new Set<number>();

  @Route(toy)
  async take({ upload }: Input<typeof toy>) {
    this.runs++;
    this.modes.add(fstatSync(upload.fd).mode & 0o777);
    const content = await upload.read();
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { size: upload.size, name: upload.name, sha256, same: sha256 === upload.sha256 };
  }
}

const actorOf = (id: string): Actor => ({ kind: 'citizen', id, roles: ['citizen'], sessionId: 's' });
let count = 0;

eachDatabase((dialect) => {
  const uploadLimits = { count: 5, bytes: 6 * mb, perPerson: 4, slowMs: 600_000 };
  let server: TestServer;
  let controller: ToyFiles;
  const folder = () => join(server.testDatabase.variables.DATA_DIR, 'incoming');

  beforeAll(async () => {
    server = await startTestServer({ dialect, modules: [ToyFiles], uploadLimits });
    server.sessions.use({ read: (token) => (token ? actorOf(token) : null) });
    controller = await server.get(ToyFiles);
  });
  afterAll(() => server?.close());

  async function send(body: Buffer, more: { type?: string; key?: string; who?: string; name?: string } = {}) {
    const answer = await fetch(`${server.url}${toy.path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${more.who ?? 'A'}`,
        'idempotency-key': more.key ?? `uploads-${++count}`,
        'content-type': more.type ?? 'application/octet-stream',
        ...(more.name && { 'x-file-name': more.name }),
      },
      body: new Uint8Array(body),
    });
    const json = await answer.json();
    return { status: answer.status, json, code: json.error?.code, headers: answer.headers };
  }
  const part = (head: string, content: Buffer | string) =>
    Buffer.concat([
      Buffer.from(`--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ]);
  const end = Buffer.from('--b--\r\n');
  const form = (...parts: Buffer[]) =>
    send(Buffer.concat([...parts, end]), { type: 'multipart/form-data; boundary=b' });

  /** A sender who announces a file and is slow; the server has begun to take it. */
  function slow(who: string, announced: number): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write(
          `POST ${toy.path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${who}\r\nidempotency-key: uploads-${++count}-slow\r\n` +
            `content-type: application/octet-stream\r\ncontent-length: ${announced}\r\nexpect: 100-continue\r\n\r\n`,
        );
      });
      socket.once('data', () => resolve(socket.resume()));
      socket.on('error', reject);
    });
  }
  const reached = async (wanted: () => Promise<boolean>) => {
    while (!(await wanted())) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  test('a body arrives byte for byte, in a file that only this account could read and that nobody can find', async () => {
    const content = randomBytes(3 * mb);
    const { json } = await send(content);
    expect(json).toMatchObject({ size: content.length, name: '', same: true });
    expect([...controller.modes]).toEqual([0o600]);
    expect(readdirSync(folder())).toEqual([]);
    expect(statSync(folder()).mode & 0o777).toBe(0o700);
  });

  test('one file among the fields of a form, byte for byte', async () => {
    const content = Buffer.concat([randomBytes(5000), Buffer.from('\r\n--a\r\n'), randomBytes(10)]);
    const { json } = await form(part('name="slot"', 'x'), part('name="file"; filename="房%22.pdf"', content));
    expect(json).toMatchObject({ size: content.length, name: '房".pdf', same: true });
    expect(json.sha256).toBe(createHash('sha256').update(content).digest('hex'));
  });

  test.each([
    ['name=file; filename=房产证.pdf', '房产证.pdf'],
    ['name="file"; filename=房产证 (1).pdf', '房产证 (1).pdf'],
    ['name=file;filename=房;产.pdf', '房;产.pdf'],
    ['filename=a b.pdf; name=file', 'a b.pdf'],
    ['name="file"; filename=C:\\扫描\\房.pdf', '房.pdf'],
    ['name=文件; filename="a; name=b.pdf"', 'a; name=b.pdf'],
    ['name=file; filename=房"1".pdf', '房"1".pdf'],
    ["name=file; filename=x.pdf; filename*=UTF-8''%E6%88%BF.pdf", '房.pdf'],
  ])('a name without quotes: %s', async (head, name) => {
    const content = Buffer.from('x\r\n\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n--b\r\n');
    const { json } = await form(part('name=slot', 'x'), part(head, content.subarray(0, -7)));
    expect(json).toMatchObject({ name, size: content.length - 7, same: true });
    const sha256 = createHash('sha256').update(content.subarray(0, -7)).digest('hex');
    expect(json.sha256).toBe(sha256);
  });

  test('no file, two files, half a body, no boundary, a name that is no text, too much', async () => {
    const file = part('name="file"; filename="a"', 'x');
    expect((await form(part('name="slot"', 'x'))).code).toBe('FILE_NOT_ONE');
    expect((await form(file, file)).code).toBe('FILE_NOT_ONE');
    expect((await send(file, { type: 'multipart/form-data; boundary=b' })).code).toBe('BODY_MALFORMED');
    expect((await send(Buffer.from('x'), { type: 'multipart/form-data' })).code).toBe('BODY_MALFORMED');
    const name = Buffer.concat([
      Buffer.from('name="file"; filename="'),
      Buffer.from([0xed, 0xa0, 0x80]),
      Buffer.from('"'),
    ]);
    expect((await form(part(name.toString('latin1'), 'x'))).status).toBe(200);
    const raw = Buffer.concat([
      Buffer.from('--b\r\nContent-Disposition: form-data; '),
      name,
      Buffer.from('\r\n\r\nx\r\n'),
    ]);
    expect((await form(raw)).code).toBe('FILE_NAME_INVALID');
    expect((await send(Buffer.alloc(4 * mb + 1))).code).toBe('FILE_TOO_LARGE');
    expect((await form(part('name="file"; filename="a"', Buffer.alloc(4 * mb)))).code).toBe('FILE_TOO_LARGE');
    expect((await form(...Array.from({ length: 30 }, (_, i) => part(`name="f${i}"`, 'x')), file)).code).toBe(
      'BODY_MALFORMED',
    );
    expect(readdirSync(folder())).toEqual([]);
  });

  test('a repeat is known by content and names, whatever the frame around them', async () => {
    const framed = (boundary: string, content: string) =>
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n${content}\r\n--${boundary}--\r\n`,
      );
    const before = controller.runs;
    const repeat = (boundary: string, content = 'x') =>
      send(framed(boundary, content), { type: `multipart/form-data; boundary=${boundary}`, key: `uploads-repeat` });
    const first = await repeat('one');
    const again = await repeat('two');
    expect([again.json, again.headers.get('idempotent-replay')]).toEqual([first.json, 'true']);
    expect(controller.runs).toBe(before + 1);
    expect((await repeat('two', 'y')).code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  test('one person keeps a few going, fewer when others do; whoever comes later is told when to come again', async () => {
    const first = await Promise.all([slow('A', 1000), slow('A', 1000)]);
    first.push(await slow('A', 1000));
    const own = await send(Buffer.from('x'));
    expect([own.status, own.code, own.headers.get('retry-after')]).toEqual([429, 'UPLOADS_YOURS_BUSY', '5']);
    first.push(await slow('B', 1000));
    expect((await send(Buffer.from('x'), { who: 'B' })).status).toBe(200);
    first.push(await slow('B', 1000));
    const busy = await send(Buffer.from('x'), { who: 'C' });
    expect([busy.status, busy.code, busy.headers.get('retry-after')]).toEqual([503, 'UPLOADS_BUSY', '15']);
    expect(busy.json.error.message).toMatch(/请过半分钟/);
    for (const socket of first) socket.destroy();
    await reached(async () => (await send(Buffer.from('x'))).status === 200);
    expect(readdirSync(folder())).toEqual([]);
  });

  test('whoever announces much and sends nothing takes no room and is let go; what has come counts', async () => {
    uploadLimits.slowMs = 1_500;
    const idle = await Promise.all([slow('A', 4 * mb), slow('B', 4 * mb)]);
    const answers = idle.map(
      (socket) => new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(String(chunk)))),
    );
    expect((await send(Buffer.alloc(4 * mb), { who: 'C' })).status).toBe(200);
    const told = await Promise.all(answers);
    for (const answer of told) expect(answer).toMatch(/^HTTP\/1.1 408 [\s\S]*UPLOAD_TOO_SLOW/);
    const full = await Promise.all([slow('A', 4 * mb), slow('B', 4 * mb)]);
    for (const socket of full) socket.write(Buffer.alloc(2.9 * mb));
    const going = setInterval(() => {
      for (const socket of full) socket.write(Buffer.alloc(600));
    }, 200);
    // A refused body may find its connection closed.
    const tried = (bytes: number) => send(Buffer.alloc(bytes), { who: 'C' }).catch(() => null);
    await reached(async () => (await tried(mb))?.code === 'UPLOADS_BUSY');
    await reached(async () => (await tried(1000))?.status === 200);
    clearInterval(going);
    for (const socket of [...idle, ...full]) socket.destroy();
    await reached(async () => (await tried(2 * mb))?.status === 200);
    expect(readdirSync(folder())).toEqual([]);
  });

  test('what a process left that died is removed at the next start, what is under way is not', async () => {
    const left = join(server.testDatabase.variables.DATA_DIR, 'left');
    mkdirSync(left);
    for (const name of ['old', 'new']) writeFileSync(join(left, name), 'x');
    utimesSync(join(left, 'old'), new Date(0), new Date(0));
    await new Uploads(left).prepare();
    expect(readdirSync(left)).toEqual(['new']);
  });
});
