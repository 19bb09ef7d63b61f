import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { demoSealMark } from '../../config/demonstration';
import type { Environment } from '../../config/environment';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { authority } from './certificate.view';
import { createSelfIssuedSigner, type DocumentSigner, generateSigningP12 } from './document';

/**
 * The key that signs certificates: SIGNING_P12_FILE, which production requires, or one that is made on first use and kept in
 * DATA_DIR/keys under a passphrase derived from the installation's keys.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CertificateSigner {
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;
  @Inject('environment') environment!: Environment;

  private signer: Promise<DocumentSigner> | undefined;

  /** Error: plain Error if the file cannot be read or opened. */
  get(): Promise<DocumentSigner> {
    this.signer ??= this.load().catch((error: unknown) => {
      this.signer = undefined;
      throw error;
    });
    return this.signer;
  }

  private async load(): Promise<DocumentSigner> {
    const { SIGNING_P12_FILE: file, SIGNING_P12_PASSPHRASE: passphrase } = this.environment;
    if (file) return createSelfIssuedSigner({ p12: await readFile(file), passphrase: passphrase ?? '' });
    return this.loadOwn();
  }

  private async loadOwn(): Promise<DocumentSigner> {
    const folder = join(this.environment.DATA_DIR, 'keys');
    const file = join(folder, 'signing.p12');
    const passphrase = this.cipher.blindIndex('signing.p12', 'certificate.signing');
    const read = () =>
      readFile(file).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? null : Promise.reject(error)));
    let p12 = await read();
    if (!p12) {
      const identity = { commonName: `${authority}（${demoSealMark}）`, organisation: authority, validYears: 10 };
      const made = await generateSigningP12({ ...identity, now: new Date(this.clock.now()), passphrase });
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const draft = `${file}.${randomBytes(6).toString('hex')}~`;
      await writeFile(draft, made.p12, { mode: 0o600 });
      // The first of several processes wins; all of them then read the same file.
      await link(draft, file).catch((error: NodeJS.ErrnoException) =>
        error.code === 'EEXIST' ? undefined : Promise.reject(error),
      );
      await rm(draft, { force: true });
      p12 = (await read())!;
    }
    return createSelfIssuedSigner({ p12, passphrase });
  }
}
