import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoDatabaseMark, demoPassword, demoSealMark } from '@zhucheng/bff/config/demonstration';
import { examine } from '@zhucheng/bff/doctor/examine';
import { sentence } from '@zhucheng/bff/doctor/finding';
import { CitizenService } from '@zhucheng/bff/modules/identity/citizen.service';
import { StaffService } from '@zhucheng/bff/modules/identity/staff.service';
import { hashPassword } from '@zhucheng/bff/platform/crypto/secrets';
import { residentId } from '@zhucheng/shared';
import { eachDatabase } from '../support/databases';
import { productionVariables, signingFile } from '../support/production';
import { startTestServer, type TestServer } from '../support/server';

const key = () => randomBytes(32).toString('base64');
const keys = () => ({ DATA_KEYS: production.DATA_KEYS!, BLIND_INDEX_KEY: production.BLIND_INDEX_KEY! });
const folder = mkdtempSync(join(tmpdir(), 'zhucheng-doctor-'));
let production: Record<string, string>;
beforeAll(async () => {
  production = await productionVariables(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const found = async (change: Record<string, string | undefined> = {}) =>
  (await examine({ ...production, ...change })).map(sentence);

test('a clean environment has nothing to say', async () => {
  expect(await found()).toEqual([]);
});

const repeated = Buffer.alloc(32, 7).toString('base64');
const steps = Buffer.from(Array.from({ length: 32 }, (_, i) => i * 3)).toString('base64');
const words = Buffer.from('this is a sentence, not a key!!!').toString('base64');
test.each<[string, Record<string, string | undefined>, string]>([
  ['an all-zero key', { DATA_KEYS: `k1:${Buffer.alloc(32).toString('base64')}` }, 'DATA_KEYS：“k1”不是随机的'],
  ['a repeated byte', { BLIND_INDEX_KEY: repeated }, 'BLIND_INDEX_KEY：不是随机的'],
  ['even steps', { BLIND_INDEX_KEY: steps }, 'BLIND_INDEX_KEY：不是随机的'],
  ['a sentence', { DATA_KEYS: `k1:${words}` }, 'DATA_KEYS：“k1”不是随机的'],
  ['plain http for people', { PUBLIC_URL: 'http://bdc.example.gov.cn' }, 'PUBLIC_URL：不是 https'],
  ['localhost', { PUBLIC_URL: 'http://localhost:7001' }, 'PUBLIC_URL：是本机地址'],
  ['a loopback address', { PUBLIC_URL: 'https://127.3.2.1' }, 'PUBLIC_URL：是本机地址'],
  ['another loopback address', { PUBLIC_URL: 'https://[::1]:7001' }, 'PUBLIC_URL：是本机地址'],
  ['no address', { PUBLIC_URL: undefined }, 'PUBLIC_URL：没有设置'],
  ['limits that are off', { RATE_LIMITS: 'off' }, 'RATE_LIMITS：限流被关闭'],
  ['demonstration accounts on the page', { DEMO_ACCOUNTS: 'on' }, 'DEMO_ACCOUNTS：登录页会显示演示账号'],
  ['no signing key', { SIGNING_P12_FILE: undefined }, 'SIGNING_P12_FILE：没有设置'],
  [
    'a signing key that is not there',
    { SIGNING_P12_FILE: '/nowhere/signing.p12' },
    'SIGNING_P12_FILE：文件读不到（ENOENT）',
  ],
  [
    'a signing key of another passphrase',
    { SIGNING_P12_PASSPHRASE: 'Another one of hers' },
    'SIGNING_P12_FILE：打不开',
  ],
  [
    'a department’s key that is not there',
    { DEPARTMENT_PRIVATE_KEY_FILE: '/nowhere/key.pem' },
    'DEPARTMENT_PRIVATE_KEY_FILE：部门接口私钥文件：文件读不到',
  ],
  ['a value that cannot be read', { PORT: 'none' }, 'PORT：'],
  ['an all-zero key of Alipay', { ALIPAY_AES_KEY: Buffer.alloc(16).toString('base64') }, 'ALIPAY_AES_KEY：不是随机的'],
  ['an all-zero key of WeChat', { WECHAT_PAY_API_V3_KEY: '0'.repeat(32) }, 'WECHAT_PAY_API_V3_KEY：不是随机的'],
  ['a key that repeats itself', { WECHAT_PAY_API_V3_KEY: 'k3x9Qm7z'.repeat(4) }, 'WECHAT_PAY_API_V3_KEY：不是随机的'],
  ['a secret of one letter', { WECHAT_APP_SECRET: 'b'.repeat(32) }, 'WECHAT_APP_SECRET：不是随机的'],
  ['a token of one letter', { METRICS_TOKEN: 'a'.repeat(20) }, 'METRICS_TOKEN：不是随机的'],
  ['a token of a row of letters', { DOCS_TOKEN: 'abcdefghijklmnopqrstuvwxyz' }, 'DOCS_TOKEN：不是随机的'],
  ['everybody as insiders', { INTERNAL_ADDRESSES: '10.0.0.0/8,0.0.0.0/0' }, 'INTERNAL_ADDRESSES：0.0.0.0/0 范围太大'],
  ['half of everybody', { INTERNAL_ADDRESSES: '128.0.0.0/1' }, 'INTERNAL_ADDRESSES：128.0.0.0/1 范围太大'],
  ['more than the own network', { INTERNAL_ADDRESSES: '172.16.0.0/8' }, 'INTERNAL_ADDRESSES：172.16.0.0/8 范围太大'],
  ['everybody of IPv6', { INTERNAL_ADDRESSES: '::/0' }, 'INTERNAL_ADDRESSES：::/0 范围太大'],
  ['everybody of IPv4 in IPv6', { INTERNAL_ADDRESSES: '::ffff:0:0/96' }, 'INTERNAL_ADDRESSES：::ffff:0:0/96 范围太大'],
  ['a private address', { PUBLIC_URL: 'https://192.168.1.7' }, 'PUBLIC_URL：是内网地址'],
  ['another private address', { PUBLIC_URL: 'https://[fd00::7]' }, 'PUBLIC_URL：是内网地址'],
  ['a name of the own network', { PUBLIC_URL: 'https://bdc.local' }, 'PUBLIC_URL：是内网地址'],
  ['a name without a domain', { PUBLIC_URL: 'https://server7' }, 'PUBLIC_URL：是内网地址'],
  ['a callback nobody can reach', { ALIPAY_NOTIFY_URL: 'https://10.1.1.1/n' }, 'ALIPAY_NOTIFY_URL：是内网地址'],
  ['a reader elsewhere in plain http', { KIOSK_READER_URL: 'http://10.0.0.9:8765' }, 'KIOSK_READER_URL：是别的机器'],
  [
    'a key of the anchors in no folder',
    { ANCHOR_KEY_FILE: '/nowhere/anchor.pem' },
    'ANCHOR_KEY_FILE：文件读不到（ENOENT）',
  ],
  [
    'former keys that are not there',
    { ANCHOR_FORMER_KEYS_FILE: '/nowhere/f.pem' },
    'ANCHOR_FORMER_KEYS_FILE：文件读不到',
  ],
])('%s is named', async (_, change, beginning) => {
  const [only, ...more] = await found(change);
  expect(more).toEqual([]);
  expect(only).toContain(beginning);
});

test.each<[string, Record<string, string>]>([
  ['networks of the centre', { INTERNAL_ADDRESSES: '10.0.0.0/8, 192.168.0.0/16,127.0.0.1,fd00::/8,202.103.1.0/24' }],
  ['a reader beside its kiosk', { KIOSK_READER_URL: 'http://127.0.0.1:8765' }],
  ['a reader elsewhere over https', { KIOSK_READER_URL: 'https://reader.example.gov.cn' }],
  ['random tokens', { METRICS_TOKEN: randomBytes(16).toString('hex'), DOCS_TOKEN: randomBytes(16).toString('hex') }],
])('%s are fine', async (_, change) => {
  expect(await found(change)).toEqual([]);
});

test('equal secrets are named, whatever they are for', async () => {
  const same = randomBytes(16).toString('hex');
  expect(await found({ METRICS_TOKEN: same, DOCS_TOKEN: same })).toEqual([
    expect.stringContaining('DOCS_TOKEN：与 METRICS_TOKEN 是同一个'),
  ]);
  expect(await found({ METRICS_TOKEN: production.BLIND_INDEX_KEY })).toEqual([
    expect.stringContaining('METRICS_TOKEN：与 BLIND_INDEX_KEY 是同一个'),
  ]);
});

describe('files of keys', () => {
  const write = (text: string | Buffer, mode = 0o600) => {
    const path = join(mkdtempSync(join(folder, 'key-')), 'key.pem');
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  };
  const ed25519 = () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    return [
      privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      publicKey.export({ type: 'spki', format: 'pem' }) as string,
    ] as const;
  };
  const [pem, publicPem] = ed25519();

  test('keys of the anchors as they should be are fine', async () => {
    expect(await found({ ANCHOR_KEY_FILE: write(pem), ANCHOR_FORMER_KEYS_FILE: write(ed25519()[1], 0o644) })).toEqual(
      [],
    );
  });

  test.each<[string, string, () => string, string[]]>([
    [
      'garbage that others may read',
      'ANCHOR_KEY_FILE',
      () => write('garbage', 0o644),
      ['不是 Ed25519 私钥', 'chmod 600'],
    ],
    ['a key that others may write', 'ANCHOR_KEY_FILE', () => write(pem, 0o666), ['chmod 600']],
    ['a public key alone', 'ANCHOR_KEY_FILE', () => write(publicPem), ['不是 Ed25519 私钥']],
    ['former keys that are none', 'ANCHOR_FORMER_KEYS_FILE', () => write('none'), ['没有有效的 Ed25519 公钥']],
    ['former keys that others may write', 'ANCHOR_FORMER_KEYS_FILE', () => write(publicPem, 0o666), ['能改动']],
    ['a private key for a public one', 'DEPARTMENT_PUBLIC_KEY_FILE', () => write(pem), ['里面有私钥']],
    [
      'a certificate that others may write',
      'WECHAT_PAY_CERT_FILE',
      () => write(readFileSync(production.WECHAT_PAY_CERT_FILE!), 0o666),
      ['能改动'],
    ],
  ])('%s: named', async (_, name, file, parts) => {
    const said = await found({ [name]: file() });
    expect(said).toHaveLength(parts.length);
    for (const part of parts) expect(said.join()).toContain(part);
  });

  test('one private key for two gateways is named, also as a copy', async () => {
    const copy = write(readFileSync(production.ALIPAY_PRIVATE_KEY_FILE!));
    for (const path of [production.ALIPAY_PRIVATE_KEY_FILE!, copy])
      expect(await found({ DEPARTMENT_PRIVATE_KEY_FILE: path })).toEqual([
        expect.stringContaining('DEPARTMENT_PRIVATE_KEY_FILE：与 ALIPAY_PRIVATE_KEY_FILE 是同一个私钥'),
      ]);
  });

  test('the key that the anchors made for themselves has to be one, too', async () => {
    const own = mkdtempSync(join(folder, 'own-'));
    mkdirSync(join(own, 'keys'), { mode: 0o700 });
    writeFileSync(join(own, 'keys', 'anchor.pem'), 'garbage', { mode: 0o600 });
    expect(await found({ DATA_DIR: own })).toEqual([expect.stringContaining('anchor.pem：不是 Ed25519 私钥')]);
  });
});

test('equal keys are named, wherever they stand', async () => {
  const same = key();
  expect(await found({ DATA_KEYS: `a:${same},b:${same}` })).toEqual([
    expect.stringContaining('DATA_KEYS：“b”与 DATA_KEYS“a” 是同一个密钥'),
  ]);
  expect(await found({ DATA_KEYS: `a:${same}`, BLIND_INDEX_KEY: same })).toEqual([
    expect.stringContaining('BLIND_INDEX_KEY：与 DATA_KEYS“a” 是同一个密钥'),
  ]);
});

test('every plain-http address of another is named, loopback or not', async () => {
  const names = [
    ...Object.keys(production).filter(
      (name) => name.endsWith('_URL') && !['PUBLIC_URL', 'KIOSK_READER_URL'].includes(name),
    ),
    'STORAGE_S3_ENDPOINT',
  ];
  expect(names).toEqual(
    expect.arrayContaining(['TAX_BASE_URL', 'ALIPAY_GATEWAY_URL', 'WECHAT_PAY_BASE_URL', 'SCAN_BASE_URL']),
  );
  const storage = { STORAGE_S3_BUCKET: 'b', STORAGE_S3_KEY: 'k', STORAGE_S3_SECRET: key() };
  const plain = Object.fromEntries(names.map((name) => [name, 'http://127.0.0.1:9000']));
  const said = await found({ ...storage, ...plain });
  expect(said).toHaveLength(names.length);
  for (const name of names) expect(said).toContainEqual(expect.stringContaining(`${name}：是明文 http 地址`));
});

test('the demonstration’s signing key and one that has run out are named', async () => {
  expect(await found(await signingFile(folder, `北海市不动产登记中心（${demoSealMark}）`))).toEqual([
    expect.stringContaining('SIGNING_P12_FILE：是演示签章'),
  ]);
  expect(await found(await signingFile(folder, '北海市不动产登记中心', 1))).toEqual([
    expect.stringContaining('SIGNING_P12_FILE：签章证书已过期'),
  ]);
});

test('modes that let others look are named with what to do', async () => {
  const wide = (path: string, mode: number) => {
    chmodSync(path, mode);
    return path;
  };
  const own = mkdtempSync(join(folder, 'wide-'));
  mkdirSync(join(own, 'files'), { mode: 0o700 });
  mkdirSync(join(own, 'keys'), { mode: 0o700 });
  for (const name of ['keys/signing.p12', 'zhucheng.db-wal', 'zhucheng.db-shm']) writeFileSync(join(own, name), '');
  const named = [
    wide(own, 0o750),
    wide(join(own, 'files'), 0o701),
    wide(join(own, 'keys', 'signing.p12'), 0o640),
    wide(join(own, 'zhucheng.db-wal'), 0o644),
    wide(join(own, 'zhucheng.db-shm'), 0o604),
    wide(production.SIGNING_P12_FILE!, 0o644),
    wide(production.DEPARTMENT_PRIVATE_KEY_FILE!, 0o644),
  ];
  const said = await found({ DATA_DIR: own });
  chmodSync(production.SIGNING_P12_FILE!, 0o600);
  chmodSync(production.DEPARTMENT_PRIVATE_KEY_FILE!, 0o600);
  expect(said).toHaveLength(named.length);
  for (const path of named) {
    const right = statSync(path).isDirectory() ? '700' : '600';
    expect(said).toContainEqual(expect.stringContaining(`请执行 chmod ${right} '${path}'`));
  }
});

test('everything is named at once, and no secret is repeated', async () => {
  const said = await found({
    DATA_KEYS: `demo:${repeated}`,
    PUBLIC_URL: 'http://localhost',
    RATE_LIMITS: 'off',
    WECHAT_APP_SECRET: '',
    SMS_BASE_URL: 'http://sms.example',
    SIGNING_P12_FILE: '/nowhere',
  });
  expect(said.map((line) => line.split('：')[0])).toEqual(
    expect.arrayContaining([
      'DATA_KEYS',
      'PUBLIC_URL',
      'RATE_LIMITS',
      'WECHAT_APP_SECRET',
      'SMS_BASE_URL',
      'SIGNING_P12_FILE',
    ]),
  );
  for (const secret of [repeated, production.BLIND_INDEX_KEY!, production.SIGNING_P12_PASSPHRASE!])
    expect(said.join()).not.toContain(secret);
});

eachDatabase((dialect) => {
  let server: TestServer;
  let passwordHash: string;
  const look = () => {
    const { variables } = server.testDatabase;
    return found({ DATABASE_URL: variables.DATABASE_URL, DATA_DIR: variables.DATA_DIR });
  };
  beforeAll(async () => {
    server = await startTestServer({ dialect, variables: keys() });
    passwordHash = await hashPassword(demoPassword, 2 ** 10);
  });
  afterAll(() => server.close());

  const addStaff = async (username: string, hash: string) => {
    const staff = await server.get(StaffService);
    const account = {
      username,
      name: '高永安',
      passwordHash: hash,
      totpSecret: 'A'.repeat(32),
      roles: ['administrator' as const],
    };
    await server.database.unitOfWork((tx) => staff.createStaff(tx, account));
  };

  test('a database of production passes, whatever its people are called', async () => {
    await addStaff('administrator', await hashPassword('a password of her own', 2 ** 10));
    const citizens = await server.get(CitizenService);
    const person = { name: '陈海燕', idNumber: residentId.compose('45050219800612101'), phone: '13907790001' };
    await server.database.unitOfWork((tx) => citizens.createCitizen(tx, { ...person }));
    expect(await look()).toEqual([]);
  });

  test('accounts with the demonstration’s password are named, whatever they are called', async () => {
    await addStaff('somebody', passwordHash);
    await addStaff('somebody-else', passwordHash);
    await addStaff('bank1', passwordHash);
    const [only, ...more] = await look();
    expect(more).toEqual([]);
    expect(only).toContain('数据库里有演示账号');
    for (const name of ['somebody', 'somebody-else', 'bank1']) expect(only).toContain(name);
    expect(only).not.toContain('administrator');
  });

  test('a database that was filled with the demonstration is named when nothing else is left of it', async () => {
    const row = { name: demoDatabaseMark, cursor_id: '', done: 0, finished_at: 1 };
    const hash = await hashPassword('a password of somebody', 2 ** 10);
    await server.database.unitOfWork(async (tx) => {
      await tx.execute('UPDATE staff SET password_hash = ?', [hash]);
      await tx.insert('data_upgrade', row);
    });
    expect(await look()).toEqual([expect.stringContaining('数据由演示城市填充')]);
  });

  test('a database that does not answer is a finding, not a crash', async () => {
    expect(await found({ DATABASE_URL: 'mysql://nobody:secret@127.0.0.1:9/none' })).toEqual([
      expect.stringMatching(/^DATABASE_URL：数据库连不上或读不了（ECONNREFUSED）/),
    ]);
  });
});
