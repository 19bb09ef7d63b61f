import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoSealMark } from '../config/demonstration';
import { createSelfIssuedSigner } from '../modules/certificates/document/signing';
import { databaseFiles } from '../platform/database/private-file';
import { FontFolderError, facesIn } from '../platform/fonts/font-chain';
import type { Finding } from './finding';
import { keyFileFindings } from './key-files';
import { modeFinding, modeOf } from './modes';
import type { Variables } from './variables';

function folderFindings(dataDir: string): Finding[] {
  const inside = modeOf(dataDir)?.isFolder ? readdirSync(dataDir, { withFileTypes: true }) : [];
  const folders = inside.filter((entry) => entry.isDirectory()).map(({ name }) => join(dataDir, name));
  const keys = folders.includes(join(dataDir, 'keys')) ? readdirSync(join(dataDir, 'keys')) : [];
  return [
    ...modeFinding(dataDir, '数据目录'),
    ...folders.flatMap((folder) => modeFinding(folder, '数据目录下的文件夹')),
    ...keys.flatMap((name) => modeFinding(join(dataDir, 'keys', name), '密钥文件')),
    ...modeFinding(join(dataDir, 'config.env'), '密钥文件'),
  ];
}

function signingFindings({ SIGNING_P12_FILE: file, SIGNING_P12_PASSPHRASE: passphrase }: Variables, now: number) {
  if (!file) return [];
  const finding = (fault: string, remedy: string): Finding[] => [{ subject: 'SIGNING_P12_FILE', fault, remedy }];
  let p12: Buffer;
  try {
    p12 = readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return finding(`文件读不到（${code}）`, '请核对路径，并让运行平台的用户可以读取');
  }
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(createSelfIssuedSigner({ p12, passphrase: passphrase ?? '' }).certificatePem);
  } catch {
    return finding('打不开，文件不完整或口令不对', '请核对 SIGNING_P12_PASSPHRASE 和文件内容');
  }
  if (`${certificate.subject}\n${certificate.issuer}`.includes(demoSealMark))
    return finding('是演示签章，盖出的证书没有效力', '请换成登记机构自己的签章证书');
  if (Date.parse(certificate.validTo) <= now) return finding('签章证书已过期', '请换成有效的签章证书');
  return [];
}

function fontFindings({ FONTS_DIR: folder }: Variables): Finding[] {
  try {
    if (folder) facesIn(folder);
    return [];
  } catch (error) {
    if (!(error instanceof FontFolderError)) throw error;
    return error.faults.map((fault) => ({ subject: 'FONTS_DIR', fault, remedy: '请核对文件夹，里面只放 .ttf 字体' }));
  }
}

/** What the files of keys and data show. */
export function fileFindings(variables: Variables, dataDir: string, now: number): Finding[] {
  return [
    ...signingFindings(variables, now),
    ...keyFileFindings(variables, join(dataDir, 'keys', 'anchor.pem')),
    ...folderFindings(dataDir),
    ...fontFindings(variables),
    ...(variables.DATABASE_URL ? [] : databaseFiles(dataDir).flatMap((file) => modeFinding(file, '数据库文件'))),
  ];
}
