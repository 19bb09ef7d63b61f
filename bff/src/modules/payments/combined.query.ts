import type { Transaction } from '../../platform/database/transaction';
import type { PaymentAttempt } from './attempt.entity';
import type { CaseOrder, FeeOrder } from './order.entity';
import { attemptColumns, locking, orderColumns, parsed, type StoredOrder } from './payment.query';
import type { Read } from './payment.types';
import type { PaymentGroup } from './payment-group.entity';
import type { TaxRefund } from './tax-refund.entity';

const groupColumns =
  'id, out_trade_no AS outTradeNo, channel, method, citizen_id AS citizenId, payer_cipher AS payerCipher, ' +
  'prepay_cipher AS prepayCipher, expires_at AS expiresAt, created_at AS createdAt';

export async function lockGroup(tx: Transaction, id: string): Promise<PaymentGroup | null> {
  return (
    (await tx.query<PaymentGroup>(`SELECT ${groupColumns} FROM payment_group WHERE id = ?${locking(tx)}`, [id]))[0] ??
    null
  );
}

export async function groupByNumber(tx: Transaction, outTradeNo: string): Promise<PaymentGroup | null> {
  const sql = `SELECT ${groupColumns} FROM payment_group WHERE out_trade_no = ?`;
  return (await tx.query<PaymentGroup>(sql, [outTradeNo]))[0] ?? null;
}

/** Not locked: their orders are, before anything is written. */
export function attemptsOfGroup(tx: Transaction, groupId: string): Promise<PaymentAttempt[]> {
  return tx.query<PaymentAttempt>(`SELECT ${attemptColumns} FROM payment_attempt WHERE group_id = ? ORDER BY id`, [
    groupId,
  ]);
}

/** The orders behind a combined payment, locked in the order of their ids. One statement. */
export async function lockOrdersOfGroup(tx: Transaction, groupId: string): Promise<FeeOrder[]> {
  const sql =
    `SELECT ${orderColumns} FROM fee_order o WHERE o.id IN ` +
    `(SELECT a.order_id FROM payment_attempt a WHERE a.group_id = ?) ORDER BY o.id${locking(tx)}`;
  return (await tx.query<StoredOrder>(sql, [groupId])).map(parsed);
}

/** The tax orders of a case, locked, oldest first. One statement. */
export async function lockTaxOrders(tx: Transaction, caseId: string): Promise<CaseOrder[]> {
  const sql = `SELECT ${orderColumns} FROM fee_order o WHERE o.case_id = ? AND o.kind = 'tax' ORDER BY o.round${locking(tx)}`;
  return (await tx.query<StoredOrder>(sql, [caseId])).map((row) => parsed(row) as CaseOrder);
}

/** How many orders of a case are still to be paid, fee and taxes. One statement. */
export async function unpaidOf(tx: Transaction, caseId: string): Promise<number> {
  const sql = "SELECT COUNT(*) AS n FROM fee_order WHERE case_id = ? AND state = 'unpaid'";
  return Number((await tx.query<{ n: number }>(sql, [caseId]))[0]?.n ?? 0);
}

/** A payer's orders of one case that count: paid, to be paid, or on the way back. One statement. */
export async function readDues(read: Read, caseId: string, idBlind: string): Promise<CaseOrder[]> {
  const sql =
    `SELECT ${orderColumns} FROM fee_order o JOIN fee_order_payer p ON p.order_id = o.id AND p.id_blind = ? ` +
    "WHERE o.case_id = ? AND o.state <> 'cancelled' ORDER BY o.kind, o.round";
  return (await read<StoredOrder>(sql, [idBlind, caseId])).map((row) => parsed(row) as CaseOrder);
}

/** What was paid for the taxes of a case, and through what. One statement. */
export function readTaxPayments(
  read: Read,
  caseId: string,
): Promise<Array<Pick<PaymentAttempt, 'channel' | 'transactionId' | 'paidAt' | 'amountFen'> & { voucher: string }>> {
  const sql =
    'SELECT o.voucher, a.channel, a.transaction_id AS transactionId, a.paid_at AS paidAt, a.amount_fen AS amountFen ' +
    'FROM fee_order o JOIN payment_attempt a ON a.id = o.paid_attempt_id ' +
    "WHERE o.case_id = ? AND o.kind = 'tax' AND o.state = 'paid' ORDER BY o.round";
  return read(sql, [caseId]);
}

/** The tax orders of a case that were not cancelled. One statement. */
export function readTaxOrders(
  read: Read,
  caseId: string,
): Promise<Array<{ id: string; voucher: string; state: FeeOrder['state'] }>> {
  const sql = "SELECT id, voucher, state FROM fee_order WHERE case_id = ? AND kind = 'tax' ORDER BY round";
  return read(sql, [caseId]);
}

export async function lockTaxRefund(tx: Transaction, id: string): Promise<TaxRefund | null> {
  const sql =
    'SELECT id, order_id AS orderId, attempt_id AS attemptId, acceptance_number AS acceptanceNumber, voucher, ' +
    'amount_fen AS amountFen, reason, state, ticket, answer, created_at AS createdAt, finished_at AS finishedAt ' +
    `FROM tax_refund WHERE id = ?${locking(tx)}`;
  return (await tx.query<TaxRefund>(sql, [id]))[0] ?? null;
}
