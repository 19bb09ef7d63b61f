import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { DuesView, PaymentMethod, PaymentStarted } from '@zhucheng/shared';
import { paymentMethods } from '@zhucheng/shared';
import type { Adapters } from '../../adapters';
import type { ClientParameters } from '../../adapters/payment-channel/port';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Transaction } from '../../platform/database/transaction';
import { Problem } from '../../platform/errors/problem';
import type { Actor } from '../../platform/http/actor';
import { newId } from '../../platform/ids';
import type { Logger } from '../../platform/logging/logger';
import { PaymentAttempt } from './attempt.entity';
import {
  CheckoutService,
  collectorOf,
  describe,
  firstQueryMs,
  lifeMs,
  type Payer,
  restMs,
  tradeNumberOf,
} from './checkout.service';
import { attemptsOfGroup, lockGroup, lockOrdersOfGroup } from './combined.query';
import { GatewayQueryService } from './gateway-query.service';
import type { FeeOrder } from './order.entity';
import { attemptsOfOrder, lockOrders, orderViewOf } from './payment.query';
import { PaymentService } from './payment.service';
import { forCase, methodChannel, second, walletMethods } from './payment.types';
import { PaymentGroup } from './payment-group.entity';

/** How often a number may have to be replaced before giving up. */
const rounds = 4;
const most = 10;

/**
 * Fee and taxes of one case with one press (一卡缴纳全部税费): a combined payment where the wallet has one. Its number is kept
 * as long as the gateway could know it; another selection closes it first.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TogetherService {
  @Inject() database!: Database;
  @Inject() clock!: Clock;
  @Inject() cipher!: FieldCipher;
  @Inject() gateway!: GatewayQueryService;
  @Inject() checkout!: CheckoutService;
  @Inject() payments!: PaymentService;
  @Inject('adapters') adapters!: Adapters;
  @Inject('log') log!: Logger;

  /** What the payer has to pay for the case of this order, and what is done. Error: NOT_FOUND. */
  async dues(actor: Actor, orderId: string): Promise<DuesView> {
    const orders = await this.payments.duesOf(actor, orderId);
    const items = orders.map(({ order, payer }) => orderViewOf(order, payer));
    const dueFen = items.filter(({ payable }) => payable).reduce((sum, { totalFen }) => sum + totalFen, 0);
    const methods = Object.keys(paymentMethods) as PaymentMethod[];
    const tax = orders.find(({ order }) => order.kind === 'tax')?.order;
    const ways = methods.map((method) => {
      const channel = this.adapters.channels[methodChannel[method]];
      const collector = tax && collectorOf(tax, methodChannel[method]);
      return {
        method,
        way: channel.several(method),
        taxAlone: collector !== undefined && channel.collectsFor(collector),
      };
    });
    return { items, dueFen, ways };
  }

  /**
   * What the wallet needs. The caller has checked that the payer may pay each of these orders. Errors: ORDER_NOT_PAYABLE,
   * PAY_ONE_BY_ONE (the wallet cannot, or a part is above its limit), what `onPayable` and `onStanding` say,
   * PAYMENT_CHANNEL_FAILED (safe to repeat).
   */
  async start(orderIds: readonly string[], method: PaymentMethod, payer: Payer): Promise<PaymentStarted> {
    const openid = this.checkout.openidFor(method, payer);
    const channel = this.adapters.channels[methodChannel[method]];
    const { combined } = channel;
    if (!combined || channel.several(method) !== 'together') throw new Problem('PAY_ONE_BY_ONE');
    await this.checkout.requireStanding(orderIds);
    for (let round = 0; round < rounds; round++) {
      const { group, attempts, orders } = await this.claim(orderIds, method, payer.citizenId, openid);
      const [first] = attempts as [PaymentAttempt];
      // Another selection, or about to end: closed before a new number is taken.
      if (!group || group.expiresAt - this.clock.now() < restMs) {
        await this.replace(attempts);
        continue;
      }
      const started = { id: first.id, method, expiresAt: group.expiresAt };
      if (group.prepayCipher) return this.checkout.started(started, this.open(group.prepayCipher));
      const orderOf = ({ orderId }: PaymentAttempt) => orders.find(({ id }) => id === orderId)!;
      const answer = await combined.prepay({
        combineNo: group.outTradeNo,
        parts: attempts.map((attempt) => {
          const merchantId = collectorOf(orderOf(attempt), group.channel);
          const description = describe(orderOf(attempt));
          const { outTradeNo, amountFen } = attempt;
          return { outTradeNo, amountFen, description, ...(merchantId && { merchantId }) };
        }),
        expiresAt: group.expiresAt,
        method,
        ...(openid && { payerId: openid }),
      });
      if (answer.status === 'accepted')
        return this.checkout.started(started, await this.keep(group.id, answer.parameters));
      const facts = { groupId: group.id, method, status: answer.status };
      if (answer.status === 'unknown') {
        this.log.warn({ ...facts, cause: answer.cause }, 'combined prepay unanswered');
        throw new Problem('PAYMENT_CHANNEL_FAILED');
      }
      this.log.warn({ ...facts, reason: answer.reason, code: answer.gatewayCode }, 'combined prepay refused');
      if (answer.reason === 'payer-invalid') throw this.checkout.walletProblem(method);
      if (answer.reason === 'refused') throw new Problem('PAYMENT_CHANNEL_FAILED');
      await this.replace(attempts);
    }
    throw new Problem('PAYMENT_CHANNEL_FAILED');
  }

  /** The live combination of exactly these orders, made if there is none; without `group` what stands in its way. */
  private claim(orderIds: readonly string[], method: PaymentMethod, citizenId: string, openid: string | null) {
    const channel = methodChannel[method];
    const slot = `${walletMethods.includes(method) ? `${method}:${citizenId}` : method}+`;
    return this.database.unitOfWork(async (tx) => {
      const orders = await lockOrders(tx, orderIds);
      await this.requirePayable(tx, orders, orderIds, channel);
      const known = [];
      for (const { id } of orders)
        known.push(...(await attemptsOfOrder(tx, id)).filter((attempt) => attempt.slot === slot));
      if (known.length > 0) {
        const { groupId } = known[0]!;
        const attempts = await attemptsOfGroup(tx, groupId!);
        const same =
          known.every((attempt) => attempt.groupId === groupId) &&
          attempts.length === orders.length &&
          known.length === orders.length;
        return { group: same ? await lockGroup(tx, groupId!) : null, attempts: same ? attempts : known, orders };
      }
      return { ...(await this.make(tx, orders, method, citizenId, openid, slot)), orders };
    });
  }

  private async requirePayable(
    tx: Transaction,
    orders: readonly FeeOrder[],
    orderIds: readonly string[],
    channel: 'wechat' | 'alipay',
  ): Promise<void> {
    const [first] = orders;
    if (orders.length !== orderIds.length || !first?.caseId) throw new Problem('ORDER_NOT_PAYABLE');
    for (const { caseId, state, mergedInto } of orders)
      if (caseId !== first.caseId || state !== 'unpaid' || mergedInto) throw new Problem('ORDER_NOT_PAYABLE');
    const { partLimitFen } = this.adapters.channels[channel].combined!;
    const apart = orders.some(
      (order) => order.totalFen > partLimitFen || (order.kind === 'tax' && !collectorOf(order, channel)),
    );
    if (orders.length < 2 || orders.length > most || apart) throw new Problem('PAY_ONE_BY_ONE');
    await this.checkout.payable?.(tx, [first.caseId]);
  }

  private async make(
    tx: Transaction,
    orders: readonly FeeOrder[],
    method: PaymentMethod,
    citizenId: string,
    openid: string | null,
    slot: string,
  ) {
    const channel = methodChannel[method];
    const payerCipher = openid ? this.cipher.encrypt(openid, 'payment_attempt.payer') : null;
    // Whole seconds: gateways are told no finer, and a repeat has to be equal.
    const expiresAt = Math.floor((tx.now + lifeMs) / second) * second;
    const common = { channel, method, citizenId, payerCipher, prepayCipher: null, expiresAt, createdAt: tx.now };
    const group: PaymentGroup = { id: newId(), outTradeNo: tradeNumberOf(orders[0]!), ...common };
    await tx.insert(PaymentGroup, group);
    const attempts: PaymentAttempt[] = orders.map((order) => ({
      id: newId(),
      orderId: order.id,
      outTradeNo: tradeNumberOf(order),
      groupId: group.id,
      slot,
      amountFen: order.totalFen,
      refundedFen: 0,
      state: 'created',
      transactionId: null,
      paidAt: null,
      endedAt: null,
      ...common,
    }));
    attempts.sort((one, other) => (one.id < other.id ? -1 : 1));
    for (const attempt of attempts) await tx.insert(PaymentAttempt, attempt);
    const [first] = attempts as [PaymentAttempt];
    // One question is enough: it is about all parts.
    const options = { delayMs: firstQueryMs, ...forCase(orders[0]!) };
    await tx.enqueue('payment.check', first.id, { attemptId: first.id }, options);
    return { group, attempts };
  }

  /** Ends combinations so that a new number may be taken. */
  private async replace(attempts: readonly PaymentAttempt[]): Promise<void> {
    const done = new Set<string>();
    for (const attempt of attempts) {
      if (attempt.groupId && done.has(attempt.groupId)) continue;
      if (attempt.groupId) done.add(attempt.groupId);
      const { state } = await this.gateway.close(attempt);
      if (state === 'paid' || state === 'refunded') throw new Problem('ORDER_NOT_PAYABLE');
      if (state !== 'closed') throw new Problem('PAYMENT_CHANNEL_FAILED');
    }
  }

  /** The first answer stays; whoever asked at the same time gets it too. */
  private keep(groupId: string, parameters: ClientParameters): Promise<ClientParameters> {
    return this.database.unitOfWork(async (tx) => {
      await lockOrdersOfGroup(tx, groupId);
      const now = (await lockGroup(tx, groupId))!;
      if (now.prepayCipher) return this.open(now.prepayCipher);
      const prepayCipher = this.cipher.encryptJson(parameters, 'payment_attempt.prepay');
      await tx.update(PaymentGroup, { prepayCipher }, { id: groupId });
      await tx.update(PaymentAttempt, { state: 'open' }, { groupId, state: 'created' });
      return parameters;
    });
  }

  private open(stored: string): ClientParameters {
    return this.cipher.decryptJson<ClientParameters>(stored, 'payment_attempt.prepay');
  }
}
