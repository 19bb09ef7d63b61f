import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from './support/child';
import { type OwnProcess, ownProcess } from './support/own-process';

jest.setTimeout(60_000);

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** A disk of 48 MB, if we may make one. */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'zhucheng-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', folder]).status === 0;
  if (!mounted) rmSync(folder, { recursive: true });
  return mounted ? folder : undefined;
}

function fill(path: string): void {
  const file = openSync(path, 'w');
  for (const size of [1024 * 1024, 4096]) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size));
    } catch {
      // There is no room for so much any more.
    }
  }
  closeSync(file);
}

describe('a full disk', () => {
  let own: OwnProcess;
  beforeEach(async () => {
    own = await ownProcess('sqlite');
  });
  afterEach(() => own.close());

  (existsSync('/dev/full') ? test : test.skip)('under the log stops only the log', async () => {
    const platform = new ServerProcess({ ...own.variables, LOG_LEVEL: 'info' }, openSync('/dev/full', 'w'));
    try {
      await platform.start();
      for (let round = 0; round < 40; round++) {
        expect((await fetch(`${platform.url}/api/guides`)).status).toBe(200);
        await pause(25);
      }
      await platform.stop();
      expect(platform.exitCode).toBe(0);
    } finally {
      await platform.crash();
    }
  });

  const disk = smallDisk();
  afterAll(() => {
    if (!disk) return;
    spawnSync('umount', [disk]);
    rmSync(disk, { recursive: true, force: true });
  });
  (disk ? test : test.skip)('is said by readyz; what was answered is there afterwards', async () => {
    const platform = new ServerProcess({ ...own.variables, DATA_DIR: disk!, SQLITE_SYNCHRONOUS: 'FULL' });
    const ready = async () => {
      const answer = await fetch(`${platform.url}/readyz`);
      return [answer.status, ((await answer.json()) as { reason?: string }).reason];
    };
    const ask = async (phone: string) =>
      (
        await fetch(`${platform.url}/api/sms-codes`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ phone }),
        })
      ).status;
    try {
      await platform.start();
      const answers = new Map([['13900000001', await ask('13900000001')]]);
      fill(join(disk!, 'ballast'));
      const refused = () => [...answers.values()].filter((status) => status === 503).length;
      // What SQLite has on the disk already lasts for a while.
      for (let n = 0; refused() < 5 && n < 5_000; n++) {
        const phone = `139${String(10_000_000 + n)}`;
        answers.set(phone, await ask(phone));
      }
      expect(new Set(answers.values())).toEqual(new Set([200, 503]));
      expect(await ready()).toEqual([503, 'disk-full']);

      rmSync(join(disk!, 'ballast'));
      expect(await ready()).toEqual([200, undefined]);
      await platform.crash();
      await platform.start();
      // A code was sent to whom it was said to be sent, and to nobody else.
      for (const [phone, status] of [...answers].slice(-20)) expect(await ask(phone)).toBe(status === 200 ? 429 : 200);
    } finally {
      await platform.crash();
    }
  });
});
