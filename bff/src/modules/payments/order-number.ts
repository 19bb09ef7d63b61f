import { randomInt } from 'node:crypto';
import { compactDayOf } from '@zhucheng/shared';
import { isDuplicateKey } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { FeeOrder } from './order.entity';

/** Inserts an order under `ZC` + Beihai date + 10 random digits; a number that is taken costs another throw of the dice. */
export async function insertNumbered(tx: Transaction, order: FeeOrder): Promise<void> {
  const day = compactDayOf(tx.now);
  for (let left = 5; ; left--) {
    order.number = `ZC${day}${String(randomInt(10 ** 10)).padStart(10, '0')}`;
    try {
      return await tx.insert(FeeOrder, order);
    } catch (error) {
      if (left === 0 || !isDuplicateKey(error)) throw error;
    }
  }
}
