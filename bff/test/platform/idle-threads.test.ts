import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@zhucheng/bff/platform/logging/logger';
import { type Task, Workers } from '@zhucheng/bff/platform/workers/workers';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'zhucheng-idle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a thread that dies while nobody needs it gets no task any more', async () => {
  // Answers, and ends its own thread a moment later, when it is idle.
  const file = join(folder, 'task');
  writeFileSync(`${file}.ts`, 'exports.run = () => { setTimeout(() => process.exit(1), 50); return { value: 7 }; };\n');
  const workers = new Workers({ logger: createLogger('silent'), threads: 1 });
  const task: Task<null, number> = { file, maxMs: 5_000, dead: 'FILE_DAMAGED' };
  for (let i = 0; i < 2; i++) {
    expect(await workers.run(task, null, 'somebody')).toBe(7);
    await new Promise((next) => setTimeout(next, 500));
  }
  await workers.close();
});
