-- Made by `npm run sql`: what the query files of this module ask, and how SQLite and MariaDB 10.11 go about it.
-- Estimates are left out; see scripts/sql.

-- review/backlog.query.ts: BacklogQuery.overview
SELECT state, business_id, claimed_by, MAX(claimed_name) AS claimed_name, CASE WHEN deadline_at IS NULL THEN 'none' WHEN deadline_at < ? THEN 'overdue' WHEN deadline_at <= ? THEN 'today' WHEN deadline_at <= ? THEN 'soon' ELSE 'later' END AS time_left, COUNT(*) AS n
FROM registration_case
WHERE state IN (?, …) AND (claimed_by = ? OR claimed_by IS NULL)
GROUP BY state, business_id, claimed_by, time_left;
-- SQLite   MULTI-INDEX OR
-- SQLite   INDEX 1
-- SQLite   SEARCH registration_case USING INDEX ix_registration_case_claimed_by_state (claimed_by=? AND state=?)
-- SQLite   INDEX 2
-- SQLite   SEARCH registration_case USING INDEX ix_registration_case_claimed_by_state (claimed_by=? AND state=?)
-- SQLite   USE TEMP B-TREE FOR GROUP BY
-- MariaDB  registration_case  ref_or_null  ix_registration_case_claimed_by_state  Using index condition; Using temporary; Using filesort

-- review/backlog.query.ts: BacklogQuery.overview
SELECT id, acceptance_number, business_id, business_version, state, readiness, unit_summary, submitted_at, deadline_at, claimed_by, claimed_name, state_since
FROM registration_case
WHERE state = 'reviewing' AND claimed_by IS NULL
ORDER BY deadline_at, id LIMIT ?;
-- SQLite   SEARCH registration_case USING INDEX ix_registration_case_state_deadline_at_business_id__45dd1779 (state=?)
-- SQLite   USE TEMP B-TREE FOR RIGHT PART OF ORDER BY
-- MariaDB  registration_case  range  ix_registration_case_state_deadline_at  Using where

-- review/backlog.query.ts: BacklogQuery.cases
SELECT id, acceptance_number, business_id, business_version, state, readiness, unit_summary, submitted_at, deadline_at, claimed_by, claimed_name, state_since
FROM registration_case
WHERE state IN (?, …) AND (claimed_by = ? OR claimed_by IS NULL)
ORDER BY deadline_at, id LIMIT ?;
-- SQLite   MULTI-INDEX OR
-- SQLite   INDEX 1
-- SQLite   SEARCH registration_case USING INDEX ix_registration_case_claimed_by_state (claimed_by=? AND state=?)
-- SQLite   INDEX 2
-- SQLite   SEARCH registration_case USING INDEX ix_registration_case_claimed_by_state (claimed_by=? AND state=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  registration_case  ref_or_null  ix_registration_case_claimed_by_state  Using index condition; Using filesort

-- review/backlog.query.ts: BacklogQuery.cases
SELECT id, acceptance_number, business_id, business_version, state, readiness, unit_summary, submitted_at, deadline_at, claimed_by, claimed_name, state_since
FROM registration_case
WHERE state IN (?, …) AND deadline_at > ? AND deadline_at <= ? AND (claimed_by = ? OR claimed_by IS NULL)
ORDER BY deadline_at, id LIMIT ?;
-- SQLite   SEARCH registration_case USING INDEX ix_registration_case_state_deadline_at_business_id__45dd1779 (state=? AND deadline_at>? AND deadline_at<?)
-- SQLite   USE TEMP B-TREE FOR RIGHT PART OF ORDER BY
-- MariaDB  registration_case  range  ix_registration_case_state_deadline_at  Using index condition; Using where

-- review/backlog.query.ts: BacklogQuery.overview
SELECT state, business_id, claimed_by, MAX(claimed_name) AS claimed_name, CASE WHEN deadline_at IS NULL THEN 'none' WHEN deadline_at < ? THEN 'overdue' WHEN deadline_at <= ? THEN 'today' WHEN deadline_at <= ? THEN 'soon' ELSE 'later' END AS time_left, COUNT(*) AS n
FROM registration_case
WHERE state IN (?, …)
GROUP BY state, business_id, claimed_by, time_left;
-- SQLite   SEARCH registration_case USING COVERING INDEX ix_registration_case_state_deadline_at_business_id__45dd1779 (state=?)
-- SQLite   USE TEMP B-TREE FOR GROUP BY
-- MariaDB  registration_case  range  ix_registration_case_state_deadline_at_business_id__45dd1779  Using where; Using index; Using temporary; Using filesort

-- review/backlog.query.ts: BacklogQuery.cases
SELECT id, acceptance_number, business_id, business_version, state, readiness, unit_summary, submitted_at, deadline_at, claimed_by, claimed_name, state_since
FROM registration_case
WHERE state IN (?, …)
ORDER BY deadline_at, id LIMIT ?;
-- SQLite   SEARCH registration_case USING INDEX ix_registration_case_state_id (state=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  registration_case  range  ix_registration_case_state_deadline_at  Using index condition; Using filesort

-- review/backlog.query.ts: BacklogQuery.cases
SELECT id, acceptance_number, business_id, business_version, state, readiness, unit_summary, submitted_at, deadline_at, claimed_by, claimed_name, state_since
FROM registration_case
WHERE state IN (?, …) AND deadline_at > ? AND deadline_at <= ?
ORDER BY deadline_at, id LIMIT ?;
-- SQLite   SEARCH registration_case USING INDEX ix_registration_case_state_deadline_at_business_id__45dd1779 (state=? AND deadline_at>? AND deadline_at<?)
-- SQLite   USE TEMP B-TREE FOR RIGHT PART OF ORDER BY
-- MariaDB  registration_case  range  ix_registration_case_state_deadline_at  Using index condition

-- review/backlog.query.ts: BacklogQuery.cases
SELECT id, acceptance_number, business_id, business_version, state, readiness, unit_summary, submitted_at, deadline_at, claimed_by, claimed_name, state_since
FROM registration_case
WHERE state IN (?, …) AND business_id = ?
ORDER BY deadline_at, id LIMIT ?;
-- SQLite   SEARCH registration_case USING INDEX ix_registration_case_business_id_state_id (business_id=? AND state=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  registration_case  range  ix_registration_case_business_id_state_id  Using index condition; Using filesort

-- review/backlog.query.ts: BacklogQuery.cases
SELECT id, acceptance_number, business_id, business_version, state, readiness, unit_summary, submitted_at, deadline_at, claimed_by, claimed_name, state_since
FROM registration_case
WHERE state IN (?, …) AND claimed_by IS NULL
ORDER BY deadline_at, id LIMIT ?;
-- SQLite   SEARCH registration_case USING INDEX ix_registration_case_claimed_by_state (claimed_by=? AND state=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  registration_case  range  ix_registration_case_claimed_by_state  Using index condition; Using filesort

-- review/backlog.query.ts: BacklogQuery.cases
SELECT id, acceptance_number, business_id, business_version, state, readiness, unit_summary, submitted_at, deadline_at, claimed_by, claimed_name, state_since
FROM registration_case
WHERE state IN (?, …) AND claimed_by = ?
ORDER BY deadline_at, id LIMIT ?;
-- SQLite   SEARCH registration_case USING INDEX ix_registration_case_claimed_by_state (claimed_by=? AND state=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  registration_case  ref  ix_registration_case_claimed_by_id  Using index condition; Using where; Using filesort

-- review/backlog.query.ts: BacklogQuery.cases
SELECT id, acceptance_number, business_id, business_version, state, readiness, unit_summary, submitted_at, deadline_at, claimed_by, claimed_name, state_since
FROM registration_case
WHERE state IN (?, …) AND deadline_at >= ? AND (deadline_at > ? OR id > ?)
ORDER BY deadline_at, id LIMIT ?;
-- SQLite   SEARCH registration_case USING INDEX ix_registration_case_state_deadline_at_business_id__45dd1779 (state=? AND deadline_at>?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  registration_case  range  ix_registration_case_state_deadline_at  Using index condition; Using filesort

-- review/backlog.query.ts: BacklogQuery.cases
SELECT id, acceptance_number, business_id, business_version, state, readiness, unit_summary, submitted_at, deadline_at, claimed_by, claimed_name, state_since
FROM registration_case
WHERE state IN (?, …) AND (deadline_at IS NOT NULL OR id > ?)
ORDER BY deadline_at, id LIMIT ?;
-- SQLite   SEARCH registration_case USING INDEX ix_registration_case_state_id (state=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  registration_case  range  ix_registration_case_state_deadline_at  Using index condition; Using filesort

-- review/case-search.query.ts: CaseSearchQuery.page
SELECT id, case_id, role, position, id_blind, identity_cipher, institution_id, share_numerator, share_denominator, visible, applicant, auth_state, auth_how, auth_at, auth_reason_cipher, agreed_hash, asked_at, agent_cipher
FROM case_party
WHERE case_id IN (?, …);
-- SQLite   SEARCH case_party USING INDEX ix_case_party_case_id (case_id=?)
-- MariaDB  case_party  range  ix_case_party_case_id  Using index condition
