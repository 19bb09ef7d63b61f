import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../sandbox';

export interface Heard {
  headers: Record<string, string>;
  body: string;
}

/** A sandbox for a client that is not ours, and an ear for its callbacks. */
export interface Peer {
  sandbox: Sandbox;
  heard: Heard[];
  /** The text of a file that the environment names. */
  file(variable: string): string;
  api<T = Record<string, unknown>>(path: string, method?: string, body?: unknown): Promise<T>;
  /** The first callback that fits. */
  told(fits: (heard: Heard) => boolean): Promise<Heard>;
  close(): Promise<void>;
}

export async function startPeer(): Promise<Peer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'zhucheng-peer-'));
  const heard: Heard[] = [];
  const ear = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    heard.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(chunks).toString('utf8') });
    response.end('success');
  });
  await new Promise<void>((resolve) => ear.listen(0, '127.0.0.1', resolve));
  const callbacks = `http://127.0.0.1:${(ear.address() as AddressInfo).port}`;
  const keysDir = process.env.TEST_KEYS_DIR;
  const sandbox = await startSandbox({
    port: 0,
    dataDir,
    ...(keysDir && { keysDir }),
    speed: 1000,
    notifyUrls: { wechat: `${callbacks}/wechat`, alipay: `${callbacks}/alipay` },
  });
  return {
    sandbox,
    heard,
    file: (variable) => readFileSync(sandbox.environment[variable]!, 'utf8'),
    async api<T>(path: string, method = 'GET', body?: unknown) {
      const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) };
      return (await (await fetch(`${sandbox.url}/sandbox/api${path}`, init)).json()) as T;
    },
    async told(fits) {
      for (;;) {
        const found = heard.find(fits);
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async close() {
      await sandbox.close();
      ear.closeAllConnections();
      await new Promise<void>((resolve) => ear.close(() => resolve()));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export const tradeNumber = (): string => `G${randomBytes(10).toString('hex')}`;
