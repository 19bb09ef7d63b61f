import { z } from 'zod';
import { PaymentState, RefundState } from '../payment-channel/port';

/** An order as WeChat tells it, in an answer to a query or in a callback. https://pay.weixin.qq.com/doc/v3/merchant/4012791838 */
export const transaction = z.object({
  appid: z.string(),
  mchid: z.string(),
  out_trade_no: z.string(),
  transaction_id: z.string().optional(),
  trade_state: z.string(),
  success_time: z.string().optional(),
  payer: z.object({ openid: z.string().optional() }).optional(),
  amount: z.object({ total: z.number().int().nonnegative(), currency: z.string().optional() }).optional(),
});

/** A combined order, in an answer and in a callback. https://pay.weixin.qq.com/doc/v3/merchant/4012557006 */
export const combination = z.object({
  combine_appid: z.string(),
  combine_mchid: z.string(),
  combine_out_trade_no: z.string(),
  combine_payer_info: z.object({ openid: z.string().optional() }).optional(),
  sub_orders: z
    .array(
      z.object({
        mchid: z.string(),
        out_trade_no: z.string(),
        transaction_id: z.string().optional(),
        trade_state: z.string(),
        success_time: z.string().optional(),
        amount: z.object({ total_amount: z.number().int().nonnegative(), currency: z.string().optional() }),
      }),
    )
    .min(1),
});

/** Answer of a refund request or query: `status`, `amount.refund` in fen. */
export const refund = z.object({
  out_refund_no: z.string(),
  out_trade_no: z.string(),
  status: z.string(),
  success_time: z.string().optional(),
  amount: z.object({ refund: z.number().int().positive(), total: z.number().int().positive() }),
});

/** Content of a refund callback: `refund_status`, and only the merchant id. */
export const refundNotice = z.object({
  mchid: z.string(),
  out_trade_no: z.string(),
  transaction_id: z.string(),
  out_refund_no: z.string(),
  refund_status: z.string(),
  success_time: z.string().optional(),
  amount: z.object({ refund: z.number().int().positive(), total: z.number().int().positive() }),
});

export const gatewayError = z.object({ code: z.string() });

export function paymentState(tradeState: string): PaymentState {
  switch (tradeState) {
    case 'SUCCESS':
      return 'paid';
    case 'NOTPAY':
    case 'USERPAYING':
      return 'not-paid';
    case 'CLOSED':
    case 'REVOKED':
      return 'closed';
    case 'REFUND':
      return 'refunded';
    default:
      return 'unknown';
  }
}

export function refundState(status: string): RefundState {
  switch (status) {
    case 'SUCCESS':
      return 'succeeded';
    case 'PROCESSING':
      return 'processing';
    case 'ABNORMAL':
      return 'abnormal';
    case 'CLOSED':
      return 'closed';
    default:
      return 'unknown';
  }
}

/** RFC 3339 with offset → UTC ms; `undefined` when it isn't one. */
export function utcMs(time: string | undefined): number | undefined {
  if (!time || !/(Z|[+-]\d\d:\d\d)$/.test(time)) return undefined;
  const ms = Date.parse(time);
  return Number.isNaN(ms) ? undefined : ms;
}
