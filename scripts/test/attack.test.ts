import { routes } from '@zhucheng/shared';
import { makeBelongings } from '../attack/belongings';
import { Caller } from '../attack/caller';
import { attackByDenial } from '../attack/denial';
import { attackForeignIds } from '../attack/foreign-ids';
import { attackWithCallbacks } from '../attack/forged-callbacks';
import { attackWithFiles } from '../attack/hostile-files';
import { attackWithStrings } from '../attack/hostile-strings';
import { attackMatrix } from '../attack/matrix';
import { parts, readOptions } from '../attack/options';
import { lesserOf, type Stage, tokensOf } from '../attack/stage';
import type { Tally } from '../attack/tally';
import { type Leak, LeakyPlatform } from './support/leaky';
import { type Platform, startPlatform } from './support/platform';

jest.setTimeout(300_000);

let platform: Platform;
let leaky: LeakyPlatform;
let stage: Stage;

beforeAll(async () => {
  platform = await startPlatform('sqlite');
  leaky = await LeakyPlatform.before(platform.url);
  const { cast, playground } = platform;
  stage = { url: leaky.url, cast, playground, caller: new Caller(leaky.url) };
});
afterAll(async () => {
  stage?.caller.close();
  await leaky?.close();
  await platform?.close();
});

/** Each part once, on a platform with one hole: that hole and nothing else is found. */
async function found(leak: Leak, attack: () => Promise<Tally>): Promise<string[]> {
  leaky.leak = leak;
  const { held, notHeld } = (await attack()).result();
  leaky.leak = () => undefined;
  expect(held).toBeGreaterThan(0);
  expect(notHeld.length).toBeGreaterThan(0);
  return notHeld.map(({ call, why }) => `${call} → ${why}`);
}

test('a route that answers whoever asks', async () => {
  const keys = { tokens: await tokensOf(platform.cast), grants: new Map(), lesser: await lesserOf(platform) };
  const findings = await found(
    ({ method, status }) => (method === 'GET' && status === 401 ? { status: 200, text: '{}' } : undefined),
    () => attackMatrix(stage.caller, keys, 25),
  );
  for (const finding of findings) expect(finding).toMatch(/· (nobody|made-up) → 200 .*UNAUTHENTICATED/);
});

test('a refusal that tells which ids exist', async () => {
  expect(await makeBelongings({ ...stage, url: platform.url }, true)).toEqual([]);
  const seen = new Set<string>();
  const findings = await found(
    ({ url, status, text }) => {
      for (const [id] of text.matchAll(/\b[0-9A-HJKMNP-TV-Z]{26}\b/g)) seen.add(id);
      const asked = /^\/api\/cases\/(\w{26})/.exec(url)?.[1];
      return status === 404 && asked && seen.has(asked)
        ? { status, text: text.replace('没有找到', '您不能查看') }
        : undefined;
    },
    () => attackForeignIds(stage, 40),
  );
  for (const finding of findings) expect(finding).toMatch(/^(?:cases|escrow)\./);
});

test('a callback that is believed without a signature', async () => {
  const findings = await found(
    ({ url, headers }) =>
      url === routes.payments.wechatCallback.path && !headers['wechatpay-signature']
        ? { status: 200, text: '' }
        : undefined,
    () => attackWithCallbacks(stage, 2),
  );
  expect(findings).toHaveLength(3);
  for (const finding of findings) expect(finding).toMatch(/^wechat · (没有签名|缺 Wechatpay-Signature)|^alipay · 送到/);
});

test('a page that repeats what was typed, and an error that comes through', async () => {
  const findings = await found(
    ({ url, body }) => {
      const asked =
        decodeURIComponent(url.replace(/%(?![0-9A-F]{2})/g, '%25').replace(/%[89A-F][0-9A-F]/g, 'x')) + body;
      if (asked.includes('<script>')) return { status: 404, type: 'text/html', text: `<script>alert(1)</script>` };
      if (asked.includes('DROP TABLE')) return { status: 400, text: '{"error":"SQLITE_ERROR: near DROP"}' };
      return undefined;
    },
    () => attackWithStrings(stage, 71),
  );
  expect(findings.some((finding) => finding.includes('原样写进'))).toBe(true);
  for (const finding of findings) expect(finding).toMatch(/原样写进|内部的东西/);
});

test('a file that nobody can digest', async () => {
  const findings = await found(
    ({ url, headers }) =>
      url === routes.files.upload.path && headers['content-type']?.startsWith('multipart')
        ? { status: 500, text: '{}' }
        : undefined,
    () => attackWithFiles(stage, 9),
  );
  expect(findings.filter((finding) => /^上传 · .* → 500/.test(finding))).toHaveLength(1);
});

test('a body that is taken however long it is', async () => {
  const findings = await found(
    ({ url, method }) =>
      url === routes.cases.start.path && method === 'POST' ? { status: 200, text: '{}' } : undefined,
    () => attackByDenial(stage, 6),
  );
  for (const finding of findings) expect(finding).toContain('回答 200');
});

test('says what it can be asked', () => {
  expect(readOptions([], {}).parts).toEqual([...parts]);
  expect(readOptions(['denial', 'matrix'], {}).parts).toEqual(['matrix', 'denial']);
  expect(readOptions(['--url', 'http://localhost:7001/'], { DATABASE_URL: 'mysql://root@localhost/a' })).toMatchObject({
    url: 'http://localhost:7001',
    sandbox: 'http://localhost:7002',
    database: undefined,
  });
  expect(() => readOptions(['no-such-part'], {})).toThrow('可选');
  expect(() => readOptions(['--database', '/tmp/file'], {})).toThrow('mysql://');
});
