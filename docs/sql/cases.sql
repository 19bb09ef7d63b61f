-- Made by `npm run sql`: what the query files of this module ask, and how SQLite and MariaDB 10.11 go about it.
-- Estimates are left out; see scripts/sql.

-- cases/core/case.query.ts: readCase
SELECT id, acceptance_number, business_id, business_version, state, version, applicant_id, unit_id, right_id, unit_summary, pending_key, form_cipher, content_hash, warnings, ever_submitted, correction_used, correction_cipher, end_reason_cipher, fee_fen, fee_share, fee_follows, fee_reason, order_id, order_number, claimed_by, claimed_name, claimed_at, institution_id, branch_id, clerk_id, clerk_name, readiness, state_since, deadline_at, submitted_at, applied_at, created_at, updated_at
FROM registration_case
WHERE id = ?;
-- SQLite   SEARCH registration_case USING INDEX sqlite_autoindex_registration_case_1 (id=?)
-- MariaDB  registration_case  const  PRIMARY

-- cases/core/case.query.ts: readRows
SELECT id, acceptance_number, business_id, business_version, state, version, applicant_id, unit_id, right_id, unit_summary, pending_key, form_cipher, content_hash, warnings, ever_submitted, correction_used, correction_cipher, end_reason_cipher, fee_fen, fee_share, fee_follows, fee_reason, order_id, order_number, claimed_by, claimed_name, claimed_at, institution_id, branch_id, clerk_id, clerk_name, readiness, state_since, deadline_at, submitted_at, applied_at, created_at, updated_at
FROM registration_case
WHERE id = ?;
-- SQLite   SEARCH registration_case USING INDEX sqlite_autoindex_registration_case_1 (id=?)
-- MariaDB  registration_case  const  PRIMARY

-- cases/core/case.query.ts: readRows
SELECT 'party' AS kind, position AS ord, id AS a, role AS b, id_blind AS c, institution_id AS d, auth_state AS e, auth_how AS f, agreed_hash AS g, share_numerator AS i, share_denominator AS j, visible AS k, applicant AS l, auth_at AS m, asked_at AS n, identity_cipher AS c1, auth_reason_cipher AS c2, agent_cipher AS c3
FROM case_party
WHERE case_id = ?
UNION ALL SELECT 'check', 0, check_id, result, input_hash, ticket, message, NULL, NULL, NULL, NULL, NULL, NULL, at, NULL, NULL, answer_cipher, NULL
FROM case_check
WHERE case_id = ?
UNION ALL SELECT 'event', seq, action, to_state, by_label, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, at, NULL, by_cipher, note_cipher, NULL
FROM case_event
WHERE case_id = ?
UNION ALL SELECT 'hand-over', 0, account, provider, state, message, NULL, NULL, NULL, NULL, NULL, NULL, NULL, updated_at, NULL, number_cipher, NULL, NULL
FROM case_hand_over
WHERE case_id = ?;
-- SQLite   COMPOUND QUERY
-- SQLite   LEFT-MOST SUBQUERY
-- SQLite   SEARCH case_party USING INDEX ix_case_party_case_id (case_id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH case_check USING INDEX sqlite_autoindex_case_check_1 (case_id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH case_event USING INDEX ux_case_event_case_id_seq (case_id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH case_hand_over USING INDEX ux_case_hand_over_case_id_account (case_id=?)
-- MariaDB  case_party  ref  ix_case_party_case_id  Using index condition
-- MariaDB  case_check  ref  PRIMARY  Using where
-- MariaDB  case_event  ref  ux_case_event_case_id_seq  Using index condition
-- MariaDB  case_hand_over  ref  ux_case_hand_over_case_id_account  Using index condition

-- cases/core/case.query.ts: readRowsAtOnce
SELECT 'case' AS kind, 0 AS ord, id AS a, NULL AS b, NULL AS c, NULL AS d, NULL AS e, NULL AS f, NULL AS g, NULL AS i, NULL AS j, NULL AS k, NULL AS l, NULL AS m, NULL AS n, JSON_OBJECT('id', id, 'acceptance_number', acceptance_number, 'business_id', business_id, 'business_version', business_version, 'state', state, 'version', version, 'applicant_id', applicant_id, 'unit_id', unit_id, 'right_id', right_id, 'unit_summary', unit_summary, 'pending_key', pending_key, 'form_cipher', form_cipher, 'content_hash', content_hash, 'warnings', warnings, 'ever_submitted', ever_submitted, 'correction_used', correction_used, 'correction_cipher', correction_cipher, 'end_reason_cipher', end_reason_cipher, 'fee_fen', fee_fen, 'fee_share', fee_share, 'fee_follows', fee_follows, 'fee_reason', fee_reason, 'order_id', order_id, 'order_number', order_number, 'claimed_by', claimed_by, 'claimed_name', claimed_name, 'claimed_at', claimed_at, 'institution_id', institution_id, 'branch_id', branch_id, 'clerk_id', clerk_id, 'clerk_name', clerk_name, 'readiness', readiness, 'state_since', state_since, 'deadline_at', deadline_at, 'submitted_at', submitted_at, 'applied_at', applied_at, 'created_at', created_at, 'updated_at', updated_at) AS c1, NULL AS c2, NULL AS c3
FROM registration_case
WHERE id = ?
UNION ALL SELECT 'party' AS kind, position AS ord, id AS a, role AS b, id_blind AS c, institution_id AS d, auth_state AS e, auth_how AS f, agreed_hash AS g, share_numerator AS i, share_denominator AS j, visible AS k, applicant AS l, auth_at AS m, asked_at AS n, identity_cipher AS c1, auth_reason_cipher AS c2, agent_cipher AS c3
FROM case_party
WHERE case_id = ?
UNION ALL SELECT 'check', 0, check_id, result, input_hash, ticket, message, NULL, NULL, NULL, NULL, NULL, NULL, at, NULL, NULL, answer_cipher, NULL
FROM case_check
WHERE case_id = ?
UNION ALL SELECT 'event', seq, action, to_state, by_label, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, at, NULL, by_cipher, note_cipher, NULL
FROM case_event
WHERE case_id = ?
UNION ALL SELECT 'hand-over', 0, account, provider, state, message, NULL, NULL, NULL, NULL, NULL, NULL, NULL, updated_at, NULL, number_cipher, NULL, NULL
FROM case_hand_over
WHERE case_id = ?;
-- SQLite   COMPOUND QUERY
-- SQLite   LEFT-MOST SUBQUERY
-- SQLite   SEARCH registration_case USING INDEX sqlite_autoindex_registration_case_1 (id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH case_party USING INDEX ix_case_party_case_id (case_id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH case_check USING INDEX sqlite_autoindex_case_check_1 (case_id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH case_event USING INDEX ux_case_event_case_id_seq (case_id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH case_hand_over USING INDEX ux_case_hand_over_case_id_account (case_id=?)
-- MariaDB  registration_case  const  PRIMARY
-- MariaDB  case_party  ref  ix_case_party_case_id  Using index condition
-- MariaDB  case_check  ref  PRIMARY  Using where
-- MariaDB  case_event  ref  ux_case_event_case_id_seq  Using index condition
-- MariaDB  case_hand_over  ref  ux_case_hand_over_case_id_account  Using index condition

-- cases/core/case.query.ts: readDetails
SELECT 'party' AS kind, position AS ord, id AS a, role AS b, id_blind AS c, institution_id AS d, auth_state AS e, auth_how AS f, agreed_hash AS g, share_numerator AS i, share_denominator AS j, visible AS k, applicant AS l, auth_at AS m, asked_at AS n, identity_cipher AS c1, auth_reason_cipher AS c2, agent_cipher AS c3
FROM case_party
WHERE case_id = ?
UNION ALL SELECT 'check', 0, check_id, result, input_hash, ticket, message, NULL, NULL, NULL, NULL, NULL, NULL, at, NULL, NULL, answer_cipher, NULL
FROM case_check
WHERE case_id = ?
UNION ALL SELECT 'event', seq, action, to_state, by_label, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, at, NULL, by_cipher, note_cipher, NULL
FROM case_event
WHERE case_id = ?
UNION ALL SELECT 'hand-over', 0, account, provider, state, message, NULL, NULL, NULL, NULL, NULL, NULL, NULL, updated_at, NULL, number_cipher, NULL, NULL
FROM case_hand_over
WHERE case_id = ?;
-- SQLite   COMPOUND QUERY
-- SQLite   LEFT-MOST SUBQUERY
-- SQLite   SEARCH case_party USING INDEX ix_case_party_case_id (case_id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH case_check USING INDEX sqlite_autoindex_case_check_1 (case_id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH case_event USING INDEX ux_case_event_case_id_seq (case_id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH case_hand_over USING INDEX ux_case_hand_over_case_id_account (case_id=?)
-- MariaDB  case_party  ref  ix_case_party_case_id  Using index condition
-- MariaDB  case_check  ref  PRIMARY  Using where
-- MariaDB  case_event  ref  ux_case_event_case_id_seq  Using index condition
-- MariaDB  case_hand_over  ref  ux_case_hand_over_case_id_account  Using index condition

-- cases/core/case.query.ts: caseListSql
SELECT c.id, c.acceptance_number, c.business_id, c.business_version, c.state, c.unit_summary, c.updated_at, c.created_at, c.deadline_at, c.readiness, p.applicant
FROM case_party p
JOIN registration_case c ON c.id = p.case_id
WHERE p.id_blind = ? AND p.visible = 1 AND p.case_id < ?
ORDER BY p.case_id DESC LIMIT ?;
-- SQLite   SEARCH p USING INDEX ix_case_party_id_blind_visible_case_id (id_blind=? AND visible=? AND case_id<?)
-- SQLite   SEARCH c USING INDEX sqlite_autoindex_registration_case_1 (id=?)
-- MariaDB  p  range  ix_case_party_id_blind_case_id  Using where
-- MariaDB  c  eq_ref  PRIMARY

-- cases/core/case.query.ts: authorisationListSql
SELECT p.id, p.case_id, p.role, p.auth_state, p.asked_at, c.business_id, c.business_version, c.unit_summary, c.deadline_at, c.state, a.identity_cipher AS applicant_cipher, a.id AS applicant_party
FROM case_party p
JOIN registration_case c ON c.id = p.case_id
JOIN case_party a ON a.case_id = c.id AND a.applicant = 1
WHERE p.id_blind = ? AND p.visible = 1 AND p.asked_at IS NOT NULL AND p.id < ?
ORDER BY p.id DESC LIMIT ?;
-- SQLite   SEARCH p USING INDEX ix_case_party_id_blind_visible_case_id (id_blind=? AND visible=?)
-- SQLite   SEARCH c USING INDEX sqlite_autoindex_registration_case_1 (id=?)
-- SQLite   SEARCH a USING INDEX ix_case_party_case_id (case_id=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  p  ref  ix_case_party_id_blind_visible_case_id  Using index condition; Using where; Using filesort
-- MariaDB  c  eq_ref  PRIMARY
-- MariaDB  a  ref  ix_case_party_case_id  Using where

-- cases/core/case.query.ts: authorisationListSql
SELECT p.id, p.case_id, p.role, p.auth_state, p.asked_at, c.business_id, c.business_version, c.unit_summary, c.deadline_at, c.state, a.identity_cipher AS applicant_cipher, a.id AS applicant_party
FROM case_party p
JOIN registration_case c ON c.id = p.case_id
JOIN case_party a ON a.case_id = c.id AND a.applicant = 1
WHERE p.id_blind = ? AND p.visible = 1 AND p.asked_at IS NOT NULL AND p.auth_state <> 'passed' AND +c.state = 'authorising' AND p.id < ?
ORDER BY p.id DESC LIMIT ?;
-- SQLite   SEARCH p USING INDEX ix_case_party_id_blind_visible_case_id (id_blind=? AND visible=?)
-- SQLite   SEARCH c USING INDEX sqlite_autoindex_registration_case_1 (id=?)
-- SQLite   SEARCH a USING INDEX ix_case_party_case_id (case_id=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  p  ref  ix_case_party_id_blind_visible_case_id  Using index condition; Using where; Using filesort
-- MariaDB  c  eq_ref  PRIMARY  Using where
-- MariaDB  a  ref  ix_case_party_case_id  Using where

-- cases/core/case.query.ts: caseListSql
SELECT c.id, c.acceptance_number, c.business_id, c.business_version, c.state, c.unit_summary, c.updated_at, c.created_at, c.deadline_at, c.readiness, p.applicant
FROM case_party p
JOIN registration_case c ON c.id = p.case_id
WHERE p.id_blind = ? AND p.visible = 1 AND p.case_id < ? AND c.unit_id IN (?, …)
ORDER BY p.case_id DESC LIMIT ?;
-- SQLite   SEARCH p USING INDEX ix_case_party_id_blind_visible_case_id (id_blind=? AND visible=? AND case_id<?)
-- SQLite   SEARCH c USING INDEX sqlite_autoindex_registration_case_1 (id=?)
-- MariaDB  p  range  ix_case_party_id_blind_case_id  Using where
-- MariaDB  c  eq_ref  PRIMARY  Using where

-- cases/core/case.query.ts: authorisationListSql
SELECT p.id, p.case_id, p.role, p.auth_state, p.asked_at, c.business_id, c.business_version, c.unit_summary, c.deadline_at, c.state, a.identity_cipher AS applicant_cipher, a.id AS applicant_party
FROM case_party p
JOIN registration_case c ON c.id = p.case_id
JOIN case_party a ON a.case_id = c.id AND a.applicant = 1
WHERE p.id_blind = ? AND p.visible = 1 AND p.asked_at IS NOT NULL AND p.id < ? AND c.unit_id IN (?, …)
ORDER BY p.id DESC LIMIT ?;
-- SQLite   SEARCH p USING INDEX ix_case_party_id_blind_visible_case_id (id_blind=? AND visible=?)
-- SQLite   SEARCH c USING INDEX sqlite_autoindex_registration_case_1 (id=?)
-- SQLite   SEARCH a USING INDEX ix_case_party_case_id (case_id=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  p  ref  ix_case_party_id_blind_visible_case_id  Using index condition; Using where; Using filesort
-- MariaDB  c  eq_ref  PRIMARY  Using where
-- MariaDB  a  ref  ix_case_party_case_id  Using where

-- cases/core/case.query.ts: authorisationListSql
SELECT p.id, p.case_id, p.role, p.auth_state, p.asked_at, c.business_id, c.business_version, c.unit_summary, c.deadline_at, c.state, a.identity_cipher AS applicant_cipher, a.id AS applicant_party
FROM case_party p
JOIN registration_case c ON c.id = p.case_id
JOIN case_party a ON a.case_id = c.id AND a.applicant = 1
WHERE p.id_blind = ? AND p.visible = 1 AND p.asked_at IS NOT NULL AND p.auth_state <> 'passed' AND +c.state = 'authorising' AND p.id < ? AND c.unit_id IN (?, …)
ORDER BY p.id DESC LIMIT ?;
-- SQLite   SEARCH p USING INDEX ix_case_party_id_blind_visible_case_id (id_blind=? AND visible=?)
-- SQLite   SEARCH c USING INDEX sqlite_autoindex_registration_case_1 (id=?)
-- SQLite   SEARCH a USING INDEX ix_case_party_case_id (case_id=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  p  ref  ix_case_party_id_blind_visible_case_id  Using index condition; Using where; Using filesort
-- MariaDB  c  eq_ref  PRIMARY  Using where
-- MariaDB  a  ref  ix_case_party_case_id  Using where

-- cases/core/case.query.ts: progressSql
SELECT c.id, c.acceptance_number, c.business_id, c.business_version, c.state, c.readiness, c.ever_submitted, c.fee_fen, c.created_at, c.updated_at, c.deadline_at, p.id AS party_id, p.role, p.identity_cipher
FROM registration_case c
JOIN case_party p ON p.case_id = c.id
WHERE c.acceptance_number = ? AND p.visible = 1;
-- SQLite   SEARCH c USING INDEX ux_registration_case_acceptance_number (acceptance_number=?)
-- SQLite   SEARCH p USING INDEX ix_case_party_case_id (case_id=?)
-- MariaDB  c  const  ux_registration_case_acceptance_number
-- MariaDB  p  ref  ix_case_party_case_id  Using where

-- cases/reading/case-finder.query.ts: CaseFinder.newest
SELECT c.id
FROM registration_case c
WHERE c.id < ?
ORDER BY c.id DESC LIMIT ?;
-- SQLite   SEARCH c USING COVERING INDEX sqlite_autoindex_registration_case_1 (id<?)
-- MariaDB  c  range  PRIMARY  Using where; Using index

-- cases/reading/case-finder.query.ts: CaseFinder.newest
SELECT c.id
FROM registration_case c
WHERE c.id < ? AND c.acceptance_number = ?
ORDER BY c.id DESC LIMIT ?;
-- SQLite   SEARCH c USING INDEX ux_registration_case_acceptance_number (acceptance_number=?)
-- MariaDB  SELECT c.id FROM registration_case c IGNORE INDEX (PRIMARY) WHERE c.id < ? AND c.acceptance_number = ? ORDER BY c.id DESC LIMIT ?
-- MariaDB  c  const  ux_registration_case_acceptance_number  Using index

-- cases/reading/case-finder.query.ts: CaseFinder.newest
SELECT c.id
FROM registration_case c
WHERE c.id < ? AND c.state = ?
ORDER BY c.id DESC LIMIT ?;
-- SQLite   SEARCH c USING COVERING INDEX ix_registration_case_state_id (state=? AND id<?)
-- MariaDB  SELECT c.id FROM registration_case c IGNORE INDEX (PRIMARY) WHERE c.id < ? AND c.state = ? ORDER BY c.id DESC LIMIT ?
-- MariaDB  c  ref  ix_registration_case_state_deadline_at  Using where; Using index; Using filesort

-- cases/reading/case-finder.query.ts: CaseFinder.newest
SELECT c.id
FROM registration_case c
WHERE c.id < ? AND c.business_id = ?
ORDER BY c.id DESC LIMIT ?;
-- SQLite   SEARCH c USING COVERING INDEX ix_registration_case_business_id_id (business_id=? AND id<?)
-- MariaDB  SELECT c.id FROM registration_case c IGNORE INDEX (PRIMARY) WHERE c.id < ? AND c.business_id = ? ORDER BY c.id DESC LIMIT ?
-- MariaDB  c  range  ix_registration_case_business_id_id  Using where; Using index

-- cases/reading/case-finder.query.ts: CaseFinder.newest
SELECT c.id
FROM registration_case c
WHERE c.id < ? AND c.institution_id = ?
ORDER BY c.id DESC LIMIT ?;
-- SQLite   SEARCH c USING COVERING INDEX ix_registration_case_institution_id_id (institution_id=? AND id<?)
-- MariaDB  SELECT c.id FROM registration_case c IGNORE INDEX (PRIMARY) WHERE c.id < ? AND c.institution_id = ? ORDER BY c.id DESC LIMIT ?
-- MariaDB  c  range  ix_registration_case_institution_id_id  Using where; Using index

-- cases/reading/case-finder.query.ts: CaseFinder.newest
SELECT c.id
FROM registration_case c
WHERE c.id < ? AND c.state = ? AND c.institution_id = ?
ORDER BY c.id DESC LIMIT ?;
-- SQLite   SEARCH c USING COVERING INDEX ix_registration_case_institution_id_state_id (institution_id=? AND state=? AND id<?)
-- MariaDB  SELECT c.id FROM registration_case c IGNORE INDEX (PRIMARY) WHERE c.id < ? AND c.state = ? AND c.institution_id = ? ORDER BY c.id DESC LIMIT ?
-- MariaDB  c  range  ix_registration_case_institution_id_state_id  Using where; Using index

-- cases/reading/case-finder.query.ts: CaseFinder.newest
SELECT c.id
FROM registration_case c
WHERE c.id < ? AND c.institution_id = ? AND c.readiness = ?
ORDER BY c.id DESC LIMIT ?;
-- SQLite   SEARCH c USING COVERING INDEX ix_registration_case_readiness_institution_id_id (readiness=? AND institution_id=? AND id<?)
-- MariaDB  SELECT c.id FROM registration_case c IGNORE INDEX (PRIMARY) WHERE c.id < ? AND c.institution_id = ? AND c.readiness = ? ORDER BY c.id DESC LIMIT ?
-- MariaDB  c  ref  ix_registration_case_readiness_institution_id_business_id_id  Using where; Using index; Using filesort

-- cases/reading/case-finder.query.ts: CaseFinder.newest
SELECT c.id
FROM registration_case c
WHERE c.id < ? AND c.business_id = ? AND c.institution_id = ?
ORDER BY c.id DESC LIMIT ?;
-- SQLite   SEARCH c USING COVERING INDEX ix_registration_case_institution_id_business_id_id (institution_id=? AND business_id=? AND id<?)
-- MariaDB  SELECT c.id FROM registration_case c IGNORE INDEX (PRIMARY) WHERE c.id < ? AND c.business_id = ? AND c.institution_id = ? ORDER BY c.id DESC LIMIT ?
-- MariaDB  c  range  ix_registration_case_institution_id_business_id_id  Using where; Using index

-- cases/reading/case-finder.query.ts: CaseFinder.newest
SELECT c.id
FROM registration_case c
WHERE c.id < ? AND c.state = ? AND c.claimed_by = ?
ORDER BY c.id DESC LIMIT ?;
-- SQLite   SEARCH c USING INDEX ix_registration_case_claimed_by_id (claimed_by=? AND id<?)
-- MariaDB  SELECT c.id FROM registration_case c IGNORE INDEX (PRIMARY) WHERE c.id < ? AND c.state = ? AND c.claimed_by = ? ORDER BY c.id DESC LIMIT ?
-- MariaDB  c  range  ix_registration_case_claimed_by_state  Using where; Using index

-- cases/reading/case-finder.query.ts: CaseFinder.ordered
SELECT c.id
FROM registration_case c
WHERE c.unit_number >= ? AND c.unit_number < ?
ORDER BY c.unit_number DESC, c.id DESC LIMIT ?;
-- SQLite   SEARCH c USING INDEX ix_registration_case_unit_number (unit_number>? AND unit_number<?)
-- SQLite   USE TEMP B-TREE FOR RIGHT PART OF ORDER BY
-- MariaDB  c  range  ix_registration_case_unit_number  Using where; Using index

-- cases/reading/case-finder.query.ts: CaseFinder.ordered
SELECT c.id
FROM registration_case c
WHERE c.unit_number >= ? AND c.unit_number < ? AND c.institution_id = ?
ORDER BY c.unit_number DESC, c.id DESC LIMIT ?;
-- SQLite   SEARCH c USING INDEX ix_registration_case_institution_id_unit_number (institution_id=? AND unit_number>? AND unit_number<?)
-- SQLite   USE TEMP B-TREE FOR RIGHT PART OF ORDER BY
-- MariaDB  c  range  ix_registration_case_institution_id_unit_number  Using where; Using index

-- cases/reading/case-finder.query.ts: CaseFinder.partyTyped
SELECT DISTINCT name_blind AS blind
FROM case_party
WHERE name_blind IN (?, …) LIMIT ?;
-- SQLite   SEARCH case_party USING COVERING INDEX ix_case_party_name_blind_case_id (name_blind=?)
-- MariaDB  case_party  ref  ix_case_party_name_blind_case_id  Using where; Using index; Using temporary

-- cases/reading/case-finder.query.ts: CaseFinder.ordered
SELECT c.id
FROM registration_case c
WHERE c.location >= ? AND c.location < ?
ORDER BY c.location DESC, c.id DESC LIMIT ?;
-- SQLite   SEARCH c USING INDEX ix_registration_case_location (location>? AND location<?)
-- SQLite   USE TEMP B-TREE FOR RIGHT PART OF ORDER BY
-- MariaDB  c  range  ix_registration_case_location  Using where; Using index

-- cases/reading/case-finder.query.ts: CaseFinder.ordered
SELECT unit_number, location
FROM registration_case
WHERE id = ?;
-- SQLite   SEARCH registration_case USING INDEX sqlite_autoindex_registration_case_1 (id=?)
-- MariaDB  registration_case  const  PRIMARY

-- cases/reading/case-finder.query.ts: CaseFinder.ordered
SELECT c.id
FROM registration_case c
WHERE c.location >= ? AND c.location <= ? AND (c.location < ? OR c.id < ?)
ORDER BY c.location DESC, c.id DESC LIMIT ?;
-- SQLite   SEARCH c USING INDEX ix_registration_case_location (location>? AND location<?)
-- SQLite   USE TEMP B-TREE FOR RIGHT PART OF ORDER BY
-- MariaDB  c  range  ix_registration_case_location  Using where; Using index

-- cases/reading/case-finder.query.ts: CaseFinder.ordered
SELECT c.id
FROM registration_case c
WHERE c.location >= ? AND c.location < ? AND c.institution_id = ?
ORDER BY c.location DESC, c.id DESC LIMIT ?;
-- SQLite   SEARCH c USING INDEX ix_registration_case_institution_id_location (institution_id=? AND location>? AND location<?)
-- SQLite   USE TEMP B-TREE FOR RIGHT PART OF ORDER BY
-- MariaDB  c  range  ix_registration_case_institution_id_location  Using where; Using index

-- cases/reading/case-finder.query.ts: CaseFinder.ofParty
SELECT c.id
FROM case_party p
JOIN registration_case c ON c.id = p.case_id
WHERE p.name_blind IN (?, …) AND p.case_id < ? AND NOT EXISTS (SELECT 1
FROM case_party q
WHERE q.case_id = p.case_id AND q.name_blind IN (?, …) AND q.id < p.id)
ORDER BY p.case_id DESC LIMIT ?;
-- SQLite   SEARCH p USING INDEX ix_case_party_name_blind_case_id (name_blind=? AND case_id<?)
-- SQLite   CORRELATED SCALAR SUBQUERY 1
-- SQLite   SEARCH q USING INDEX ix_case_party_name_blind_case_id (name_blind=? AND case_id=?)
-- SQLite   SEARCH c USING COVERING INDEX sqlite_autoindex_registration_case_1 (id=?)
-- MariaDB  p  range  ix_case_party_name_blind_case_id  Using where; Using index
-- MariaDB  c  eq_ref  PRIMARY  Using index
-- MariaDB  q  ref  ix_case_party_name_blind_case_id  Using where; Using index

-- cases/reading/case-finder.query.ts: CaseFinder.ofParty
SELECT c.id
FROM case_party p
JOIN registration_case c ON c.id = p.case_id
WHERE p.name_blind IN (?, …) AND p.case_id < ? AND c.institution_id = ? AND NOT EXISTS (SELECT 1
FROM case_party q
WHERE q.case_id = p.case_id AND q.name_blind IN (?, …) AND q.id < p.id)
ORDER BY p.case_id DESC LIMIT ?;
-- SQLite   SEARCH p USING INDEX ix_case_party_name_blind_case_id (name_blind=? AND case_id<?)
-- SQLite   CORRELATED SCALAR SUBQUERY 1
-- SQLite   SEARCH q USING INDEX ix_case_party_name_blind_case_id (name_blind=? AND case_id=?)
-- SQLite   SEARCH c USING COVERING INDEX ix_registration_case_institution_id_id (institution_id=? AND id=?)
-- MariaDB  p  range  ix_case_party_name_blind_case_id  Using where; Using index
-- MariaDB  c  eq_ref  PRIMARY  Using where
-- MariaDB  q  ref  ix_case_party_name_blind_case_id  Using where; Using index

-- cases/reading/case-finder.query.ts: CaseFinder.newest
SELECT c.id, c.acceptance_number, c.business_id, c.business_version, c.state, c.readiness, c.unit_number, c.location, c.institution_id, c.claimed_name, c.submitted_at, c.updated_at
FROM registration_case c
WHERE c.id < ? AND c.state = ?
ORDER BY c.id DESC LIMIT ?;
-- SQLite   SEARCH c USING INDEX ix_registration_case_state_id (state=? AND id<?)
-- MariaDB  SELECT c.id, c.acceptance_number, c.business_id, c.business_version, c.state, c.readiness, c.unit_number, c.location, c.institution_id, c.claimed_name, c.submitted_at, c.updated_at FROM registration_case c IGNORE INDEX (PRIMARY) WHERE c.id < ? AND c.state = ? ORDER BY c.id DESC LIMIT ?
-- MariaDB  c  ref  ix_registration_case_state_id  Using where

-- cases/reading/case-finder.query.ts: CaseFinder.newest
SELECT c.id, c.acceptance_number, c.business_id, c.business_version, c.state, c.version, c.applicant_id, c.unit_id, c.right_id, c.unit_summary, c.pending_key, c.form_cipher, c.content_hash, c.warnings, c.ever_submitted, c.correction_used, c.correction_cipher, c.end_reason_cipher, c.fee_fen, c.fee_share, c.fee_follows, c.fee_reason, c.order_id, c.order_number, c.claimed_by, c.claimed_name, c.claimed_at, c.institution_id, c.branch_id, c.clerk_id, c.clerk_name, c.readiness, c.state_since, c.deadline_at, c.submitted_at, c.applied_at, c.created_at, c.updated_at
FROM registration_case c
WHERE c.id < ? AND c.institution_id = ?
ORDER BY c.id DESC LIMIT ?;
-- SQLite   SEARCH c USING INDEX ix_registration_case_institution_id_id (institution_id=? AND id<?)
-- MariaDB  SELECT c.id, c.acceptance_number, c.business_id, c.business_version, c.state, c.version, c.applicant_id, c.unit_id, c.right_id, c.unit_summary, c.pending_key, c.form_cipher, c.content_hash, c.warnings, c.ever_submitted, c.correction_used, c.correction_cipher, c.end_reason_cipher, c.fee_fen, c.fee_share, c.fee_follows, c.fee_reason, c.order_id, c.order_number, c.claimed_by, c.claimed_name, c.claimed_at, c.institution_id, c.branch_id, c.clerk_id, c.clerk_name, c.readiness, c.state_since, c.deadline_at, c.submitted_at, c.applied_at, c.created_at, c.updated_at FROM registration_case c IGNORE INDEX (PRIMARY) WHERE c.id < ? AND c.institution_id = ? ORDER BY c.id DESC LIMIT ?
-- MariaDB  c  ref  ix_registration_case_institution_id_id  Using where

-- cases/reading/case-units.query.ts: CaseUnits.busy
SELECT unit_id
FROM registration_case
WHERE pending_key IN (?, …);
-- SQLite   SEARCH registration_case USING INDEX ux_registration_case_pending_key (pending_key=?)
-- MariaDB  registration_case  range  ux_registration_case_pending_key  Using index condition

-- cases/reading/case-units.query.ts: CaseUnits.pending
SELECT id, acceptance_number, business_id, business_version, state
FROM registration_case
WHERE unit_id = ? AND state NOT IN ('completed', 'rejected', 'withdrawn', 'lapsed')
ORDER BY id DESC LIMIT 50;
-- SQLite   SEARCH registration_case USING INDEX ix_registration_case_unit_id_state (unit_id=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  registration_case  range  ix_registration_case_unit_id_state  Using index condition; Using filesort

-- cases/reading/case-units.query.ts: CaseUnits.covered
SELECT id, unit_id
FROM registration_case
WHERE id IN (?, …);
-- SQLite   SEARCH registration_case USING INDEX sqlite_autoindex_registration_case_1 (id=?)
-- MariaDB  registration_case  range  PRIMARY  Using where
