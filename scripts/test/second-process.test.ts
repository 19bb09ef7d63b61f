import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, ServerProcess } from './support/child';
import { type OwnProcess, ownProcess } from './support/own-process';

jest.setTimeout(60_000);

describe('a second process on the data of the first', () => {
  let own: OwnProcess;
  let second: ServerProcess;
  beforeEach(async () => {
    own = await ownProcess('sqlite');
    second = new ServerProcess({ ...own.variables, PORT: String(await freePort()) });
  });
  afterEach(async () => {
    await second.crash();
    await own.close();
  });

  test('does not start and says who is there; once that one is gone, however it went, it starts', async () => {
    const { platform, variables } = own;
    await platform.start();
    const refusal = await second.start().catch((error: Error) => error.message);
    expect(refusal).toContain('ended with 1');
    expect(refusal).toContain(`正由进程 ${platform.pid} 使用`);
    expect(refusal).toContain(`端口 ${variables.PORT}`);
    expect(refusal).toContain(variables.DATA_DIR);
    expect((await fetch(`${platform.url}/readyz`)).status).toBe(200);

    await platform.crash();
    await second.start();
    expect(await platform.start().catch((error: Error) => error.message)).toContain(`正由进程 ${second.pid} 使用`);
    await second.stop();
    await platform.start();
  });

  test('what a dead process wrote about itself keeps nobody out, not even with a number that lives again', async () => {
    const { platform, variables } = own;
    const facts = join(variables.DATA_DIR!, 'zhucheng.holder.json');
    writeFileSync(facts, JSON.stringify({ pid: process.pid, host: 'here', port: 1, since: Date.now() }));
    writeFileSync(join(variables.DATA_DIR!, 'zhucheng.lock'), '');
    await platform.start();
    expect(JSON.parse(readFileSync(facts, 'utf8'))).toMatchObject({ pid: platform.pid });
  });
});
