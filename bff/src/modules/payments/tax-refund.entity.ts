import { Entity } from 'typeorm';
import { Fen, Id, Ms, Ref, Text } from '../../platform/database/columns';

/** `requested`: not yet heard by the bureau · `filed`: it works on it · `done`, `refused`: its last word. */
export type TaxRefundState = 'requested' | 'filed' | 'done' | 'refused';

/** An application to the bureau to pay tax back (退税申请), once for a payment. Its id is its number. */
@Entity('tax_refund')
export class TaxRefund {
  @Id() id!: string;
  @Ref({ name: 'order_id' }) orderId!: string;
  @Ref({ name: 'attempt_id' }) attemptId!: string;
  @Text(30, { name: 'acceptance_number' }) acceptanceNumber!: string;
  @Text(40) voucher!: string;
  @Fen({ name: 'amount_fen' }) amountFen!: number;
  @Text(12) reason!: 'ended' | 'late' | 'duplicate';
  @Text(12) state!: TaxRefundState;
  @Text(128, { nullable: true }) ticket!: string | null;
  /** The bureau's stable reason, where it refused. */
  @Text(64, { nullable: true }) answer!: string | null;
  @Ms({ name: 'created_at' }) createdAt!: number;
  @Ms({ name: 'finished_at', nullable: true }) finishedAt!: number | null;
}
