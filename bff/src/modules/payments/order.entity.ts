import type { FeeItem, OrderState, PaymentMethod } from '@zhucheng/shared';
import { Entity, PrimaryColumn } from 'typeorm';
import { Fen, Id, Int, Json, Ms, Ref, Text } from '../../platform/database/columns';

/** The tax bureau's accounts in both wallets; absent where it has none. */
export interface Collector {
  name: string;
  wechat?: string;
  alipay?: string;
}

/** In a payer's list: to be paid, part of a merged order, or settled in whatever way. */
export type PayerPlace = 'open' | 'merged' | 'done';

/**
 * A fee order (缴费订单) of a case, or a tax that is collected for the bureau: never refunded by us, never merged. A case that needs a second one gets the next `round`. A merged order (合并缴费单) has no
 * case: it stands for its children, which point to it with `mergedInto` and are paid with it.
 */
@Entity('fee_order')
export class FeeOrder {
  @Id() id!: string;
  /** `ZC` + Beihai date + 10 random digits, as printed on the receipt. */
  @Text(24) number!: string;
  /** Null for a merged order. */
  @Ref({ name: 'case_id', nullable: true }) caseId!: string | null;
  /** Counted for each kind by itself. */
  @Int() round!: number;
  @Text(8) kind!: 'fee' | 'tax';
  /** Which tax, and who owes it: `deed:buyers`; null for a fee. */
  @Text(20, { nullable: true }) tax!: string | null;
  /** The bureau's number under which the tax is paid. */
  @Text(40, { nullable: true }) voucher!: string | null;
  @Json({ nullable: true }) collector!: Collector | null;
  /** The citizen who applied; may look, pays only if among the payers. */
  @Ref({ name: 'applicant_id', nullable: true }) applicantId!: string | null;
  @Text(30, { name: 'acceptance_number' }) acceptanceNumber!: string;
  @Text(60, { name: 'business_name' }) businessName!: string;
  @Text(300) location!: string;
  @Json() items!: FeeItem[];
  @Fen({ name: 'total_fen' }) totalFen!: number;
  @Text(16) state!: OrderState;
  /** The attempt that fulfilled it; any other one that is paid gets refunded. */
  @Ref({ name: 'paid_attempt_id', nullable: true }) paidAttemptId!: string | null;
  @Text(16, { name: 'paid_method', nullable: true }) paidMethod!: PaymentMethod | null;
  @Ms({ name: 'paid_at', nullable: true }) paidAt!: number | null;
  @Text(300, { name: 'end_reason', nullable: true }) endReason!: string | null;
  /** The merged order it is paid with; null again once that one is cancelled. */
  @Ref({ name: 'merged_into', nullable: true }) mergedInto!: string | null;
  /** How many orders a merged order was made of, 0 for a case's. */
  @Int({ name: 'merged_count' }) mergedCount!: number;
  @Int() version!: number;
  @Ms({ name: 'created_at' }) createdAt!: number;
  @Ms({ name: 'updated_at' }) updatedAt!: number;
}

/** Who may pay an order, by the blind index of the identity number. */
@Entity('fee_order_payer')
export class FeeOrderPayer {
  @Id({ name: 'order_id' }) orderId!: string;
  @PrimaryColumn({ type: 'varchar', length: 40, name: 'id_blind' }) idBlind!: string;
  /** Follows the order's state, so that a list is read in its order from an index. */
  @Text(8) place!: PayerPlace;
}

/** An order that belongs to a case. */
export type CaseOrder = FeeOrder & { caseId: string };
