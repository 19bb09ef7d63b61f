-- Made by `npm run sql`: what the query files of this module ask, and how SQLite and MariaDB 10.11 go about it.
-- Estimates are left out; see scripts/sql.

-- audit/audit.query.ts: AuditQuery.list
SELECT e.id, e.at, e.actor_kind, e.actor_id, e.action, e.subject_kind, e.subject_id, e.detail, s.seq, s.hash
FROM audit_entry e
LEFT JOIN audit_seal s ON s.entry_id = e.id
WHERE e.id < ?
ORDER BY e.id DESC LIMIT ?;
-- SQLite   SEARCH e USING INDEX sqlite_autoindex_audit_entry_1 (id<?)
-- SQLite   SEARCH s USING INDEX ux_audit_seal_entry_id (entry_id=?) LEFT-JOIN
-- MariaDB  e  range  PRIMARY  Using where
-- MariaDB  s  eq_ref  ux_audit_seal_entry_id

-- audit/audit.query.ts: AuditQuery.list
SELECT s.seq
FROM audit_seal s
JOIN audit_entry e ON e.id = s.entry_id
WHERE e.detail NOT LIKE '{%'
ORDER BY s.seq LIMIT 1;
-- SQLite   SCAN s USING INDEX sqlite_autoindex_audit_seal_1
-- SQLite   SEARCH e USING INDEX sqlite_autoindex_audit_entry_1 (id=?)
-- SQLite   ! reads the whole of s: ends at the first encrypted entry, asked once in the life of a process
-- MariaDB  s  index  PRIMARY
-- MariaDB  e  eq_ref  PRIMARY  Using where
-- MariaDB  ! reads the whole of s: ends at the first encrypted entry, asked once in the life of a process

-- audit/audit.query.ts: AuditQuery.list
SELECT e.id, e.at, e.actor_kind, e.actor_id, e.action, e.subject_kind, e.subject_id, e.detail, s.seq, s.hash
FROM audit_entry e
LEFT JOIN audit_seal s ON s.entry_id = e.id
WHERE e.id < ? AND e.action = ?
ORDER BY e.id DESC LIMIT ?;
-- SQLite   SEARCH e USING INDEX ix_audit_entry_action_id (action=? AND id<?)
-- SQLite   SEARCH s USING INDEX ux_audit_seal_entry_id (entry_id=?) LEFT-JOIN
-- MariaDB  e  ref  ix_audit_entry_action_id  Using where
-- MariaDB  s  eq_ref  ux_audit_seal_entry_id

-- audit/audit.query.ts: AuditQuery.list
SELECT e.id, e.at, e.actor_kind, e.actor_id, e.action, e.subject_kind, e.subject_id, e.detail, s.seq, s.hash
FROM audit_entry e
LEFT JOIN audit_seal s ON s.entry_id = e.id
WHERE e.id < ? AND e.subject_id = ?
ORDER BY e.id DESC LIMIT ?;
-- SQLite   SEARCH e USING INDEX ix_audit_entry_subject_id_id (subject_id=? AND id<?)
-- SQLite   SEARCH s USING INDEX ux_audit_seal_entry_id (entry_id=?) LEFT-JOIN
-- MariaDB  e  range  ix_audit_entry_subject_id_id  Using where
-- MariaDB  s  eq_ref  ux_audit_seal_entry_id

-- audit/audit.query.ts: AuditQuery.list
SELECT e.id, e.at, e.actor_kind, e.actor_id, e.action, e.subject_kind, e.subject_id, e.detail, s.seq, s.hash
FROM audit_entry e
LEFT JOIN audit_seal s ON s.entry_id = e.id
WHERE e.id < ? AND e.actor_id = ?
ORDER BY e.id DESC LIMIT ?;
-- SQLite   SEARCH e USING INDEX ix_audit_entry_actor_id_id (actor_id=? AND id<?)
-- SQLite   SEARCH s USING INDEX ux_audit_seal_entry_id (entry_id=?) LEFT-JOIN
-- MariaDB  e  range  ix_audit_entry_actor_id_id  Using where
-- MariaDB  s  eq_ref  ux_audit_seal_entry_id

-- audit/audit.query.ts: AuditQuery.counts
SELECT (SELECT COUNT(*)
FROM audit_entry) AS entries, (SELECT COUNT(*)
FROM audit_seal) AS sealed;
-- SQLite   SCAN CONSTANT ROW
-- SQLite   SCALAR SUBQUERY 1
-- SQLite   SCAN audit_entry USING COVERING INDEX sqlite_autoindex_audit_entry_1
-- SQLite   SCALAR SUBQUERY 2
-- SQLite   SCAN audit_seal USING COVERING INDEX sqlite_autoindex_audit_seal_1
-- SQLite   ! reads the whole of audit_entry, audit_seal: a count of everything, for the auditors’ page only
-- MariaDB  No tables used
-- MariaDB  audit_seal  index  ux_audit_seal_entry_id  Using index
-- MariaDB  audit_entry  index  ix_audit_entry_subject_id_id  Using index
-- MariaDB  ! reads the whole of audit_seal, audit_entry: a count of everything, for the auditors’ page only
