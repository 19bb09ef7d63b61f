import { Entity } from 'typeorm';
import { Cipher, Fen, Id, Ms, Ref, Text } from '../../platform/database/columns';

/** `abnormal` waits for a person and never counts as refunded; `done` is terminal. */
export type RefundRowState = 'requested' | 'accepted' | 'done' | 'abnormal';

/** Money going back to the payer. One row, one number at the gateway, however often it is asked. */
@Entity('refund')
export class Refund {
  @Id() id!: string;
  @Text(64, { name: 'out_refund_no' }) outRefundNo!: string;
  @Ref({ name: 'attempt_id' }) attemptId!: string;
  @Ref({ name: 'order_id' }) orderId!: string;
  /** Unique per attempt: the same cause never refunds twice. */
  @Text(40) cause!: string;
  @Fen({ name: 'amount_fen' }) amountFen!: number;
  @Text(80) reason!: string;
  @Text(12) state!: RefundRowState;
  @Text(64, { name: 'gateway_code', nullable: true }) gatewayCode!: string | null;
  @Ms({ name: 'created_at' }) createdAt!: number;
  @Ms({ name: 'finished_at', nullable: true }) finishedAt!: number | null;
  /** The bank's transfer that settled it outside the channel: `{ reference, paidOn }`. */
  @Cipher({ name: 'outside_cipher', nullable: true }) outsideCipher!: string | null;
}
