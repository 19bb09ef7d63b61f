-- Made by `npm run sql`: what the query files of this module ask, and how SQLite and MariaDB 10.11 go about it.
-- Estimates are left out; see scripts/sql.

-- certificates/certificate.query.ts: readById
SELECT c.id, c.number, c.kind, c.unit_id AS unitId, c.state, c.issued_at AS issuedAt, c.cancelled_at AS cancelledAt, c.content_cipher AS contentCipher, c.pdf_key AS pdfKey, c.pdf_sha256 AS pdfSha256, c.file_fault AS fileFault
FROM certificate c
WHERE c.id = ?;
-- SQLite   SEARCH c USING INDEX sqlite_autoindex_certificate_1 (id=?)
-- MariaDB  c  const  PRIMARY

-- certificates/certificate.query.ts: readByToken
SELECT c.id, c.number, c.kind, c.unit_id AS unitId, c.state, c.issued_at AS issuedAt, c.cancelled_at AS cancelledAt, c.content_cipher AS contentCipher, c.pdf_key AS pdfKey, c.pdf_sha256 AS pdfSha256, c.file_fault AS fileFault, n.effective_until AS noticeUntil, n.applied_on AS noticeApplied
FROM certificate c
LEFT JOIN advance_notice n ON n.certificate_number = c.number AND n.valid_to IS NULL
WHERE c.token = ?;
-- SQLite   SEARCH c USING INDEX ux_certificate_token (token=?)
-- SQLite   SEARCH n USING INDEX ux_advance_notice_certificate_number (certificate_number=?) LEFT-JOIN
-- MariaDB  c  const  ux_certificate_token
-- MariaDB  n  const  ux_advance_notice_certificate_number

-- certificates/certificate.query.ts: readByNumber
SELECT c.id, c.number, c.kind, c.unit_id AS unitId, c.state, c.issued_at AS issuedAt, c.cancelled_at AS cancelledAt, c.content_cipher AS contentCipher, c.pdf_key AS pdfKey, c.pdf_sha256 AS pdfSha256, c.file_fault AS fileFault, n.effective_until AS noticeUntil, n.applied_on AS noticeApplied
FROM certificate c
LEFT JOIN advance_notice n ON n.certificate_number = c.number AND n.valid_to IS NULL
WHERE c.number_key = ?;
-- SQLite   SEARCH c USING INDEX ix_certificate_number_key (number_key=?)
-- SQLite   SEARCH n USING INDEX ux_advance_notice_certificate_number (certificate_number=?) LEFT-JOIN
-- MariaDB  c  ref  ix_certificate_number_key  Using index condition
-- MariaDB  n  eq_ref  ux_advance_notice_certificate_number  Using where

-- certificates/certificate.query.ts: readMine
SELECT c.id, c.number, c.kind, c.unit_id AS unitId, c.state, c.issued_at AS issuedAt, c.cancelled_at AS cancelledAt, c.content_cipher AS contentCipher, c.pdf_key AS pdfKey, c.pdf_sha256 AS pdfSha256, c.file_fault AS fileFault
FROM certificate_holder h
JOIN certificate c ON c.id = h.certificate_id
WHERE h.id_blind IN (?, …)
ORDER BY h.certificate_id DESC LIMIT ?;
-- SQLite   SEARCH h USING COVERING INDEX ix_certificate_holder_id_blind_certificate_id (id_blind=?)
-- SQLite   SEARCH c USING INDEX sqlite_autoindex_certificate_1 (id=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  h  range  ix_certificate_holder_id_blind_certificate_id  Using where; Using index; Using filesort
-- MariaDB  c  eq_ref  PRIMARY

-- certificates/certificate.query.ts: readPageOf
SELECT c.id, c.number, c.kind, c.unit_id AS unitId, c.state, c.issued_at AS issuedAt, c.cancelled_at AS cancelledAt, c.content_cipher AS contentCipher, c.pdf_key AS pdfKey, c.pdf_sha256 AS pdfSha256, c.file_fault AS fileFault
FROM certificate_holder h
JOIN certificate c ON c.id = h.certificate_id
WHERE h.id_blind = ? AND h.certificate_id < ?
ORDER BY h.certificate_id DESC LIMIT ?;
-- SQLite   SEARCH h USING COVERING INDEX ix_certificate_holder_id_blind_certificate_id (id_blind=? AND certificate_id<?)
-- SQLite   SEARCH c USING INDEX sqlite_autoindex_certificate_1 (id=?)
-- MariaDB  h  range  ix_certificate_holder_id_blind_certificate_id  Using where; Using index
-- MariaDB  c  eq_ref  PRIMARY

-- certificates/certificate.query.ts: readPageOf
SELECT id
FROM certificate
WHERE number_key IN (?, …);
-- SQLite   SEARCH certificate USING INDEX ix_certificate_number_key (number_key=?)
-- MariaDB  certificate  range  ix_certificate_number_key  Using where; Using index

-- certificates/certificate.query.ts: readPageOf
SELECT c.id, c.number, c.kind, c.unit_id AS unitId, c.state, c.issued_at AS issuedAt, c.cancelled_at AS cancelledAt, c.content_cipher AS contentCipher, c.pdf_key AS pdfKey, c.pdf_sha256 AS pdfSha256, c.file_fault AS fileFault
FROM certificate_holder h
JOIN certificate c ON c.id = h.certificate_id
WHERE h.id_blind = ? AND h.certificate_id < ? AND h.certificate_id IN (?, …)
ORDER BY h.certificate_id DESC LIMIT ?;
-- SQLite   SEARCH h USING COVERING INDEX ix_certificate_holder_id_blind_certificate_id (id_blind=? AND certificate_id=?)
-- SQLite   SEARCH c USING INDEX sqlite_autoindex_certificate_1 (id=?)
-- MariaDB  h  range  PRIMARY  Using where
-- MariaDB  c  eq_ref  PRIMARY

-- certificates/certificate.query.ts: readPageOf
SELECT id
FROM certificate
WHERE case_id IN (SELECT id
FROM registration_case
WHERE acceptance_number IN (?, …));
-- SQLite   SEARCH certificate USING INDEX ix_certificate_case_id (case_id=?)
-- SQLite   LIST SUBQUERY 1
-- SQLite   SEARCH registration_case USING INDEX ux_registration_case_acceptance_number (acceptance_number=?)
-- MariaDB  registration_case  range  ux_registration_case_acceptance_number  Using where; Using index
-- MariaDB  certificate  ref  ix_certificate_case_id  Using index

-- certificates/certificate.query.ts: readPageOf
SELECT id
FROM certificate
WHERE unit_id IN (SELECT id
FROM unit
WHERE number_key IN (?, …));
-- SQLite   SEARCH certificate USING INDEX ix_certificate_unit_id (unit_id=?)
-- SQLite   LIST SUBQUERY 1
-- SQLite   SEARCH unit USING COVERING INDEX ix_unit_number_key_id (number_key=?)
-- MariaDB  unit  range  ix_unit_number_key_id  Using where; Using index
-- MariaDB  certificate  ref  ix_certificate_unit_id  Using index

-- certificates/certificate.query.ts: readOneOfMine
SELECT c.id, c.number, c.kind, c.unit_id AS unitId, c.state, c.issued_at AS issuedAt, c.cancelled_at AS cancelledAt, c.content_cipher AS contentCipher, c.pdf_key AS pdfKey, c.pdf_sha256 AS pdfSha256, c.file_fault AS fileFault
FROM certificate_holder h
JOIN certificate c ON c.id = h.certificate_id
WHERE h.id_blind IN (?, …) AND h.certificate_id = ?;
-- SQLite   SEARCH c USING INDEX sqlite_autoindex_certificate_1 (id=?)
-- SQLite   SEARCH h USING COVERING INDEX ix_certificate_holder_id_blind_certificate_id (id_blind=? AND certificate_id=?)
-- MariaDB  c  const  PRIMARY
-- MariaDB  h  ref  PRIMARY  Using where

-- certificates/certificate.query.ts: readSummariesOfCase
SELECT id, number, kind, state, issued_at AS issuedAt, file_fault AS fileFault, EXISTS (SELECT 1
FROM certificate_holder h
WHERE h.certificate_id = certificate.id AND h.id_blind = ?) AS mine
FROM certificate
WHERE case_id = ?
ORDER BY id;
-- SQLite   SEARCH certificate USING INDEX ix_certificate_case_id (case_id=?)
-- SQLite   CORRELATED SCALAR SUBQUERY 1
-- SQLite   SEARCH h USING COVERING INDEX ix_certificate_holder_id_blind_certificate_id (id_blind=? AND certificate_id=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  certificate  ref  ix_certificate_case_id  Using index condition; Using where
-- MariaDB  h  range  ix_certificate_holder_id_blind_certificate_id  Using where; Using index

-- certificates/certificate.query.ts: readSummaries
SELECT id, number, kind, state, issued_at AS issuedAt, file_fault AS fileFault
FROM certificate
WHERE id IN (?, …)
ORDER BY id;
-- SQLite   SEARCH certificate USING INDEX sqlite_autoindex_certificate_1 (id=?)
-- MariaDB  certificate  range  PRIMARY  Using where
