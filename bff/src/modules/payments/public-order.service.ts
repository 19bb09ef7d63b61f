import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { orderStates, type PublicOrder } from '@zhucheng/shared';
import { Database } from '../../platform/database/database';
import { CheckoutService } from './checkout.service';
import type { CaseOrder } from './order.entity';
import { readAcceptanceOfOrder, readOrdersOfCase } from './payment.query';
import type { Read } from './payment.types';

/** Why a cancelled order need not, or cannot, be paid; by its `endReason`. */
const ended: Record<string, string> = {
  suspended: '登记簿上出现了查封、异议等限制，这件暂停办理，现在不能缴费。恢复办理后会有新的缴费单。',
  'register-changed': '登记簿上的情况有变化，各方重新确认后会有新的缴费单。',
  withdrawn: '这件已撤回，不用缴费。',
  lapsed: '这件已超过期限，不用缴费。',
};
const merged = '这笔费用已并入单位的合并缴费单，由单位一并缴纳。';

/** The orders of a case as somebody without an account sees them. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PublicOrders {
  @Inject() database!: Database;
  @Inject() checkout!: CheckoutService;

  private readonly committed: Read = (sql, params) => this.database.read(sql, params);

  /** Newest first. One statement, and what is asked of an unpaid one's case. */
  async of(caseId: string): Promise<PublicOrder[]> {
    const orders = await readOrdersOfCase(this.committed, caseId);
    const payable = (order: CaseOrder) => order.state === 'unpaid' && order.mergedInto === null;
    const refusal = orders.some(payable) ? await this.checkout.refusal([caseId]) : null;
    return orders.map((order) => ({
      id: order.id,
      number: order.number,
      acceptanceNumber: order.acceptanceNumber,
      businessName: order.businessName,
      location: order.location.replace(/[0-9０-９]+/g, '*'),
      items: order.items.map(({ name, quantity, amountFen }) => ({ name, quantity, amountFen })),
      totalFen: order.totalFen,
      state: order.state,
      stateName: orderStates[order.state],
      paidBy: order.paidMethod,
      paidAt: order.paidAt,
      payable: payable(order) && refusal === null,
      unpayable: payable(order) ? refusal : order.state === 'unpaid' ? merged : (ended[order.endReason ?? ''] ?? null),
    }));
  }

  /** The acceptance number of the case that an order number belongs to; null if there is none. One statement. */
  acceptanceOf(number: string): Promise<string | null> {
    return readAcceptanceOfOrder(this.committed, number);
  }
}
