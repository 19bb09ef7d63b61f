import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from './paths.mjs';

/** Any of these in the environment: the operator has real departments, so nothing of a demonstration is started. */
const departmentVariables = [
  'WECHAT_APP_ID',
  'WECHAT_PAY_MCH_ID',
  'ALIPAY_APP_ID',
  'DEPARTMENT_APP_ID',
  'TAX_BASE_URL',
  'MARKET_BASE_URL',
  'HOUSING_BASE_URL',
  'UTILITIES_BASE_URL',
  'ESCROW_BASE_URL',
  'IDENTITY_CHECK_BASE_URL',
  'SMS_BASE_URL',
  'SCAN_BASE_URL',
  'ANCHOR_KEEPER_BASE_URL',
];

/** `NAME=value` lines; `#` starts a comment line. */
export function parseSettings(text) {
  const lines = text.split('\n').filter((line) => /^\s*[A-Za-z_]\w*\s*=/.test(line));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1).trim()]),
  );
}

function firstSettings() {
  const key = () => randomBytes(32).toString('base64');
  return [
    '# 首次启动时生成，仅属于这一份数据。丢失 DATA_KEYS 或 BLIND_INDEX_KEY，已存的个人信息就无法再读取，请与数据一起备份。',
    `DATA_KEYS=local-${randomBytes(4).toString('hex')}:${key()}`,
    `BLIND_INDEX_KEY=${key()}`,
    '# 演示：登录页显示演示账号，证书印有“样例”。',
    'DEMO_ACCOUNTS=on',
    '',
  ].join('\n');
}

/**
 * The settings of this data folder: what DATA_DIR/config.env says, unless the environment says otherwise. `create` makes
 * the file, with keys of its own, where there is none – never in production, which brings its own keys.
 */
export function loadSettings({ create = false, environment = process.env } = {}) {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const production = given.NODE_ENV === 'production';
  const dataDir = resolve(root, given.DATA_DIR ?? 'data');
  const file = join(dataDir, 'config.env');
  let created = false;
  if (create && !production && !existsSync(file)) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(file, firstSettings(), { mode: 0o600, flag: 'wx' });
    created = true;
  }
  const own = existsSync(file) && !production ? parseSettings(readFileSync(file, 'utf8')) : {};
  const variables = { ...own, ...given, DATA_DIR: dataDir };
  const port = Number(variables.PORT ?? 7001);
  const real = departmentVariables.filter((name) => variables[name]);
  const sandbox = !production && variables.SANDBOX !== 'off' && real.length === 0;
  return { variables, dataDir, file, created, production, port, sandbox, real };
}
