import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { dayOf } from '@zhucheng/shared';
import { Database } from '../../platform/database/database';
import { sha256InSteps } from '../../platform/in-steps';
import { Upgrades } from '../../platform/jobs/upgrades';
import type { Logger } from '../../platform/logging/logger';
import { DocumentVault } from '../vault/document-vault.service';
import { Certificate } from './certificate.entity';
import type { CertificateRow } from './certificate.types';

type Kept = Pick<CertificateRow, 'id' | 'pdfKey' | 'pdfSha256'>;

const folder = 'certificates';
const upgrade = 'certificate-files';
/** Files are read and written one after the other; after each page the place is remembered. */
const pageSize = 50;
/** Where the upgrade looks last: what no certificate refers to. */
const leftovers = '~';

const of = (id: string) => ({ kind: 'certificate' as const, id });
/** Keys of earlier versions, which stored files as they were, end in `.pdf`. */
const isPlain = (key: string): boolean => key.endsWith('.pdf');
const sealedKey = (plainKey: string): string => plainKey.slice(0, -'.pdf'.length);

/** Signed certificate files in the vault. `pdfSha256` is that of the plain file, so what is read is what was signed. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CertificateVault {
  @Inject() database!: Database;
  @Inject() upgrades!: Upgrades;
  @Inject() vault!: DocumentVault;
  @Inject('log') log!: Logger;

  @Init()
  start(): void {
    this.upgrades.add(upgrade, (cursor) => (cursor === leftovers ? this.sealLeftovers() : this.sealPage(cursor)));
  }

  async put({ id, issuedAt }: Pick<CertificateRow, 'id' | 'issuedAt'>, pdf: Buffer) {
    const sha256 = await sha256InSteps(pdf);
    const key = `${folder}/${dayOf(issuedAt).slice(0, 4)}/${id}-${sha256.slice(0, 16)}`;
    await this.vault.put(of(id), key, pdf);
    return { key, sha256 };
  }

  /** Undefined if there is none yet, or if it was lost. Error: plain Error if it is not the file that was stored. */
  async get({ id, pdfKey, pdfSha256 }: Kept): Promise<Buffer | undefined> {
    if (!pdfKey) return undefined;
    // Once everything is encrypted, a plain file is somebody else's.
    if (isPlain(pdfKey) && (await this.upgrades.finished(upgrade)))
      throw new Error('A certificate file is not encrypted though all were');
    const content = await (isPlain(pdfKey) ? this.vault.plain(pdfKey) : this.vault.get(of(id), pdfKey));
    if (content && (await sha256InSteps(content)) !== pdfSha256)
      throw new Error('A certificate file does not have its hash');
    return content;
  }

  erase(key: string): Promise<void> {
    return this.vault.erase(key);
  }

  private async sealPage(cursor: string) {
    const rows = await this.database.read<Kept>(
      'SELECT id, pdf_key AS pdfKey, pdf_sha256 AS pdfSha256 FROM certificate WHERE id > ? ORDER BY id LIMIT ?',
      [cursor, pageSize],
    );
    let done = 0;
    for (const { id, pdfKey, pdfSha256 } of rows) {
      if (!pdfKey || !isPlain(pdfKey)) continue;
      const content = await this.seal(id, pdfKey);
      if (content) done++;
      // Encrypted all the same; whoever asks for it is refused.
      if (content && (await sha256InSteps(content)) !== pdfSha256)
        this.log.error({ certificateId: id }, 'certificate file does not have its hash');
    }
    return { done, next: rows.length < pageSize ? leftovers : rows.at(-1)!.id };
  }

  /** Files of processes that died between file and row, and of an upgrade that died before it removed one. */
  private async sealLeftovers() {
    let done = 0;
    for await (const { key } of this.vault.all(folder)) {
      if (!isPlain(key)) continue;
      const id = key.slice(key.lastIndexOf('/') + 1).split('-')[0]!;
      if (await this.seal(id, key)) done++;
    }
    return { done, next: null };
  }

  /** Encrypted copy, then the row, then the plain one: a crash anywhere leaves a readable file, and what is to be done again. */
  private async seal(id: string, plainKey: string): Promise<Buffer | undefined> {
    const content = await this.vault.plain(plainKey);
    if (!content) return undefined;
    await this.vault.put(of(id), sealedKey(plainKey), content);
    await this.database.unitOfWork((tx) =>
      tx.update(Certificate, { pdfKey: sealedKey(plainKey) }, { id, pdfKey: plainKey }),
    );
    await this.vault.erase(plainKey);
    return content;
  }
}
