import { placeholders } from '../../platform/database/sql';
import type { FileRow, Read, Subject } from './file.types';

const columns =
  'id, owner_id AS ownerId, name_cipher AS nameCipher, kind, size, sha256, blob_key AS blobKey, state, problem, ' +
  'uploaded_at AS uploadedAt, loose_since AS looseSince, subject_kind AS subjectKind, subject_id AS subjectId, slot';

export const readFileRow = async (read: Read, id: string): Promise<FileRow | null> =>
  (await read<FileRow>(`SELECT ${columns} FROM uploaded_file WHERE id = ?`, [id]))[0] ?? null;

export const readFileRows = (read: Read, ids: readonly string[]): Promise<FileRow[]> =>
  read<FileRow>(`SELECT ${columns} FROM uploaded_file WHERE id IN (${placeholders(ids)})`, ids);

export const readOfSubject = (read: Read, { kind, id }: Subject): Promise<FileRow[]> =>
  read<FileRow>(
    `SELECT ${columns} FROM uploaded_file WHERE subject_id = ? AND subject_kind = ? ORDER BY slot, position, id`,
    [id, kind],
  );

/** Bytes that somebody uploaded and has not attached. */
export const readLooseBytes = async (read: Read, ownerId: string): Promise<number> =>
  Number(
    (
      await read<{ total: number | string | null }>(
        'SELECT SUM(size) AS total FROM uploaded_file WHERE owner_id = ? AND loose_since > 0',
        [ownerId],
      )
    )[0]?.total ?? 0,
  );

/** Files that have belonged to nothing since before `before`, oldest first. */
export const readStale = (read: Read, before: number, limit: number): Promise<Array<{ id: string; blobKey: string }>> =>
  read('SELECT id, blob_key AS blobKey FROM uploaded_file WHERE loose_since < ? ORDER BY loose_since LIMIT ?', [
    before,
    limit,
  ]);
