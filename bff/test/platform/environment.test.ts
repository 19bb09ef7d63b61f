import { randomBytes } from 'node:crypto';
import { demoBlindIndexKey, demoDataKeys } from '@zhucheng/bff/config/demonstration';
import { EnvironmentError, readEnvironment } from '@zhucheng/bff/config/environment';

const key = () => randomBytes(32).toString('base64');
const production = {
  NODE_ENV: 'production',
  DATA_KEYS: `k1:${key()}`,
  BLIND_INDEX_KEY: key(),
  SIGNING_P12_FILE: '/etc/zhucheng/signing.p12',
  SIGNING_P12_PASSPHRASE: 'Her own and long',
  PUBLIC_URL: 'https://bdc.example.gov.cn',
};

function problems(variables: Record<string, string | undefined>): string[] {
  try {
    readEnvironment(variables);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(EnvironmentError);
    return (error as EnvironmentError).problems;
  }
}

test('an empty environment is a working demonstration', () => {
  expect(readEnvironment({ PORT: '' })).toMatchObject({
    PORT: 7001,
    NODE_ENV: 'development',
    RATE_LIMITS: true,
    LOG_LEVEL: 'info',
  });
});

test('production starts with keys of its own', () => {
  expect(problems(production)).toEqual([]);
});

test.each([
  ['a missing data key', { DATA_KEYS: undefined }, 'DATA_KEYS：没有设置'],
  ['a missing index key', { BLIND_INDEX_KEY: '' }, 'BLIND_INDEX_KEY：没有设置'],
  ['the demonstration key', { DATA_KEYS: demoDataKeys }, '是公开的演示密钥'],
  ['the demonstration key renamed', { DATA_KEYS: demoDataKeys.replace('demo:', 'k1:') }, '是公开的演示密钥'],
  ['the demonstration key second', { DATA_KEYS: `k1:${key()},${demoDataKeys}` }, '是公开的演示密钥'],
  ['the demonstration index key', { BLIND_INDEX_KEY: demoBlindIndexKey }, 'BLIND_INDEX_KEY：是公开的演示密钥'],
  ['demonstration accounts', { DEMO_ACCOUNTS: 'on' }, 'DEMO_ACCOUNTS：登录页会显示演示账号'],
  ['a short key', { DATA_KEYS: 'k1:abc' }, 'DATA_KEYS：密钥“k1”有 2 字节'],
])('production refuses %s', (_name, change, sentence) => {
  const found = problems({ ...production, ...change });
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(sentence);
});

test('each wrong variable is named, no value is repeated', () => {
  const found = problems({ PORT: 'secret', DATABASE_URL: 'postgres://user:password@host/db', RATE_LIMITS: 'maybe' });
  expect(found.map((problem) => problem.split('：')[0])).toEqual(['PORT', 'DATABASE_URL', 'RATE_LIMITS']);
  expect(found.join()).not.toContain('password@');
  // Whoever starts the server reads Chinese; only names and what may be written stand in Latin letters.
  for (const problem of found) expect(problem).toMatch(/：[\u4e00-\u9fff].*。$/);
  expect(found.join()).not.toMatch(/Invalid|expected/i);
});
