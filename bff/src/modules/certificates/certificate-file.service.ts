import { createHash } from 'node:crypto';
import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { LRUCache } from 'lru-cache';
import type { Adapters } from '../../adapters';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { Problem } from '../../platform/errors/problem';
import { describeError, type Logger } from '../../platform/logging/logger';
import { Outbox } from '../../platform/outbox/outbox';
import { Certificate } from './certificate.entity';
import { readById } from './certificate.query';
import { type CertificateContent, type CertificateRow, contentContext, type Read } from './certificate.types';
import { beihaiDay } from './certificate.view';
import { CertificateSigner } from './certificate-signer.service';
import { planCaption, renderCertificatePdf, renderPlanJpg } from './document';

export type CertificateFile = 'pdf' | 'plan';

/** Rendering takes a processor for a tenth of a second; more at once only make everybody wait. */
const atOnce = 2;
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
  @Inject('adapters') adapters!: Adapters;
  @Inject('log') log!: Logger;

  private readonly committed: Read = (sql, params) => this.database.read(sql, params);
  private readonly rendering = new Map<string, Promise<Buffer>>();
  private readonly plans = new LRUCache<string, Buffer>({
    maxSize: 16 * 1024 * 1024,
    sizeCalculation: (jpg) => jpg.length,
  });
  private readonly queue: Array<() => void> = [];
  private busy = 0;

  @Init()
  async init(): Promise<void> {
    this.outbox.on<{ certificateId: string }>('certificate.render', async (task) => {
      await this.pdf(task.payload.certificateId);
    });
  }

  /** The file, rendered if need be. Errors: NOT_FOUND, CERTIFICATE_NOT_READY. */
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
      throw new Problem('CERTIFICATE_NOT_READY');
    } finally {
      clearTimeout(timer);
    }
  }

  /** The signed PDF. Error: NOT_FOUND; any other one means that it could not be rendered. */
  async pdf(id: string): Promise<Buffer> {
    const row = await this.row(id);
    const stored = row.pdfKey ? await this.adapters.storage.get(row.pdfKey) : undefined;
    if (stored) return stored;
    let running = this.rendering.get(id);
    if (!running) {
      running = this.inTurn(() => this.render(row)).finally(() => this.rendering.delete(id));
      this.rendering.set(id, running);
    }
    return running;
  }

  private async plan(id: string): Promise<Buffer> {
    const known = this.plans.get(id);
    if (known) return known;
    const content = this.contentOf(await this.row(id));
    const jpg = await this.inTurn(() => renderPlanJpg(content.plan, planCaption(content), content.kind));
    this.plans.set(id, jpg);
    return jpg;
  }

  private async render(row: CertificateRow): Promise<Buffer> {
    const content = this.contentOf(row);
    const pdf = await renderCertificatePdf(content, await this.certificateSigner.get(), new Date(row.issuedAt));
    const sha256 = createHash('sha256').update(pdf).digest('hex');
    const key = `certificates/${beihaiDay(row.issuedAt).slice(0, 4)}/${row.id}-${sha256.slice(0, 16)}.pdf`;
    await this.adapters.storage.put(key, pdf);
    const before = row.pdfKey;
    // Also where the stored file was lost: then its key is replaced.
    const won = await this.database.unitOfWork((tx) =>
      tx.update(Certificate, { pdfKey: key, pdfSha256: sha256 }, { id: row.id, pdfKey: before }),
    );
    if (won === 1) return pdf;
    const first = await this.row(row.id);
    const kept = first.pdfKey ? await this.adapters.storage.get(first.pdfKey) : undefined;
    if (!kept || first.pdfKey === key) return pdf;
    await this.adapters.storage.delete(key);
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

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.busy >= atOnce) await new Promise<void>((resolve) => this.queue.push(resolve));
    else this.busy++;
    try {
      return await work();
    } finally {
      const next = this.queue.shift();
      // The next one takes over this place.
      if (next) next();
      else this.busy--;
    }
  }
}
