import type { OrderView } from '@zhucheng/shared';
import { orderStates } from '@zhucheng/shared';
import { placeholders } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { PaymentAttempt } from './attempt.entity';
import type { CaseOrder, FeeOrder } from './order.entity';
import type { Read } from './payment.types';
import type { PaymentInboxEntry } from './payment-record.entity';
import type { Refund } from './refund.entity';

export const attemptColumns =
  'id, order_id AS orderId, out_trade_no AS outTradeNo, group_id AS groupId, channel, method, slot, amount_fen AS amountFen, ' +
  'refunded_fen AS refundedFen, state, citizen_id AS citizenId, payer_cipher AS payerCipher, prepay_cipher AS prepayCipher, ' +
  'transaction_id AS transactionId, expires_at AS expiresAt, paid_at AS paidAt, ended_at AS endedAt, created_at AS createdAt';

export const orderColumns =
  'o.id, o.number, o.case_id AS caseId, o.round, o.applicant_id AS applicantId, o.acceptance_number AS acceptanceNumber, ' +
  'o.business_name AS businessName, o.location, o.items, o.total_fen AS totalFen, o.state, o.paid_attempt_id AS paidAttemptId, ' +
  'o.paid_method AS paidMethod, o.paid_at AS paidAt, o.end_reason AS endReason, o.merged_into AS mergedInto, o.merged_count AS mergedCount, ' +
  'o.kind, o.tax, o.voucher, o.collector, o.version, o.created_at AS createdAt, ' +
  'o.updated_at AS updatedAt';

export const refundColumns =
  'id, out_refund_no AS outRefundNo, attempt_id AS attemptId, order_id AS orderId, cause, amount_fen AS amountFen, reason, ' +
  'state, gateway_code AS gatewayCode, created_at AS createdAt, finished_at AS finishedAt, outside_cipher AS outsideCipher';

export type StoredOrder = Omit<FeeOrder, 'items' | 'collector'> & { items: string; collector: string | null };

export const parsed = (row: StoredOrder): FeeOrder => ({
  ...row,
  items: JSON.parse(row.items) as FeeOrder['items'],
  collector: row.collector === null ? null : (JSON.parse(row.collector) as FeeOrder['collector']),
});

/** On SQLite a transaction is alone; on MySQL the row is locked until its end. */
export const locking = (tx: Transaction): string => (tx.dialect === 'mysql' ? ' FOR UPDATE' : '');

export async function lockOrder(tx: Transaction, id: string): Promise<FeeOrder | null> {
  const rows = await tx.query<StoredOrder>(`SELECT ${orderColumns} FROM fee_order o WHERE o.id = ?${locking(tx)}`, [
    id,
  ]);
  return rows[0] ? parsed(rows[0]) : null;
}

/** Locked in the order of their ids. One statement. */
export async function lockOrders(tx: Transaction, ids: readonly string[]): Promise<FeeOrder[]> {
  const sql = `SELECT ${orderColumns} FROM fee_order o WHERE o.id IN (${placeholders(ids)}) ORDER BY o.id${locking(tx)}`;
  return (await tx.query<StoredOrder>(sql, ids)).map(parsed);
}

/**
 * The case's latest fee order, or the one with this id, and the merged order it is paid with, both locked. The merged one is
 * locked first, as a settlement does.
 */
export async function lockOrderAndParent(
  tx: Transaction,
  where: { caseId: string } | { id: string },
): Promise<{ order: FeeOrder | null; parent: FeeOrder | null }> {
  const [column, value] = 'id' in where ? ['id', where.id] : ['case_id', where.caseId];
  const fee = 'id' in where ? '' : " AND o.kind = 'fee'";
  const from = `FROM fee_order o WHERE o.${column} = ?${fee} ORDER BY o.round DESC LIMIT 1`;
  for (let left = 5; left > 0; left--) {
    let parent: FeeOrder | null = null;
    if (tx.dialect === 'mysql') {
      const [seen] = await tx.query<{ mergedInto: string | null }>(`SELECT o.merged_into AS mergedInto ${from}`, [
        value,
      ]);
      if (seen?.mergedInto) parent = await lockOrder(tx, seen.mergedInto);
    }
    const [row] = await tx.query<StoredOrder>(`SELECT ${orderColumns} ${from}${locking(tx)}`, [value]);
    const order = row ? parsed(row) : null;
    if (tx.dialect === 'sqlite' && order?.mergedInto) parent = await lockOrder(tx, order.mergedInto);
    if ((order?.mergedInto ?? null) === (parent?.id ?? null)) return { order, parent };
  }
  throw new Problem('CONFLICT');
}

export async function lockAttempt(tx: Transaction, id: string): Promise<PaymentAttempt | null> {
  const sql = `SELECT ${attemptColumns} FROM payment_attempt WHERE id = ?${locking(tx)}`;
  return (await tx.query<PaymentAttempt>(sql, [id]))[0] ?? null;
}

export async function attemptByNumber(tx: Transaction, outTradeNo: string): Promise<PaymentAttempt | null> {
  const sql = `SELECT ${attemptColumns} FROM payment_attempt WHERE out_trade_no = ?`;
  return (await tx.query<PaymentAttempt>(sql, [outTradeNo]))[0] ?? null;
}

export function attemptsOfOrder(tx: Transaction, orderId: string): Promise<PaymentAttempt[]> {
  return tx.query<PaymentAttempt>(`SELECT ${attemptColumns} FROM payment_attempt WHERE order_id = ? ORDER BY id`, [
    orderId,
  ]);
}

export async function lockRefund(tx: Transaction, id: string): Promise<Refund | null> {
  return (await tx.query<Refund>(`SELECT ${refundColumns} FROM refund WHERE id = ?${locking(tx)}`, [id]))[0] ?? null;
}

export async function refundByNumber(tx: Transaction, outRefundNo: string): Promise<Refund | null> {
  return (
    (await tx.query<Refund>(`SELECT ${refundColumns} FROM refund WHERE out_refund_no = ?`, [outRefundNo]))[0] ?? null
  );
}

export function openRefundsOfAttempt(tx: Transaction, attemptId: string): Promise<Refund[]> {
  const sql = `SELECT ${refundColumns} FROM refund WHERE attempt_id = ? AND state IN ('requested', 'accepted')`;
  return tx.query<Refund>(sql, [attemptId]);
}

export async function lockInbox(tx: Transaction, id: string): Promise<PaymentInboxEntry | null> {
  const sql =
    'SELECT id, channel, notification_id AS callbackId, out_trade_no AS outTradeNo, raw_cipher AS rawCipher, notification_cipher AS callbackCipher, ' +
    `state, received_at AS receivedAt, processed_at AS processedAt FROM payment_inbox WHERE id = ?${locking(tx)}`;
  return (await tx.query<PaymentInboxEntry>(sql, [id]))[0] ?? null;
}

/** A case's order and whether this person is among its payers; null if there is none. One statement. */
export async function readOrder(
  read: Read,
  id: string,
  idBlind: string | null,
): Promise<{ order: CaseOrder; payer: boolean } | null> {
  const sql =
    `SELECT ${orderColumns}, p.id_blind AS payerBlind FROM fee_order o ` +
    'LEFT JOIN fee_order_payer p ON p.order_id = o.id AND p.id_blind = ? WHERE o.id = ? AND o.case_id IS NOT NULL';
  const row = (await read<StoredOrder & { payerBlind: string | null }>(sql, [idBlind ?? '', id]))[0];
  if (!row) return null;
  const { payerBlind, ...order } = row;
  return { order: parsed(order) as CaseOrder, payer: payerBlind !== null };
}

/** A payer's orders, newest first, one more than `limit` if there are more. One statement. */
export async function readOrdersOfPayer(
  read: Read,
  idBlind: string,
  before: string,
  limit: number,
): Promise<CaseOrder[]> {
  const sql =
    `SELECT ${orderColumns} FROM fee_order_payer p JOIN fee_order o ON o.id = p.order_id ` +
    'WHERE p.id_blind = ? AND p.order_id < ? AND o.case_id IS NOT NULL ORDER BY p.order_id DESC LIMIT ?';
  return (await read<StoredOrder>(sql, [idBlind, before, limit + 1])).map((row) => parsed(row) as CaseOrder);
}

/** The latest fee order of each case. One statement. */
export async function readOrdersOfCases(read: Read, caseIds: readonly string[]): Promise<CaseOrder[]> {
  const sql = `SELECT ${orderColumns} FROM fee_order o WHERE o.case_id IN (${placeholders(caseIds)}) AND o.kind = 'fee' ORDER BY o.case_id, o.round`;
  const latest = new Map((await read<StoredOrder>(sql, caseIds)).map((row) => [row.caseId, parsed(row) as CaseOrder]));
  return [...latest.values()];
}

/** Every fee order of a case, newest first, those that were replaced without having been paid left out. One statement. */
export async function readOrdersOfCase(read: Read, caseId: string): Promise<CaseOrder[]> {
  const sql = `SELECT ${orderColumns} FROM fee_order o WHERE o.case_id = ? AND o.kind = 'fee' ORDER BY o.round DESC`;
  const orders = (await read<StoredOrder>(sql, [caseId])).map((row) => parsed(row) as CaseOrder);
  return orders.filter((order) => order.paidAttemptId !== null || order.endReason !== 'replaced');
}

/** The acceptance number of the case whose order has this number. One statement. */
export async function readAcceptanceOfOrder(read: Read, number: string): Promise<string | null> {
  const sql = 'SELECT o.acceptance_number AS acceptance FROM fee_order o WHERE o.number = ? AND o.case_id IS NOT NULL';
  return (await read<{ acceptance: string }>(sql, [number]))[0]?.acceptance ?? null;
}

/** Whose the fee is. */
const registrationCentre = '北海市不动产登记中心';

export function orderViewOf(order: CaseOrder, payer: boolean): OrderView {
  return {
    id: order.id,
    number: order.number,
    caseId: order.caseId,
    acceptanceNumber: order.acceptanceNumber,
    businessName: order.businessName,
    location: order.location,
    items: order.items,
    totalFen: order.totalFen,
    state: order.state,
    stateName: orderStates[order.state],
    paidBy: order.paidMethod,
    paidAt: order.paidAt,
    createdAt: order.createdAt,
    kind: order.kind,
    collector: order.collector?.name ?? registrationCentre,
    payable: payer && order.state === 'unpaid' && order.mergedInto === null,
  };
}
