import { createServer, IncomingMessage, Server } from 'node:http';
import Router from '@koa/router';
import Koa from 'koa';

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

/** Where peers hang up what they answer; the first path that fits wins. */
export class Routes {
  readonly router = new Router();

  on(method: string, path: string, handler: Handler): this {
    this.router.register(path, [method], async (context) => {
      const { method, params, headers, state } = context;
      const url = new URL(context.url, 'http://sandbox.invalid');
      write(context, await handler({ method, url, params, headers, body: state.body as Buffer }));
    });
    return this;
  }
}

export function serve(routes: Routes): Server {
  const app = new Koa();
  app.use(async (context, next) => {
    try {
      context.state.body = await read(context);
      await next();
    } catch (error) {
      const known = error instanceof ApiError;
      if (!known) console.error('[sandbox]', error);
      write(context, { status: known ? error.status : 500, json: { error: known ? error.code : 'internal' } });
    }
  });
  app.use(routes.router.routes());
  app.use((context) => write(context, { status: 404, json: { error: 'not-found' } }));
  return createServer(app.callback());
}

/** Signatures are over the bytes that arrived, so no body parser of a library sees them first. */
async function read({ req, path }: Koa.Context): Promise<Buffer> {
  const limit = path.startsWith('/departments/virus-scan/') ? FILE_LIMIT : BODY_LIMIT;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new ApiError(413, 'too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function write(context: Koa.Context, reply: Reply): void {
  if (reply.never) {
    context.respond = false;
    return;
  }
  context.set({ 'Cache-Control': 'no-store', ...reply.headers });
  context.status = reply.redirect === undefined ? (reply.status ?? 200) : 302;
  if (reply.redirect !== undefined) {
    context.set('Location', reply.redirect);
    context.body = '';
  } else if (reply.html !== undefined) {
    context.type = 'text/html; charset=utf-8';
    context.body = reply.html;
  } else {
    context.type = 'application/json; charset=utf-8';
    context.body = reply.json === undefined ? (reply.body ?? '') : JSON.stringify(reply.json);
  }
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
