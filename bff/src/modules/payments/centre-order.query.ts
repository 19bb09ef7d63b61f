import { type CentreOrder, identityNumber, type OrderState, orderStates } from '@zhucheng/shared';
import { placeholders } from '../../platform/database/sql';
import type { PaymentAttempt } from './attempt.entity';
import type { FeeOrder } from './order.entity';
import { attemptColumns, orderColumns, parsed, refundColumns, type StoredOrder } from './payment.query';
import type { Read } from './payment.types';
import type { PaymentInboxEntry, PaymentLedgerEntry } from './payment-record.entity';
import type { Refund } from './refund.entity';

const newest = '~';

/** Orders, newest first. One statement along an index, whatever the table's size. */
export async function readOrdersByState(
  read: Read,
  state: OrderState | undefined,
  before: string | undefined,
  limit: number,
): Promise<FeeOrder[]> {
  const where = state ? 'o.state = ? AND o.id < ?' : 'o.id < ?';
  const sql = `SELECT ${orderColumns} FROM fee_order o WHERE ${where} ORDER BY o.id DESC LIMIT ?`;
  const params = [...(state ? [state] : []), before ?? newest, limit];
  return (await read<StoredOrder>(sql, params)).map(parsed);
}

/**
 * The orders that this number is printed on: its own, the case's, a payment's (ours and the channel's), a refund's. Two
 * statements, each along unique or narrow indexes.
 */
export async function readOrdersByNumber(read: Read, text: string): Promise<FeeOrder[]> {
  const spelled = [text, text.toUpperCase()];
  const sql =
    'SELECT id FROM fee_order WHERE number IN (?, ?) UNION SELECT id FROM fee_order WHERE acceptance_number = ? ' +
    'UNION SELECT order_id FROM payment_attempt WHERE out_trade_no IN (?, ?) ' +
    'UNION SELECT order_id FROM payment_attempt WHERE transaction_id = ? ' +
    'UNION SELECT order_id FROM refund WHERE out_refund_no IN (?, ?) LIMIT 100';
  const ids = (await read<{ id: string }>(sql, [...spelled, text, ...spelled, text, ...spelled])).map(({ id }) => id);
  if (ids.length === 0) return [];
  const orders = `SELECT ${orderColumns} FROM fee_order o WHERE o.id IN (${placeholders(ids)}) ORDER BY o.id DESC`;
  return (await read<StoredOrder>(orders, ids)).map(parsed);
}

/** Of a payer, newest first. One statement in the order of an index. */
export async function readOrdersByPayer(
  read: Read,
  idBlind: string,
  before: string | undefined,
  limit: number,
): Promise<FeeOrder[]> {
  const sql =
    `SELECT ${orderColumns} FROM fee_order_payer p JOIN fee_order o ON o.id = p.order_id ` +
    'WHERE p.id_blind = ? AND p.order_id < ? ORDER BY p.order_id DESC LIMIT ?';
  return (await read<StoredOrder>(sql, [idBlind, before ?? newest, limit])).map(parsed);
}

/** Whether the text could be somebody's number. */
export const mayBePayer = (text: string): boolean => identityNumber.key(text).length >= 6;

export interface OrderFacts {
  order: FeeOrder;
  attempts: PaymentAttempt[];
  callbacks: Pick<PaymentInboxEntry, 'id' | 'outTradeNo' | 'channel' | 'receivedAt' | 'processedAt'>[];
  ledger: PaymentLedgerEntry[];
  refunds: Refund[];
}

/** An order with all that happened to its money. Five statements. */
export async function readOrderFacts(read: Read, id: string): Promise<OrderFacts | null> {
  const sql = `SELECT ${orderColumns} FROM fee_order o WHERE o.id = ?`;
  const [row] = await read<StoredOrder>(sql, [id]);
  if (!row) return null;
  const order = parsed(row);
  const both = [order.id, order.mergedInto ?? order.id];
  const attempts = await read<PaymentAttempt>(
    `SELECT ${attemptColumns} FROM payment_attempt WHERE order_id IN (?, ?) ORDER BY id DESC LIMIT 200`,
    both,
  );
  const numbers = attempts.length > 0 ? attempts.map(({ outTradeNo }) => outTradeNo) : [''];
  const callbacks = await read<OrderFacts['callbacks'][number]>(
    'SELECT id, out_trade_no AS outTradeNo, channel, received_at AS receivedAt, processed_at AS processedAt ' +
      `FROM payment_inbox WHERE out_trade_no IN (${placeholders(numbers)}) ORDER BY id DESC LIMIT 200`,
    numbers,
  );
  const ledger = await read<PaymentLedgerEntry>(
    'SELECT id, at, kind, reference, order_id AS orderId, attempt_id AS attemptId, channel, amount_fen AS amountFen ' +
      'FROM payment_ledger WHERE order_id IN (?, ?) ORDER BY id LIMIT 400',
    both,
  );
  const refunds = await read<Refund>(
    `SELECT ${refundColumns} FROM refund WHERE order_id = ? ORDER BY id DESC LIMIT 200`,
    [order.id],
  );
  // Of a merged order's money only what came in concerns each of its children.
  const own = ledger.filter(({ orderId, kind }) => orderId === order.id || kind === 'payment');
  return { order, attempts, callbacks, ledger: own, refunds };
}

/** Refunds with what they belong to. One statement along (state, id), or from the newest. */
export function readRefunds(
  read: Read,
  state: Refund['state'] | undefined,
  before: string | undefined,
  limit: number,
): Promise<Array<Refund & { orderNumber: string; acceptanceNumber: string; channel: PaymentAttempt['channel'] }>> {
  const columns = refundColumns.replace(/(^|, )(?=\w)/g, '$1r.');
  const where = state ? 'r.state = ? AND r.id < ?' : 'r.id < ?';
  const sql =
    `SELECT ${columns}, o.number AS orderNumber, o.acceptance_number AS acceptanceNumber, a.channel ` +
    'FROM refund r JOIN fee_order o ON o.id = r.order_id JOIN payment_attempt a ON a.id = r.attempt_id ' +
    `WHERE ${where} ORDER BY r.id DESC LIMIT ?`;
  return read(sql, [...(state ? [state] : []), before ?? newest, limit]);
}

export const centreOrderOf = (order: FeeOrder): CentreOrder => ({
  id: order.id,
  number: order.number,
  caseId: order.caseId,
  acceptanceNumber: order.caseId === null ? '' : order.acceptanceNumber,
  businessName: order.businessName,
  location: order.location,
  totalFen: order.totalFen,
  state: order.state,
  stateName: orderStates[order.state],
  paidBy: order.paidMethod,
  paidAt: order.paidAt,
  createdAt: order.createdAt,
  mergedInto: order.mergedInto,
  mergedCount: order.mergedCount,
});
