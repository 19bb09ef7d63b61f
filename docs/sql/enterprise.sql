-- Made by `npm run sql`: what the query files of this module ask, and how SQLite and MariaDB 10.11 go about it.
-- Estimates are left out; see scripts/sql.

-- enterprise/convertible.query.ts: ConvertibleQuery.page
SELECT id, unit_id
FROM advance_notice
WHERE mortgagee_code = ? AND kind = 'presale-mortgage' AND id < ? AND valid_to IS NULL
ORDER BY id DESC LIMIT ?;
-- SQLite   SEARCH advance_notice USING INDEX ix_advance_notice_mortgagee_code_kind_id (mortgagee_code=? AND kind=? AND id<?)
-- MariaDB  advance_notice  range  ix_advance_notice_mortgagee_code_kind_id  Using where

-- enterprise/convertible.query.ts: ConvertibleQuery.page
SELECT id, unit_id
FROM advance_notice
WHERE mortgagee_code = ? AND kind = 'presale-mortgage' AND id < ? AND valid_to IS NULL AND EXISTS (SELECT 1
FROM right_record r
WHERE r.current_unit_id = advance_notice.unit_id)
ORDER BY id DESC LIMIT ?;
-- SQLite   SEARCH advance_notice USING INDEX ix_advance_notice_mortgagee_code_kind_id (mortgagee_code=? AND kind=? AND id<?)
-- SQLite   CORRELATED SCALAR SUBQUERY 1
-- SQLite   SEARCH r USING COVERING INDEX ux_right_record_current_unit_id (current_unit_id=?)
-- MariaDB  advance_notice  range  ix_advance_notice_mortgagee_code_kind_id  Using where
-- MariaDB  r  eq_ref  ux_right_record_current_unit_id  Using index

-- enterprise/convertible.query.ts: ConvertibleQuery.numbers
SELECT n.id, n.certificate_number AS number, u.location
FROM advance_notice n
JOIN unit u ON u.id = n.unit_id
WHERE n.id IN (?, …) AND n.mortgagee_code = ?;
-- SQLite   SEARCH n USING INDEX sqlite_autoindex_advance_notice_1 (id=?)
-- SQLite   SEARCH u USING INDEX sqlite_autoindex_unit_1 (id=?)
-- MariaDB  n  range  PRIMARY  Using where
-- MariaDB  u  eq_ref  PRIMARY

-- enterprise/schedule.query.ts: ScheduleQuery.rows
SELECT s.position, c.acceptance_number, c.unit_number, c.location, c.state, (SELECT MIN(k.number)
FROM certificate k
WHERE k.case_id = c.id) AS certificate, p.id AS party_id, p.identity_cipher
FROM result_schedule_row s
JOIN registration_case c ON c.id = s.case_id
LEFT JOIN case_party p ON p.case_id = c.id AND p.institution_id IS NULL
WHERE s.schedule_id = ?
ORDER BY s.position, p.id;
-- SQLite   SEARCH s USING INDEX sqlite_autoindex_result_schedule_row_1 (schedule_id=?)
-- SQLite   SEARCH c USING INDEX sqlite_autoindex_registration_case_1 (id=?)
-- SQLite   SEARCH p USING INDEX ix_case_party_case_id (case_id=?) LEFT-JOIN
-- SQLite   CORRELATED SCALAR SUBQUERY 1
-- SQLite   SEARCH k USING INDEX ix_certificate_case_id (case_id=?)
-- SQLite   USE TEMP B-TREE FOR RIGHT PART OF ORDER BY
-- MariaDB  s  ref  PRIMARY  Using where; Using temporary; Using filesort
-- MariaDB  c  eq_ref  PRIMARY
-- MariaDB  p  ref  ix_case_party_case_id  Using where
-- MariaDB  k  ref  ix_certificate_case_id

-- enterprise/sheet-cases.query.ts: SheetCases.byAcceptanceNumber
SELECT id, business_id, state, acceptance_number, unit_number
FROM registration_case
WHERE acceptance_number IN (?, …) AND institution_id = ?;
-- SQLite   SEARCH registration_case USING INDEX ux_registration_case_acceptance_number (acceptance_number=?)
-- MariaDB  registration_case  const  ux_registration_case_acceptance_number

-- enterprise/sheet-cases.query.ts: SheetCases.load
SELECT id, acceptance_number, business_id, business_version, state, version, applicant_id, unit_id, right_id, unit_summary, pending_key, form_cipher, content_hash, warnings, ever_submitted, correction_used, correction_cipher, end_reason_cipher, fee_fen, fee_share, fee_follows, fee_reason, order_id, order_number, claimed_by, claimed_name, claimed_at, institution_id, branch_id, clerk_id, clerk_name, readiness, state_since, deadline_at, submitted_at, applied_at, created_at, updated_at
FROM registration_case
WHERE id IN (?, …);
-- SQLite   SEARCH registration_case USING INDEX sqlite_autoindex_registration_case_1 (id=?)
-- MariaDB  registration_case  const  PRIMARY

-- enterprise/sheet-cases.query.ts: SheetCases.byUnitNumber
SELECT id, business_id, state, acceptance_number, unit_number
FROM registration_case
WHERE institution_id = ? AND unit_number IN (?, …) AND business_id = ?
ORDER BY id DESC;
-- SQLite   SEARCH registration_case USING INDEX ix_registration_case_institution_id_business_id_id (institution_id=? AND business_id=?)
-- MariaDB  registration_case  ref  ix_registration_case_unit_number  Using where

-- enterprise/sheet-cases.query.ts: SheetCases.byRoom
SELECT c.id, c.business_id, c.state, c.acceptance_number, c.unit_number, u.estate, u.building, u.room, c.location
FROM registration_case c
JOIN unit u ON u.id = c.unit_id
WHERE c.institution_id = ? AND c.state IN ('verified', 'correction') AND c.business_id = ?
ORDER BY c.id DESC LIMIT 20000;
-- SQLite   SEARCH c USING INDEX ix_registration_case_institution_id_business_id_id (institution_id=? AND business_id=?)
-- SQLite   SEARCH u USING INDEX sqlite_autoindex_unit_1 (id=?)
-- MariaDB  c  range  ix_registration_case_institution_id_state_id  Using index condition; Using where; Using filesort
-- MariaDB  u  eq_ref  PRIMARY

-- enterprise/work-list.query.ts: WorkListQuery.counts
SELECT state, COUNT(*) AS cases
FROM registration_case
WHERE institution_id = ?
GROUP BY state;
-- SQLite   SEARCH registration_case USING COVERING INDEX ix_registration_case_institution_id_state_id (institution_id=?)
-- MariaDB  registration_case  ref  ix_registration_case_institution_id_state_id  Using where; Using index

-- enterprise/work-list.query.ts: WorkListQuery.details
SELECT id, case_id, role, position, id_blind, identity_cipher, institution_id, share_numerator, share_denominator, visible, applicant, auth_state, auth_how, auth_at, auth_reason_cipher, agreed_hash, asked_at, agent_cipher
FROM case_party
WHERE case_id IN (?, …);
-- SQLite   SEARCH case_party USING INDEX ix_case_party_case_id (case_id=?)
-- MariaDB  case_party  range  ix_case_party_case_id  Using index condition

-- enterprise/work-list.query.ts: WorkListQuery.details
SELECT case_id, check_id, result, message, input_hash, ticket, answer_cipher, at
FROM case_check
WHERE case_id IN (?, …);
-- SQLite   SEARCH case_check USING INDEX sqlite_autoindex_case_check_1 (case_id=?)
-- MariaDB  case_check  range  PRIMARY  Using where

-- enterprise/work-list.query.ts: WorkListQuery.fillable
SELECT id, acceptance_number, business_id, business_version, state, version, applicant_id, unit_id, right_id, unit_summary, pending_key, form_cipher, content_hash, warnings, ever_submitted, correction_used, correction_cipher, end_reason_cipher, fee_fen, fee_share, fee_follows, fee_reason, order_id, order_number, claimed_by, claimed_name, claimed_at, institution_id, branch_id, clerk_id, clerk_name, readiness, state_since, deadline_at, submitted_at, applied_at, created_at, updated_at
FROM registration_case
WHERE institution_id = ? AND state IN ('verified', 'correction') AND business_id = ? AND id < ?
ORDER BY id DESC LIMIT ?;
-- SQLite   SEARCH registration_case USING INDEX ix_registration_case_institution_id_business_id_id (institution_id=? AND business_id=? AND id<?)
-- MariaDB  registration_case  range  ix_registration_case_institution_id_state_id  Using index condition; Using where; Using filesort

-- enterprise/work-list.query.ts: WorkListQuery.fillable
SELECT id, acceptance_number, business_id, business_version, state, version, applicant_id, unit_id, right_id, unit_summary, pending_key, form_cipher, content_hash, warnings, ever_submitted, correction_used, correction_cipher, end_reason_cipher, fee_fen, fee_share, fee_follows, fee_reason, order_id, order_number, claimed_by, claimed_name, claimed_at, institution_id, branch_id, clerk_id, clerk_name, readiness, state_since, deadline_at, submitted_at, applied_at, created_at, updated_at
FROM registration_case
WHERE institution_id = ? AND state IN ('verified', 'correction') AND business_id = ? AND id IN (SELECT case_id
FROM work_batch_row
WHERE batch_id = ?) AND id < ?
ORDER BY id DESC LIMIT ?;
-- SQLite   SEARCH registration_case USING INDEX ix_registration_case_institution_id_business_id_id (institution_id=? AND business_id=? AND id=?)
-- SQLite   LIST SUBQUERY 1
-- SQLite   SEARCH work_batch_row USING INDEX sqlite_autoindex_work_batch_row_1 (batch_id=?)
-- MariaDB  registration_case  range  PRIMARY  Using where
-- MariaDB  <subquery2>  eq_ref  distinct_key
-- MariaDB  work_batch_row  ref  PRIMARY  Using where
