import type { EnterpriseOrder, EnterpriseOrderDetail } from '@zhucheng/shared';
import { orderStates } from '@zhucheng/shared';
import type { FeeOrder, PayerPlace } from './order.entity';
import { orderColumns, parsed, type StoredOrder } from './payment.query';
import type { Read } from './payment.types';

/** Orders of a payer at one place of its list, newest first. One statement, in the order of an index. */
export async function readOrdersAt(
  read: Read,
  idBlind: string,
  place: PayerPlace,
  before: string,
  limit: number,
): Promise<FeeOrder[]> {
  const sql =
    `SELECT ${orderColumns} FROM fee_order_payer p JOIN fee_order o ON o.id = p.order_id ` +
    'WHERE p.id_blind = ? AND p.place = ? AND p.order_id < ? ORDER BY p.order_id DESC LIMIT ?';
  return (await read<StoredOrder>(sql, [idBlind, place, before, limit])).map(parsed);
}

/** A payer's orders of one case, wherever they stand. One statement. */
export async function readOrdersByAcceptance(
  read: Read,
  idBlind: string,
  acceptanceNumber: string,
): Promise<FeeOrder[]> {
  const sql =
    `SELECT ${orderColumns} FROM fee_order o JOIN fee_order_payer p ON p.order_id = o.id AND p.id_blind = ? ` +
    'WHERE o.acceptance_number = ? ORDER BY o.id DESC LIMIT 100';
  return (await read<StoredOrder>(sql, [idBlind, acceptanceNumber])).map(parsed);
}

/** How a payer's order stands. One statement. */
export async function readStateOfPayer(read: Read, idBlind: string, orderId: string): Promise<StateRow | null> {
  const sql =
    'SELECT o.state, o.paid_at AS paidAt, o.merged_into AS mergedInto FROM fee_order_payer p ' +
    'JOIN fee_order o ON o.id = p.order_id WHERE p.id_blind = ? AND p.order_id = ?';
  return (await read<StateRow>(sql, [idBlind, orderId]))[0] ?? null;
}

type StateRow = Pick<FeeOrder, 'state' | 'paidAt' | 'mergedInto'>;

interface PaymentColumns {
  paidFen: number | null;
  outTradeNo: string | null;
  transactionId: string | null;
}

/** A payer's order, its payment and, of a merged one, its children. One statement. */
export async function readOrderOfPayer(
  read: Read,
  idBlind: string,
  orderId: string,
): Promise<{ order: FeeOrder; payment: PaymentColumns; children: FeeOrder[] } | null> {
  const columns = `${orderColumns}, a.amount_fen AS paidFen, a.out_trade_no AS outTradeNo, a.transaction_id AS transactionId`;
  const payment = 'LEFT JOIN payment_attempt a ON a.id = o.paid_attempt_id';
  const payer = 'EXISTS (SELECT 1 FROM fee_order_payer p WHERE p.order_id = ? AND p.id_blind = ?)';
  const sql =
    `SELECT ${columns} FROM fee_order o ${payment} WHERE o.id = ? AND ${payer} UNION ALL ` +
    `SELECT ${columns} FROM fee_order o ${payment} WHERE o.merged_into = ? AND ${payer}`;
  const rows = await read<StoredOrder & PaymentColumns>(sql, [orderId, orderId, idBlind, orderId, orderId, idBlind]);
  const own = rows.find((row) => row.id === orderId);
  if (!own) return null;
  const orders = rows.map(({ paidFen: _, outTradeNo: __, transactionId: ___, ...order }) => parsed(order));
  const children = orders.filter(({ id }) => id !== orderId).sort((a, b) => (a.id < b.id ? -1 : 1));
  return { order: orders.find(({ id }) => id === orderId)!, payment: own, children };
}

export function enterpriseOrderOf(order: FeeOrder): EnterpriseOrder {
  return {
    id: order.id,
    number: order.number,
    caseId: order.caseId,
    acceptanceNumber: order.caseId === null ? null : order.acceptanceNumber,
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
    payable: order.state === 'unpaid' && order.mergedInto === null,
  };
}

export function enterpriseOrderDetailOf(
  found: NonNullable<Awaited<ReturnType<typeof readOrderOfPayer>>>,
): EnterpriseOrderDetail {
  const { order, payment, children } = found;
  return {
    ...enterpriseOrderOf(order),
    items: order.items,
    payment:
      payment.outTradeNo === null
        ? null
        : { amountFen: payment.paidFen!, outTradeNo: payment.outTradeNo, transactionId: payment.transactionId },
    orders: children.map(enterpriseOrderOf),
  };
}
