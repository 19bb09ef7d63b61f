import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';

/** One request, body already read as bytes. */
export interface Call {
  method: string;
  url: URL;
  params: Record<string, string>;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  /** One of: exact text, JSON, a page, a redirect – or `never`: the connection hangs until the caller gives up. */
  body?: string;
  json?: unknown;
  html?: string;
  redirect?: string;
  never?: boolean;
}

export type Handler = (call: Call) => Reply | Promise<Reply>;

/** Thrown by handlers of the playing API: becomes a JSON error. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

const BODY_LIMIT = 1_000_000;
/** The virus scanner takes whole files. */
const FILE_LIMIT = 24_000_000;

/** Paths like `/a/:name/b`; the first that fits wins. */
export class Router {
  private readonly routes: { method: string; pattern: RegExp; names: string[]; handler: Handler }[] = [];

  on(method: string, path: string, handler: Handler): this {
    const names: string[] = [];
    const source = path.replace(/:([A-Za-z]+)/g, (_, name: string) => {
      names.push(name);
      return '([^/]+)';
    });
    this.routes.push({ method, pattern: new RegExp(`^${source}$`), names, handler });
    return this;
  }

  async handle(call: Call): Promise<Reply> {
    for (const route of this.routes) {
      const match = route.pattern.exec(call.url.pathname);
      if (!match || route.method !== call.method) continue;
      route.names.forEach((name, index) => {
        call.params[name] = decodeURIComponent(match[index + 1] as string);
      });
      return route.handler(call);
    }
    return { status: 404, json: { error: 'not-found' } };
  }
}

export function serve(router: Router): Server {
  return createServer((request, response) => {
    answer(router, request, response).catch((error: unknown) => {
      const known = error instanceof ApiError;
      if (!known) console.error('[sandbox]', error);
      write(response, { status: known ? error.status : 500, json: { error: known ? error.code : 'internal' } });
    });
  });
}

async function answer(router: Router, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const limit = request.url?.startsWith('/departments/virus-scan/') ? FILE_LIMIT : BODY_LIMIT;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new ApiError(413, 'too-large');
    chunks.push(chunk);
  }
  const url = new URL(request.url ?? '/', 'http://sandbox.invalid');
  const method = request.method ?? 'GET';
  const call = { method, url, params: {}, headers: request.headers, body: Buffer.concat(chunks) };
  write(response, await router.handle(call));
}

function write(response: ServerResponse, reply: Reply): void {
  if (reply.never) return;
  if (reply.redirect !== undefined) {
    response.writeHead(302, { Location: reply.redirect }).end();
    return;
  }
  const [type, body] =
    reply.html !== undefined
      ? ['text/html; charset=utf-8', reply.html]
      : reply.json !== undefined
        ? ['application/json; charset=utf-8', JSON.stringify(reply.json)]
        : ['application/json; charset=utf-8', reply.body ?? ''];
  response.writeHead(reply.status ?? 200, { 'Content-Type': type, 'Cache-Control': 'no-store', ...reply.headers });
  response.end(body);
}

export function readJson(call: Call): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(call.body.toString('utf8') || '{}');
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Falls through to the refusal below.
  }
  throw new ApiError(400, 'body-must-be-json-object');
}

export function text(body: Record<string, unknown>, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '') throw new ApiError(400, `${name}-missing`);
  return value;
}

/** All HTML goes through here; values are escaped. */
export function escapeHtml(value: unknown): string {
  const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return String(value).replace(/[&<>"']/g, (mark) => marks[mark] as string);
}
