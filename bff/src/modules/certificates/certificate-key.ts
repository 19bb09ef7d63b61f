import {
  acceptanceNumber,
  type Identifier,
  registrationCertificateNumber,
  rightCertificateNumber,
  unitNumber,
} from '@zhucheng/shared';
import { Problem } from '../../platform/errors/problem';

/** What a certificate can be found by. */
export interface CertificateKey {
  of: 'certificate' | 'case' | 'unit';
  /** As they are stored; one of them fits. */
  numbers: string[];
}

const read: Array<[CertificateKey['of'], Identifier[]]> = [
  ['case', [acceptanceNumber]],
  ['unit', [unitNumber]],
  ['certificate', [rightCertificateNumber, registrationCertificateNumber]],
];

/**
 * Reads what somebody looks for: a whole acceptance number, unit number or certificate number; year and serial alone may be
 * those of a certificate of either kind. Error: INVALID_INPUT at `number`.
 */
export function keyOf(text: string): CertificateKey {
  for (const [of, identifiers] of read) {
    const numbers = identifiers.filter(({ problem }) => problem(text) === null).map(({ normalise }) => normalise(text));
    if (numbers.length > 0) return { of, numbers };
  }
  throw Problem.field('number', '请输入完整的证号（也可以只填年份和号码，如 2026-0000029）、受理编号或不动产单元号。');
}
