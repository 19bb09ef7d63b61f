import { timingSafeEqual } from 'node:crypto';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import type { CertificateFile } from './certificate-file.service';

/** What a ticket opens: a file of a certificate, or an uploaded material. */
export type TicketFile = CertificateFile | 'upload';

const lifeMs = 5 * 60_000;
const purpose = 'certificate.file-ticket';
const shape = /^([0-9A-HJKMNP-TV-Z]{26})-(pdf|plan|upload)-([0-9a-z]{1,9})-([0-9a-f]{40})$/;

/** Tickets for one file, five minutes long: keyed hash over what they say, no personal data, no table. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FileTickets {
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;

  issue(id: string, file: TicketFile): { ticket: string; expiresAt: number } {
    const expiresAt = this.clock.now() + lifeMs;
    const said = `${id}-${file}-${expiresAt.toString(36)}`;
    return { ticket: `${said}-${this.cipher.blindIndex(said, purpose)}`, expiresAt };
  }

  /** What the ticket is for; null if it was changed, made up or is too old. */
  read(ticket: string): { id: string; file: TicketFile } | null {
    const match = shape.exec(ticket);
    if (!match) return null;
    const [, id, file, expires, mac] = match as unknown as [string, string, TicketFile, string, string];
    const expected = this.cipher.blindIndex(`${id}-${file}-${expires}`, purpose);
    if (!timingSafeEqual(Buffer.from(mac), Buffer.from(expected))) return null;
    return this.clock.now() < Number.parseInt(expires, 36) ? { id, file } : null;
  }
}
