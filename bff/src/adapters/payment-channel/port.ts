export type PaymentChannelName = 'wechat' | 'alipay';
export type PaymentMethod = 'wechat-jsapi' | 'wechat-native' | 'alipay-mini' | 'alipay-page';

export interface PrepayRequest {
  /** Our payment number: 6–32 of letters, digits, `_`, `-`. One number, one amount, for ever. */
  outTradeNo: string;
  amountFen: number;
  description: string;
  /** UTC ms; retries with one number must repeat it, the gateway compares. */
  expiresAt: number;
  method: PaymentMethod;
  /** Whose money it is, where the channel lets our application collect for others (Alipay's `seller_id`); ours if absent. */
  collectorId?: string;
  /** openid (wechat-jsapi) or buyer_open_id (alipay-mini). */
  payerId?: string;
  /** Where the Alipay page leads back to (alipay-page). */
  returnUrl?: string;
}

/** What the client needs to open the wallet. */
export type ClientParameters =
  | {
      method: 'wechat-jsapi';
      appId: string;
      timeStamp: string;
      nonceStr: string;
      package: string;
      signType: 'RSA';
      paySign: string;
    }
  | { method: 'wechat-native'; codeUrl: string }
  | { method: 'alipay-mini'; tradeNo: string }
  | { method: 'alipay-page'; url: string };

/**
 * - `out-trade-no-used`: same number with other parameters; close it, then take a new number
 * - `already-paid`, `order-closed`: query before anything else
 * - `refused`: our fault or the merchant's (parameters, rights, limits); `gatewayCode` tells
 */
export type PrepayRefusal = 'out-trade-no-used' | 'already-paid' | 'order-closed' | 'payer-invalid' | 'refused';

export type PrepayAnswer =
  | { status: 'accepted'; parameters: ClientParameters }
  | { status: 'rejected'; reason: PrepayRefusal; gatewayCode: string }
  /** Timed out, 5xx, bad signature: repeat with the SAME number, or query. */
  | { status: 'unknown'; cause: string };

export type PaymentState = 'paid' | 'not-paid' | 'closed' | 'refunded' | 'not-found' | 'unknown';

export interface PaymentStatus {
  state: PaymentState;
  outTradeNo: string;
  /** Order amount in fen; absent when the gateway did not say. */
  amountFen?: number;
  currency?: string;
  transactionId?: string;
  /** UTC ms. */
  paidAt?: number;
  /** openid or open_id of who paid. */
  payer?: string;
  /** Why `unknown`. */
  cause?: string;
}

/** One part of a combined payment (合单的子单); each has its own number and collector. */
export interface CombinedPart {
  outTradeNo: string;
  amountFen: number;
  description: string;
  /** The collector's merchant; ours if absent. */
  merchantId?: string;
}

export interface CombinedPrepay {
  /** Number of the combination (合单商户订单号); the same rules as for `outTradeNo`. */
  combineNo: string;
  /** 2 to 10. */
  parts: CombinedPart[];
  expiresAt: number;
  method: PaymentMethod;
  payerId?: string;
}

export interface CombinedPartStatus extends PaymentStatus {
  /** Whose money it is; ours if absent. */
  merchantId?: string;
}

/** A combination is paid or unpaid as a whole; whoever asks has to look whether that is what was said. */
export type CombinedStatus =
  | { state: 'known'; parts: CombinedPartStatus[] }
  | { state: 'not-found' }
  | { state: 'unknown'; cause: string };

/** `paying`: the payer is typing the password; to be closed again after 5 s. */
export type CombinedClose = { state: 'closed' | 'not-closed' | 'paying' | 'unknown'; cause?: string };

/** Payments for several collectors with one press (合单支付). */
export interface CombinedPayments {
  /** Each part at most this much, in fen. */
  readonly partLimitFen: number;
  prepay(request: CombinedPrepay): Promise<PrepayAnswer>;
  /** The only way to ask: an ordinary query must not be used for a part. */
  query(combineNo: string): Promise<CombinedStatus>;
  /** With exactly the parts it was made of; a part alone cannot be closed. */
  close(combineNo: string, parts: readonly Pick<CombinedPart, 'outTradeNo' | 'merchantId'>[]): Promise<CombinedClose>;
}

export interface CloseAnswer {
  /** `paid`: it was paid before it could be closed. `not-found`: the gateway has (not yet) heard of it. */
  state: 'closed' | 'paid' | 'refunded' | 'not-found' | 'unknown';
  cause?: string;
}

export interface RefundRequest {
  outTradeNo: string;
  /** Repeat the same number after a time-out; a new number is a second refund. */
  outRefundNo: string;
  refundFen: number;
  totalFen: number;
  reason: string;
}

/** `abnormal` and `closed` need a person; `not-found`: failed or not received – wait 10 s, repeat the same number. */
export type RefundState = 'succeeded' | 'processing' | 'abnormal' | 'closed' | 'refused' | 'not-found' | 'unknown';

export interface RefundStatus {
  state: RefundState;
  outRefundNo: string;
  refundFen?: number;
  /** UTC ms. */
  refundedAt?: number;
  gatewayCode?: string;
  cause?: string;
}

/** Who the gateway says the money is for; the payments module compares and alarms. */
export interface MerchantFields {
  mchid?: string;
  appid?: string;
  sellerId?: string;
}

interface CallbackCommon {
  /** The gateway's notification id; the inbox key. */
  id: string;
  channel: PaymentChannelName;
  outTradeNo: string;
  /** Order amount in fen. */
  amountFen: number;
  currency: string;
  transactionId: string;
  merchant: MerchantFields;
  /** The collector whose money it is; ours if absent. */
  collectorId?: string;
}

export interface PaymentCallback extends CallbackCommon {
  kind: 'payment';
  state: PaymentState;
  paidAt?: number;
  payer?: string;
}

export interface RefundCallback extends CallbackCommon {
  kind: 'refund';
  outRefundNo: string;
  refundFen: number;
  refundState: RefundState;
  refundedAt?: number;
  /** State of the order itself, when told (Alipay: TRADE_SUCCESS after a part, TRADE_CLOSED after the whole). */
  state?: PaymentState;
}

/** All parts of a combined payment in one message; `outTradeNo` is the combination's number, `amountFen` the sum. */
export interface CombinedCallback extends CallbackCommon {
  kind: 'combined';
  parts: CombinedPartStatus[];
}

export type ChannelCallback = PaymentCallback | RefundCallback | CombinedCallback;

/**
 * Every code but `merchant-mismatch` is answered 4xx and changes nothing. `merchant-mismatch` is genuinely signed by
 * the gateway but for another merchant or app: quarantine `notification` and alarm.
 */
export type CallbackRefusal =
  | 'headers-missing'
  | 'signature-probe'
  | 'stale'
  | 'unknown-serial'
  | 'bad-signature'
  | 'malformed'
  | 'undecryptable'
  | 'merchant-mismatch';

export type CallbackVerdict =
  | ({ ok: true } & ChannelCallback)
  | { ok: false; code: CallbackRefusal; notification?: ChannelCallback };

export interface RawCallback {
  headers: Record<string, string | string[] | undefined>;
  /** The exact bytes received; a re-serialised body does not verify. */
  rawBody: Buffer | string;
}

/** A way to be paid (支付渠道). Implementations never throw for what the gateway or the network does. */
export interface PaymentChannel {
  readonly name: PaymentChannelName;
  readonly methods: readonly PaymentMethod[];
  /** How fees and taxes of different collectors are paid by this method. */
  several(method: PaymentMethod): 'together' | 'one-after-the-other';
  /** Present where a method says `together`. */
  readonly combined?: CombinedPayments;
  /** Whether one payment alone may go to this other collector. */
  collectsFor(collectorId: string): boolean;
  prepay(request: PrepayRequest): Promise<PrepayAnswer>;
  query(outTradeNo: string): Promise<PaymentStatus>;
  close(outTradeNo: string): Promise<CloseAnswer>;
  refund(request: RefundRequest): Promise<RefundStatus>;
  queryRefund(question: { outTradeNo: string; outRefundNo: string }): Promise<RefundStatus>;
  /** No outbound call, no state. Amount and order comparison is the caller's. */
  verifyCallback(raw: RawCallback): CallbackVerdict;
  /** What the gateway wants to hear once the notification is safely stored. */
  acknowledgement(stored: boolean): { status: number; contentType: string; body: string };
}
