import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fillPath, type RouteCall, type RouteDefinition, type RouteReply } from '@zhucheng/shared';

export interface DemoPerson {
  key: string;
  name: string;
  idNumber: string;
  phone: string;
}

/** The line that the platform's process prints once it is ready. */
interface Ready {
  url: string;
  sandboxUrl: string;
  wechatAppId: string;
  officerToken: string;
  people: DemoPerson[];
}

const main = path.resolve(__dirname, '../../../scripts/dist/test-platform/main.js');

/** The real server, its gateways and the demonstration city, in a process of their own. */
export class Platform {
  private constructor(
    private readonly child: ChildProcess,
    private readonly ready: Ready,
  ) {}

  static start(): Promise<Platform> {
    // Never the database that somebody works with.
    const env = { ...process.env, DATABASE_URL: '' };
    const child = spawn(process.execPath, [main], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) =>
        reject(new Error(`The platform ended with ${code} before it was ready. Was it compiled? (npm run build)`)),
      );
      createInterface({ input: child.stdout! }).once('line', (line) =>
        resolve(new Platform(child, JSON.parse(line) as Ready)),
      );
    });
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      if (this.child.exitCode !== null || this.child.signalCode !== null) return resolve();
      this.child.once('exit', () => resolve());
      this.child.stdin!.end();
    });
  }

  get url(): string {
    return this.ready.url;
  }

  get wechatAppId(): string {
    return this.ready.wechatAppId;
  }

  person(key: string): DemoPerson {
    const found = this.ready.people.find((one) => one.key === key);
    if (!found) throw new Error(`Nobody is called ${key}`);
    return found;
  }

  /** What a phone, a wallet or another department does beside the platform; without a body, what it knows. */
  async sandbox<T = Record<string, unknown>>(address: string, body?: unknown): Promise<T> {
    const sent = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    const answer = await fetch(`${this.ready.sandboxUrl}/sandbox/api${address}`, body === undefined ? {} : sent);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${answer.status} ${text}`);
    return JSON.parse(text) as T;
  }

  /** The officer at the registration centre. */
  async officer<D extends RouteDefinition>(route: D, input: RouteCall<D>): Promise<RouteReply<D>> {
    const { params, body } = input as { params?: Record<string, unknown>; body?: unknown };
    const answer = await fetch(`${this.url}${fillPath(route.path, params)}`, {
      method: route.method,
      headers: {
        authorization: `Bearer ${this.ready.officerToken}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(route.idempotent && { 'idempotency-key': randomUUID() }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${route.method} ${route.path}: ${answer.status} ${text}`);
    return JSON.parse(text) as RouteReply<D>;
  }
}
