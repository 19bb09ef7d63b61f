import type { QuarantineDecision } from '@zhucheng/shared';
import { Entity } from 'typeorm';
import type { PaymentChannelName } from '../../adapters/payment-channel/port';
import { Cipher, Fen, Id, Json, Ms, Ref, Text } from '../../platform/database/columns';
import type { RefundRowState } from './refund.entity';

/** A callback, stored before the gateway hears that it arrived. */
@Entity('payment_inbox')
export class PaymentInboxEntry {
  @Id() id!: string;
  @Text(16) channel!: PaymentChannelName;
  @Text(128, { name: 'notification_id' }) callbackId!: string;
  /** The payment's number, so that it is known which payments no callback told of; null in rows of earlier versions. */
  @Text(64, { name: 'out_trade_no', nullable: true }) outTradeNo!: string | null;
  /** The bytes as received, base64. */
  @Cipher({ name: 'raw_cipher' }) rawCipher!: string;
  /** What verification made of them: `InboxContent`. */
  @Cipher({ name: 'notification_cipher' }) callbackCipher!: string;
  @Text(12) state!: 'received' | 'done';
  @Ms({ name: 'received_at' }) receivedAt!: number;
  @Ms({ name: 'processed_at', nullable: true }) processedAt!: number | null;
}

/** Money that moved, append-only. Payments are positive, refunds negative; `tax` went to the bureau and is none of ours. */
@Entity('payment_ledger')
export class PaymentLedgerEntry {
  @Id() id!: string;
  @Ms() at!: number;
  @Text(16) kind!: 'payment' | 'refund' | 'tax';
  /** Payment: `channel:transaction id`; refund: its number. Unique per kind. */
  @Text(100) reference!: string;
  @Ref({ name: 'order_id' }) orderId!: string;
  @Ref({ name: 'attempt_id' }) attemptId!: string;
  /** `bank`: given back by transfer, outside the channels. */
  @Text(16) channel!: PaymentChannelName | 'bank';
  @Fen({ name: 'amount_fen' }) amountFen!: number;
}

/** Something a gateway said that does not fit what we know; nothing happens until a person has looked at it. */
@Entity('payment_quarantine')
export class PaymentQuarantine {
  @Id() id!: string;
  @Ms() at!: number;
  @Text(16) channel!: PaymentChannelName;
  @Text(64, { name: 'out_trade_no' }) outTradeNo!: string;
  @Text(40) reason!: string;
  /** Expected and reported values, no personal data. */
  @Json() detail!: Record<string, unknown>;
  @Cipher({ name: 'content_cipher', nullable: true }) contentCipher!: string | null;
  /** `refunding`: on its way back to the payer, under the number `Q` + id. */
  @Text(12) state!: 'open' | 'refunding' | 'resolved';
  @Text(64) fingerprint!: string;
  @Text(12, { nullable: true }) decision!: QuarantineDecision | null;
  /** Money that was never booked is given back without the ledger, which knows neither its coming nor its going. */
  @Fen({ name: 'refund_fen', nullable: true }) refundFen!: number | null;
  @Text(12, { name: 'refund_state', nullable: true }) refundState!: RefundRowState | null;
  @Text(64, { name: 'refund_code', nullable: true }) refundCode!: string | null;
  @Ms({ name: 'resolved_at', nullable: true }) resolvedAt!: number | null;
}
