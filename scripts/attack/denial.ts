import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { routes } from '@zhucheng/shared';
import { lifeless, whileAlive } from './alive';
import { told, tooOften } from './caller';
import type { Stage } from './stage';
import { sampled, Tally } from './tally';

const mb = 1024 * 1024;
const patienceMs = 30_000;

function open(base: string): Socket {
  const { protocol, hostname, port } = new URL(base);
  const tls = protocol === 'https:';
  const at = { host: hostname, port: Number(port || (tls ? 443 : 80)) };
  const socket = tls ? connectTls({ ...at, servername: hostname }) : connect(at);
  socket.on('error', () => undefined);
  return socket;
}

/** Writes bytes as they are. Returns the status of the first answer; 0 if the connection ends without one, undefined if nothing comes. */
export function wire(base: string, ...chunks: Array<string | Buffer>): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = open(base);
    const end = (status: number | undefined) => {
      socket.destroy();
      resolve(status);
    };
    socket.setTimeout(patienceMs, () => end(undefined));
    let said = '';
    socket.on('data', (data: Buffer) => {
      said += data.toString('latin1');
      const found = /^HTTP\/1\.1 (\d{3})/.exec(said);
      if (found) end(Number(found[1]));
    });
    socket.on('close', () => end(0));
    for (const chunk of chunks) socket.write(chunk);
  });
}

/** What somebody may send who only wants to be in the way. */
interface Hindrance {
  what: string;
  /** Status of the answer; 0: the connection was closed; undefined: nothing came. */
  run(stage: Stage, token: string): Promise<number | undefined>;
}

const { files, cases, identity } = routes;
const post = (path: string, headers: Record<string, string | number>, host = 'localhost') =>
  `POST ${path} HTTP/1.1\r\nHost: ${host}\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;
const json = { 'Content-Type': 'application/json' };
const bearer = (token: string) => ({
  Authorization: `Bearer ${token}`,
  'Idempotency-Key': `denial-${Date.now()}-${Math.random()}`,
});

async function sent(stage: Stage, token: string, path: string, body: Buffer, type: string, more = {}) {
  const answer = await stage.caller.raw('POST', path, {
    token,
    body,
    headers: { 'content-type': type, ...more },
    timeoutMs: patienceMs,
  });
  if (tooOften(answer)) return 429;
  // The connection may be closed while there is still much to say.
  return answer.status || (/ECONNRESET|EPIPE|socket hang up/.test(answer.text) ? 0 : undefined);
}

export const hindrances: readonly Hindrance[] = [
  {
    what: '20 MB 的 JSON',
    run: (stage, token) => sent(stage, token, cases.start.path, Buffer.alloc(20 * mb, 0x20), json['Content-Type']),
  },
  {
    what: '分块传来、不报长度的 JSON',
    run: ({ url }, token) =>
      wire(
        url,
        post(cases.start.path, { ...json, ...bearer(token), 'Transfer-Encoding': 'chunked' }),
        ...Array.from({ length: 40 }, () => `10000\r\n${' '.repeat(65_536)}\r\n`),
      ),
  },
  {
    what: '21 MB 的材料',
    run: (stage, token) => sent(stage, token, files.upload.path, Buffer.alloc(21 * mb, 1), 'application/octet-stream'),
  },
  {
    what: '20 MB 全是分隔符',
    run: (stage, token) =>
      sent(stage, token, files.upload.path, Buffer.alloc(20 * mb, 0x61), 'multipart/form-data; boundary=a'),
  },
  {
    what: '20 MB 的 CRLF--a',
    run: (stage, token) =>
      sent(stage, token, files.upload.path, Buffer.from('\r\n--a'.repeat(4 * mb)), 'multipart/form-data; boundary=a'),
  },
  {
    what: '压缩的请求体',
    run: (stage, token) =>
      sent(stage, token, cases.start.path, gzipSync(Buffer.alloc(50 * mb, 0x20)), json['Content-Type'], {
        'content-encoding': 'gzip',
      }),
  },
  {
    what: '一层套一层的 JSON',
    run: (stage, token) => sent(stage, token, cases.start.path, Buffer.from('['.repeat(60_000)), json['Content-Type']),
  },
  {
    what: '六万字的账号',
    run: (stage) =>
      sent(
        stage,
        '',
        identity.password.path,
        Buffer.from(JSON.stringify({ account: ' '.repeat(60_000), password: 'a' })),
        json['Content-Type'],
      ),
  },
  { what: '64 KB 的地址', run: ({ url }) => wire(url, `GET /api/${'a'.repeat(65_536)} HTTP/1.1\r\nHost: a\r\n\r\n`) },
  {
    what: '一万个查询参数',
    run: ({ url }) => wire(url, `GET /api/guides?${'a&'.repeat(7_000)} HTTP/1.1\r\nHost: a\r\n\r\n`),
  },
  {
    what: '三千个请求头',
    run: ({ url }) => wire(url, `GET /healthz HTTP/1.1\r\nHost: a\r\n${`a: ${'b'.repeat(20)}\r\n`.repeat(3_000)}\r\n`),
  },
  {
    what: '40 KB 的请求头',
    run: ({ url }) =>
      wire(url, `GET /api/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${'a'.repeat(40_000)}\r\n\r\n`),
  },
  { what: '不是 HTTP', run: ({ url }) => wire(url, Buffer.alloc(4_096, 0x16)) },
  { what: '没有 Host', run: ({ url }) => wire(url, 'GET /healthz HTTP/1.1\r\n\r\n') },
  {
    what: '长度写两遍',
    run: ({ url }) =>
      wire(
        url,
        `POST ${identity.password.path} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 4\r\n\r\n{}{}`,
      ),
  },
  {
    what: '长度和分块都写',
    run: ({ url }) =>
      wire(
        url,
        post(identity.password.path, { ...json, 'Content-Length': 4, 'Transfer-Encoding': 'chunked' }),
        '0\r\n\r\nGET /api/me HTTP/1.1\r\n\r\n',
      ),
  },
  {
    what: '坏的分块',
    run: ({ url }) =>
      wire(url, post(identity.password.path, { ...json, 'Transfer-Encoding': 'chunked' }), 'ZZ\r\n{}\r\n'),
  },
  {
    what: '请求头里换行',
    run: ({ url }) => wire(url, 'GET /api/me HTTP/1.1\r\nHost: a\r\nX-Request-Id: a\nb: c\0d\r\n\r\n'),
  },
];

/** Connections that begin and do not go on, while others are served. */
const unfinished: Readonly<Record<string, string>> = {
  '300 个写一半的请求头': 'GET /healthz HTTP/1.1\r\nHost: a\r\nX-',
  '300 个不来的请求体': post(identity.password.path, { ...json, 'Content-Length': 60_000 }),
  '300 个什么也不说的连接': '',
};

/** Refused with a 4xx or a closed connection, and everybody else is served meanwhile. */
export async function attackByDenial(stage: Stage, nth = 1): Promise<Tally> {
  const tally = new Tally('denial');
  const token = await (await stage.cast.person('chen-haibo')).client.session();
  for (const { what, run } of sampled(hindrances, nth)) {
    const { result, dead } = await whileAlive(stage.caller, run(stage, token));
    if (result === 429) tally.skip('429');
    else tally.judge(what, dead ?? (result === undefined ? '没有回答' : wrongly(result)));
  }
  for (const [what, text] of Object.entries(unfinished).slice(0, nth > 1 ? 1 : undefined)) {
    const sockets = Array.from({ length: nth > 1 ? 30 : 300 }, () => open(stage.url));
    for (const socket of sockets) socket.on('connect', () => text && socket.write(text));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const answer = await stage.caller.raw('GET', '/api/businesses', { timeoutMs: patienceMs });
    tally.judge(what, answer.status === 200 || tooOften(answer) ? await lifeless(stage.caller) : told(answer));
    for (const socket of sockets) socket.destroy();
  }
  return tally;
}

const wrongly = (status: number): string | undefined =>
  status === 0 || (status >= 400 && status < 500) ? undefined : `回答 ${status}`;
