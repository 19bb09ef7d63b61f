-- Made by `npm run sql`: what the query files of this module ask, and how SQLite and MariaDB 10.11 go about it.
-- Estimates are left out; see scripts/sql.

-- register/register.query.ts: RegisterQuery.fill
SELECT 'unit' AS source, id AS unit_id, id, NULL AS number, NULL AS kind, NULL AS document, JSON_OBJECT('id', id, 'unit_number', unit_number, 'estate', estate, 'building', building, 'floor', floor, 'room', room, 'location', location, 'use_code', use_code, 'area_hundredths', area_hundredths, 'right_nature', right_nature, 'right_type', right_type, 'term_start', term_start, 'term_end', term_end, 'plan', plan, 'survey_number', survey_number, 'developer_code', developer_code, 'developer_name', developer_name, 'version', version, 'history_seq', history_seq, 'history_hash', history_hash) AS secret, NULL AS from_date, NULL AS until_date, NULL AS amount1, NULL AS amount2, NULL AS party, NULL AS code, NULL AS other_id, NULL AS since, NULL AS reference, 0 AS valid_from, NULL AS valid_to
FROM unit
WHERE id IN (?, …)
UNION ALL SELECT 'holder' AS source, r.unit_id, r.id, h.position AS number, r.co_ownership AS kind, r.acceptance_number AS document, h.holder_cipher AS secret, NULL AS from_date, NULL AS until_date, h.share_num AS amount1, h.share_den AS amount2, NULL AS party, NULL AS code, NULL AS other_id, NULL AS since, NULL AS reference, r.valid_from, r.valid_to
FROM right_record r
JOIN right_holder h ON h.right_id = r.id
WHERE r.unit_id IN (?, …) AND valid_to IS NULL
UNION ALL SELECT 'certificate', unit_id, id, NULL, NULL, number, NULL, NULL, NULL, NULL, NULL, NULL, NULL, right_id, NULL, NULL, valid_from, valid_to
FROM right_certificate
WHERE unit_id IN (?, …) AND valid_to IS NULL
UNION ALL SELECT 'mortgage', unit_id, id, mortgage_rank * 2 + transfer_limit, NULL, certificate_number, NULL, debt_start, debt_end, secured_fen, collateral_fen, mortgagee_name, mortgagee_code, institution_id, rank_from, NULL, valid_from, valid_to
FROM mortgage
WHERE unit_id IN (?, …) AND valid_to IS NULL
UNION ALL SELECT 'notice', unit_id, id, notice_rank, kind, certificate_number, holders_cipher, debt_start, effective_until, secured_fen, collateral_fen, obligors_cipher, debt_end, co_ownership, applied_on, applied_number, valid_from, valid_to
FROM advance_notice
WHERE unit_id IN (?, …) AND valid_to IS NULL
UNION ALL SELECT 'limit', unit_id, id, NULL, kind, document_number, authority_cipher, from_date, until_date, NULL, NULL, NULL, NULL, NULL, NULL, NULL, valid_from, valid_to
FROM unit_limit
WHERE unit_id IN (?, …) AND valid_to IS NULL;
-- SQLite   COMPOUND QUERY
-- SQLite   LEFT-MOST SUBQUERY
-- SQLite   SEARCH unit USING INDEX sqlite_autoindex_unit_1 (id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH r USING INDEX ix_right_record_unit_id (unit_id=?)
-- SQLite   SEARCH h USING INDEX sqlite_autoindex_right_holder_1 (right_id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH right_certificate USING INDEX ix_right_certificate_unit_id (unit_id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH mortgage USING INDEX ix_mortgage_unit_id (unit_id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH advance_notice USING INDEX ix_advance_notice_valid_to_effective_until (valid_to=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH unit_limit USING INDEX ix_unit_limit_valid_to_until_date (valid_to=?)
-- MariaDB  unit  range  PRIMARY  Using where
-- MariaDB  r  range  ix_right_record_unit_id  Using index condition; Using where
-- MariaDB  h  ref  PRIMARY
-- MariaDB  right_certificate  range  ix_right_certificate_unit_id  Using index condition; Using where
-- MariaDB  mortgage  range  ix_mortgage_unit_id  Using index condition; Using where
-- MariaDB  advance_notice  range  ix_advance_notice_unit_id  Using index condition; Using where
-- MariaDB  unit_limit  range  ix_unit_limit_unit_id  Using index condition; Using where

-- register/register.query.ts: RegisterQuery.fill
SELECT 'unit' AS source, id AS unit_id, id, NULL AS number, NULL AS kind, NULL AS document, JSON_OBJECT('id', id, 'unit_number', unit_number, 'estate', estate, 'building', building, 'floor', floor, 'room', room, 'location', location, 'use_code', use_code, 'area_hundredths', area_hundredths, 'right_nature', right_nature, 'right_type', right_type, 'term_start', term_start, 'term_end', term_end, 'plan', plan, 'survey_number', survey_number, 'developer_code', developer_code, 'developer_name', developer_name, 'version', version, 'history_seq', history_seq, 'history_hash', history_hash) AS secret, NULL AS from_date, NULL AS until_date, NULL AS amount1, NULL AS amount2, NULL AS party, NULL AS code, NULL AS other_id, NULL AS since, NULL AS reference, 0 AS valid_from, NULL AS valid_to
FROM unit
WHERE id IN (?, …)
UNION ALL SELECT 'holder' AS source, r.unit_id, r.id, h.position AS number, r.co_ownership AS kind, r.acceptance_number AS document, h.holder_cipher AS secret, NULL AS from_date, NULL AS until_date, h.share_num AS amount1, h.share_den AS amount2, NULL AS party, NULL AS code, NULL AS other_id, NULL AS since, NULL AS reference, r.valid_from, r.valid_to
FROM right_record r
JOIN right_holder h ON h.right_id = r.id
WHERE r.unit_id IN (?, …)
UNION ALL SELECT 'certificate', unit_id, id, NULL, NULL, number, NULL, NULL, NULL, NULL, NULL, NULL, NULL, right_id, NULL, NULL, valid_from, valid_to
FROM right_certificate
WHERE unit_id IN (?, …)
UNION ALL SELECT 'mortgage', unit_id, id, mortgage_rank * 2 + transfer_limit, NULL, certificate_number, NULL, debt_start, debt_end, secured_fen, collateral_fen, mortgagee_name, mortgagee_code, institution_id, rank_from, NULL, valid_from, valid_to
FROM mortgage
WHERE unit_id IN (?, …)
UNION ALL SELECT 'notice', unit_id, id, notice_rank, kind, certificate_number, holders_cipher, debt_start, effective_until, secured_fen, collateral_fen, obligors_cipher, debt_end, co_ownership, applied_on, applied_number, valid_from, valid_to
FROM advance_notice
WHERE unit_id IN (?, …)
UNION ALL SELECT 'limit', unit_id, id, NULL, kind, document_number, authority_cipher, from_date, until_date, NULL, NULL, NULL, NULL, NULL, NULL, NULL, valid_from, valid_to
FROM unit_limit
WHERE unit_id IN (?, …)
UNION ALL SELECT 'history', unit_id, NULL, seq, kind, summary, payload, NULL, NULL, NULL, NULL, prev_hash, hash, case_id, NULL, NULL, at, NULL
FROM unit_history
WHERE unit_id IN (?, …);
-- SQLite   COMPOUND QUERY
-- SQLite   LEFT-MOST SUBQUERY
-- SQLite   SEARCH unit USING INDEX sqlite_autoindex_unit_1 (id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH r USING INDEX ix_right_record_unit_id (unit_id=?)
-- SQLite   SEARCH h USING INDEX sqlite_autoindex_right_holder_1 (right_id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH right_certificate USING INDEX ix_right_certificate_unit_id (unit_id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH mortgage USING INDEX ix_mortgage_unit_id (unit_id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH advance_notice USING INDEX ix_advance_notice_unit_id (unit_id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH unit_limit USING INDEX ix_unit_limit_unit_id (unit_id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH unit_history USING INDEX sqlite_autoindex_unit_history_1 (unit_id=?)
-- MariaDB  unit  range  PRIMARY  Using where
-- MariaDB  r  range  ix_right_record_unit_id  Using index condition
-- MariaDB  h  ref  PRIMARY
-- MariaDB  right_certificate  range  ix_right_certificate_unit_id  Using index condition
-- MariaDB  mortgage  range  ix_mortgage_unit_id  Using index condition
-- MariaDB  advance_notice  range  ix_advance_notice_unit_id  Using index condition
-- MariaDB  unit_limit  range  ix_unit_limit_unit_id  Using index condition
-- MariaDB  unit_history  range  PRIMARY  Using where

-- register/register.query.ts: RegisterQuery.contentsBy
SELECT u.id, u.unit_number, u.estate, u.building, u.floor, u.room, u.location, u.use_code, u.area_hundredths, u.right_nature, u.right_type, u.term_start, u.term_end, u.plan, u.survey_number, u.developer_code, u.developer_name, u.version, u.history_seq, u.history_hash
FROM unit u
JOIN right_record r ON r.current_unit_id = u.id
JOIN right_holder h ON h.right_id = r.id
WHERE h.id_blind IN (?, …)
ORDER BY r.valid_from DESC, r.id DESC LIMIT 200;
-- SQLite   SEARCH h USING COVERING INDEX ix_right_holder_id_blind_right_id (id_blind=?)
-- SQLite   SEARCH r USING INDEX sqlite_autoindex_right_record_1 (id=?)
-- SQLite   SEARCH u USING INDEX sqlite_autoindex_unit_1 (id=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  h  ref  ix_right_holder_id_blind_right_id  Using where; Using index; Using temporary; Using filesort
-- MariaDB  r  eq_ref  PRIMARY  Using where
-- MariaDB  u  eq_ref  PRIMARY

-- register/register.query.ts: RegisterQuery.contentsBy
SELECT u.id, u.unit_number, u.estate, u.building, u.floor, u.room, u.location, u.use_code, u.area_hundredths, u.right_nature, u.right_type, u.term_start, u.term_end, u.plan, u.survey_number, u.developer_code, u.developer_name, u.version, u.history_seq, u.history_hash
FROM unit u
WHERE u.id < ?
ORDER BY u.id DESC LIMIT ?;
-- SQLite   SEARCH u USING INDEX sqlite_autoindex_unit_1 (id<?)
-- MariaDB  u  range  PRIMARY  Using where

-- register/register.query.ts: RegisterQuery.fill
SELECT 'holder' AS source, r.unit_id, r.id, h.position AS number, r.co_ownership AS kind, r.acceptance_number AS document, h.holder_cipher AS secret, NULL AS from_date, NULL AS until_date, h.share_num AS amount1, h.share_den AS amount2, NULL AS party, NULL AS code, NULL AS other_id, NULL AS since, NULL AS reference, r.valid_from, r.valid_to
FROM right_record r
JOIN right_holder h ON h.right_id = r.id
WHERE r.unit_id IN (?, …) AND valid_to IS NULL
UNION ALL SELECT 'certificate', unit_id, id, NULL, NULL, number, NULL, NULL, NULL, NULL, NULL, NULL, NULL, right_id, NULL, NULL, valid_from, valid_to
FROM right_certificate
WHERE unit_id IN (?, …) AND valid_to IS NULL
UNION ALL SELECT 'mortgage', unit_id, id, mortgage_rank * 2 + transfer_limit, NULL, certificate_number, NULL, debt_start, debt_end, secured_fen, collateral_fen, mortgagee_name, mortgagee_code, institution_id, rank_from, NULL, valid_from, valid_to
FROM mortgage
WHERE unit_id IN (?, …) AND valid_to IS NULL
UNION ALL SELECT 'notice', unit_id, id, notice_rank, kind, certificate_number, holders_cipher, debt_start, effective_until, secured_fen, collateral_fen, obligors_cipher, debt_end, co_ownership, applied_on, applied_number, valid_from, valid_to
FROM advance_notice
WHERE unit_id IN (?, …) AND valid_to IS NULL
UNION ALL SELECT 'limit', unit_id, id, NULL, kind, document_number, authority_cipher, from_date, until_date, NULL, NULL, NULL, NULL, NULL, NULL, NULL, valid_from, valid_to
FROM unit_limit
WHERE unit_id IN (?, …) AND valid_to IS NULL;
-- SQLite   COMPOUND QUERY
-- SQLite   LEFT-MOST SUBQUERY
-- SQLite   SEARCH r USING INDEX ix_right_record_unit_id (unit_id=?)
-- SQLite   SEARCH h USING INDEX sqlite_autoindex_right_holder_1 (right_id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH right_certificate USING INDEX ix_right_certificate_unit_id (unit_id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH mortgage USING INDEX ix_mortgage_unit_id (unit_id=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH advance_notice USING INDEX ix_advance_notice_valid_to_effective_until (valid_to=?)
-- SQLite   UNION ALL
-- SQLite   SEARCH unit_limit USING INDEX ix_unit_limit_valid_to_until_date (valid_to=?)
-- MariaDB  r  range  ix_right_record_unit_id  Using index condition; Using where
-- MariaDB  h  ref  PRIMARY
-- MariaDB  right_certificate  range  ix_right_certificate_unit_id  Using index condition; Using where
-- MariaDB  mortgage  range  ix_mortgage_unit_id  Using index condition; Using where
-- MariaDB  advance_notice  range  ix_advance_notice_unit_id  Using index condition; Using where
-- MariaDB  unit_limit  range  ix_unit_limit_unit_id  Using index condition; Using where

-- register/register.query.ts: RegisterQuery.contentsBy
SELECT u.id, u.unit_number, u.estate, u.building, u.floor, u.room, u.location, u.use_code, u.area_hundredths, u.right_nature, u.right_type, u.term_start, u.term_end, u.plan, u.survey_number, u.developer_code, u.developer_name, u.version, u.history_seq, u.history_hash
FROM unit u
WHERE u.number_key >= ? AND u.number_key < ?
ORDER BY u.number_key, u.id LIMIT ?;
-- SQLite   SEARCH u USING INDEX ix_unit_number_key_id (number_key>? AND number_key<?)
-- MariaDB  u  range  ix_unit_number_key_id  Using index condition

-- register/register.query.ts: RegisterQuery.contentsBy
SELECT u.id, u.unit_number, u.estate, u.building, u.floor, u.room, u.location, u.use_code, u.area_hundredths, u.right_nature, u.right_type, u.term_start, u.term_end, u.plan, u.survey_number, u.developer_code, u.developer_name, u.version, u.history_seq, u.history_hash
FROM unit u
WHERE u.name_key >= ? AND u.name_key < ?
ORDER BY u.name_key, u.id LIMIT ?;
-- SQLite   SEARCH u USING INDEX ix_unit_name_key_id (name_key>? AND name_key<?)
-- MariaDB  u  range  ix_unit_name_key_id  Using index condition

-- register/register.query.ts: RegisterQuery.contentsBy
SELECT u.id, u.unit_number, u.estate, u.building, u.floor, u.room, u.location, u.use_code, u.area_hundredths, u.right_nature, u.right_type, u.term_start, u.term_end, u.plan, u.survey_number, u.developer_code, u.developer_name, u.version, u.history_seq, u.history_hash
FROM unit u
WHERE u.location_key >= ? AND u.location_key < ?
ORDER BY u.location_key, u.id LIMIT ?;
-- SQLite   SEARCH u USING INDEX ix_unit_location_key_id (location_key>? AND location_key<?)
-- MariaDB  u  range  ix_unit_location_key_id  Using index condition
