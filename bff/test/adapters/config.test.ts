import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sandbox, startSandbox } from '../../../scripts/sandbox';
import { parseDepartmentEnvironment } from '../../src/adapters';

const dataDir = mkdtempSync(join(tmpdir(), 'config-'));
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, dataDir });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const environment = (change: Record<string, string | undefined> = {}) => ({
  ...sandbox.environment,
  DATA_DIR: dataDir,
  ...change,
});
const complaint = (change: Record<string, string | undefined>): string => {
  try {
    parseDepartmentEnvironment(environment(change));
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

test('the sandbox gives a complete environment', () => {
  const config = parseDepartmentEnvironment(environment());
  expect(config.tax.baseUrl).toBe(`${sandbox.url}/departments/tax`);
  expect(config.storage).toEqual({ root: join(dataDir, 'files') });
});

test('official addresses are the default', () => {
  const config = parseDepartmentEnvironment(
    environment({ WECHAT_OPEN_BASE_URL: undefined, WECHAT_PAY_BASE_URL: undefined, ALIPAY_GATEWAY_URL: undefined }),
  );
  expect(config.wechatPay.baseUrl).toBe('https://api.mch.weixin.qq.com');
  expect(config.wechatOpen.baseUrl).toBe('https://api.weixin.qq.com');
  expect(config.alipay.gatewayUrl).toBe('https://openapi.alipay.com/gateway.do');
});

test('every missing key is named at once, no value is repeated', () => {
  const said = complaint({ WECHAT_APP_SECRET: undefined, TAX_BASE_URL: '', ALIPAY_AES_KEY: 'c2hvcnQ=' });
  expect(said).toContain('WECHAT_APP_SECRET: 缺少微信小程序 AppSecret');
  expect(said).toContain('TAX_BASE_URL');
  expect(said).toContain('ALIPAY_AES_KEY');
  expect(said).not.toContain('c2hvcnQ=');
});

test.each([
  ['WECHAT_PAY_PRIVATE_KEY_FILE', '/nowhere/key.pem', 'ENOENT'],
  ['ALIPAY_PUBLIC_KEY_FILE', __filename, '不是有效的 PEM'],
  ['HOUSING_BASE_URL', 'javascript:alert(1)', 'not an http(s) URL'],
  ['WECHAT_PAY_API_V3_KEY', 'short', '32'],
  ['WECHAT_PAY_SERIAL', '00', 'differs'],
])('%s = %s', (name, value, word) => {
  const said = complaint({ [name]: value });
  expect(said).toContain(name);
  expect(said).toContain(word);
});

test('a key of another merchant is noticed at start', () => {
  const { ALIPAY_PRIVATE_KEY_FILE } = sandbox.environment;
  expect(complaint({ WECHAT_PAY_PRIVATE_KEY_FILE: ALIPAY_PRIVATE_KEY_FILE })).toContain('does not belong');
});

test('key files are for their owner only', () => {
  for (const folder of ['sandbox-keys', 'client-keys']) {
    for (const name of readdirSync(join(dataDir, folder))) {
      expect(statSync(join(dataDir, folder, name)).mode & 0o777).toBe(0o600);
    }
  }
});

test('a restart keeps keys and memory', async () => {
  const call = async (path: string, body?: unknown) => {
    const init = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    return (await (await fetch(`${sandbox.url}/sandbox/api${path}`, init)).json()) as Record<string, unknown>;
  };
  const before = sandbox.environment;
  const made = await call('/tax/certificates', { unitNumber: '450502001001GB00001F00010001', paidFen: 100 });
  await sandbox.close();
  sandbox = await startSandbox({ port: 0, dataDir });
  expect(sandbox.environment.WECHAT_PAY_SERIAL).toBe(before.WECHAT_PAY_SERIAL);
  const next = await call('/tax/certificates', { unitNumber: '450502001001GB00001F00010001', paidFen: 100 });
  expect(BigInt(String(next.taxCertificateNumber))).toBe(BigInt(String(made.taxCertificateNumber)) + 1n);
});

test('object storage is set as a whole or not at all', () => {
  const s3 = {
    STORAGE_S3_ENDPOINT: 'https://cos.example.cn',
    STORAGE_S3_BUCKET: 'files',
    STORAGE_S3_KEY: 'key',
    STORAGE_S3_SECRET: 'never-to-be-shown',
  };
  expect(parseDepartmentEnvironment(environment(s3)).storage).toMatchObject({ bucket: 'files', region: 'us-east-1' });
  const said = complaint({ ...s3, STORAGE_S3_BUCKET: undefined });
  expect(said).toContain('STORAGE_S3_BUCKET');
  expect(said).not.toContain('never-to-be-shown');
});
