import { randomBytes } from 'node:crypto';
import { infected } from '../files/samples';
import { Harness, startHarness } from './harness';

let harness: Harness;
let impatient: Harness;
beforeAll(async () => {
  harness = await startHarness({ SCAN_TIMEOUT_MS: '60000' });
  impatient = await startHarness({ SCAN_TIMEOUT_MS: '1000' });
});
afterAll(() => Promise.all([harness.close(), impatient.close()]));
afterEach(() => harness.api('/reset', 'POST', {}));

const scan = (content: Buffer) => harness.adapters.scan.scan({ reference: '01J', content });
const mode = (to: string) => harness.api('/departments/virus-scan', 'PUT', { mode: to });

test('clean and infected, up to the largest file, whatever the bytes', async () => {
  expect(await scan(randomBytes(20 * 1024 * 1024))).toEqual({ status: 'accepted', data: { verdict: 'clean' } });
  expect(await scan(infected())).toEqual({
    status: 'accepted',
    data: { verdict: 'infected', name: 'EICAR-Test-File' },
  });
});

test('a scanner that is broken or silent says neither', async () => {
  await mode('garbage');
  expect((await scan(Buffer.from('x'))).status).toBe('unknown');
  await mode('wrong');
  expect(await scan(Buffer.from('x'))).toEqual({ status: 'rejected', reason: 'unreadable' });
  await impatient.api('/departments/virus-scan', 'PUT', { mode: 'never' });
  const answer = await impatient.adapters.scan.scan({ reference: '01J', content: Buffer.from('x') });
  expect(answer).toEqual({ status: 'unknown', cause: 'timeout' });
});

test('nothing of a file is logged', async () => {
  await scan(Buffer.from('陈海波的合同'));
  expect(harness.logged.join('\n')).not.toContain('陈海波');
});
