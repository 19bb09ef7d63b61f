import type { CertificateSummary } from '@zhucheng/shared';
import { placeholders } from '../../platform/database/sql';
import type { CertificateRow, Read, VerifiedRow } from './certificate.types';
import type { CertificateKey } from './certificate-key';

const columns =
  'c.id, c.number, c.kind, c.unit_id AS unitId, c.state, c.issued_at AS issuedAt, c.cancelled_at AS cancelledAt, ' +
  'c.content_cipher AS contentCipher, c.pdf_key AS pdfKey, c.pdf_sha256 AS pdfSha256, ' +
  'c.file_fault AS fileFault';
const summaryColumns = 'id, number, kind, state, issued_at AS issuedAt, file_fault AS fileFault';

/** Nobody holds more; a developer's are searched at the centre. */
const mineLimit = 200;

export const readById = async (read: Read, id: string): Promise<CertificateRow | null> =>
  (await read<CertificateRow>(`SELECT ${columns} FROM certificate c WHERE c.id = ?`, [id]))[0] ?? null;

/** For verification, with the notice it certifies. */
const verified =
  `SELECT ${columns}, n.effective_until AS noticeUntil, n.applied_on AS noticeApplied FROM certificate c ` +
  'LEFT JOIN advance_notice n ON n.certificate_number = c.number AND n.valid_to IS NULL WHERE c.';

export const readByToken = async (read: Read, token: string): Promise<VerifiedRow | null> =>
  (await read<VerifiedRow>(`${verified}token = ?`, [token]))[0] ?? null;

export const readByNumber = async (read: Read, number: string): Promise<VerifiedRow | null> =>
  (await read<VerifiedRow>(`${verified}number_key = ?`, [number]))[0] ?? null;

/** A person's certificates, newest first. */
export function readMine(read: Read, idBlinds: readonly string[]): Promise<CertificateRow[]> {
  const sql =
    `SELECT ${columns} FROM certificate_holder h JOIN certificate c ON c.id = h.certificate_id ` +
    'WHERE h.id_blind IN (?, ?) ORDER BY h.certificate_id DESC LIMIT ?';
  return read<CertificateRow>(sql, [...idBlinds, mineLimit]);
}

const keyed: Record<CertificateKey['of'], (marks: string) => string> = {
  certificate: (marks) => `number_key IN (${marks})`,
  case: (marks) => `case_id IN (SELECT id FROM registration_case WHERE acceptance_number IN (${marks}))`,
  unit: (marks) => `unit_id IN (SELECT id FROM unit WHERE number_key IN (${marks}))`,
};

/**
 * Newest first, from below `cursor`; with a key only what it fits, in one statement more: what a key fits are few, while an
 * institution may hold any number.
 */
export async function readPageOf(
  read: Read,
  idBlind: string,
  page: { cursor: string; limit: number; key?: CertificateKey | undefined },
): Promise<CertificateRow[]> {
  const { cursor, limit, key } = page;
  const fitting =
    key &&
    (await read<{ id: string }>(
      `SELECT id FROM certificate WHERE ${keyed[key.of](placeholders(key.numbers))}`,
      key.numbers,
    ));
  if (fitting?.length === 0) return [];
  const ids = fitting?.map(({ id }) => id) ?? [];
  const only = ids.length > 0 ? ` AND h.certificate_id IN (${placeholders(ids)})` : '';
  const sql =
    `SELECT ${columns} FROM certificate_holder h JOIN certificate c ON c.id = h.certificate_id ` +
    `WHERE h.id_blind = ? AND h.certificate_id < ?${only} ORDER BY h.certificate_id DESC LIMIT ?`;
  return read<CertificateRow>(sql, [idBlind, cursor, ...ids, limit]);
}

/** One of a person's certificates, null if it is another person's. */
export async function readOneOfMine(
  read: Read,
  idBlinds: readonly string[],
  id: string,
): Promise<CertificateRow | null> {
  const sql =
    `SELECT ${columns} FROM certificate_holder h JOIN certificate c ON c.id = h.certificate_id ` +
    'WHERE h.id_blind IN (?, ?) AND h.certificate_id = ?';
  return (await read<CertificateRow>(sql, [...idBlinds, id]))[0] ?? null;
}

export async function readSummariesOfCase(
  read: Read,
  caseId: string,
  idBlind: string,
): Promise<Array<CertificateSummary & { mine: boolean }>> {
  const rows = await read<CertificateSummary & { mine: number }>(
    `SELECT ${summaryColumns}, EXISTS (SELECT 1 FROM certificate_holder h WHERE h.certificate_id = certificate.id ` +
      'AND h.id_blind = ?) AS mine FROM certificate WHERE case_id = ? ORDER BY id',
    [idBlind, caseId],
  );
  return rows.map((row) => ({ ...row, mine: Number(row.mine) === 1 }));
}

export const readSummaries = (read: Read, ids: readonly string[]): Promise<CertificateSummary[]> =>
  read<CertificateSummary>(
    `SELECT ${summaryColumns} FROM certificate WHERE id IN (${placeholders(ids)}) ORDER BY id`,
    ids,
  );
