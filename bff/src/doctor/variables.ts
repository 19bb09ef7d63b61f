import { departmentAddresses } from '../adapters/config';
import { demoBlindIndexKey, demoDataKeys } from '../config/demonstration';
import type { Finding } from './finding';
import { isGuessableKey, isGuessableText } from './guessable';
import { isLoopback, isPrivate, isTooWide } from './networks';

/** The environment without empty variables. */
export type Variables = Readonly<Record<string, string | undefined>>;

const newKey = '请用 openssl rand -base64 32 生成一个新的密钥';
const newSecret = '请换一个随机的，例如 openssl rand -hex 16 生成的；由对方发给的请到对方平台重新设置';
/** Variables that hold a secret itself. The key of the object storage is the name of an account. */
const isSecretName = (name: string): boolean =>
  /_(?:KEY|SECRET|TOKEN|PASSPHRASE)$/.test(name) && !/^(?:BLIND_INDEX|STORAGE_S3)_KEY$/.test(name);
const demoKeys = [demoDataKeys.slice(demoDataKeys.indexOf(':') + 1), demoBlindIndexKey];

interface NamedKey {
  /** Of DATA_KEYS. */
  id: string | null;
  text: string;
  bytes: Buffer;
}

function dataKeysIn(value: string | undefined): NamedKey[] {
  return (value ?? '').split(',').flatMap((part) => {
    const at = part.indexOf(':');
    const text = part.slice(at + 1).trim();
    return text === '' ? [] : [{ id: part.slice(0, at).trim(), text, bytes: Buffer.from(text, 'base64') }];
  });
}

function keyFindings(given: Variables): Finding[] {
  const { DATA_KEYS, BLIND_INDEX_KEY } = given;
  const findings: Finding[] = [];
  const missing = (subject: string) =>
    findings.push({ subject, fault: '没有设置，生产环境必须有自己的密钥', remedy: newKey });
  if (!DATA_KEYS) missing('DATA_KEYS');
  if (!BLIND_INDEX_KEY) missing('BLIND_INDEX_KEY');
  const index = BLIND_INDEX_KEY?.trim();
  const keys: NamedKey[] = [
    ...dataKeysIn(DATA_KEYS),
    ...(index ? [{ id: null, text: index, bytes: Buffer.from(index, 'base64') }] : []),
  ];
  const seen = new Map<string, string>();
  for (const { id, bytes } of keys) {
    const subject = id === null ? 'BLIND_INDEX_KEY' : 'DATA_KEYS';
    const which = id === null ? '' : `“${id}”`;
    const isDemo = id === 'demo' || demoKeys.some((key) => Buffer.from(key, 'base64').equals(bytes));
    if (isDemo) findings.push({ subject, fault: `${which}是公开的演示密钥`, remedy: newKey });
    else if (bytes.length === 32 && isGuessableKey(bytes))
      findings.push({ subject, fault: `${which}不是随机的（全零、重复、规律或文字）`, remedy: newKey });
    const hex = bytes.toString('hex');
    const other = seen.get(hex);
    if (other)
      findings.push({ subject, fault: `${which}与 ${other} 是同一个密钥`, remedy: `每个密钥要各不相同，${newKey}` });
    seen.set(hex, `${subject}${which}`);
  }
  return [
    ...findings,
    ...secretFindings(given, new Map(keys.map(({ id, text }) => [text, id ? 'DATA_KEYS' : 'BLIND_INDEX_KEY']))),
  ];
}

/** Secrets that are no keys of the platform's own data: of gateways, of the wallets, tokens of insiders, passphrases. */
function secretFindings(variables: Variables, others: ReadonlyMap<string, string>): Finding[] {
  const seen = new Map(others);
  return Object.entries(variables).flatMap(([subject, value]) => {
    const text = value?.trim();
    if (!text || !isSecretName(subject)) return [];
    const findings: Finding[] = [];
    const key = subject === 'ALIPAY_AES_KEY' ? Buffer.from(text, 'base64') : null;
    if (key ? key.length === 16 && isGuessableKey(key) : isGuessableText(text))
      findings.push({ subject, fault: '不是随机的（太短、全零、重复、规律或常见的词）', remedy: newSecret });
    const other = seen.get(text);
    if (other)
      findings.push({ subject, fault: `与 ${other} 是同一个`, remedy: `每个密钥、口令要各不相同，${newSecret}` });
    seen.set(text, subject);
    return findings;
  });
}

const publicRemedy = '请改为群众实际访问的 https 网址，例如 https://bdc.example.gov.cn';

/** Addresses that somebody outside has to reach: people, and the wallets' callbacks. */
function reachFindings(variables: Variables): Finding[] {
  return Object.entries(variables).flatMap(([subject, value]) => {
    if (subject !== 'PUBLIC_URL' && !subject.endsWith('_NOTIFY_URL')) return [];
    const remedy = subject === 'PUBLIC_URL' ? publicRemedy : '请改为对方能访问的 https 网址';
    if (!URL.canParse(value ?? '')) return [];
    const { hostname, protocol } = new URL(value!);
    // Named below.
    if (subject !== 'PUBLIC_URL' && protocol === 'http:') return [];
    if (isLoopback(hostname)) return [{ subject, fault: '是本机地址，别人打不开', remedy }];
    if (isPrivate(hostname)) return [{ subject, fault: '是内网地址，别人打不开', remedy }];
    if (subject === 'PUBLIC_URL' && protocol !== 'https:')
      return [{ subject, fault: '不是 https，内容会明文传输', remedy }];
    return [];
  });
}

function addressFindings(variables: Variables): Finding[] {
  const findings = reachFindings(variables);
  if (!variables.PUBLIC_URL) findings.push({ subject: 'PUBLIC_URL', fault: '没有设置', remedy: publicRemedy });
  for (const name of departmentAddresses) {
    const value = variables[name]?.trim() ?? '';
    if (URL.canParse(value) && new URL(value).protocol === 'http:')
      findings.push({ subject: name, fault: '是明文 http 地址', remedy: '请改为对方的 https 地址，本机地址也不例外' });
  }
  const reader = variables.KIOSK_READER_URL ?? '';
  if (URL.canParse(reader) && new URL(reader).protocol === 'http:' && !isLoopback(new URL(reader).hostname))
    findings.push({
      subject: 'KIOSK_READER_URL',
      fault: '是别的机器的明文 http 地址，身份证读数会明文传输',
      remedy: '请改为自助机本机的地址（http://127.0.0.1:8765）或 https 地址',
    });
  const wide = (variables.INTERNAL_ADDRESSES ?? '').split(',').filter((part) => isTooWide(part.trim()));
  if (wide.length > 0)
    findings.push({
      subject: 'INTERNAL_ADDRESSES',
      fault: `${wide.join('、')} 范围太大，外面的人也算内部`,
      remedy: '请只写本单位内网的网段（如 10.0.0.0/8）；公网地址最多写到 /24（IPv6 写到 /48）',
    });
  return findings;
}

/** What the variables alone show. */
export function variableFindings(variables: Variables): Finding[] {
  const findings = [...keyFindings(variables), ...addressFindings(variables)];
  if (!variables.SIGNING_P12_FILE)
    findings.push({
      subject: 'SIGNING_P12_FILE',
      fault: '没有设置，生产环境要用自己的签章证书',
      remedy: '请填写签章证书（PKCS #12 文件）的路径，口令放在 SIGNING_P12_PASSPHRASE',
    });
  if (variables.RATE_LIMITS === 'off')
    findings.push({ subject: 'RATE_LIMITS', fault: '限流被关闭', remedy: '请删去这个变量或改为 on' });
  if (variables.DEMO_ACCOUNTS === 'on')
    findings.push({ subject: 'DEMO_ACCOUNTS', fault: '登录页会显示演示账号', remedy: '请删去这个变量或改为 off' });
  return findings;
}
