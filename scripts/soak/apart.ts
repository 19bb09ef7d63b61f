import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createAdapters, parseDepartmentEnvironment } from '@zhucheng/bff/adapters/index';
import { readEnvironment } from '@zhucheng/bff/config/environment';
import { Clock } from '@zhucheng/bff/platform/clock';
import { createServer } from '@zhucheng/bff/server';
import { buildCity, SMALLEST_CITY } from '../city';
import { startSandbox } from '../sandbox';
import { seedCity } from '../seed/seed';
import { Cast } from '../walk/cast';
import { Playground } from '../walk/client';

export interface Apart {
  url: string;
  cast: Cast;
  /** Most resident memory so far, MB; null where the system does not tell. */
  highestMb(): number | null;
  close(): Promise<void>;
}

const main = require.resolve('@zhucheng/bff/main');

/** The platform as it is started in service, in a process of its own; the gateways stay in this one. */
export async function startApart(variables: Record<string, string>): Promise<Apart> {
  const folder = mkdtempSync(join(tmpdir(), 'zhucheng-apart-'));
  const clock = new Clock();
  const city = buildCity({ units: SMALLEST_CITY });
  const platformUrl = 'http://127.0.0.1:9';
  const sandbox = await startSandbox({ port: 0, dataDir: folder, platformUrl, speed: 200, clock, city });
  const all = {
    HOST: '127.0.0.1',
    PORT: '0',
    RATE_LIMITS: 'off',
    DEMO_ACCOUNTS: 'on',
    LOG_LEVEL: 'silent',
    ...sandbox.environment,
    ...variables,
  };
  const adapters = createAdapters(parseDepartmentEnvironment(all), { clock });
  const filled = await createServer({ environment: readEnvironment(all), adapters, clock, workers: false });
  await seedCity(filled, city, { passwordCost: 2 ** 10 });
  await filled.close();
  const flags = ['--max-semi-space-size=64', '--min-semi-space-size=16'];
  const child = spawn(process.execPath, [...flags, main], { stdio: ['ignore', 'pipe', 'inherit'], env: all });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const told = /已在 (http:\S{1,80}) 提供服务/.exec(line)?.[1];
      if (told) resolve(told);
    });
    child.once('exit', () => reject(new Error('平台没有启动成功，原因见上。')));
  });
  return {
    url,
    cast: new Cast(url, new Playground(sandbox.url)),
    highestMb() {
      try {
        const kb = /^VmHWM:\s{1,20}(\d{1,12})/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
        return kb ? Math.round(Number(kb) / 1024) : null;
      } catch {
        return null;
      }
    },
    async close() {
      child.kill('SIGTERM');
      await ended;
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
