import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { PaymentStarted, PublicOrder, PublicPayment, PublicPaymentQuestion } from '@zhucheng/shared';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Problem } from '../../platform/errors/problem';
import { PublicProof } from '../cases/reading/public-proof.service';
import { Wallets } from '../identity/wallet.service';
import { CheckoutService } from '../payments/checkout.service';
import { methodChannel, walletMethods, withoutAccount } from '../payments/payment.types';
import { PublicOrders } from '../payments/public-order.service';

const lifeMs = 30 * 60_000;
const purpose = 'cashier.ticket';
const notFound = {
  parties: '没有查到，请核对权利人、义务人和流水号（流水号是短信里的受理编号，或 ZC 开头的缴费单号）。',
  acceptance: '没有查到，请核对受理编号和证件号码后 4 位（单位填全称）。',
};

/** Fees are found and paid by whoever knows the case (在线缴费); nobody has to sign in to pay. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CashierService {
  @Inject() proofs!: PublicProof;
  @Inject() orders!: PublicOrders;
  @Inject() checkout!: CheckoutService;
  @Inject() wallets!: Wallets;
  @Inject() cipher!: FieldCipher;
  @Inject() clock!: Clock;

  /** The case's orders and a ticket that opens them for half an hour. Errors: NOT_FOUND, TOO_MANY_REQUESTS. */
  async find(question: PublicPaymentQuestion, address: string) {
    const row =
      question.by === 'acceptance'
        ? await this.proofs.byDocument(question.acceptanceNumber, question.proof, address)
        : await this.proofs.bySides(await this.acceptanceOf(question.serial), question, address);
    if (!row) throw new Problem('NOT_FOUND', { message: notFound[question.by] });
    const caseId = row.id as string;
    const expiresAt = this.clock.now() + lifeMs;
    const ticket = this.cipher.encryptJson({ caseId, expiresAt }, purpose);
    return { items: await this.orders.of(caseId), ticket, expiresAt };
  }

  /** As it is now; of the order `check` the gateways are asked first. Errors: PAYMENT_TICKET_OVER, PAYMENT_CHANNEL_FAILED. */
  async state(ticket: string, check?: string): Promise<PublicOrder[]> {
    const caseId = this.opened(ticket);
    const before = await this.orders.of(caseId);
    if (!check || before.find(({ id }) => id === check)?.state !== 'unpaid') return before;
    const heard = await this.checkout.check(check);
    const after = await this.orders.of(caseId);
    if (!heard && after.find(({ id }) => id === check)?.state === 'unpaid') {
      throw new Problem('PAYMENT_CHANNEL_FAILED', {
        message: '暂时查不到支付结果。如已付款，款项是安全的，稍后会自动更新。',
      });
    }
    return after;
  }

  /**
   * Errors: PAYMENT_TICKET_OVER, NOT_FOUND, ORDER_NOT_PAYABLE, BASIS_LOST, PAYMENT_CHANNEL_FAILED; with a wallet's code those of
   * `Wallets.openidOf`, without one where the method needs it INVALID_INPUT at `method`.
   */
  async pay({ ticket, orderId, method, walletCode }: PublicPayment): Promise<PaymentStarted> {
    const order = (await this.orders.of(this.opened(ticket))).find(({ id }) => id === orderId);
    if (!order) throw new Problem('NOT_FOUND');
    const payer = { citizenId: withoutAccount, openids: {}, returnPath: '/#/packages/pay/find/index' };
    if (!walletCode || !walletMethods.includes(method)) return this.checkout.start(orderId, method, payer);
    const provider = methodChannel[method];
    const openid = await this.wallets.openidOf(provider, walletCode);
    const walletKey = this.cipher.blindIndex(openid, `cashier.${provider}`).slice(0, 26);
    return this.checkout.start(orderId, method, { ...payer, openids: { [provider]: openid }, walletKey });
  }

  /** What was typed is an acceptance number unless it is the number of an order. */
  private async acceptanceOf(serial: string): Promise<string> {
    const number = serial.toUpperCase();
    return number.startsWith('ZC') ? ((await this.orders.acceptanceOf(number)) ?? number) : number;
  }

  private opened(ticket: string): string {
    try {
      const { caseId, expiresAt } = this.cipher.decryptJson<{ caseId: string; expiresAt: number }>(ticket, purpose);
      if (this.clock.now() < expiresAt) return caseId;
    } catch {
      // Made up or changed: as good as one that is over.
    }
    throw new Problem('PAYMENT_TICKET_OVER');
  }
}
