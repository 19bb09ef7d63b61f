import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, IncomingMessage } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sandbox, SandboxCity, startSandbox } from '../../../scripts/sandbox';
import { Adapters, createAdapters, parseDepartmentEnvironment } from '../../src/adapters';

export interface Received {
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A sandbox, the adapters wired to it by nothing but its environment, and a listener for its callbacks. */
export interface Harness {
  sandbox: Sandbox;
  adapters: Adapters;
  /** Callbacks that arrived, in order; answered by `reply`. */
  received: Received[];
  reply: { status: number; body: string };
  logged: string[];
  dataDir: string;
  api<T = Record<string, never>>(path: string, method?: string, body?: unknown): Promise<T & { status: number }>;
  until(condition: () => boolean | Promise<boolean>): Promise<void>;
  close(): Promise<void>;
}

export async function startHarness(overrides: Record<string, string> = {}, city: SandboxCity = {}): Promise<Harness> {
  const dataDir = mkdtempSync(join(tmpdir(), 'adapters-'));
  const received: Received[] = [];
  const reply = { status: 204, body: '' };
  const listener = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
    response.writeHead(reply.status).end(reply.status === 204 ? undefined : reply.body);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const callbacks = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  const sandbox = await startSandbox({
    port: 0,
    dataDir,
    speed: 1000,
    notifyUrls: { wechat: `${callbacks}/wechat`, alipay: `${callbacks}/alipay` },
    city: { people: [{ name: '林海', idNumber: '450502199001011233' }], ...city },
  });
  const logged: string[] = [];
  const log = (message: string, fields?: Record<string, unknown>): void => {
    logged.push(`${message} ${JSON.stringify(fields)}`);
  };
  const environment = {
    ...sandbox.environment,
    DATA_DIR: dataDir,
    DEPARTMENT_TIMEOUT_MS: '400',
    PAYMENT_TIMEOUT_MS: '600',
    ...overrides,
  };
  const clock = { now: () => Date.now() };
  const adapters = createAdapters(parseDepartmentEnvironment(environment), { clock, logger: { info: log, warn: log } });
  return {
    sandbox,
    adapters,
    received,
    reply,
    logged,
    dataDir,
    async api<T>(path: string, method = 'GET', body?: unknown) {
      const init = { method, body: body === undefined ? undefined : JSON.stringify(body) };
      const response = await fetch(`${sandbox.url}/sandbox/api${path}`, init);
      return { ...((await response.json()) as T), status: response.status };
    },
    async until(condition) {
      for (let tries = 0; tries < 200; tries += 1) {
        if (await condition()) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error('waited in vain');
    },
    async close() {
      await sandbox.close();
      await new Promise<void>((resolve) => {
        listener.close(() => resolve());
        listener.closeAllConnections();
      });
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

let counter = 0;

export function tradeNumber(): string {
  counter += 1;
  return `T${Date.now()}${String(counter).padStart(4, '0')}`;
}

export const UNIT = '450502001001GB00001F00010001';
