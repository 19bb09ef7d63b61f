import type { PaymentMethod } from '@zhucheng/shared';
import { placeholders } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import type { CaseOrder, FeeOrder, PayerPlace } from './order.entity';
import { locking, orderColumns, parsed, type StoredOrder } from './payment.query';

/** The orders that are paid with a merged one, locked. One statement. */
export async function lockChildren(tx: Transaction, mergedId: string): Promise<CaseOrder[]> {
  const sql = `SELECT ${orderColumns} FROM fee_order o WHERE o.merged_into = ? ORDER BY o.id${locking(tx)}`;
  return (await tx.query<StoredOrder>(sql, [mergedId])).map((row) => parsed(row) as CaseOrder);
}

/** The cases that are paid with an order. At most one statement. */
export async function casesOf(tx: Transaction, { id, caseId }: Pick<FeeOrder, 'id' | 'caseId'>): Promise<string[]> {
  if (caseId !== null) return [caseId];
  const rows = await tx.query<{ caseId: string }>(
    'SELECT o.case_id AS caseId FROM fee_order o WHERE o.merged_into = ? ORDER BY o.id',
    [id],
  );
  return rows.map((row) => row.caseId);
}

/** Those of the orders that this payer has, locked in the order of their ids. One statement. */
export async function lockOrdersOfPayer(
  tx: Transaction,
  idBlind: string,
  orderIds: readonly string[],
): Promise<FeeOrder[]> {
  const sql =
    `SELECT ${orderColumns} FROM fee_order o WHERE o.id IN (${placeholders(orderIds)}) AND EXISTS ` +
    `(SELECT 1 FROM fee_order_payer p WHERE p.order_id = o.id AND p.id_blind = ?) ORDER BY o.id${locking(tx)}`;
  return (await tx.query<StoredOrder>(sql, [...orderIds, idBlind])).map(parsed);
}

/** Attempts of these orders that may still be paid, with their cases. One statement. */
export function liveAttemptsOf(
  tx: Transaction,
  orderIds: readonly string[],
): Promise<Array<{ id: string; caseId: string | null }>> {
  return tx.query(
    'SELECT a.id, o.case_id AS caseId FROM payment_attempt a JOIN fee_order o ON o.id = a.order_id ' +
      `WHERE a.order_id IN (${placeholders(orderIds)}) AND a.slot IS NOT NULL ORDER BY a.id`,
    orderIds,
  );
}

/** Makes unpaid orders part of a merged one; returns how many there were. */
export async function joinChildren(tx: Transaction, mergedId: string, orderIds: readonly string[]): Promise<number> {
  const joined = await tx.execute(
    'UPDATE fee_order SET merged_into = ?, version = version + 1, updated_at = ? ' +
      `WHERE id IN (${placeholders(orderIds)}) AND state = 'unpaid' AND merged_into IS NULL`,
    [mergedId, tx.now, ...orderIds],
  );
  await movePayers(tx, orderIds, 'merged');
  return joined;
}

/** Makes the children payable by themselves again. */
export async function releaseChildren(tx: Transaction, mergedId: string): Promise<void> {
  const set = (await lockChildren(tx, mergedId)).map(({ id }) => id);
  await movePayers(tx, set, 'open');
  await tx.execute(
    'UPDATE fee_order SET merged_into = NULL, version = version + 1, updated_at = ? WHERE merged_into = ?',
    [tx.now, mergedId],
  );
}

/** One statement for all. */
export async function markChildrenPaid(
  tx: Transaction,
  mergedId: string,
  paid: { paidAttemptId: string; paidMethod: PaymentMethod; paidAt: number },
): Promise<void> {
  await tx.execute(
    "UPDATE fee_order SET state = 'paid', paid_attempt_id = ?, paid_method = ?, paid_at = ?, version = version + 1, " +
      "updated_at = ? WHERE merged_into = ? AND state = 'unpaid'",
    [paid.paidAttemptId, paid.paidMethod, paid.paidAt, tx.now, mergedId],
  );
}

/** Where the orders stand in their payers' lists. */
export async function movePayers(tx: Transaction, orderIds: readonly string[], place: PayerPlace): Promise<void> {
  await tx.execute(`UPDATE fee_order_payer SET place = ? WHERE order_id IN (${placeholders(orderIds)})`, [
    place,
    ...orderIds,
  ]);
}
