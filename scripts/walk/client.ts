import { randomUUID } from 'node:crypto';
import {
  actingForHeader,
  type ErrorCode,
  type ErrorReply,
  fileNameHeader,
  fillPath,
  type RouteCall,
  type RouteDefinition,
  type RouteReply,
  repeatAfter,
} from '@zhucheng/shared';

/** An answer with status ≥ 400. */
export class Refused extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly status: number,
    readonly reply: ErrorReply['error'],
  ) {
    super(`${status} ${code}: ${reply.message}${reply.fields ? ` ${JSON.stringify(reply.fields)}` : ''}`);
    this.name = 'Refused';
  }
}

const longestWaitMs = 65_000;

/**
 * Calls the platform as one signed-in person; waits and tries again when told that it is too fast, and sends a command
 * with its key until it is answered, as the clients of the platform do.
 */
export class Client {
  constructor(
    private readonly base: string,
    public token = '',
    /** Grant under which this person acts for somebody else. */
    public actingFor?: string,
  ) {}

  /** A new token on its way or, before the next call, still to be fetched. */
  private renewal: { fetch: () => Promise<string>; token?: Promise<string> } | undefined;

  /** The session has ended: a new one begins with the next call, if there is one. */
  renewWith(fetch: () => Promise<string>): void {
    this.token = '';
    this.renewal = { fetch };
  }

  /** The token to call with. */
  async session(): Promise<string> {
    const { renewal } = this;
    if (renewal) {
      renewal.token ??= renewal.fetch();
      this.token = await renewal.token;
      if (this.renewal === renewal) this.renewal = undefined;
    }
    return this.token;
  }

  async call<D extends RouteDefinition>(definition: D, input: RouteCall<D>): Promise<RouteReply<D>> {
    const { params, query, body } = input as {
      params?: Record<string, unknown>;
      query?: Record<string, unknown>;
      body?: unknown;
    };
    const search = query
      ? `?${new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)] as [string, string]))}`
      : '';
    const token = await this.session();
    const key = randomUUID();
    const begun = Date.now();
    for (let attempt = 0; ; attempt++) {
      const response = await fetch(`${this.base}${fillPath(definition.path, params)}${search}`, {
        method: definition.method,
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          ...(this.actingFor && definition.agent && { [actingForHeader]: this.actingFor }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(definition.idempotent && { 'idempotency-key': key }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(60_000),
      });
      const text = await response.text();
      const reply = text ? JSON.parse(text) : undefined;
      if (response.ok) return reply;
      const error = (reply as ErrorReply | undefined)?.error;
      if (!error) throw new Error(`${definition.method} ${definition.path}: ${response.status} without a code`);
      if (error.code === 'TOO_MANY_REQUESTS' && Date.now() - begun < longestWaitMs) {
        await new Promise((resolve) => setTimeout(resolve, 2_000));
        continue;
      }
      const ending = { status: response.status, code: error.code };
      const ms = definition.idempotent ? repeatAfter(ending, attempt, Date.now() - begun, Math.random()) : null;
      if (ms !== null) {
        await new Promise((resolve) => setTimeout(resolve, ms));
        continue;
      }
      throw new Refused(error.code, response.status, error);
    }
  }

  /** Uploads a file's bytes. */
  async upload(name: string, content: Buffer): Promise<{ id: string }> {
    const response = await fetch(`${this.base}/api/files`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await this.session()}`,
        ...(this.actingFor && { [actingForHeader]: this.actingFor }),
        'content-type': 'application/octet-stream',
        'idempotency-key': randomUUID(),
        [fileNameHeader]: encodeURIComponent(name),
      },
      body: new Uint8Array(content),
    });
    const reply = (await response.json()) as { id: string } & ErrorReply;
    if (!response.ok) throw new Refused(reply.error.code, response.status, reply.error);
    return reply;
  }

  /** A file behind a short-lived address. */
  async download(path: string): Promise<Buffer> {
    const response = await fetch(new URL(path, this.base));
    if (!response.ok) throw new Error(`download: ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  }
}

/** The playing field beside the platform: phones, wallets, faces, departments. */
export class Playground {
  constructor(readonly base: string) {}

  async send<T = Record<string, unknown>>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.base}/sandbox/api${path}`, {
      method,
      ...(method === 'GET'
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`sandbox ${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  /** Shows the face that a wallet waits for. */
  async passFace(idNumber: string): Promise<void> {
    const { faces } = await this.send<{ faces: Array<{ id: string; idNumber: string }> }>(
      'GET',
      '/faces?state=pending',
    );
    await this.send('POST', `/faces/${faces.find((face) => face.idNumber === idNumber)!.id}/pass`);
  }

  /** The newest code that a short message has brought. */
  async smsCode(phone: string): Promise<string> {
    const path = `/sms?phone=${phone}`;
    const { messages } = await this.send<{ messages: Array<{ params: { code?: string } }> }>('GET', path);
    return messages.find(({ params }) => params.code)!.params.code!;
  }
}
