import { rfc3339 } from '@zhucheng/shared';
import type Pay from 'wechatpay-node-v3';
import { z } from 'zod';
import type {
  CombinedClose,
  CombinedPart,
  CombinedPartStatus,
  CombinedPayments,
  CombinedPrepay,
  CombinedStatus,
  PrepayAnswer,
} from '../payment-channel/port';
import { WechatPayConfig } from './config';
import { combination, gatewayError, paymentState, utcMs } from './schemas';
import { UnknownOutcome, VerifiedResponse } from './transport';

/** Goes into URLs unescaped by the SDK. */
const NUMBER = /^[0-9A-Za-z_-]{6,32}$/;

const jsapiParameters = z.object({
  appId: z.string(),
  timeStamp: z.string(),
  nonceStr: z.string(),
  package: z.string().startsWith('prepay_id='),
  signType: z.literal('RSA'),
  paySign: z.string().min(1),
});

/** The parts of a combination, as answers and callbacks tell them. */
export function partsOf(combined: z.output<typeof combination>, ownMerchantId: string): CombinedPartStatus[] {
  return combined.sub_orders.map((part) => ({
    state: paymentState(part.trade_state),
    outTradeNo: part.out_trade_no,
    ...(part.mchid !== ownMerchantId && { merchantId: part.mchid }),
    amountFen: part.amount.total_amount,
    currency: part.amount.currency ?? 'CNY',
    transactionId: part.transaction_id,
    paidAt: utcMs(part.success_time),
    payer: combined.combine_payer_info?.openid,
  }));
}

/** Combined payments (合单支付). https://pay.weixin.qq.com/doc/v3/merchant/4012556968 */
export class WechatCombinedPayments implements CombinedPayments {
  readonly partLimitFen = 1_000_000_000;

  constructor(
    private readonly config: WechatPayConfig,
    private readonly pay: Pay,
  ) {}

  async prepay(request: CombinedPrepay): Promise<PrepayAnswer> {
    const { combineNo, parts, method, payerId } = request;
    if (this.fault(request)) return { status: 'rejected', reason: 'refused', gatewayCode: 'PARAM_ERROR' };
    const order = {
      combine_out_trade_no: combineNo,
      time_expire: rfc3339(request.expiresAt),
      notify_url: this.config.notifyUrl,
      sub_orders: parts.map((part) => ({
        mchid: part.merchantId ?? this.config.merchantId,
        out_trade_no: part.outTradeNo,
        description: part.description,
        attach: part.outTradeNo,
        amount: { total_amount: part.amountFen, currency: 'CNY' },
      })),
    };
    try {
      if (method === 'wechat-native') {
        // The SDK's type asks for the payer's address, which WeChat leaves open and which is nobody else's business.
        const answer = await this.pay.combine_transactions_native(order as unknown as NativeOrder);
        if (answer.status !== 200) return await this.refusal(combineNo, answer);
        const code = z.object({ code_url: z.string().startsWith('weixin://') }).safeParse(answer.data);
        if (!code.success) return { status: 'unknown', cause: 'garbage' };
        return { status: 'accepted', parameters: { method, codeUrl: code.data.code_url } };
      }
      if (method !== 'wechat-jsapi') return { status: 'rejected', reason: 'refused', gatewayCode: 'METHOD' };
      if (!payerId) return { status: 'rejected', reason: 'payer-invalid', gatewayCode: 'PARAM_ERROR' };
      const personal = { ...order, combine_payer_info: { openid: payerId } };
      const answer = await this.pay.combine_transactions_jsapi(personal as unknown as JsapiOrder);
      if (answer.status !== 200) return await this.refusal(combineNo, answer);
      const data = jsapiParameters.safeParse(answer.data);
      if (!data.success) return { status: 'unknown', cause: 'garbage' };
      return { status: 'accepted', parameters: { method, ...data.data } };
    } catch (error) {
      return { status: 'unknown', cause: cause(error) };
    }
  }

  async query(combineNo: string): Promise<CombinedStatus> {
    if (!NUMBER.test(combineNo)) return { state: 'not-found' };
    try {
      const answer = (await this.pay.combine_query(combineNo)) as VerifiedResponse;
      if (answer.status !== 200) {
        const code = errorCode(answer);
        const missing = code === 'ORDERNOTEXIST' || code === 'ORDER_NOT_EXIST';
        return missing ? { state: 'not-found' } : { state: 'unknown', cause: code };
      }
      const told = combination.safeParse(answer.data);
      if (!told.success) return { state: 'unknown', cause: 'garbage' };
      const { combine_appid: app, combine_mchid: merchant, combine_out_trade_no: number } = told.data;
      if (app !== this.config.appId || merchant !== this.config.merchantId || number !== combineNo) {
        return { state: 'unknown', cause: 'merchant-mismatch' };
      }
      return { state: 'known', parts: partsOf(told.data, this.config.merchantId) };
    } catch (error) {
      return { state: 'unknown', cause: cause(error) };
    }
  }

  async close(
    combineNo: string,
    parts: readonly Pick<CombinedPart, 'outTradeNo' | 'merchantId'>[],
  ): Promise<CombinedClose> {
    if (!NUMBER.test(combineNo)) return { state: 'not-closed', cause: 'PARAM_ERROR' };
    try {
      const answer = await this.pay.combine_close(
        combineNo,
        parts.map((part) => ({ mchid: part.merchantId ?? this.config.merchantId, out_trade_no: part.outTradeNo })),
      );
      if (answer.status === 204) return { state: 'closed' };
      if (answer.status === 202) return { state: 'paying', cause: errorCode(answer) };
      return { state: 'not-closed', cause: errorCode(answer) };
    } catch (error) {
      return { state: 'unknown', cause: cause(error) };
    }
  }

  /** What WeChat would refuse, and money for a merchant that is not ours to name. */
  private fault({ combineNo, parts }: CombinedPrepay): boolean {
    const { merchantId, taxMerchantId } = this.config;
    if (!NUMBER.test(combineNo) || parts.length < 2 || parts.length > 10) return true;
    return parts.some(
      (part) =>
        !NUMBER.test(part.outTradeNo) ||
        part.amountFen < 1 ||
        part.amountFen > this.partLimitFen ||
        ![undefined, merchantId, taxMerchantId].includes(part.merchantId),
    );
  }

  private async refusal(combineNo: string, answer: { status: number; data?: unknown }): Promise<PrepayAnswer> {
    const code = errorCode(answer);
    if (answer.status === 429 || code === 'SYSTEM_ERROR') return { status: 'unknown', cause: code };
    const rejected = (reason: Extract<PrepayAnswer, { status: 'rejected' }>['reason']): PrepayAnswer => ({
      status: 'rejected',
      reason,
      gatewayCode: code,
    });
    if (code === 'INVALID_REQUEST') {
      // WeChat says this for a paid order too, and tells them apart only in prose.
      const now = await this.query(combineNo);
      const states = now.state === 'known' ? now.parts.map(({ state }) => state) : [];
      if (states.includes('paid') || states.includes('refunded')) return rejected('already-paid');
      if (states.includes('closed')) return rejected('order-closed');
    }
    if (code === 'OUT_TRADE_NO_USED') return rejected('out-trade-no-used');
    if (code === 'ORDERPAID') return rejected('already-paid');
    if (code === 'ORDER_CLOSED' || code === 'ORDERCLOSED') return rejected('order-closed');
    return rejected(code === 'OPENID_MISMATCH' ? 'payer-invalid' : 'refused');
  }
}

type NativeOrder = Parameters<Pay['combine_transactions_native']>[0];
type JsapiOrder = Parameters<Pay['combine_transactions_jsapi']>[0];

function errorCode(answer: { data?: unknown }): string {
  return gatewayError.safeParse(answer.data).data?.code ?? 'UNREADABLE';
}

function cause(error: unknown): string {
  return error instanceof UnknownOutcome ? error.reason : 'client-error';
}
