import { randomInt, randomUUID } from 'node:crypto';
import { Agent, type IncomingHttpHeaders, request as plainRequest } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { actingForHeader, type ErrorReply, type RouteDefinition } from '@zhucheng/shared';

/** `status` 0: no answer. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** Of a refusal in the platform's own form. */
  code?: string;
}

export interface Sending {
  token?: string | undefined;
  /** Grant under which an agent calls. */
  actingFor?: string | undefined;
  params?: Record<string, unknown>;
  /** Encoded already. */
  search?: string;
  /** Sent as JSON, unless it is bytes. */
  body?: unknown;
  headers?: Record<string, string>;
  timeoutMs?: number;
}

const errorCode = (text: string): string | undefined => {
  if (!text.startsWith('{"error"')) return undefined;
  try {
    return (JSON.parse(text) as ErrorReply).error.code;
  } catch {
    return undefined;
  }
};

/** Percent-encodes, lone surrogates as the three bytes that careless writers make of them. */
export const encoded = (text: string): string =>
  text
    .split(/(?<![\ud800-\udbff])([\udc00-\udfff])|([\ud800-\udbff])(?![\udc00-\udfff])/)
    .map((part) => {
      if (part === undefined) return '';
      if (!/^[\ud800-\udfff]$/.test(part)) return encodeURIComponent(part);
      const code = part.charCodeAt(0);
      const bytes = [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
      return bytes.map((byte) => `%${byte.toString(16).toUpperCase()}`).join('');
    })
    .join('');

/** Says what nobody's client would say; never throws, never follows, never tries again. */
export class Caller {
  private readonly plain: Agent;
  private readonly send: typeof plainRequest;

  constructor(readonly base: string) {
    const tls = base.startsWith('https:');
    this.plain = tls
      ? new TlsAgent({ keepAlive: true, maxSockets: 48 })
      : new Agent({ keepAlive: true, maxSockets: 48 });
    this.send = tls ? tlsRequest : plainRequest;
  }

  close(): void {
    this.plain.destroy();
  }

  call(definition: Pick<RouteDefinition, 'method' | 'path'>, sending: Sending = {}): Promise<Answer> {
    const path = definition.path.replace(/:([A-Za-z]+)/g, (_, name: string) =>
      encoded(String(sending.params?.[name] ?? '')),
    );
    return this.raw(definition.method, `${path}${sending.search ? `?${sending.search}` : ''}`, sending);
  }

  raw(
    method: string,
    path: string,
    { token, actingFor, body, headers, timeoutMs = 60_000 }: Sending = {},
    again = false,
  ): Promise<Answer> {
    const bytes = body === undefined ? undefined : Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
    const sent: Record<string, string | number> = {
      ...(token ? { authorization: `Bearer ${token}` } : { 'x-forwarded-for': anAddress() }),
      ...(actingFor && { [actingForHeader]: actingFor }),
      'idempotency-key': randomUUID(),
      ...(bytes && { 'content-type': 'application/json', 'content-length': bytes.length }),
      ...headers,
    };
    return new Promise<Answer>((resolve) => {
      const none = (why: string) => resolve({ status: 0, headers: {}, text: why });
      let outgoing: ReturnType<typeof plainRequest>;
      try {
        outgoing = this.send(`${this.base}${path}`, { method, headers: sent, agent: this.plain, timeout: timeoutMs });
      } catch (error) {
        none(`not sent: ${(error as Error).message}`);
        return;
      }
      outgoing.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', (error) => none(error.message));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const code = response.statusCode! >= 400 ? errorCode(text) : undefined;
          resolve({ status: response.statusCode!, headers: response.headers, text, ...(code && { code }) });
        });
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
      outgoing.on('error', (error) => {
        // The platform had closed a connection that was kept: nothing was heard of this call.
        const stale = outgoing.reusedSocket && /ECONNRESET|EPIPE|socket hang up/.test(`${error.message}`) && !again;
        if (stale) resolve(this.raw(method, path, { token, actingFor, body, headers, timeoutMs }, true));
        else none(error.message);
      });
      outgoing.end(bytes);
    });
  }
}

/** Behind a trusted proxy each anonymous call comes from somewhere else. */
const anAddress = () => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;

/** Refused because it came too often: what was asked is not tested. */
export const tooOften = ({ status }: Answer): boolean => status === 429;

export const told = ({ status, code, text }: Answer): string =>
  `${status || '没有回答'} ${code ?? text.replace(/\s+/g, ' ').slice(0, 120)}`;
