import { z } from 'zod';
import { AdapterClock } from '../dependencies';
import { CallbackVerdict, ChannelCallback, RawCallback } from '../payment-channel/port';
import { readJson } from '../read-json';
import { partsOf } from './combined';
import { WechatPayConfig } from './config';
import { combination, paymentState, refundNotice, refundState, transaction, utcMs } from './schemas';
import { decryptResource, readSignature, WechatPayVerifier } from './signature';

const notice = z.object({
  id: z.string().min(1),
  event_type: z.string(),
  resource_type: z.literal('encrypt-resource'),
  resource: z.object({
    algorithm: z.literal('AEAD_AES_256_GCM'),
    ciphertext: z.string(),
    nonce: z.string(),
    associated_data: z.string().optional(),
    original_type: z.string().optional(),
  }),
});

/**
 * A callback (支付通知, 退款结果通知): signature over the raw bytes, time window, pinned serial, then decryption with its tag.
 * https://pay.weixin.qq.com/doc/v3/merchant/4012791861
 */
export function verifyWechatCallback(
  raw: RawCallback,
  config: WechatPayConfig,
  verifier: WechatPayVerifier,
  clock: AdapterClock,
): CallbackVerdict {
  const headers = new Map(Object.entries(raw.headers).map(([name, value]) => [name.toLowerCase(), value]));
  const fault = verifier.fault(
    readSignature((name) => headers.get(name)),
    raw.rawBody,
    clock.now(),
  );
  if (fault) return { ok: false, code: fault };
  const envelope = parse(notice, raw.rawBody.toString('utf8'));
  if (!envelope) return { ok: false, code: 'malformed' };
  let plain: string;
  try {
    plain = decryptResource(envelope.resource, config.apiV3Key);
  } catch {
    return { ok: false, code: 'undecryptable' };
  }
  const notification = envelope.event_type.startsWith('REFUND.')
    ? readRefund(envelope.id, plain)
    : (readCombined(envelope.id, plain, config.merchantId) ?? readPayment(envelope.id, plain));
  if (!notification) return { ok: false, code: 'malformed' };
  const { mchid, appid } = notification.merchant;
  if (mchid !== config.merchantId || (appid !== undefined && appid !== config.appId)) {
    return { ok: false, code: 'merchant-mismatch', notification };
  }
  return { ok: true, ...notification };
}

function readPayment(id: string, plain: string): ChannelCallback | undefined {
  const order = parse(transaction, plain);
  if (!order?.amount || !order.transaction_id) return undefined;
  return {
    kind: 'payment',
    channel: 'wechat',
    id,
    outTradeNo: order.out_trade_no,
    state: paymentState(order.trade_state),
    amountFen: order.amount.total,
    currency: order.amount.currency ?? 'CNY',
    transactionId: order.transaction_id,
    paidAt: utcMs(order.success_time),
    payer: order.payer?.openid,
    merchant: { mchid: order.mchid, appid: order.appid },
  };
}

function readCombined(id: string, plain: string, ownMerchantId: string): ChannelCallback | undefined {
  const told = parse(combination, plain);
  if (!told) return undefined;
  const parts = partsOf(told, ownMerchantId);
  return {
    kind: 'combined',
    channel: 'wechat',
    id,
    outTradeNo: told.combine_out_trade_no,
    amountFen: parts.reduce((sum, { amountFen = 0 }) => sum + amountFen, 0),
    currency: 'CNY',
    transactionId: '',
    parts,
    merchant: { mchid: told.combine_mchid, appid: told.combine_appid },
  };
}

function readRefund(id: string, plain: string): ChannelCallback | undefined {
  const done = parse(refundNotice, plain);
  if (!done) return undefined;
  return {
    kind: 'refund',
    channel: 'wechat',
    id,
    outTradeNo: done.out_trade_no,
    amountFen: done.amount.total,
    currency: 'CNY',
    transactionId: done.transaction_id,
    outRefundNo: done.out_refund_no,
    refundFen: done.amount.refund,
    refundState: refundState(done.refund_status),
    refundedAt: utcMs(done.success_time),
    merchant: { mchid: done.mchid },
  };
}

function parse<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(readJson(text)).data;
  } catch {
    return undefined;
  }
}
