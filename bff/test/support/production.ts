import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSigningP12 } from '@zhucheng/bff/modules/certificates/document';
import { startSandbox } from '../../../scripts/sandbox';

const key = () => randomBytes(32).toString('base64');

/** A signing file in a folder of its own below `folder`; gives its two variables. Issued a year ago. */
export async function signingFile(folder: string, commonName: string, validYears = 2) {
  const { p12, passphrase } = await generateSigningP12({
    commonName,
    organisation: '北海市自然资源局',
    validYears,
    now: new Date(Date.now() - 366 * 86_400_000),
  });
  const file = join(mkdtempSync(join(folder, 'p12-')), 'signing.p12');
  writeFileSync(file, p12, { mode: 0o600 });
  return { SIGNING_P12_FILE: file, SIGNING_P12_PASSPHRASE: passphrase };
}

/** Variables of a production environment as it should be, its keys below `folder`; the addresses of others lead nowhere. */
export async function productionVariables(folder: string): Promise<Record<string, string>> {
  const peers = await startSandbox({ port: 0, dataDir: join(folder, 'departments') });
  await peers.close();
  const departments = Object.entries(peers.environment).map(([name, value]) => [
    name,
    value.replace(/^http:\/\/[^/]+/, 'https://gateway.example'),
  ]);
  const DATA_DIR = join(folder, 'data');
  mkdirSync(DATA_DIR, { mode: 0o700 });
  return {
    ...(Object.fromEntries(departments) as Record<string, string>),
    ...(await signingFile(folder, '北海市不动产登记中心')),
    NODE_ENV: 'production',
    DATA_KEYS: `k2:${key()},k1:${key()}`,
    BLIND_INDEX_KEY: key(),
    PUBLIC_URL: 'https://bdc.example.gov.cn',
    DATA_DIR,
  };
}
