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

export type ChannelCallback = PaymentCallback | RefundCallback;

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
