import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type CertificateFileFault, unprintableCode } from '@zhucheng/shared';
import { LRUCache } from 'lru-cache';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { Problem } from '../../platform/errors/problem';
import { UnprintableTextError } from '../../platform/fonts/fonts';
import { describeError, type Logger } from '../../platform/logging/logger';
import { GiveUp, Outbox } from '../../platform/outbox/outbox';
import { Slots } from '../../platform/slots';
import { Certificate } from './certificate.entity';
import { readById } from './certificate.query';
import { type CertificateContent, type CertificateRow, contentContext, type Read } from './certificate.types';
import { CertificateSigner } from './certificate-signer.service';
import { CertificateVault } from './certificate-vault.service';
import { planCaption, renderCertificatePdf, renderPlanJpg } from './document';

export type CertificateFile = 'pdf' | 'plan';

/** Rendering takes a processor for a tenth of a second; more at once only make everybody wait. */
const atOnce = 2;
const maxAttempts = 12;
/** A person waits this long before being told to come back. */
const patienceMs = 8_000;

/**
 * Files of certificates. The outbox renders the PDF after issue; whoever is faster gets it rendered on the spot. Rendered once:
 * what is stored first stays, so every download is the same file.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CertificateFileService {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() outbox!: Outbox;
  @Inject() certificateSigner!: CertificateSigner;
  @Inject() vault!: CertificateVault;
  @Inject('log') log!: Logger;

  private readonly committed: Read = (sql, params) => this.database.read(sql, params);
  private readonly rendering = new Map<string, Promise<Buffer>>();
  private readonly plans = new LRUCache<string, Buffer>({
    maxSize: 16 * 1024 * 1024,
    sizeCalculation: (jpg) => jpg.length,
  });
  private readonly slots = new Slots(atOnce);

  @Init()
  async init(): Promise<void> {
    this.outbox.on<{ certificateId: string }>(
      'certificate.render',
      ({ payload, attempt }) => this.make(payload.certificateId, attempt),
      { maxAttempts },
    );
  }

  /** Asking again makes no glyph; whatever else failed may be over in a while. The centre may always have it tried anew. */
  private async make(id: string, attempt: number): Promise<void> {
    try {
      await this.pdf(id);
    } catch (error) {
      const unprintable = error instanceof UnprintableTextError;
      if (unprintable || attempt >= maxAttempts) await this.failed(id, unprintable ? 'unprintable' : 'other');
      if (unprintable) throw new GiveUp(unprintableCode(error.characters));
      throw error;
    }
  }

  private async failed(id: string, fileFault: CertificateFileFault): Promise<void> {
    await this.database.unitOfWork((tx) => tx.update(Certificate, { fileFault }, { id, pdfKey: null }));
  }

  /** The file, rendered if need be. Errors: NOT_FOUND, CERTIFICATE_NOT_READY, CERTIFICATE_FAILED. */
  async read(id: string, file: CertificateFile): Promise<Buffer> {
    const made = file === 'pdf' ? this.pdf(id) : this.plan(id);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Problem('CERTIFICATE_NOT_READY')), patienceMs);
    });
    try {
      return await Promise.race([made, late]);
    } catch (error) {
      if (error instanceof Problem) throw error;
      this.log.error({ certificateId: id, file, error: describeError(error) }, 'certificate not rendered');
      const failed = error instanceof UnprintableTextError || (await this.row(id)).fileFault !== null;
      throw new Problem(failed ? 'CERTIFICATE_FAILED' : 'CERTIFICATE_NOT_READY');
    } finally {
      clearTimeout(timer);
    }
  }

  /** The signed PDF. Error: NOT_FOUND; any other one means that it could not be rendered, or that what is kept was changed. */
  async pdf(id: string): Promise<Buffer> {
    const row = await this.row(id);
    const stored = await this.vault.get(row);
    if (stored) return stored;
    let running = this.rendering.get(id);
    if (!running) {
      running = this.slots.hold(() => this.render(row)).finally(() => this.rendering.delete(id));
      this.rendering.set(id, running);
    }
    return running;
  }

  private async plan(id: string): Promise<Buffer> {
    const known = this.plans.get(id);
    if (known) return known;
    const content = this.contentOf(await this.row(id));
    const jpg = await this.slots.hold(() => renderPlanJpg(content.plan, planCaption(content), content.kind));
    this.plans.set(id, jpg);
    return jpg;
  }

  private async render(row: CertificateRow): Promise<Buffer> {
    const content = this.contentOf(row);
    const pdf = await renderCertificatePdf(content, await this.certificateSigner.get(), new Date(row.issuedAt));
    const { key, sha256 } = await this.vault.put(row, pdf);
    const before = row.pdfKey;
    // Also where the stored file was lost: then its key is replaced.
    const won = await this.database.unitOfWork((tx) =>
      tx.update(Certificate, { pdfKey: key, pdfSha256: sha256, fileFault: null }, { id: row.id, pdfKey: before }),
    );
    if (won === 1) return pdf;
    const first = await this.row(row.id);
    const kept = await this.vault.get(first);
    if (!kept || first.pdfKey === key) return pdf;
    await this.vault.erase(key);
    return kept;
  }

  private async row(id: string): Promise<CertificateRow> {
    const row = await readById(this.committed, id);
    if (!row) throw new Problem('NOT_FOUND');
    return row;
  }

  private contentOf(row: CertificateRow): CertificateContent {
    return this.cipher.decryptJson<CertificateContent>(row.contentCipher, contentContext);
  }
}
