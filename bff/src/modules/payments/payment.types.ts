import type { Fee, FeeItem, FeeRule, OrderState, PaymentMethod, UnitUse } from '@zhucheng/shared';
import type { ChannelCallback, PaymentChannelName } from '../../adapters/payment-channel/port';
import type { EnqueueOptions, Transaction } from '../../platform/database/transaction';
import type { Collector } from './order.entity';

/** A read inside or outside a transaction. */
export type Read = <T>(sql: string, params: readonly unknown[]) => Promise<T[]>;

export interface FeeQuestion {
  matter: FeeRule['matter'];
  use: UnitUse;
  /** What is verified about the payer; `any` unless given. */
  payer?: FeeRule['payer'];
  /** Certificates wanted, at least 1. */
  copies: number;
  /** YYYY-MM-DD, Beihai. */
  day: string;
  /** Why nothing is due, if the matter is free. */
  because?: string;
}

export interface NewOrder {
  caseId: string;
  acceptanceNumber: string;
  businessName: string;
  location: string;
  /** Anyone of them may pay. */
  payers: Array<{ idNumber: string }>;
  /** The citizen who applied; may look at the order. */
  applicantId?: string;
  fee: Fee;
}

/** A tax of a case, as the bureau has assessed it. */
export interface NewTaxOrder {
  /** Which tax, and who owes it: `deed:buyers`. */
  tax: string;
  voucher: string;
  item: FeeItem;
  payers: Array<{ idNumber: string }>;
  collector: Collector;
}

/** How a tax order stands, for the case's page. */
export interface TaxOrderSummary {
  id: string;
  voucher: string;
  state: OrderState;
}

export interface PaidOrder {
  kind: 'fee' | 'tax';
  orderId: string;
  caseId: string;
  method: PaymentMethod;
  /** UTC ms, as the gateway says. */
  paidAt: number;
}

/** `refund`: the case can no longer take the money. An error undoes everything; it is tried again later. */
export type PaidHandler = (tx: Transaction, paid: PaidOrder) => Promise<'fulfilled' | 'refund'>;

/** Whether these cases may still be paid for; an error refuses the attempt. */
export type PayableCheck = (tx: Transaction, caseIds: readonly string[]) => Promise<void>;

/** Looks outside of any transaction whether the taxes of these cases stand as they were assessed; an error refuses the attempt. */
export type StandingCheck = (caseIds: readonly string[]) => Promise<void>;

/** Whether a citizen who neither pays nor applied may look at the case's order, e.g. as one of its parties. */
export type MayView = (read: Read, caseId: string, citizenId: string) => Promise<boolean>;

/** For the list of tasks that failed: the case, if the order has one. */
export const forCase = ({ caseId }: { caseId: string | null }): EnqueueOptions => (caseId ? { caseId } : {});

/** What an inbox entry holds, after verification. */
export interface InboxContent {
  notification: ChannelCallback;
  /** Genuinely signed, but for another merchant or app. */
  foreign: boolean;
}

export const methodChannel: Record<PaymentMethod, PaymentChannelName> = {
  'wechat-jsapi': 'wechat',
  'wechat-native': 'wechat',
  'alipay-mini': 'alipay',
  'alipay-page': 'alipay',
};

/** Methods whose parameters are bound to one person's wallet. */
export const walletMethods: readonly PaymentMethod[] = ['wechat-jsapi', 'alipay-mini'];

/** Stands for whoever pays without an account, where an attempt names who started it. */
export const withoutAccount = '0'.repeat(26);

export const second = 1_000;
export const minute = 60_000;
export const hour = 3_600_000;
