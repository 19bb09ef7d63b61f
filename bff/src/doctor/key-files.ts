import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { publicKeysIn } from '../platform/audit/anchor-key';
import type { Finding } from './finding';
import { modeFinding } from './modes';
import type { Variables } from './variables';

const keyFileNames = /_(?:KEY|KEYS|CERT|P12)_FILE$/;
/** What everybody may read, but nobody else may change. */
const publicNames = /_PUBLIC_KEY_FILE$|_FORMER_KEYS_FILE$|_CERT_FILE$/;
const newAnchorKey = (path: string) => `请执行 openssl genpkey -algorithm ed25519 -out '${path}'，再 chmod 600`;

const read = (path: string): string | NodeJS.ErrnoException => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
};

/** Null if it is none. */
function privateKeyIn(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}

/** A file with the key of the anchors, or with the public ones of before; the departments' files are read by `departmentFaults`. */
function anchorFindings(subject: string, path: string): Finding[] {
  const pem = read(path);
  const isKey = subject !== 'ANCHOR_FORMER_KEYS_FILE';
  const remedy = isKey ? newAnchorKey(path) : '请核对路径，文件里应是此前用过的公钥（PEM）';
  if (typeof pem !== 'string') return [{ subject, fault: `文件读不到（${pem.code}）`, remedy }];
  const fits = isKey ? privateKeyIn(pem)?.asymmetricKeyType === 'ed25519' : areFormerKeys(pem);
  return fits ? [] : [{ subject, fault: isKey ? '不是 Ed25519 私钥' : '里面没有有效的 Ed25519 公钥', remedy }];
}

function areFormerKeys(pem: string): boolean {
  try {
    const keys = publicKeysIn(pem);
    return keys.length > 0 && keys.every((key) => key.asymmetricKeyType === 'ed25519');
  } catch {
    return false;
  }
}

/** Private keys that serve two purposes, and private keys where a public one belongs. */
function mixedFindings(files: ReadonlyArray<readonly [name: string, path: string]>): Finding[] {
  const seen = new Map<string, string>();
  return files.flatMap(([subject, path]): Finding[] => {
    const pem = read(path);
    const key = typeof pem === 'string' ? privateKeyIn(pem) : null;
    if (!key) return [];
    if (publicNames.test(subject))
      return [{ subject, fault: '里面有私钥，这里只该放公钥或证书', remedy: '请换成只有公钥或证书的文件' }];
    const mark = createHash('sha256')
      .update(createPublicKey(key).export({ type: 'spki', format: 'der' }))
      .digest('hex');
    const other = seen.get(mark);
    seen.set(mark, subject);
    return other
      ? [{ subject, fault: `与 ${other} 是同一个私钥`, remedy: '每个接口要用各自的私钥，请另外生成一个' }]
      : [];
  });
}

/** Files that variables name as keys or certificates, and the key of the anchors where it is unless named. */
export function keyFileFindings(variables: Variables, anchorKey: string): Finding[] {
  const named = Object.entries(variables).filter((entry): entry is [string, string] => keyFileNames.test(entry[0]));
  const own = !variables.ANCHOR_KEY_FILE && existsSync(anchorKey);
  return [
    ...named.filter(([name]) => name.startsWith('ANCHOR_')).flatMap(([name, path]) => anchorFindings(name, path)),
    ...(own ? anchorFindings(anchorKey, anchorKey) : []),
    ...mixedFindings(own ? [...named, [anchorKey, anchorKey]] : named),
    ...named.flatMap(([name, path]) =>
      publicNames.test(name)
        ? modeFinding(path, `公钥文件（${name}）`, 0o022)
        : modeFinding(path, `密钥文件（${name}）`),
    ),
  ];
}
