import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database } from '../../platform/database/database';
import { Problem } from '../../platform/errors/problem';
import { FileTickets } from '../files/file-ticket.service';
import { CertificateService } from './certificate.service';
import { type CertificateRow, kindNames } from './certificate.types';
import { CertificateFileService } from './certificate-file.service';

export interface PrintableCertificate {
  id: string;
  number: string;
  kindName: string;
  location: string;
}

const columns =
  'c.id, c.number, c.kind, c.case_id AS caseId, c.content_cipher AS contentCipher FROM certificate_holder h ' +
  'JOIN certificate c ON c.id = h.certificate_id WHERE h.id_blind = ?';
const most = 200;

/** Certificates for the self-service printer: which ones a holder may print, and the file to print. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CertificatePrinting {
  @Inject() database!: Database;
  @Inject() certificates!: CertificateService;
  @Inject() files!: CertificateFileService;
  @Inject() tickets!: FileTickets;

  /** Valid ones of the holder, newest first; only those of the cases, or the one, if given. One statement. */
  async printable(
    idBlind: string,
    only: { certificateId?: string; caseIds?: readonly string[] },
  ): Promise<PrintableCertificate[]> {
    const one = only.certificateId ? ' AND c.id = ?' : '';
    const rows = await this.database.read<CertificateRow & { caseId: string | null }>(
      `SELECT ${columns} AND c.state = 'valid'${one} ORDER BY c.id DESC LIMIT ?`,
      [idBlind, ...(only.certificateId ? [only.certificateId] : []), most],
    );
    const cases = only.caseIds ?? [];
    return rows
      .filter(({ caseId }) => cases.length === 0 || (caseId !== null && cases.includes(caseId)))
      .map((row) => ({
        id: row.id,
        number: row.number,
        kindName: kindNames[row.kind],
        location: this.certificates.contentOf(row).location,
      }));
  }

  /** A ticket for the signed PDF, which exists by then. Errors: NOT_FOUND, CERTIFICATE_NOT_READY, CERTIFICATE_FAILED. */
  async ticket(id: string, visit: string): Promise<{ ticket: string; expiresAt: number }> {
    await this.files.read(id, 'pdf');
    return this.tickets.issue(id, 'pdf', { kind: 'visit', id: visit });
  }

  /** The file behind a ticket. Error: NOT_FOUND. */
  async file(ticket: string): Promise<Buffer> {
    const found = await this.tickets.read(ticket);
    if (!found || found.file === 'upload') throw new Problem('NOT_FOUND');
    return this.files.read(found.id, found.file);
  }
}
