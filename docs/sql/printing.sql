-- Made by `npm run sql`: what the query files of this module ask, and how SQLite and MariaDB 10.11 go about it.
-- Estimates are left out; see scripts/sql.

-- printing/kiosk.query.ts: KioskQuery.all
SELECT k.id, k.name, k.point_id, p.name AS point_name, k.active, k.last_seen_at, k.reader_device_id, k.reader_key_hash, k.reader_url, k.version
FROM kiosk k
JOIN service_point p ON p.id = k.point_id
ORDER BY k.active DESC, k.id;
-- SQLite   SCAN k
-- SQLite   SEARCH p USING INDEX sqlite_autoindex_service_point_1 (id=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- SQLite   ! reads the whole of k: a few dozen machines, on one page
-- MariaDB  k  ALL  Using filesort
-- MariaDB  p  eq_ref  PRIMARY
-- MariaDB  ! reads the whole of k: a few dozen machines, on one page

-- printing/kiosk.query.ts: KioskQuery.byId
SELECT k.id, k.name, k.point_id, p.name AS point_name, k.active, k.last_seen_at, k.reader_device_id, k.reader_key_hash, k.reader_url, k.version
FROM kiosk k
JOIN service_point p ON p.id = k.point_id
WHERE k.id = ?;
-- SQLite   SEARCH k USING INDEX sqlite_autoindex_kiosk_1 (id=?)
-- SQLite   SEARCH p USING INDEX sqlite_autoindex_service_point_1 (id=?)
-- MariaDB  k  const  PRIMARY
-- MariaDB  p  const  PRIMARY

-- printing/print.query.ts: PrintQuery.within
SELECT c.id, c.certificate_id, c.certificate_number, c.state, c.trouble, c.reason_cipher, c.started_at, c.ended_at, k.name AS kiosk_name, p.name AS point_name
FROM print_copy c
LEFT JOIN kiosk k ON k.id = c.kiosk_id
LEFT JOIN service_point p ON p.id = k.point_id
WHERE c.id = ?;
-- SQLite   SEARCH c USING INDEX sqlite_autoindex_print_copy_1 (id=?)
-- SQLite   SEARCH k USING INDEX sqlite_autoindex_kiosk_1 (id=?) LEFT-JOIN
-- SQLite   SEARCH p USING INDEX sqlite_autoindex_service_point_1 (id=?) LEFT-JOIN
-- MariaDB  c  const  PRIMARY
-- MariaDB  k  const  PRIMARY
-- MariaDB  p  const  PRIMARY

-- printing/print.query.ts: PrintQuery.page
SELECT c.id, c.certificate_id, c.certificate_number, c.state, c.trouble, c.reason_cipher, c.started_at, c.ended_at, k.name AS kiosk_name, p.name AS point_name
FROM print_copy c
LEFT JOIN kiosk k ON k.id = c.kiosk_id
LEFT JOIN service_point p ON p.id = k.point_id
WHERE c.id < ?
ORDER BY c.id DESC LIMIT ?;
-- SQLite   SEARCH c USING INDEX sqlite_autoindex_print_copy_1 (id<?)
-- SQLite   SEARCH k USING INDEX sqlite_autoindex_kiosk_1 (id=?) LEFT-JOIN
-- SQLite   SEARCH p USING INDEX sqlite_autoindex_service_point_1 (id=?) LEFT-JOIN
-- MariaDB  c  range  PRIMARY  Using where
-- MariaDB  k  eq_ref  PRIMARY
-- MariaDB  p  eq_ref  PRIMARY  Using where

-- printing/print.query.ts: PrintQuery.page
SELECT c.id, c.certificate_id, c.certificate_number, c.state, c.trouble, c.reason_cipher, c.started_at, c.ended_at, k.name AS kiosk_name, p.name AS point_name
FROM print_copy c
LEFT JOIN kiosk k ON k.id = c.kiosk_id
LEFT JOIN service_point p ON p.id = k.point_id
WHERE c.id < ? AND c.state = ?
ORDER BY c.id DESC LIMIT ?;
-- SQLite   SEARCH c USING INDEX ix_print_copy_state_id (state=? AND id<?)
-- SQLite   SEARCH k USING INDEX sqlite_autoindex_kiosk_1 (id=?) LEFT-JOIN
-- SQLite   SEARCH p USING INDEX sqlite_autoindex_service_point_1 (id=?) LEFT-JOIN
-- MariaDB  c  ref  ix_print_copy_state_id  Using where
-- MariaDB  k  eq_ref  PRIMARY
-- MariaDB  p  eq_ref  PRIMARY  Using where

-- printing/visit.query.ts: VisitQuery.visit
SELECT v.token_hash, v.id_blind, k.kind, k.subject_id
FROM kiosk_visit v
JOIN pickup_code k ON k.id = v.code_id
WHERE v.token_hash = ? AND v.kiosk_id = ? AND v.expires_at > ? AND v.ended_at IS NULL;
-- SQLite   SEARCH v USING INDEX sqlite_autoindex_kiosk_visit_1 (token_hash=?)
-- SQLite   SEARCH k USING INDEX sqlite_autoindex_pickup_code_1 (id=?)
-- MariaDB  Impossible WHERE noticed after reading const tables

-- printing/visit.query.ts: VisitQuery.reading
SELECT r.id, r.kiosk_id, r.code_id, r.nonce, r.state, r.expires_at, k.kind, k.subject_id, k.id_blind
FROM kiosk_reading r
LEFT JOIN pickup_code k ON k.id = r.code_id
WHERE r.id = ?;
-- SQLite   SEARCH r USING INDEX sqlite_autoindex_kiosk_reading_1 (id=?)
-- SQLite   SEARCH k USING INDEX sqlite_autoindex_pickup_code_1 (id=?) LEFT-JOIN
-- MariaDB  r  const  PRIMARY
-- MariaDB  k  const  PRIMARY

-- printing/visit.query.ts: VisitQuery.confirmation
SELECT c.*, k.kind, k.id_blind, k.locked_until
FROM kiosk_confirmation c
LEFT JOIN pickup_code k ON k.id = c.code_id
WHERE c.id = ?;
-- SQLite   SEARCH c USING INDEX sqlite_autoindex_kiosk_confirmation_1 (id=?)
-- SQLite   SEARCH k USING INDEX sqlite_autoindex_pickup_code_1 (id=?) LEFT-JOIN
-- MariaDB  c  const  PRIMARY
-- MariaDB  k  const  PRIMARY

-- printing/visit.query.ts: VisitQuery.waiting
SELECT c.*, k.name AS kiosk_name, p.name AS point_name
FROM kiosk_confirmation c
JOIN kiosk k ON k.id = c.kiosk_id
JOIN service_point p ON p.id = k.point_id
WHERE c.institution_id = ? AND c.state = 'open' AND c.expires_at > ?
ORDER BY c.id LIMIT ?;
-- SQLite   SEARCH c USING INDEX ix_kiosk_confirmation_institution_id_state (institution_id=? AND state=?)
-- SQLite   SEARCH k USING INDEX sqlite_autoindex_kiosk_1 (id=?)
-- SQLite   SEARCH p USING INDEX sqlite_autoindex_service_point_1 (id=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  c  range  ix_kiosk_confirmation_expires_at  Using index condition; Using where; Using filesort
-- MariaDB  k  eq_ref  PRIMARY
-- MariaDB  p  eq_ref  PRIMARY

-- printing/visit.query.ts: VisitQuery.face
SELECT f.id, f.kiosk_id, f.code_id, f.session_cipher, f.state, f.expires_at, k.kind, k.subject_id, k.id_blind
FROM kiosk_face f
LEFT JOIN pickup_code k ON k.id = f.code_id
WHERE f.id = ?;
-- SQLite   SEARCH f USING INDEX sqlite_autoindex_kiosk_face_1 (id=?)
-- SQLite   SEARCH k USING INDEX sqlite_autoindex_pickup_code_1 (id=?) LEFT-JOIN
-- MariaDB  f  const  PRIMARY
-- MariaDB  k  const  PRIMARY
