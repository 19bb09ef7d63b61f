-- Made by `npm run sql`: what the query files of this module ask, and how SQLite and MariaDB 10.11 go about it.
-- Estimates are left out; see scripts/sql.

-- identity/centre-staff.query.ts: CentreStaffQuery.list
SELECT f.id, f.username, f.name_cipher, f.roles, f.active, f.activated_at, f.activation_hash, f.activation_expires_at, f.last_sign_in_at, p.id AS proposal_id, p.proposed_by, p.created_at AS proposed_at, (SELECT COUNT(*)
FROM session s
WHERE s.subject_id = f.id AND s.revoked_at IS NULL AND s.expires_at > ?) AS sessions, (SELECT COUNT(*)
FROM staff_passkey k
WHERE k.staff_id = f.id) AS passkeys
FROM staff f
LEFT JOIN staff_proposal p ON p.open_staff_id = f.id
WHERE f.institution_id IS NULL
ORDER BY f.id;
-- SQLite   SEARCH f USING INDEX ix_staff_institution_id (institution_id=?)
-- SQLite   SEARCH p USING INDEX ux_staff_proposal_open_staff_id (open_staff_id=?) LEFT-JOIN
-- SQLite   CORRELATED SCALAR SUBQUERY 1
-- SQLite   SEARCH s USING INDEX ix_session_subject_id (subject_id=?)
-- SQLite   CORRELATED SCALAR SUBQUERY 2
-- SQLite   SEARCH k USING COVERING INDEX ix_staff_passkey_staff_id (staff_id=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  f  index  PRIMARY  Using where
-- MariaDB  p  eq_ref  ux_staff_proposal_open_staff_id
-- MariaDB  k  ref  ix_staff_passkey_staff_id  Using index
-- MariaDB  s  ref  ix_session_subject_id  Using where
-- MariaDB  ! reads the whole of f: some hundred accounts, those of the centre looked at together

-- identity/centre-staff.query.ts: CentreStaffQuery.lockAll
UPDATE named_lock
SET held = held + 1
WHERE name = 'centre-staff';
-- SQLite   SEARCH named_lock USING INDEX sqlite_autoindex_named_lock_1 (name=?)
-- MariaDB  named_lock  range  PRIMARY  Using where

-- identity/centre-staff.query.ts: CentreStaffQuery.lockAll
UPDATE staff
SET held = held + 1
WHERE institution_id IS NULL;
-- SQLite   SEARCH staff USING INDEX ix_staff_institution_id (institution_id=?)
-- MariaDB  staff  index  PRIMARY  Using where
-- MariaDB  ! reads the whole of staff: some hundred accounts; changes of staff are rare

-- identity/centre-staff.query.ts: CentreStaffQuery.lockAll
SELECT f.id, f.username, f.name_cipher, f.roles, f.active, f.activated_at, f.activation_hash, f.activation_expires_at, f.last_sign_in_at, p.id AS proposal_id, p.proposed_by, p.created_at AS proposed_at, 0 AS sessions, 0 AS passkeys
FROM staff f
LEFT JOIN staff_proposal p ON p.open_staff_id = f.id
WHERE f.institution_id IS NULL
ORDER BY f.id;
-- SQLite   SEARCH f USING INDEX ix_staff_institution_id (institution_id=?)
-- SQLite   SEARCH p USING INDEX ux_staff_proposal_open_staff_id (open_staff_id=?) LEFT-JOIN
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  f  index  PRIMARY  Using where
-- MariaDB  p  eq_ref  ux_staff_proposal_open_staff_id
-- MariaDB  ! reads the whole of f: some hundred accounts; changes of staff are rare
