import { randomBytes } from 'node:crypto';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { PaymentMethod, PaymentStarted } from '@zhucheng/shared';
import type { Adapters } from '../../adapters';
import type { ClientParameters, PaymentChannelName, PrepayRequest } from '../../adapters/payment-channel/port';
import type { Environment } from '../../config/environment';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { Problem } from '../../platform/errors/problem';
import { newId } from '../../platform/ids';
import type { Logger } from '../../platform/logging/logger';
import { PaymentAttempt } from './attempt.entity';
import { GatewayQueryService } from './gateway-query.service';
import { casesOf } from './merged-order.query';
import type { FeeOrder } from './order.entity';
import { attemptsOfOrder, lockAttempt, lockOrder, lockOrders } from './payment.query';
import {
  forCase,
  hour,
  methodChannel,
  type PayableCheck,
  type StandingCheck,
  second,
  walletMethods,
} from './payment.types';

/** A gateway's payment parameters live for two hours. */
export const lifeMs = 2 * hour;
/** An attempt nearer to its end than this is replaced. */
export const restMs = 60 * second;
export const firstQueryMs = 5 * second;
/** Numbers tried in one request: the one at hand and, once that has been closed, a fresh one. */
const rounds = 2;

export interface Payer {
  /** Who starts it: a citizen or an institution's clerk. */
  citizenId: string;
  openids: { wechat?: string | null | undefined; alipay?: string | null | undefined };
  /** Tells wallets apart where who starts it has no account; up to 26 characters. */
  walletKey?: string;
  /** Where Alipay's page leads back to, after PUBLIC_URL; the citizens' page of the order if absent. */
  returnPath?: string;
}

export const tradeNumberOf = ({ number }: Pick<FeeOrder, 'number'>): string =>
  `${number}${randomBytes(4).toString('hex')}`;

/** What the wallet shows. */
export const describe = (order: Pick<FeeOrder, 'kind' | 'items' | 'businessName'>): string =>
  `${order.kind === 'tax' ? (order.items[0]?.name ?? '税款') : '不动产登记费'}-${order.businessName}`.slice(0, 40);

/** Whose account in this wallet the money goes to; absent for our own. */
export const collectorOf = (order: Pick<FeeOrder, 'collector'>, channel: PaymentChannelName): string | undefined =>
  order.collector?.[channel];

/** Starts payments. A number is kept as long as the gateway could know it, so that nobody pays twice by tapping twice. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CheckoutService {
  @Inject() database!: Database;
  @Inject() clock!: Clock;
  @Inject() cipher!: FieldCipher;
  @Inject() gateway!: GatewayQueryService;
  @Inject('adapters') adapters!: Adapters;
  @Inject('environment') environment!: Environment;
  @Inject('log') log!: Logger;

  payable: PayableCheck | undefined;
  private standing: StandingCheck | undefined;

  /** Registers who knows whether a case may still be paid for, once, in `@Init()`. Asked at every attempt. */
  onPayable(check: PayableCheck): void {
    if (this.payable) throw new Error('Two checks of what may be paid');
    this.payable = check;
  }

  /** Registers who asks the tax bureau whether what it has assessed still stands, once, in `@Init()`. Asked before every attempt. */
  onStanding(check: StandingCheck): void {
    if (this.standing) throw new Error('Two checks of what was assessed');
    this.standing = check;
  }

  /** Errors: TAX_CHANGED, DEPARTMENT_UNAVAILABLE. */
  async requireStanding(orderIds: readonly string[]): Promise<void> {
    const caseIds = new Set<string>();
    for (const order of await this.database.unitOfWork((tx) => lockOrders(tx, orderIds)))
      if (order.kind === 'tax' && order.caseId) caseIds.add(order.caseId);
    if (caseIds.size > 0) await this.standing?.([...caseIds]);
  }

  /**
   * What the wallet needs; the same again within two hours. The caller has checked that the payer may pay this order.
   * Errors: ORDER_NOT_PAYABLE, what `onPayable` says, PAYMENT_CHANNEL_FAILED (safe to repeat), INVALID_INPUT without the wallet's login.
   */
  async start(orderId: string, method: PaymentMethod, payer: Payer): Promise<PaymentStarted> {
    const openid = this.openidFor(method, payer);
    await this.requireStanding([orderId]);
    for (let round = 0; round < rounds; round++) {
      const { order, attempt } = await this.claim(orderId, method, payer, openid);
      if (attempt.expiresAt - this.clock.now() < restMs) {
        await this.replace(attempt);
        continue;
      }
      if (attempt.prepayCipher) return this.started(attempt, this.open(attempt.prepayCipher));
      const answer = await this.adapters.channels[attempt.channel].prepay(this.request(order, attempt, payer));
      if (answer.status === 'accepted') return this.keep(attempt, answer.parameters);
      const facts = { attemptId: attempt.id, method, status: answer.status };
      if (answer.status === 'unknown') {
        this.log.warn({ ...facts, cause: answer.cause }, 'prepay unanswered');
        throw new Problem('PAYMENT_CHANNEL_FAILED');
      }
      this.log.warn({ ...facts, reason: answer.reason, code: answer.gatewayCode }, 'prepay refused');
      if (answer.reason === 'payer-invalid') throw this.walletProblem(method);
      if (answer.reason === 'refused') throw new Problem('PAYMENT_CHANNEL_FAILED');
      await this.replace(attempt);
    }
    throw new Problem('PAYMENT_CHANNEL_FAILED');
  }

  /** Why these cases cannot be paid for, as `start` would say; null if they can. */
  async refusal(caseIds: readonly string[]): Promise<string | null> {
    try {
      await this.database.unitOfWork(async (tx) => this.payable?.(tx, caseIds));
      return null;
    } catch (error) {
      if (error instanceof Problem && error.code === 'BASIS_LOST') return error.message;
      throw error;
    }
  }

  /** Asks the gateways about every attempt that may have been paid. False if one of them could not be heard. */
  async check(orderId: string): Promise<boolean> {
    const attempts = await this.database.unitOfWork((tx) => attemptsOfOrder(tx, orderId));
    let heard = true;
    for (const attempt of attempts) {
      if (!this.gateway.isLive(attempt)) continue;
      const asked = await this.gateway.refresh(attempt);
      if (asked.attempt.state === 'paid') return true;
      heard &&= asked.heard;
    }
    return heard;
  }

  /** The order's live attempt for this method, made if there is none. The order's row is locked: there is only one. */
  private claim(orderId: string, method: PaymentMethod, { citizenId, walletKey }: Payer, openid: string | null) {
    const slot = walletMethods.includes(method) ? `${method}:${walletKey ?? citizenId}` : method;
    return this.database.unitOfWork(async (tx) => {
      const order = await lockOrder(tx, orderId);
      if (order?.state !== 'unpaid' || order.mergedInto) throw new Problem('ORDER_NOT_PAYABLE');
      await this.payable?.(tx, await casesOf(tx, order));
      const collector = collectorOf(order, methodChannel[method]);
      if (order.kind === 'tax' && !(collector && this.adapters.channels[methodChannel[method]].collectsFor(collector)))
        throw new Problem('PAYMENT_METHOD_UNAVAILABLE');
      const known = (await attemptsOfOrder(tx, orderId)).find((candidate) => candidate.slot === slot);
      if (known) return { order, attempt: known };
      const attempt: PaymentAttempt = {
        id: newId(),
        orderId,
        outTradeNo: tradeNumberOf(order),
        groupId: null,
        channel: methodChannel[method],
        method,
        slot,
        amountFen: order.totalFen,
        refundedFen: 0,
        state: 'created',
        citizenId,
        payerCipher: openid ? this.cipher.encrypt(openid, 'payment_attempt.payer') : null,
        prepayCipher: null,
        transactionId: null,
        // Whole seconds: gateways are told no finer, and a repeat has to be equal.
        expiresAt: Math.floor((tx.now + lifeMs) / second) * second,
        paidAt: null,
        endedAt: null,
        createdAt: tx.now,
      };
      await tx.insert(PaymentAttempt, attempt);
      await tx.enqueue(
        'payment.check',
        attempt.id,
        { attemptId: attempt.id },
        { delayMs: firstQueryMs, ...forCase(order) },
      );
      return { order, attempt };
    });
  }

  /** Ends an attempt so that a new number may be taken. */
  private async replace(attempt: PaymentAttempt): Promise<void> {
    const after = await this.gateway.close(attempt);
    if (after.state === 'closed') return;
    throw new Problem(
      after.state === 'paid' || after.state === 'refunded' ? 'ORDER_NOT_PAYABLE' : 'PAYMENT_CHANNEL_FAILED',
    );
  }

  private request(order: FeeOrder, attempt: PaymentAttempt, payer: Payer): PrepayRequest {
    return {
      outTradeNo: attempt.outTradeNo,
      amountFen: attempt.amountFen,
      description: describe(order),
      ...(order.kind === 'tax' && { collectorId: collectorOf(order, attempt.channel) }),
      expiresAt: attempt.expiresAt,
      method: attempt.method,
      ...(attempt.payerCipher && { payerId: this.cipher.decrypt(attempt.payerCipher, 'payment_attempt.payer') }),
      ...(attempt.method === 'alipay-page' && {
        returnUrl: `${this.environment.PUBLIC_URL}${payer.returnPath ?? `/#/packages/pay/order/index?id=${order.id}`}`,
      }),
    };
  }

  /** The first answer stays; whoever asked at the same time gets it too. */
  private async keep(attempt: PaymentAttempt, parameters: ClientParameters): Promise<PaymentStarted> {
    const kept = await this.database.unitOfWork(async (tx) => {
      const now = (await lockAttempt(tx, attempt.id))!;
      if (now.prepayCipher) return this.open(now.prepayCipher);
      const prepayCipher = this.cipher.encryptJson(parameters, 'payment_attempt.prepay');
      await tx.update(PaymentAttempt, { prepayCipher }, { id: attempt.id });
      await tx.update(PaymentAttempt, { state: 'open' }, { id: attempt.id, state: 'created' });
      return parameters;
    });
    return this.started(attempt, kept);
  }

  private open(stored: string): ClientParameters {
    return this.cipher.decryptJson<ClientParameters>(stored, 'payment_attempt.prepay');
  }

  started(
    { id, method, expiresAt }: Pick<PaymentAttempt, 'id' | 'method' | 'expiresAt'>,
    parameters: ClientParameters,
  ): PaymentStarted {
    const base = { attemptId: id, method, expiresAt };
    switch (parameters.method) {
      case 'wechat-jsapi': {
        const { method: _, ...jsapi } = parameters;
        return { ...base, jsapi };
      }
      case 'wechat-native':
        return { ...base, native: { codeUrl: parameters.codeUrl } };
      case 'alipay-mini':
        return { ...base, alipayMini: { tradeNO: parameters.tradeNo } };
      case 'alipay-page':
        return { ...base, alipayPage: { url: parameters.url } };
    }
  }

  openidFor(method: PaymentMethod, payer: Payer): string | null {
    if (!walletMethods.includes(method)) return null;
    const openid = payer.openids[methodChannel[method]];
    if (!openid) throw this.walletProblem(method);
    return openid;
  }

  walletProblem(method: PaymentMethod): Problem {
    const wallet = methodChannel[method] === 'wechat' ? '微信' : '支付宝';
    return Problem.field(
      'method',
      `请先在${wallet}小程序中用${wallet}登录一次，再用${wallet}付款；也可以换一种支付方式。`,
      'wallet',
    );
  }
}
