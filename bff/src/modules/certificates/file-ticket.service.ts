import { timingSafeEqual } from 'node:crypto';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import type { CertificateFile } from './certificate-file.service';

const lifeMs = 5 * 60_000;
const purpose = 'certificate.file-ticket';
const shape = /^([0-9A-HJKMNP-TV-Z]{26})-(pdf|plan)-([0-9a-z]{1,9})-([0-9a-f]{40})$/;

/** Tickets for one file of one certificate, five minutes long: keyed hash over what they say, no personal data, no table. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FileTickets {
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;

  issue(certificateId: string, file: CertificateFile): { ticket: string; expiresAt: number } {
    const expiresAt = this.clock.now() + lifeMs;
    const said = `${certificateId}-${file}-${expiresAt.toString(36)}`;
    return { ticket: `${said}-${this.cipher.blindIndex(said, purpose)}`, expiresAt };
  }

  /** What the ticket is for; null if it was changed, made up or is too old. */
  read(ticket: string): { certificateId: string; file: CertificateFile } | null {
    const match = shape.exec(ticket);
    if (!match) return null;
    const [, certificateId, file, expires, mac] = match as unknown as [string, string, CertificateFile, string, string];
    const expected = this.cipher.blindIndex(`${certificateId}-${file}-${expires}`, purpose);
    if (!timingSafeEqual(Buffer.from(mac), Buffer.from(expected))) return null;
    return this.clock.now() < Number.parseInt(expires, 36) ? { certificateId, file } : null;
  }
}
