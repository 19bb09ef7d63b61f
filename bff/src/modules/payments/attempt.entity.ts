import type { PaymentMethod } from '@zhucheng/shared';
import { Entity } from 'typeorm';
import type { PaymentChannelName } from '../../adapters/payment-channel/port';
import { Cipher, Fen, Id, Ms, Ref, Text } from '../../platform/database/columns';

/**
 * - `created`: the number is ours, the gateway may or may not know it
 * - `open`: the gateway has accepted it, the payer can pay
 * - `closed`: can no longer be paid; a payment that arrives all the same is refunded
 * - `paid`: money has arrived; terminal, refunds are counted in `refundedFen`
 * - `refunded`: the gateway says it was paid and refunded without us; terminal
 */
export type AttemptState = 'created' | 'open' | 'closed' | 'paid' | 'refunded';

/** One try to be paid for an order through one method; its number and amount never change. */
@Entity('payment_attempt')
export class PaymentAttempt {
  @Id() id!: string;
  @Ref({ name: 'order_id' }) orderId!: string;
  @Text(32, { name: 'out_trade_no' }) outTradeNo!: string;
  /** The combined payment it is a part of; asked about and closed as a whole. */
  @Ref({ name: 'group_id', nullable: true }) groupId!: string | null;
  @Text(16) channel!: PaymentChannelName;
  @Text(16) method!: PaymentMethod;
  /** Unique per order while the attempt counts, null once it is closed: one live attempt per method (and wallet). */
  @Text(48, { nullable: true }) slot!: string | null;
  @Fen({ name: 'amount_fen' }) amountFen!: number;
  /** Sum of refunds asked for; never above the amount. */
  @Fen({ name: 'refunded_fen' }) refundedFen!: number;
  @Text(12) state!: AttemptState;
  /** The citizen, or the institution's clerk, who started it. */
  @Ref({ name: 'citizen_id' }) citizenId!: string;
  /** The wallet's open id that the gateway was told. */
  @Cipher({ name: 'payer_cipher', nullable: true }) payerCipher!: string | null;
  /** What the client hands to the wallet; kept so that a repeat gets the same. */
  @Cipher({ name: 'prepay_cipher', nullable: true }) prepayCipher!: string | null;
  @Text(64, { name: 'transaction_id', nullable: true }) transactionId!: string | null;
  @Ms({ name: 'expires_at' }) expiresAt!: number;
  @Ms({ name: 'paid_at', nullable: true }) paidAt!: number | null;
  @Ms({ name: 'ended_at', nullable: true }) endedAt!: number | null;
  @Ms({ name: 'created_at' }) createdAt!: number;
}
