import type { CertificateFileFault } from '@zhucheng/shared';
import { Entity, PrimaryColumn } from 'typeorm';
import { Cipher, Id, Int, Ms, Ref, Text } from '../../platform/database/columns';
import type { CertificateKind } from './document';

export type CertificateState = 'valid' | 'cancelled';

/** An issued certificate; what it says is frozen in `contentCipher`. */
@Entity('certificate')
export class Certificate {
  @Id() id!: string;
  @Text(40) number!: string;
  /** What it is sought by, see `certificateKey`. */
  @Text(60, { name: 'number_key', nullable: true }) numberKey!: string | null;
  @Text(24) kind!: CertificateKind;
  @Int() year!: number;
  @Int() serial!: number;
  @Ref({ name: 'unit_id' }) unitId!: string;
  @Ref({ name: 'right_id', nullable: true }) rightId!: string | null;
  @Ref({ name: 'case_id', nullable: true }) caseId!: string | null;
  /** What the QR code holds: 192 random bits, base64url. */
  @Text(64) token!: string;
  @Text(12) state!: CertificateState;
  @Ms({ name: 'issued_at' }) issuedAt!: number;
  @Ms({ name: 'cancelled_at', nullable: true }) cancelledAt!: number | null;
  @Text(200, { name: 'cancel_reason', nullable: true }) cancelReason!: string | null;
  @Ref({ name: 'cancel_case_id', nullable: true }) cancelCaseId!: string | null;
  /** `CertificateContent` as JSON. */
  @Cipher({ name: 'content_cipher' }) contentCipher!: string;
  @Text(120, { name: 'pdf_key', nullable: true }) pdfKey!: string | null;
  @Text(64, { name: 'pdf_sha256', nullable: true }) pdfSha256!: string | null;
  /** Why its file was given up; null while it is being made, and once it is there. */
  @Text(24, { name: 'file_fault', nullable: true }) fileFault!: CertificateFileFault | null;
}

/** Who holds it, as blind indexes: for "mine" and for verification by number and name. */
@Entity('certificate_holder')
export class CertificateHolder {
  @Id({ name: 'certificate_id' }) certificateId!: string;
  @PrimaryColumn({ type: 'int' }) position!: number;
  @Text(40, { name: 'id_blind' }) idBlind!: string;
  @Text(40, { name: 'name_blind' }) nameBlind!: string;
}

/** The next serial number of a kind in a year; taken inside the issuing transaction, so a rollback gives it back. */
@Entity('certificate_counter')
export class CertificateCounter {
  @PrimaryColumn({ type: 'varchar', length: 24 }) kind!: string;
  @PrimaryColumn({ type: 'int' }) year!: number;
  @Int({ name: 'next_serial' }) nextSerial!: number;
}
