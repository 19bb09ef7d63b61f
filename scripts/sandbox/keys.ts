import { generateKeyPair, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import forge from 'node-forge';

/** Ids and secrets both sides know; made once per data folder. */
export interface SharedSecrets {
  wechatAppId: string;
  wechatAppSecret: string;
  merchantId: string;
  merchantSerial: string;
  apiV3Key: string;
  platformKeyId: string;
  alipayAppId: string;
  alipaySellerId: string;
  alipayAesKey: string;
  departmentAppId: string;
}

/**
 * The tax bureau as a merchant of both wallets: its WeChat merchant is bound to the same app (合单), its Alipay account lets
 * the same application collect. Derived, so that older key folders have them too.
 */
export function taxCollector({ merchantId, alipaySellerId }: SharedSecrets): {
  merchantId: string;
  alipaySellerId: string;
} {
  return { merchantId: `17${merchantId.slice(2)}`, alipaySellerId: `2089${alipaySellerId.slice(4)}` };
}

export interface SandboxKeys {
  secrets: SharedSecrets;
  /** PEM; the peers' own private keys. */
  wechatPlatformKey: string;
  /** Key and certificate (平台证书) in one text: the older way in which WeChat Pay signs. */
  wechatCertificate: string;
  alipayKey: string;
  departmentKey: string;
  readerKey: string;
  /** PEM; what the peers know of their client. */
  merchantCertificate: string;
  alipayAppPublicKey: string;
  departmentAppPublicKey: string;
  /** Files for the client's environment. */
  files: Record<
    | 'merchantKey'
    | 'merchantCertificate'
    | 'wechatPlatformPublicKey'
    | 'alipayAppKey'
    | 'alipayPublicKey'
    | 'departmentAppKey'
    | 'departmentPublicKey',
    string
  >;
}

const PAIRS = ['merchant', 'wechat-platform', 'alipay-app', 'alipay', 'department-app', 'department'] as const;
type PairName = (typeof PAIRS)[number];
/** Private halves of these belong to the client, the rest to the peers. */
const CLIENT_PAIRS: readonly PairName[] = ['merchant', 'alipay-app', 'department-app'];

/** Loads the keys below `dataDir`, or makes them at the first start; every file has mode 600. */
export async function loadKeys(dataDir: string): Promise<SandboxKeys> {
  const own = join(dataDir, 'sandbox-keys');
  const client = join(dataDir, 'client-keys');
  const marker = join(own, 'secrets.json');
  mkdirSync(own, { recursive: true, mode: 0o700 });
  await Promise.all([existsSync(marker) ? undefined : generate(own, client, marker), wechatCertificate(own)]);
  readerKey(own);
  const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');
  return {
    secrets: JSON.parse(readFileSync(marker, 'utf8')) as SharedSecrets,
    wechatPlatformKey: read(own, 'wechat-platform.key.pem'),
    wechatCertificate: read(own, 'wechat-certificate.pem'),
    alipayKey: read(own, 'alipay.key.pem'),
    departmentKey: read(own, 'department.key.pem'),
    readerKey: read(own, 'reader.key.pem'),
    merchantCertificate: read(client, 'merchant.cert.pem'),
    alipayAppPublicKey: read(own, 'alipay-app.public.pem'),
    departmentAppPublicKey: read(own, 'department-app.public.pem'),
    files: {
      merchantKey: join(client, 'merchant.key.pem'),
      merchantCertificate: join(client, 'merchant.cert.pem'),
      wechatPlatformPublicKey: join(client, 'wechat-platform.public.pem'),
      alipayAppKey: join(client, 'alipay-app.key.pem'),
      alipayPublicKey: join(client, 'alipay.public.pem'),
      departmentAppKey: join(client, 'department-app.key.pem'),
      departmentPublicKey: join(client, 'department.public.pem'),
    },
  };
}

async function generate(own: string, client: string, marker: string): Promise<void> {
  for (const folder of [own, client]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const put = (file: string, content: string): void => writeFileSync(file, content, { mode: 0o600 });
  const pairs = Object.fromEntries(
    await Promise.all(PAIRS.map(async (name) => [name, await rsaPair()] as const)),
  ) as Record<PairName, { publicKey: string; privateKey: string }>;
  for (const name of PAIRS) {
    const ofClient = CLIENT_PAIRS.includes(name);
    put(join(ofClient ? client : own, `${name}.key.pem`), pairs[name].privateKey);
    put(join(ofClient ? own : client, `${name}.public.pem`), pairs[name].publicKey);
  }
  const merchantSerial = serialNumber();
  put(join(client, 'merchant.cert.pem'), certify(pairs.merchant, merchantSerial, 'sandbox merchant'));
  const secrets: SharedSecrets = {
    wechatAppId: `wx${randomBytes(8).toString('hex')}`,
    wechatAppSecret: randomBytes(16).toString('hex'),
    merchantId: `16${digits(8)}`,
    merchantSerial,
    apiV3Key: randomBytes(16).toString('hex'),
    platformKeyId: `PUB_KEY_ID_01${digits(30)}`,
    alipayAppId: `2021${digits(12)}`,
    alipaySellerId: `2088${digits(12)}`,
    alipayAesKey: randomBytes(16).toString('base64'),
    departmentAppId: `zhucheng-${randomBytes(4).toString('hex')}`,
  };
  put(join(client, 'ids.json'), JSON.stringify(secrets, null, 2));
  // Written last: its presence means that all the others are there.
  put(marker, JSON.stringify(secrets, null, 2));
}

/** The card reader's key; also made for folders that are older than the reader. */
function readerKey(own: string): void {
  const { privateKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  putOnce(join(own, 'reader.key.pem'), privateKey);
}

/** Also made for folders that are older than it; one file, so that key and certificate always fit. */
async function wechatCertificate(own: string): Promise<void> {
  const file = join(own, 'wechat-certificate.pem');
  if (existsSync(file)) return;
  const pair = await rsaPair();
  putOnce(file, `${pair.privateKey}${certify(pair, serialNumber(), 'sandbox WeChat Pay')}`);
}

/** Writes the file unless another process has written it meanwhile; returns what is there. */
function putOnce(file: string, content: string): void {
  try {
    writeFileSync(file, content, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function serialNumber(): string {
  return `4${randomBytes(19).toString('hex').toUpperCase()}0`.slice(0, 40);
}

async function rsaPair(): Promise<{ publicKey: string; privateKey: string }> {
  return promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

/** A certificate as WeChat Pay would issue it; signed by itself, for 5 years. */
function certify(pair: { publicKey: string; privateKey: string }, serial: string, commonName: string): string {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(pair.publicKey);
  certificate.serialNumber = serial;
  certificate.validity.notBefore = new Date(Date.now() - 86_400_000);
  certificate.validity.notAfter = new Date(Date.now() + 5 * 365 * 86_400_000);
  const name = [
    { name: 'commonName', value: commonName },
    { name: 'organizationName', value: 'SAMPLE' },
    { name: 'countryName', value: 'CN' },
  ];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.sign(forge.pki.privateKeyFromPem(pair.privateKey), forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate);
}

function digits(count: number): string {
  return Array.from(randomBytes(count), (byte) => String(byte % 10)).join('');
}
