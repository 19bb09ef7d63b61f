-- Made by `npm run sql`: what the query files of this module ask, and how SQLite and MariaDB 10.11 go about it.
-- Estimates are left out; see scripts/sql.

-- files/file.query.ts: readFileRow
SELECT id, owner_id AS ownerId, name_cipher AS nameCipher, kind, size, sha256, blob_key AS blobKey, state, problem, uploaded_at AS uploadedAt, loose_since AS looseSince, subject_kind AS subjectKind, subject_id AS subjectId, slot
FROM uploaded_file
WHERE id = ?;
-- SQLite   SEARCH uploaded_file USING INDEX sqlite_autoindex_uploaded_file_1 (id=?)
-- MariaDB  uploaded_file  const  PRIMARY

-- files/file.query.ts: readFileRows
SELECT id, owner_id AS ownerId, name_cipher AS nameCipher, kind, size, sha256, blob_key AS blobKey, state, problem, uploaded_at AS uploadedAt, loose_since AS looseSince, subject_kind AS subjectKind, subject_id AS subjectId, slot
FROM uploaded_file
WHERE id IN (?, …);
-- SQLite   SEARCH uploaded_file USING INDEX sqlite_autoindex_uploaded_file_1 (id=?)
-- MariaDB  uploaded_file  range  PRIMARY  Using where

-- files/file.query.ts: readOfSubject
SELECT id, owner_id AS ownerId, name_cipher AS nameCipher, kind, size, sha256, blob_key AS blobKey, state, problem, uploaded_at AS uploadedAt, loose_since AS looseSince, subject_kind AS subjectKind, subject_id AS subjectId, slot
FROM uploaded_file
WHERE subject_id = ? AND subject_kind = ?
ORDER BY slot, position, id;
-- SQLite   SEARCH uploaded_file USING INDEX ix_uploaded_file_subject_id_subject_kind (subject_id=? AND subject_kind=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  uploaded_file  ref  ix_uploaded_file_subject_id_subject_kind  Using index condition; Using where; Using filesort

-- files/file.query.ts: readLooseBytes
SELECT SUM(size) AS total
FROM uploaded_file
WHERE owner_id = ? AND loose_since > 0;
-- SQLite   SEARCH uploaded_file USING INDEX ix_uploaded_file_owner_id_loose_since (owner_id=? AND loose_since>?)
-- MariaDB  uploaded_file  range  ix_uploaded_file_owner_id_loose_since  Using index condition

-- files/file.query.ts: readStale
SELECT id, blob_key AS blobKey
FROM uploaded_file
WHERE loose_since < ?
ORDER BY loose_since LIMIT ?;
-- SQLite   SEARCH uploaded_file USING INDEX ix_uploaded_file_loose_since (loose_since<?)
-- MariaDB  uploaded_file  range  ix_uploaded_file_loose_since  Using index condition
