-- Made by `npm run sql`: what the query files of this module ask, and how SQLite and MariaDB 10.11 go about it.
-- Estimates are left out; see scripts/sql.

-- institutions/clerk-scope.query.ts: ClerkScopeQuery.of
SELECT c.institution_id, c.branch_id, c.business_ids, c.all_branches, f.institution_admin
FROM institution_clerk c
JOIN staff f ON f.id = c.staff_id AND f.institution_id = c.institution_id AND f.active = 1
WHERE c.staff_id = ?;
-- SQLite   SEARCH f USING INDEX sqlite_autoindex_staff_1 (id=?)
-- SQLite   SEARCH c USING INDEX sqlite_autoindex_institution_clerk_1 (staff_id=?)
-- MariaDB  c  const  PRIMARY
-- MariaDB  f  const  PRIMARY

-- institutions/filing.query.ts: FilingQuery.list
SELECT f.id, f.receipt, f.name, f.credit_code, f.kind, f.state, f.created_at, f.decided_at, f.member_id, f.consent, CASE WHEN f.member_id IS NOT NULL OR (f.state = 'pending' AND (EXISTS (SELECT 1
FROM institution i
WHERE i.credit_code = f.credit_code) OR EXISTS (SELECT 1
FROM institution i
WHERE i.name_key = f.name_key))) THEN 1 ELSE 0 END AS names_member
FROM institution_filing f
WHERE f.id < ?
ORDER BY f.id DESC LIMIT ?;
-- SQLite   SEARCH f USING INDEX sqlite_autoindex_institution_filing_1 (id<?)
-- SQLite   CORRELATED SCALAR SUBQUERY 1
-- SQLite   SEARCH i USING COVERING INDEX ux_institution_credit_code (credit_code=?)
-- SQLite   CORRELATED SCALAR SUBQUERY 2
-- SQLite   SEARCH i USING COVERING INDEX ix_institution_name_key (name_key=?)
-- MariaDB  f  range  PRIMARY  Using where
-- MariaDB  i  ref  ix_institution_name_key  Using index
-- MariaDB  i  eq_ref  ux_institution_credit_code  Using index

-- institutions/filing.query.ts: FilingQuery.list
SELECT f.id, f.receipt, f.name, f.credit_code, f.kind, f.state, f.created_at, f.decided_at, f.member_id, f.consent, CASE WHEN f.member_id IS NOT NULL OR (f.state = 'pending' AND (EXISTS (SELECT 1
FROM institution i
WHERE i.credit_code = f.credit_code) OR EXISTS (SELECT 1
FROM institution i
WHERE i.name_key = f.name_key))) THEN 1 ELSE 0 END AS names_member
FROM institution_filing f
WHERE f.state = ? AND f.id < ?
ORDER BY f.id DESC LIMIT ?;
-- SQLite   SEARCH f USING INDEX ix_institution_filing_state_id (state=? AND id<?)
-- SQLite   CORRELATED SCALAR SUBQUERY 1
-- SQLite   SEARCH i USING COVERING INDEX ux_institution_credit_code (credit_code=?)
-- SQLite   CORRELATED SCALAR SUBQUERY 2
-- SQLite   SEARCH i USING COVERING INDEX ix_institution_name_key (name_key=?)
-- MariaDB  f  ref  ix_institution_filing_state_id  Using where
-- MariaDB  i  ref  ix_institution_name_key  Using index
-- MariaDB  i  eq_ref  ux_institution_credit_code  Using index

-- institutions/filing.query.ts: FilingQuery.byId
SELECT f.*, CASE WHEN f.member_id IS NOT NULL OR (f.state = 'pending' AND (EXISTS (SELECT 1
FROM institution i
WHERE i.credit_code = f.credit_code) OR EXISTS (SELECT 1
FROM institution i
WHERE i.name_key = f.name_key))) THEN 1 ELSE 0 END AS names_member, a.from_day, a.until_day, a.public_archive, a.note, a.note_cipher, s.activated_at AS administrator_activated_at, (SELECT COUNT(*)
FROM institution_filing o
WHERE o.state = 'pending' AND o.id <> f.id AND (o.credit_code = f.credit_code OR o.name_key = f.name_key)) AS others
FROM institution_filing f
LEFT JOIN staff s ON s.id = f.administrator_id
LEFT JOIN institution_agreement a ON a.filing_id = f.id
WHERE f.id = ?;
-- SQLite   SEARCH f USING INDEX sqlite_autoindex_institution_filing_1 (id=?)
-- SQLite   SEARCH s USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN
-- SQLite   SEARCH a USING INDEX ix_institution_agreement_filing_id (filing_id=?) LEFT-JOIN
-- SQLite   CORRELATED SCALAR SUBQUERY 1
-- SQLite   SEARCH i USING COVERING INDEX ux_institution_credit_code (credit_code=?)
-- SQLite   CORRELATED SCALAR SUBQUERY 2
-- SQLite   SEARCH i USING COVERING INDEX ix_institution_name_key (name_key=?)
-- SQLite   CORRELATED SCALAR SUBQUERY 3
-- SQLite   SEARCH o USING INDEX ix_institution_filing_state_id (state=?)
-- MariaDB  f  const  PRIMARY
-- MariaDB  s  const  PRIMARY
-- MariaDB  a  ref  ix_institution_agreement_filing_id  Using where
-- MariaDB  o  index_merge  ix_institution_filing_credit_code,ix_institution_filing_name_key  Using union(ix_institution_filing_credit_code,ix_institution_filing_name_key); Using where
-- MariaDB  i  ref  ix_institution_name_key  Using index
-- MariaDB  i  const  ux_institution_credit_code  Using index

-- institutions/filing.query.ts: FilingQuery.byReceipt
SELECT f.id, f.receipt, f.name, f.credit_code, f.kind, f.state, f.created_at, f.decided_at, f.member_id, f.consent, CASE WHEN f.member_id IS NOT NULL OR (f.state = 'pending' AND (EXISTS (SELECT 1
FROM institution i
WHERE i.credit_code = f.credit_code) OR EXISTS (SELECT 1
FROM institution i
WHERE i.name_key = f.name_key))) THEN 1 ELSE 0 END AS names_member, f.reason, f.reason_cipher
FROM institution_filing f
WHERE f.receipt = ?;
-- SQLite   SEARCH f USING INDEX ux_institution_filing_receipt (receipt=?)
-- SQLite   CORRELATED SCALAR SUBQUERY 1
-- SQLite   SEARCH i USING COVERING INDEX ux_institution_credit_code (credit_code=?)
-- SQLite   CORRELATED SCALAR SUBQUERY 2
-- SQLite   SEARCH i USING COVERING INDEX ix_institution_name_key (name_key=?)
-- MariaDB  f  const  ux_institution_filing_receipt
-- MariaDB  i  ref  ix_institution_name_key  Using index
-- MariaDB  i  const  ux_institution_credit_code  Using index

-- institutions/filing.query.ts: FilingQuery.naming
SELECT f.*, 1 AS names_member
FROM institution_filing f
WHERE (f.member_id = ? OR (f.member_id IS NULL AND f.state = 'pending' AND (f.credit_code = ? OR (f.name_key = ? AND NOT EXISTS (SELECT 1
FROM institution i
WHERE i.credit_code = f.credit_code))))) AND f.id < ?
ORDER BY f.id DESC LIMIT ?;
-- SQLite   MULTI-INDEX OR
-- SQLite   INDEX 1
-- SQLite   SEARCH f USING INDEX ix_institution_filing_member_id_id (member_id=? AND id<?)
-- SQLite   INDEX 2
-- SQLite   CORRELATED SCALAR SUBQUERY 1
-- SQLite   SEARCH i USING COVERING INDEX ux_institution_credit_code (credit_code=?)
-- SQLite   SEARCH f USING INDEX ix_institution_filing_state_id (state=? AND id<?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  f  index_merge  ix_institution_filing_credit_code,ix_institution_filing_name_key,ix_institution_filing_member_id_id  Using sort_union(ix_institution_filing_credit_code,ix_institution_filing_name_key,ix_institution_filing_member_id_id); Using where; Using filesort
-- MariaDB  i  unique_subquery  ux_institution_credit_code  Using index
