import type { CertificateFileFault, Fraction, UnitUse } from '@zhucheng/shared';
import type { CertificateContent, CertificateKind, UnitPlan } from './document';

/** A read inside or outside a transaction. */
export type Read = <T>(sql: string, params: readonly unknown[]) => Promise<T[]>;

/** What a certificate says of its unit; the register's unit record fits. */
export interface CertifiedUnit {
  id: string;
  unitNumber: string;
  location: string;
  use: UnitUse;
  /** Square metres × 100. */
  areaHundredths: number;
  rightNature: string;
  rightType: string;
  /** `YYYY-MM-DD`; null where the right has no term. */
  termStart: string | null;
  termEnd: string | null;
  plan: UnitPlan | null;
}

export interface CertifiedHolder {
  name: string;
  /** Resident ID or unified social credit code. */
  idNumber: string;
  share?: Fraction | string | null;
}

interface CertificateDraft {
  kind: CertificateKind;
  unit: CertifiedUnit;
  rightId?: string | null;
  holders: CertifiedHolder[];
  /** 单独所有 · 共同共有 · 按份共有. */
  coOwnershipText: string;
  otherState: string;
  note: string;
  /** Registration certificates only: the matter certified and the obligor. */
  certified?: string;
  obligor?: string;
}

export interface NewCertificate extends CertificateDraft {
  caseId: string;
  /** How many; each copy has a number of its own. */
  copies: number;
}

/** A certificate issued before this platform; its number is given. */
export interface ImportedCertificate extends CertificateDraft {
  /** Given where other records already name it. */
  id?: string;
  number: string;
  issuedAt: number;
}

/** Columns that tell about a certificate, one row each. */
export interface CertificateRow {
  id: string;
  number: string;
  kind: CertificateKind;
  unitId: string;
  state: 'valid' | 'cancelled';
  issuedAt: number;
  cancelledAt: number | null;
  contentCipher: string;
  pdfKey: string | null;
  pdfSha256: string | null;
  fileFault: CertificateFileFault | null;
}

/** With what the register says of the notice that it certifies; null for every other. */
export interface VerifiedRow extends CertificateRow {
  noticeUntil: string | null;
  noticeApplied: string | null;
}

export const kindNames: Record<CertificateKind, string> = {
  'right-certificate': '不动产权证书',
  'registration-certificate': '不动产登记证明',
};
export const contentContext = 'certificate.content';
export type { CertificateContent, CertificateKind };
