import { Agent, request } from 'node:http';
import { type OwnProcess, ownProcess } from './support/own-process';

jest.setTimeout(60_000);

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the process, asked to end by SIGTERM', () => {
  let own: OwnProcess;
  beforeEach(async () => {
    own = await ownProcess('sqlite');
    await own.platform.start();
  });
  afterEach(() => own.close());

  test('answers whom it took on over kept connections, tells them to go, and ends by itself', async () => {
    const { platform } = own;
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    const told = new Map<string, number>();
    const count = (what: string) => told.set(what, (told.get(what) ?? 0) + 1);
    let going = true;
    const ask = () =>
      new Promise<void>((done) => {
        const sent = request(`${platform.url}/api/guides`, { agent }, (answer) => {
          count(`${answer.statusCode} ${answer.headers.connection}`);
          answer.resume().once('end', done);
        });
        sent.once('error', (error: NodeJS.ErrnoException) => {
          count(error.code ?? error.message);
          done();
        });
        sent.end();
      });
    const client = async () => {
      while (going) {
        await ask();
        await pause(20);
      }
    };
    const clients = Array.from({ length: 8 }, client);
    await pause(300);
    const ended = platform.stop();
    await pause(300);
    const ready = await fetch(`${platform.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'unavailable', reason: 'stopping' }]);
    // Whoever is told so goes elsewhere.
    going = false;
    await Promise.all(clients);
    await ended;
    expect([...told.keys()].sort()).toEqual(['200 close', '200 keep-alive']);
    expect(platform.exitCode).toBe(0);
  });
});
