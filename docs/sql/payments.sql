-- Made by `npm run sql`: what the query files of this module ask, and how SQLite and MariaDB 10.11 go about it.
-- Estimates are left out; see scripts/sql.

-- payments/centre-order.query.ts: readOrdersByState
SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt
FROM fee_order o
WHERE o.id < ?
ORDER BY o.id DESC LIMIT ?;
-- SQLite   SEARCH o USING INDEX sqlite_autoindex_fee_order_1 (id<?)
-- MariaDB  o  range  PRIMARY  Using where

-- payments/centre-order.query.ts: readOrdersByState
SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt
FROM fee_order o
WHERE o.state = ? AND o.id < ?
ORDER BY o.id DESC LIMIT ?;
-- SQLite   SEARCH o USING INDEX ix_fee_order_state_id (state=? AND id<?)
-- MariaDB  o  range  ix_fee_order_state_id  Using where

-- payments/centre-order.query.ts: readOrdersByNumber
SELECT id
FROM fee_order
WHERE number IN (?, …) UNION SELECT id
FROM fee_order
WHERE acceptance_number = ? UNION SELECT order_id
FROM payment_attempt
WHERE out_trade_no IN (?, …) UNION SELECT order_id
FROM payment_attempt
WHERE transaction_id = ? UNION SELECT order_id
FROM refund
WHERE out_refund_no IN (?, …) LIMIT 100;
-- SQLite   COMPOUND QUERY
-- SQLite   LEFT-MOST SUBQUERY
-- SQLite   SEARCH fee_order USING INDEX ux_fee_order_number (number=?)
-- SQLite   UNION USING TEMP B-TREE
-- SQLite   SEARCH fee_order USING INDEX ix_fee_order_acceptance_number (acceptance_number=?)
-- SQLite   UNION USING TEMP B-TREE
-- SQLite   SEARCH payment_attempt USING INDEX ux_payment_attempt_out_trade_no (out_trade_no=?)
-- SQLite   UNION USING TEMP B-TREE
-- SQLite   SEARCH payment_attempt USING INDEX ix_payment_attempt_transaction_id (transaction_id=?)
-- SQLite   UNION USING TEMP B-TREE
-- SQLite   SEARCH refund USING INDEX ux_refund_out_refund_no (out_refund_no=?)
-- MariaDB  fee_order  range  ux_fee_order_number  Using where; Using index
-- MariaDB  fee_order  ref  ix_fee_order_acceptance_number  Using where; Using index
-- MariaDB  payment_attempt  range  ux_payment_attempt_out_trade_no  Using index condition
-- MariaDB  payment_attempt  ref  ix_payment_attempt_transaction_id  Using index condition
-- MariaDB  refund  range  ux_refund_out_refund_no  Using index condition
-- MariaDB  <union1,2,3,4,5>  ALL

-- payments/centre-order.query.ts: readOrdersByNumber
SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt
FROM fee_order o
WHERE o.id IN (?, …)
ORDER BY o.id DESC;
-- SQLite   SEARCH o USING INDEX sqlite_autoindex_fee_order_1 (id=?)
-- MariaDB  o  range  PRIMARY  Using where

-- payments/centre-order.query.ts: readOrdersByPayer
SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt
FROM fee_order_payer p
JOIN fee_order o ON o.id = p.order_id
WHERE p.id_blind = ? AND p.order_id < ?
ORDER BY p.order_id DESC LIMIT ?;
-- SQLite   SEARCH p USING COVERING INDEX ix_fee_order_payer_id_blind_order_id (id_blind=? AND order_id<?)
-- SQLite   SEARCH o USING INDEX sqlite_autoindex_fee_order_1 (id=?)
-- MariaDB  p  ref  ix_fee_order_payer_id_blind_place_order_id  Using where; Using index; Using filesort
-- MariaDB  o  eq_ref  PRIMARY

-- payments/centre-order.query.ts: readOrderFacts
SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt
FROM fee_order o
WHERE o.id = ?;
-- SQLite   SEARCH o USING INDEX sqlite_autoindex_fee_order_1 (id=?)
-- MariaDB  o  const  PRIMARY

-- payments/centre-order.query.ts: readOrderFacts
SELECT id, order_id AS orderId, out_trade_no AS outTradeNo, group_id AS groupId, channel, method, slot, amount_fen AS amountFen, refunded_fen AS refundedFen, state, citizen_id AS citizenId, payer_cipher AS payerCipher, prepay_cipher AS prepayCipher, transaction_id AS transactionId, expires_at AS expiresAt, paid_at AS paidAt, ended_at AS endedAt, created_at AS createdAt
FROM payment_attempt
WHERE order_id IN (?, …)
ORDER BY id DESC LIMIT 200;
-- SQLite   SEARCH payment_attempt USING INDEX ux_payment_attempt_order_id_slot (order_id=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  payment_attempt  ref  ux_payment_attempt_order_id_slot  Using index condition; Using where; Using filesort

-- payments/centre-order.query.ts: readOrderFacts
SELECT id, out_trade_no AS outTradeNo, channel, received_at AS receivedAt, processed_at AS processedAt
FROM payment_inbox
WHERE out_trade_no IN (?, …)
ORDER BY id DESC LIMIT 200;
-- SQLite   SEARCH payment_inbox USING INDEX ix_payment_inbox_out_trade_no (out_trade_no=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  payment_inbox  range  ix_payment_inbox_out_trade_no  Using index condition; Using filesort

-- payments/centre-order.query.ts: readOrderFacts
SELECT id, at, kind, reference, order_id AS orderId, attempt_id AS attemptId, channel, amount_fen AS amountFen
FROM payment_ledger
WHERE order_id IN (?, …)
ORDER BY id LIMIT 400;
-- SQLite   SEARCH payment_ledger USING INDEX ix_payment_ledger_order_id (order_id=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  payment_ledger  ref  ix_payment_ledger_order_id  Using index condition; Using where

-- payments/centre-order.query.ts: readOrderFacts
SELECT id, out_refund_no AS outRefundNo, attempt_id AS attemptId, order_id AS orderId, cause, amount_fen AS amountFen, reason, state, gateway_code AS gatewayCode, created_at AS createdAt, finished_at AS finishedAt, outside_cipher AS outsideCipher
FROM refund
WHERE order_id = ?
ORDER BY id DESC LIMIT 200;
-- SQLite   SEARCH refund USING INDEX ix_refund_order_id (order_id=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  refund  ref  ix_refund_order_id  Using where

-- payments/centre-order.query.ts: readRefunds
SELECT r.id, r.out_refund_no AS outRefundNo, r.attempt_id AS attemptId, r.order_id AS orderId, r.cause, r.amount_fen AS amountFen, r.reason, r.state, r.gateway_code AS gatewayCode, r.created_at AS createdAt, r.finished_at AS finishedAt, r.outside_cipher AS outsideCipher, o.number AS orderNumber, o.acceptance_number AS acceptanceNumber, a.channel
FROM refund r
JOIN fee_order o ON o.id = r.order_id
JOIN payment_attempt a ON a.id = r.attempt_id
WHERE r.id < ?
ORDER BY r.id DESC LIMIT ?;
-- SQLite   SEARCH r USING INDEX sqlite_autoindex_refund_1 (id<?)
-- SQLite   SEARCH o USING INDEX sqlite_autoindex_fee_order_1 (id=?)
-- SQLite   SEARCH a USING INDEX sqlite_autoindex_payment_attempt_1 (id=?)
-- MariaDB  r  range  PRIMARY  Using where
-- MariaDB  o  eq_ref  PRIMARY
-- MariaDB  a  eq_ref  PRIMARY

-- payments/centre-order.query.ts: readRefunds
SELECT r.id, r.out_refund_no AS outRefundNo, r.attempt_id AS attemptId, r.order_id AS orderId, r.cause, r.amount_fen AS amountFen, r.reason, r.state, r.gateway_code AS gatewayCode, r.created_at AS createdAt, r.finished_at AS finishedAt, r.outside_cipher AS outsideCipher, o.number AS orderNumber, o.acceptance_number AS acceptanceNumber, a.channel
FROM refund r
JOIN fee_order o ON o.id = r.order_id
JOIN payment_attempt a ON a.id = r.attempt_id
WHERE r.state = ? AND r.id < ?
ORDER BY r.id DESC LIMIT ?;
-- SQLite   SEARCH r USING INDEX ix_refund_state_id (state=? AND id<?)
-- SQLite   SEARCH o USING INDEX sqlite_autoindex_fee_order_1 (id=?)
-- SQLite   SEARCH a USING INDEX sqlite_autoindex_payment_attempt_1 (id=?)
-- MariaDB  r  range  ix_refund_state_id  Using where
-- MariaDB  o  eq_ref  PRIMARY
-- MariaDB  a  eq_ref  PRIMARY

-- payments/combined.query.ts: lockGroup
SELECT id, out_trade_no AS outTradeNo, channel, method, citizen_id AS citizenId, payer_cipher AS payerCipher, prepay_cipher AS prepayCipher, expires_at AS expiresAt, created_at AS createdAt
FROM payment_group
WHERE id = ?;
-- SQLite   SEARCH payment_group USING INDEX sqlite_autoindex_payment_group_1 (id=?)
-- MariaDB  SELECT id, out_trade_no AS outTradeNo, channel, method, citizen_id AS citizenId, payer_cipher AS payerCipher, prepay_cipher AS prepayCipher, expires_at AS expiresAt, created_at AS createdAt FROM payment_group WHERE id = ? FOR UPDATE
-- MariaDB  payment_group  const  PRIMARY

-- payments/combined.query.ts: groupByNumber
SELECT id, out_trade_no AS outTradeNo, channel, method, citizen_id AS citizenId, payer_cipher AS payerCipher, prepay_cipher AS prepayCipher, expires_at AS expiresAt, created_at AS createdAt
FROM payment_group
WHERE out_trade_no = ?;
-- SQLite   SEARCH payment_group USING INDEX ux_payment_group_out_trade_no (out_trade_no=?)
-- MariaDB  payment_group  const  ux_payment_group_out_trade_no

-- payments/combined.query.ts: attemptsOfGroup
SELECT id, order_id AS orderId, out_trade_no AS outTradeNo, group_id AS groupId, channel, method, slot, amount_fen AS amountFen, refunded_fen AS refundedFen, state, citizen_id AS citizenId, payer_cipher AS payerCipher, prepay_cipher AS prepayCipher, transaction_id AS transactionId, expires_at AS expiresAt, paid_at AS paidAt, ended_at AS endedAt, created_at AS createdAt
FROM payment_attempt
WHERE group_id = ?
ORDER BY id;
-- SQLite   SEARCH payment_attempt USING INDEX ix_payment_attempt_group_id_id (group_id=?)
-- MariaDB  payment_attempt  ref  ix_payment_attempt_group_id_id  Using index condition; Using where

-- payments/combined.query.ts: lockOrdersOfGroup
SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt
FROM fee_order o
WHERE o.id IN (SELECT a.order_id
FROM payment_attempt a
WHERE a.group_id = ?)
ORDER BY o.id;
-- SQLite   SEARCH o USING INDEX sqlite_autoindex_fee_order_1 (id=?)
-- SQLite   LIST SUBQUERY 1
-- SQLite   SEARCH a USING INDEX ix_payment_attempt_group_id_id (group_id=?)
-- MariaDB  SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt FROM fee_order o WHERE o.id IN (SELECT a.order_id FROM payment_attempt a WHERE a.group_id = ?) ORDER BY o.id FOR UPDATE
-- MariaDB  <subquery2>  ALL  Using temporary; Using filesort
-- MariaDB  o  eq_ref  PRIMARY
-- MariaDB  a  ref  ix_payment_attempt_group_id_id  Using index condition

-- payments/combined.query.ts: lockTaxOrders
SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt
FROM fee_order o
WHERE o.case_id = ? AND o.kind = 'tax'
ORDER BY o.round;
-- SQLite   SEARCH o USING INDEX ux_fee_order_case_id_kind_round (case_id=? AND kind=?)
-- MariaDB  SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt FROM fee_order o WHERE o.case_id = ? AND o.kind = 'tax' ORDER BY o.round FOR UPDATE
-- MariaDB  o  ref  ux_fee_order_case_id_kind_round  Using index condition; Using where

-- payments/combined.query.ts: unpaidOf
SELECT COUNT(*) AS n
FROM fee_order
WHERE case_id = ? AND state = 'unpaid';
-- SQLite   SEARCH fee_order USING INDEX ux_fee_order_case_id_kind_round (case_id=?)
-- MariaDB  fee_order  ref  ux_fee_order_case_id_kind_round  Using index condition; Using where

-- payments/combined.query.ts: readDues
SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt
FROM fee_order o
JOIN fee_order_payer p ON p.order_id = o.id AND p.id_blind = ?
WHERE o.case_id = ? AND o.state <> 'cancelled'
ORDER BY o.kind, o.round;
-- SQLite   SEARCH o USING INDEX ux_fee_order_case_id_kind_round (case_id=?)
-- SQLite   SEARCH p USING COVERING INDEX sqlite_autoindex_fee_order_payer_1 (order_id=? AND id_blind=?)
-- MariaDB  p  ref  ix_fee_order_payer_id_blind_order_id  Using where; Using index; Using temporary; Using filesort
-- MariaDB  o  eq_ref  PRIMARY  Using where

-- payments/combined.query.ts: readTaxPayments
SELECT o.voucher, a.channel, a.transaction_id AS transactionId, a.paid_at AS paidAt, a.amount_fen AS amountFen
FROM fee_order o
JOIN payment_attempt a ON a.id = o.paid_attempt_id
WHERE o.case_id = ? AND o.kind = 'tax' AND o.state = 'paid'
ORDER BY o.round;
-- SQLite   SEARCH o USING INDEX ux_fee_order_case_id_kind_round (case_id=? AND kind=?)
-- SQLite   SEARCH a USING INDEX sqlite_autoindex_payment_attempt_1 (id=?)
-- MariaDB  o  ref|filter  ux_fee_order_case_id_kind_round|ix_fee_order_state_id  Using index condition; Using where; Using rowid filter
-- MariaDB  a  eq_ref  PRIMARY

-- payments/combined.query.ts: readTaxOrders
SELECT id, voucher, state
FROM fee_order
WHERE case_id = ? AND kind = 'tax'
ORDER BY round;
-- SQLite   SEARCH fee_order USING INDEX ux_fee_order_case_id_kind_round (case_id=? AND kind=?)
-- MariaDB  fee_order  ref  ux_fee_order_case_id_kind_round  Using index condition; Using where

-- payments/combined.query.ts: lockTaxRefund
SELECT id, order_id AS orderId, attempt_id AS attemptId, acceptance_number AS acceptanceNumber, voucher, amount_fen AS amountFen, reason, state, ticket, answer, created_at AS createdAt, finished_at AS finishedAt
FROM tax_refund
WHERE id = ?;
-- SQLite   SEARCH tax_refund USING INDEX sqlite_autoindex_tax_refund_1 (id=?)
-- MariaDB  SELECT id, order_id AS orderId, attempt_id AS attemptId, acceptance_number AS acceptanceNumber, voucher, amount_fen AS amountFen, reason, state, ticket, answer, created_at AS createdAt, finished_at AS finishedAt FROM tax_refund WHERE id = ? FOR UPDATE
-- MariaDB  Impossible WHERE noticed after reading const tables

-- payments/enterprise-payment.query.ts: readOrdersAt
SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt
FROM fee_order_payer p
JOIN fee_order o ON o.id = p.order_id
WHERE p.id_blind = ? AND p.place = ? AND p.order_id < ?
ORDER BY p.order_id DESC LIMIT ?;
-- SQLite   SEARCH p USING COVERING INDEX ix_fee_order_payer_id_blind_place_order_id (id_blind=? AND place=? AND order_id<?)
-- SQLite   SEARCH o USING INDEX sqlite_autoindex_fee_order_1 (id=?)
-- MariaDB  p  range  ix_fee_order_payer_id_blind_place_order_id  Using where; Using index
-- MariaDB  o  eq_ref  PRIMARY

-- payments/enterprise-payment.query.ts: readOrdersByAcceptance
SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt
FROM fee_order o
JOIN fee_order_payer p ON p.order_id = o.id AND p.id_blind = ?
WHERE o.acceptance_number = ?
ORDER BY o.id DESC LIMIT 100;
-- SQLite   SEARCH p USING COVERING INDEX ix_fee_order_payer_id_blind_place_order_id (id_blind=?)
-- SQLite   SEARCH o USING INDEX sqlite_autoindex_fee_order_1 (id=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  o  ref  ix_fee_order_acceptance_number  Using where
-- MariaDB  p  ref  ix_fee_order_payer_id_blind_place_order_id  Using where; Using index

-- payments/enterprise-payment.query.ts: readStateOfPayer
SELECT o.state, o.paid_at AS paidAt, o.merged_into AS mergedInto
FROM fee_order_payer p
JOIN fee_order o ON o.id = p.order_id
WHERE p.id_blind = ? AND p.order_id = ?;
-- SQLite   SEARCH p USING COVERING INDEX sqlite_autoindex_fee_order_payer_1 (order_id=? AND id_blind=?)
-- SQLite   SEARCH o USING INDEX sqlite_autoindex_fee_order_1 (id=?)
-- MariaDB  p  const  PRIMARY  Using index
-- MariaDB  o  const  PRIMARY

-- payments/enterprise-payment.query.ts: readOrderOfPayer
SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt, a.amount_fen AS paidFen, a.out_trade_no AS outTradeNo, a.transaction_id AS transactionId
FROM fee_order o
LEFT JOIN payment_attempt a ON a.id = o.paid_attempt_id
WHERE o.id = ? AND EXISTS (SELECT 1
FROM fee_order_payer p
WHERE p.order_id = ? AND p.id_blind = ?)
UNION ALL SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt, a.amount_fen AS paidFen, a.out_trade_no AS outTradeNo, a.transaction_id AS transactionId
FROM fee_order o
LEFT JOIN payment_attempt a ON a.id = o.paid_attempt_id
WHERE o.merged_into = ? AND EXISTS (SELECT 1
FROM fee_order_payer p
WHERE p.order_id = ? AND p.id_blind = ?);
-- SQLite   COMPOUND QUERY
-- SQLite   LEFT-MOST SUBQUERY
-- SQLite   SEARCH o USING INDEX sqlite_autoindex_fee_order_1 (id=?)
-- SQLite   SCALAR SUBQUERY 1
-- SQLite   SEARCH p USING COVERING INDEX sqlite_autoindex_fee_order_payer_1 (order_id=? AND id_blind=?)
-- SQLite   SEARCH a USING INDEX sqlite_autoindex_payment_attempt_1 (id=?) LEFT-JOIN
-- SQLite   UNION ALL
-- SQLite   SEARCH o USING INDEX ix_fee_order_merged_into_id (merged_into=?)
-- SQLite   SCALAR SUBQUERY 3
-- SQLite   SEARCH p USING COVERING INDEX sqlite_autoindex_fee_order_payer_1 (order_id=? AND id_blind=?)
-- SQLite   SEARCH a USING INDEX sqlite_autoindex_payment_attempt_1 (id=?) LEFT-JOIN
-- MariaDB  o  const  PRIMARY
-- MariaDB  a  const  PRIMARY
-- MariaDB  p  const  PRIMARY  Using index
-- MariaDB  o  ref  ix_fee_order_merged_into_id  Using index condition
-- MariaDB  a  eq_ref  PRIMARY  Using where
-- MariaDB  p  const  PRIMARY  Using index

-- payments/fee-cases.query.ts: FeeCasesQuery.appliedByMatter
SELECT business_id, COUNT(*) AS n
FROM registration_case
WHERE state IN (?, …) AND applied_at IS NOT NULL
GROUP BY state, business_id;
-- SQLite   SEARCH registration_case USING INDEX ix_registration_case_state_id (state=?)
-- SQLite   USE TEMP B-TREE FOR GROUP BY
-- MariaDB  registration_case  ALL  Using where; Using temporary; Using filesort
-- MariaDB  ! reads the whole of registration_case: open cases, counted while a change of the fee table is proposed, a few times a year

-- payments/merged-order.query.ts: lockChildren
SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt
FROM fee_order o
WHERE o.merged_into = ?
ORDER BY o.id;
-- SQLite   SEARCH o USING INDEX ix_fee_order_merged_into_id (merged_into=?)
-- MariaDB  SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt FROM fee_order o WHERE o.merged_into = ? ORDER BY o.id FOR UPDATE
-- MariaDB  o  ref  ix_fee_order_merged_into_id  Using index condition; Using where

-- payments/merged-order.query.ts: casesOf
SELECT o.case_id AS caseId
FROM fee_order o
WHERE o.merged_into = ?
ORDER BY o.id;
-- SQLite   SEARCH o USING INDEX ix_fee_order_merged_into_id (merged_into=?)
-- MariaDB  o  ref  ix_fee_order_merged_into_id  Using index condition; Using where

-- payments/merged-order.query.ts: lockOrdersOfPayer
SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt
FROM fee_order o
WHERE o.id IN (?, …) AND EXISTS (SELECT 1
FROM fee_order_payer p
WHERE p.order_id = o.id AND p.id_blind = ?)
ORDER BY o.id;
-- SQLite   SEARCH o USING INDEX sqlite_autoindex_fee_order_1 (id=?)
-- SQLite   CORRELATED SCALAR SUBQUERY 1
-- SQLite   SEARCH p USING COVERING INDEX sqlite_autoindex_fee_order_payer_1 (order_id=? AND id_blind=?)
-- MariaDB  SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt FROM fee_order o WHERE o.id IN (?, …) AND EXISTS (SELECT 1 FROM fee_order_payer p WHERE p.order_id = o.id AND p.id_blind = ?) ORDER BY o.id FOR UPDATE
-- MariaDB  p  ref  ix_fee_order_payer_id_blind_place_order_id  Using where; Using index; Using temporary; Using filesort
-- MariaDB  o  eq_ref  PRIMARY

-- payments/merged-order.query.ts: liveAttemptsOf
SELECT a.id, o.case_id AS caseId
FROM payment_attempt a
JOIN fee_order o ON o.id = a.order_id
WHERE a.order_id IN (?, …) AND a.slot IS NOT NULL
ORDER BY a.id;
-- SQLite   SEARCH o USING INDEX sqlite_autoindex_fee_order_1 (id=?)
-- SQLite   SEARCH a USING INDEX ux_payment_attempt_order_id_slot (order_id=? AND slot>?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  o  range  PRIMARY  Using where; Using temporary; Using filesort
-- MariaDB  a  ref  ux_payment_attempt_order_id_slot  Using where; Using index

-- payments/merged-order.query.ts: joinChildren
UPDATE fee_order
SET merged_into = ?, version = version + 1, updated_at = ?
WHERE id IN (?, …) AND state = 'unpaid' AND merged_into IS NULL;
-- SQLite   SEARCH fee_order USING INDEX ix_fee_order_state_id (state=? AND id=?)
-- MariaDB  fee_order  range  ix_fee_order_state_id  Using where

-- payments/merged-order.query.ts: movePayers
UPDATE fee_order_payer
SET place = ?
WHERE order_id IN (?, …);
-- SQLite   SEARCH fee_order_payer USING INDEX sqlite_autoindex_fee_order_payer_1 (order_id=?)
-- MariaDB  fee_order_payer  range  PRIMARY  Using where

-- payments/merged-order.query.ts: releaseChildren
UPDATE fee_order
SET merged_into = NULL, version = version + 1, updated_at = ?
WHERE merged_into = ?;
-- SQLite   SEARCH fee_order USING INDEX ix_fee_order_merged_into_id (merged_into=?)
-- MariaDB  fee_order  range  ix_fee_order_merged_into_id  Using where; Using buffer

-- payments/merged-order.query.ts: markChildrenPaid
UPDATE fee_order
SET state = 'paid', paid_attempt_id = ?, paid_method = ?, paid_at = ?, version = version + 1, updated_at = ?
WHERE merged_into = ? AND state = 'unpaid';
-- SQLite   SEARCH fee_order USING INDEX ix_fee_order_state_id (state=?)
-- MariaDB  fee_order  range  ix_fee_order_merged_into_id  Using where

-- payments/payment.query.ts: lockOrder
SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt
FROM fee_order o
WHERE o.id = ?;
-- SQLite   SEARCH o USING INDEX sqlite_autoindex_fee_order_1 (id=?)
-- MariaDB  SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt FROM fee_order o WHERE o.id = ? FOR UPDATE
-- MariaDB  o  const  PRIMARY

-- payments/payment.query.ts: lockOrders
SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt
FROM fee_order o
WHERE o.id IN (?, …)
ORDER BY o.id;
-- SQLite   SEARCH o USING INDEX sqlite_autoindex_fee_order_1 (id=?)
-- MariaDB  SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt FROM fee_order o WHERE o.id IN (?, …) ORDER BY o.id FOR UPDATE
-- MariaDB  o  range  PRIMARY  Using where

-- payments/payment.query.ts: lockOrderAndParent
SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt
FROM fee_order o
WHERE o.id = ?
ORDER BY o.round DESC LIMIT 1;
-- SQLite   SEARCH o USING INDEX sqlite_autoindex_fee_order_1 (id=?)
-- MariaDB  SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt FROM fee_order o WHERE o.id = ? ORDER BY o.round DESC LIMIT 1 FOR UPDATE
-- MariaDB  o  const  PRIMARY

-- payments/payment.query.ts: lockOrderAndParent
SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt
FROM fee_order o
WHERE o.case_id = ? AND o.kind = 'fee'
ORDER BY o.round DESC LIMIT 1;
-- SQLite   SEARCH o USING INDEX ux_fee_order_case_id_kind_round (case_id=? AND kind=?)
-- MariaDB  SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt FROM fee_order o WHERE o.case_id = ? AND o.kind = 'fee' ORDER BY o.round DESC LIMIT 1 FOR UPDATE
-- MariaDB  o  ref  ux_fee_order_case_id_kind_round  Using where

-- payments/payment.query.ts: lockAttempt
SELECT id, order_id AS orderId, out_trade_no AS outTradeNo, group_id AS groupId, channel, method, slot, amount_fen AS amountFen, refunded_fen AS refundedFen, state, citizen_id AS citizenId, payer_cipher AS payerCipher, prepay_cipher AS prepayCipher, transaction_id AS transactionId, expires_at AS expiresAt, paid_at AS paidAt, ended_at AS endedAt, created_at AS createdAt
FROM payment_attempt
WHERE id = ?;
-- SQLite   SEARCH payment_attempt USING INDEX sqlite_autoindex_payment_attempt_1 (id=?)
-- MariaDB  SELECT id, order_id AS orderId, out_trade_no AS outTradeNo, group_id AS groupId, channel, method, slot, amount_fen AS amountFen, refunded_fen AS refundedFen, state, citizen_id AS citizenId, payer_cipher AS payerCipher, prepay_cipher AS prepayCipher, transaction_id AS transactionId, expires_at AS expiresAt, paid_at AS paidAt, ended_at AS endedAt, created_at AS createdAt FROM payment_attempt WHERE id = ? FOR UPDATE
-- MariaDB  payment_attempt  const  PRIMARY

-- payments/payment.query.ts: attemptByNumber
SELECT id, order_id AS orderId, out_trade_no AS outTradeNo, group_id AS groupId, channel, method, slot, amount_fen AS amountFen, refunded_fen AS refundedFen, state, citizen_id AS citizenId, payer_cipher AS payerCipher, prepay_cipher AS prepayCipher, transaction_id AS transactionId, expires_at AS expiresAt, paid_at AS paidAt, ended_at AS endedAt, created_at AS createdAt
FROM payment_attempt
WHERE out_trade_no = ?;
-- SQLite   SEARCH payment_attempt USING INDEX ux_payment_attempt_out_trade_no (out_trade_no=?)
-- MariaDB  payment_attempt  const  ux_payment_attempt_out_trade_no

-- payments/payment.query.ts: attemptsOfOrder
SELECT id, order_id AS orderId, out_trade_no AS outTradeNo, group_id AS groupId, channel, method, slot, amount_fen AS amountFen, refunded_fen AS refundedFen, state, citizen_id AS citizenId, payer_cipher AS payerCipher, prepay_cipher AS prepayCipher, transaction_id AS transactionId, expires_at AS expiresAt, paid_at AS paidAt, ended_at AS endedAt, created_at AS createdAt
FROM payment_attempt
WHERE order_id = ?
ORDER BY id;
-- SQLite   SEARCH payment_attempt USING INDEX ux_payment_attempt_order_id_slot (order_id=?)
-- SQLite   USE TEMP B-TREE FOR ORDER BY
-- MariaDB  payment_attempt  ref  ux_payment_attempt_order_id_slot  Using index condition; Using where; Using filesort

-- payments/payment.query.ts: lockRefund
SELECT id, out_refund_no AS outRefundNo, attempt_id AS attemptId, order_id AS orderId, cause, amount_fen AS amountFen, reason, state, gateway_code AS gatewayCode, created_at AS createdAt, finished_at AS finishedAt, outside_cipher AS outsideCipher
FROM refund
WHERE id = ?;
-- SQLite   SEARCH refund USING INDEX sqlite_autoindex_refund_1 (id=?)
-- MariaDB  SELECT id, out_refund_no AS outRefundNo, attempt_id AS attemptId, order_id AS orderId, cause, amount_fen AS amountFen, reason, state, gateway_code AS gatewayCode, created_at AS createdAt, finished_at AS finishedAt, outside_cipher AS outsideCipher FROM refund WHERE id = ? FOR UPDATE
-- MariaDB  refund  const  PRIMARY

-- payments/payment.query.ts: refundByNumber
SELECT id, out_refund_no AS outRefundNo, attempt_id AS attemptId, order_id AS orderId, cause, amount_fen AS amountFen, reason, state, gateway_code AS gatewayCode, created_at AS createdAt, finished_at AS finishedAt, outside_cipher AS outsideCipher
FROM refund
WHERE out_refund_no = ?;
-- SQLite   SEARCH refund USING INDEX ux_refund_out_refund_no (out_refund_no=?)
-- MariaDB  refund  const  ux_refund_out_refund_no

-- payments/payment.query.ts: openRefundsOfAttempt
SELECT id, out_refund_no AS outRefundNo, attempt_id AS attemptId, order_id AS orderId, cause, amount_fen AS amountFen, reason, state, gateway_code AS gatewayCode, created_at AS createdAt, finished_at AS finishedAt, outside_cipher AS outsideCipher
FROM refund
WHERE attempt_id = ? AND state IN ('requested', 'accepted');
-- SQLite   SEARCH refund USING INDEX ux_refund_attempt_id_cause (attempt_id=?)
-- MariaDB  refund  ref|filter  ux_refund_attempt_id_cause|ix_refund_state_id  Using index condition; Using where; Using rowid filter

-- payments/payment.query.ts: lockInbox
SELECT id, channel, notification_id AS callbackId, out_trade_no AS outTradeNo, raw_cipher AS rawCipher, notification_cipher AS callbackCipher, state, received_at AS receivedAt, processed_at AS processedAt
FROM payment_inbox
WHERE id = ?;
-- SQLite   SEARCH payment_inbox USING INDEX sqlite_autoindex_payment_inbox_1 (id=?)
-- MariaDB  SELECT id, channel, notification_id AS callbackId, out_trade_no AS outTradeNo, raw_cipher AS rawCipher, notification_cipher AS callbackCipher, state, received_at AS receivedAt, processed_at AS processedAt FROM payment_inbox WHERE id = ? FOR UPDATE
-- MariaDB  payment_inbox  const  PRIMARY

-- payments/payment.query.ts: readOrder
SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt, p.id_blind AS payerBlind
FROM fee_order o
LEFT JOIN fee_order_payer p ON p.order_id = o.id AND p.id_blind = ?
WHERE o.id = ? AND o.case_id IS NOT NULL;
-- SQLite   SEARCH o USING INDEX sqlite_autoindex_fee_order_1 (id=?)
-- SQLite   SEARCH p USING COVERING INDEX sqlite_autoindex_fee_order_payer_1 (order_id=? AND id_blind=?) LEFT-JOIN
-- MariaDB  o  const  PRIMARY
-- MariaDB  p  const  PRIMARY  Using index

-- payments/payment.query.ts: readOrdersOfPayer
SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt
FROM fee_order_payer p
JOIN fee_order o ON o.id = p.order_id
WHERE p.id_blind = ? AND p.order_id < ? AND o.case_id IS NOT NULL
ORDER BY p.order_id DESC LIMIT ?;
-- SQLite   SEARCH p USING COVERING INDEX ix_fee_order_payer_id_blind_order_id (id_blind=? AND order_id<?)
-- SQLite   SEARCH o USING INDEX sqlite_autoindex_fee_order_1 (id=?)
-- MariaDB  p  ref  ix_fee_order_payer_id_blind_place_order_id  Using where; Using index; Using filesort
-- MariaDB  o  eq_ref  PRIMARY  Using where

-- payments/payment.query.ts: readOrdersOfCases
SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt
FROM fee_order o
WHERE o.case_id IN (?, …) AND o.kind = 'fee'
ORDER BY o.case_id, o.round;
-- SQLite   SEARCH o USING INDEX ux_fee_order_case_id_kind_round (case_id=? AND kind=?)
-- MariaDB  o  range  ux_fee_order_case_id_kind_round  Using index condition

-- payments/payment.query.ts: readOrdersOfCase
SELECT o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, o.updated_at AS updatedAt
FROM fee_order o
WHERE o.case_id = ? AND o.kind = 'fee'
ORDER BY o.round DESC;
-- SQLite   SEARCH o USING INDEX ux_fee_order_case_id_kind_round (case_id=? AND kind=?)
-- MariaDB  o  ref  ux_fee_order_case_id_kind_round  Using where

-- payments/payment.query.ts: readAcceptanceOfOrder
SELECT o.acceptance_number AS acceptance
FROM fee_order o
WHERE o.number = ? AND o.case_id IS NOT NULL;
-- SQLite   SEARCH o USING INDEX ux_fee_order_number (number=?)
-- MariaDB  o  const  ux_fee_order_number
-- MariaDB  only, payments/payment.query.ts: lockOrderAndParent
-- MariaDB  SELECT o.merged_into AS mergedInto FROM fee_order o WHERE o.id = ? ORDER BY o.round DESC LIMIT 1
-- MariaDB  o  const  PRIMARY
-- MariaDB  only, payments/payment.query.ts: lockOrderAndParent
-- MariaDB  SELECT o.merged_into AS mergedInto FROM fee_order o WHERE o.case_id = ? AND o.kind = 'fee' ORDER BY o.round DESC LIMIT 1
-- MariaDB  o  ref  ux_fee_order_case_id_kind_round  Using where
