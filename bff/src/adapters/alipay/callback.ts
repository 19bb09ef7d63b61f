import { isExactBase64 } from '../gateway/base64';
import { CallbackVerdict, PaymentCallback, PaymentState, RawCallback } from '../payment-channel/port';
import { AlipayConfig } from './config';
import { AlipayGateway } from './gateway';
import { beijingMs, yuanToFen } from './values';

/**
 * A callback (异步通知): a form, signed over its sorted decoded fields. RSA2 only; a field that comes twice is refused.
 * https://opendocs.alipay.com/open/270/105902
 */
export function verifyAlipayCallback(raw: RawCallback, config: AlipayConfig, gateway: AlipayGateway): CallbackVerdict {
  const fields = readForm(raw.rawBody.toString('utf8'));
  if (!fields) return { ok: false, code: 'malformed' };
  if (!fields.sign || fields.sign_type !== 'RSA2') return { ok: false, code: 'bad-signature' };
  if (!isExactBase64(fields.sign)) return { ok: false, code: 'bad-signature' };
  if (!gateway.sdk.checkNotifySignV2(fields)) return { ok: false, code: 'bad-signature' };
  const amountFen = yuanToFen(fields.total_amount);
  const { notify_id: id, out_trade_no: outTradeNo, trade_no: transactionId } = fields;
  if (!id || !outTradeNo || !transactionId || amountFen === undefined) return { ok: false, code: 'malformed' };
  const collectorId = config.taxSellerId && fields.seller_id === config.taxSellerId ? config.taxSellerId : undefined;
  const common = {
    channel: 'alipay' as const,
    id,
    outTradeNo,
    amountFen,
    // Only CNY is settled here; Alipay names a currency only for cross-border orders.
    currency: fields.trans_currency || 'CNY',
    transactionId,
    merchant: { appid: fields.app_id, sellerId: fields.seller_id },
    ...(collectorId && { collectorId }),
  };
  const state = notifiedState(fields);
  const refundFen = yuanToFen(fields.refund_fee);
  const isRefund = refundFen !== undefined && refundFen > 0;
  const notification = isRefund
    ? {
        ...common,
        kind: 'refund' as const,
        state,
        // out_biz_no repeats the out_request_no of the refund; refund_fee is the total refunded so far.
        outRefundNo: fields.out_biz_no ?? '',
        refundFen,
        refundState: 'succeeded' as const,
        refundedAt: beijingMs(fields.gmt_refund),
      }
    : ({
        ...common,
        kind: 'payment' as const,
        state,
        paidAt: beijingMs(fields.gmt_payment),
        payer: fields.buyer_open_id ?? fields.buyer_id,
      } satisfies PaymentCallback);
  const ours = fields.seller_id === config.sellerId || collectorId !== undefined;
  if (fields.app_id !== config.appId || !ours) {
    return { ok: false, code: 'merchant-mismatch', notification };
  }
  return { ok: true, ...notification };
}

function notifiedState(fields: Record<string, string>): PaymentState {
  switch (fields.trade_status) {
    case 'TRADE_SUCCESS':
    case 'TRADE_FINISHED':
      return 'paid';
    case 'TRADE_CLOSED':
      // Closed after payment means refunded in full – not "never paid".
      return fields.gmt_payment || fields.gmt_refund ? 'refunded' : 'closed';
    case 'WAIT_BUYER_PAY':
      return 'not-paid';
    default:
      return 'unknown';
  }
}

function readForm(body: string): Record<string, string> | undefined {
  const fields: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(body)) {
    if (name in fields) return undefined;
    fields[name] = value;
  }
  return Object.keys(fields).length > 0 ? fields : undefined;
}
