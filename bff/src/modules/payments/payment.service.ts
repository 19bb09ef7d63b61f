import { createHash } from 'node:crypto';
import { Init, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type Business, type CaseView, type Fee, type OrderView, orderStates } from '@zhucheng/shared';
import { idBlindOf } from '../../platform/crypto/blind';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import { type Actor, type Covered, personOf, system } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import { CitizenService } from '../identity/citizen.service';
import { readDues } from './combined.query';
import { FeeService } from './fee.service';
import { movePayers } from './merged-order.query';
import { MergedOrderService } from './merged-order.service';
import { type CaseOrder, FeeOrder, FeeOrderPayer } from './order.entity';
import { insertNumbered } from './order-number';
import {
  attemptsOfOrder,
  lockAttempt,
  lockOrderAndParent,
  orderViewOf,
  readOrder,
  readOrdersOfCases,
  readOrdersOfPayer,
} from './payment.query';
import type { FeeQuestion, MayView, NewOrder, PaidHandler, Read } from './payment.types';
import { RefundService } from './refund.service';
import { caseCauseOf, refundReasons, SettlementService } from './settlement.service';

export type { FeeQuestion, MayView, NewOrder, PaidHandler } from './payment.types';

type OrderSummary = NonNullable<CaseView['order']>;
const newest = 'Z'.repeat(26);

/** Fee orders (缴费订单) as other modules and payers see them. One order per case and round is fulfilled once, whoever pays. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PaymentService {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() fees!: FeeService;
  @Inject() refunds!: RefundService;
  @Inject() settlement!: SettlementService;
  @Inject() citizens!: CitizenService;
  @Inject() merged!: MergedOrderService;

  private mayView: MayView | undefined;
  private covered: Covered | undefined;

  private readonly committed: Read = (sql, params) => this.database.read(sql, params);

  @Init()
  async init(): Promise<void> {
    this.citizens.onTakeover((tx, from, to) => tx.update('fee_order', { applicant_id: to }, { applicant_id: from }));
  }

  /** Fee by the table in force on `day`. Error: RangeError if there is none. */
  quote(question: FeeQuestion): Promise<Fee> {
    return this.fees.quote(question);
  }

  /** See `FeeService.exemptions`. */
  exemptions(business: Business, day: string): Promise<string[]> {
    return this.fees.exemptions(business, day);
  }

  /** Registers who moves the case when its order is paid, once, in `@Init()`. Runs in the transaction that marks it paid. */
  onPaid(handler: PaidHandler): void {
    this.settlement.onPaid(handler);
  }

  /** Registers who knows which citizens may look at a case's order without paying it, once, in `@Init()`. */
  onMayView(reader: MayView): void {
    if (this.mayView) throw new Error('Two readers of who may view an order');
    this.mayView = reader;
  }

  /** Registers who knows which cases a family agent may learn of, once, in `@Init()`. */
  onCovered(reader: Covered): void {
    if (this.covered) throw new Error('Two readers of what an agent may learn of');
    this.covered = reader;
  }

  /** Of these orders, those within the agent's grant; all of them for anybody else. */
  private async within<T extends { caseId: string }>(actor: Actor, orders: readonly T[]): Promise<T[]> {
    if (!actor.agent?.unitIds) return [...orders];
    const caseIds = orders.map((order) => order.caseId);
    const covered = await this.covered?.(actor, caseIds);
    return orders.filter((order) => covered?.has(order.caseId));
  }

  /** Makes the case's order; an unpaid one of the same amount is kept, one of another amount is cancelled. */
  async createOrder(tx: Transaction, ask: NewOrder): Promise<{ id: string; number: string }> {
    if (ask.fee.totalFen <= 0 || ask.payers.length === 0) throw new RangeError('an order needs an amount and a payer');
    const { order: last } = await lockOrderAndParent(tx, { caseId: ask.caseId });
    if (last?.state === 'unpaid') {
      if (last.totalFen === ask.fee.totalFen) return { id: last.id, number: last.number };
      await this.cancelOrder(tx, ask.caseId, 'replaced');
    }
    const order: FeeOrder = {
      id: newId(),
      number: '',
      caseId: ask.caseId,
      round: (last?.round ?? 0) + 1,
      kind: 'fee',
      tax: null,
      voucher: null,
      collector: null,
      applicantId: ask.applicantId ?? null,
      acceptanceNumber: ask.acceptanceNumber,
      businessName: ask.businessName,
      location: ask.location,
      items: ask.fee.items,
      totalFen: ask.fee.totalFen,
      state: 'unpaid',
      paidAttemptId: null,
      paidMethod: null,
      paidAt: null,
      endReason: null,
      mergedInto: null,
      mergedCount: 0,
      version: 1,
      createdAt: tx.now,
      updatedAt: tx.now,
    };
    await insertNumbered(tx, order);
    for (const idBlind of new Set(ask.payers.map(({ idNumber }) => idBlindOf(this.cipher, idNumber)))) {
      await tx.insert(FeeOrderPayer, { orderId: order.id, idBlind, place: 'open' });
    }
    return { id: order.id, number: order.number };
  }

  /**
   * Cancels an unpaid order: its attempts are closed by the outbox; money that arrives all the same goes back. A merged
   * order that it was part of ends with it, and the others can be paid by themselves again.
   */
  async cancelOrder(tx: Transaction, caseId: string, reason: string): Promise<boolean> {
    const { order, parent } = await lockOrderAndParent(tx, { caseId });
    if (order?.state !== 'unpaid') return false;
    if (parent) {
      await this.merged.dissolve(tx, parent, system, 'child-cancelled');
      order.version++;
    }
    const set = {
      state: 'cancelled',
      endReason: reason.slice(0, 300),
      version: order.version + 1,
      updatedAt: tx.now,
    } as const;
    await tx.update(FeeOrder, set, { id: order.id });
    await movePayers(tx, [order.id], 'done');
    for (const attempt of await attemptsOfOrder(tx, order.id)) {
      if (attempt.slot !== null) await this.settlement.enqueueClose(tx, attempt.id, order);
    }
    return true;
  }

  /** Returns what was paid for a case, exactly once; an unpaid order is left alone. True if a refund was started. */
  async refundCase(tx: Transaction, caseId: string, reason: string): Promise<boolean> {
    const { order } = await lockOrderAndParent(tx, { caseId });
    if (order?.state !== 'paid' || !order.paidAttemptId) return false;
    const attempt = (await lockAttempt(tx, order.paidAttemptId))!;
    const amountFen = await this.refunds.restOf(tx, order, attempt);
    await tx.update(FeeOrder, { endReason: reason.slice(0, 300) }, { id: order.id });
    const cause = caseCauseOf(order);
    return this.refunds.request(tx, { order, attempt, amountFen, cause, reason: refundReasons.case });
  }

  /** Returns a part of a paid order. `key` makes it repeatable. Errors: ORDER_NOT_PAYABLE, CONFLICT if too little is left. */
  async refundPart(tx: Transaction, orderId: string, amountFen: number, key: string): Promise<void> {
    const { order } = await lockOrderAndParent(tx, { id: orderId });
    if (!order?.paidAttemptId || order.state !== 'paid' || order.caseId === null || order.kind !== 'fee')
      throw new Problem('ORDER_NOT_PAYABLE');
    if (!Number.isSafeInteger(amountFen) || amountFen < 1) throw new RangeError('a refund needs a positive amount');
    const attempt = (await lockAttempt(tx, order.paidAttemptId))!;
    if ((await this.refunds.restOf(tx, order, attempt)) < amountFen) throw new Problem('CONFLICT');
    // The children of a merged order share its attempt, on which a cause is unique.
    const ownKey = createHash('sha256').update(`${order.id}:${key}`).digest('hex').slice(0, 32);
    const cause = order.mergedInto ? `part:${ownKey}` : `part:${key}`.slice(0, 40);
    const ask = { order, attempt, amountFen, cause, reason: '退还部分登记费' };
    if (!(await this.refunds.request(tx, ask))) throw new Problem('CONFLICT');
  }

  /** Of one order, e.g. for its case's page. One statement. */
  async summary(read: Read, orderId: string): Promise<OrderSummary | null> {
    const found = await readOrder(read, orderId, null);
    return found && this.summaryOf(found.order);
  }

  /** Each case's latest order, by case id; cases without one are missing. One statement. */
  async ordersOfCases(caseIds: readonly string[]): Promise<Map<string, OrderSummary>> {
    if (caseIds.length === 0) return new Map();
    const orders = await readOrdersOfCases(this.committed, caseIds);
    return new Map(orders.map((order) => [order.caseId, this.summaryOf(order)]));
  }

  /** An order as its payers, the applicant and the case's parties may see it. Error: NOT_FOUND for anybody else. */
  async viewFor(actor: Actor, orderId: string): Promise<OrderView> {
    const found = await readOrder(this.committed, orderId, await this.blindOf(actor.id));
    if (!found || !(await this.isShownTo(actor, found))) throw new Problem('NOT_FOUND');
    return orderViewOf(found.order, found.payer);
  }

  /** A payer's orders, newest first; for an agent limited to some units a page may be shorter than asked for. */
  async listFor(actor: Actor, page: { cursor?: string | undefined; limit: number }) {
    const idBlind = await this.blindOf(actor.id);
    if (!idBlind) return { items: [], next: null };
    const orders = await readOrdersOfPayer(this.committed, idBlind, page.cursor ?? newest, page.limit);
    const shown = orders.slice(0, page.limit);
    return {
      items: (await this.within(actor, shown)).map((order) => orderViewOf(order, true)),
      next: orders.length > page.limit ? shown.at(-1)!.id : null,
    };
  }

  /** The wallets of a citizen who may pay this order, or of the agent who pays for the citizen. Errors: NOT_FOUND, ORDER_NOT_PAYABLE. */
  async payerOf(actor: Actor, orderId: string) {
    const citizen = await this.citizens.byId(actor.id);
    const idBlind = citizen?.idNumber ? idBlindOf(this.cipher, citizen.idNumber) : null;
    const found = await readOrder(this.committed, orderId, idBlind);
    if (!citizen || !found || !(await this.isShownTo(actor, found))) throw new Problem('NOT_FOUND');
    if (!found.payer) throw new Problem('ORDER_NOT_PAYABLE', { message: '该费用由买受人缴纳，请对方登录后支付。' });
    const wallets = actor.agent ? await this.citizens.byId(actor.agent.citizenId) : citizen;
    return { citizenId: personOf(actor), openids: wallets?.openids ?? {} };
  }

  /**
   * Fee and taxes of the order's case that this citizen pays; the order alone for those who may look at it only.
   * Error: NOT_FOUND. Two statements, and what tells who may look.
   */
  async duesOf(actor: Actor, orderId: string): Promise<Array<{ order: CaseOrder; payer: boolean }>> {
    const idBlind = await this.blindOf(actor.id);
    const found = await readOrder(this.committed, orderId, idBlind);
    if (!found || !(await this.isShownTo(actor, found))) throw new Problem('NOT_FOUND');
    if (!found.payer || !idBlind) return [found];
    const dues = await readDues(this.committed, found.order.caseId, idBlind);
    return dues.map((order) => ({ order, payer: true }));
  }

  private async isShownTo(actor: Actor, { order, payer }: { order: CaseOrder; payer: boolean }): Promise<boolean> {
    if ((await this.within(actor, [order])).length === 0) return false;
    if (payer || order.applicantId === actor.id) return true;
    return (await this.mayView?.(this.committed, order.caseId, actor.id)) ?? false;
  }

  private async blindOf(citizenId: string): Promise<string | null> {
    const citizen = await this.citizens.byId(citizenId);
    return citizen?.idNumber ? idBlindOf(this.cipher, citizen.idNumber) : null;
  }

  private summaryOf(order: FeeOrder): OrderSummary {
    const { id, number, totalFen, state } = order;
    return { id, number, totalFen, state, stateName: orderStates[state] };
  }
}
