import { rfc3339 } from '@zhucheng/shared';
import Pay from 'wechatpay-node-v3';
import { z } from 'zod';
import { AdapterDependencies } from '../dependencies';
import {
  CallbackVerdict,
  CloseAnswer,
  PaymentChannel,
  PaymentMethod,
  PaymentStatus,
  PrepayAnswer,
  PrepayRefusal,
  PrepayRequest,
  RawCallback,
  RefundRequest,
  RefundStatus,
} from '../payment-channel/port';
import { verifyWechatCallback } from './callback';
import { WechatCombinedPayments } from './combined';
import { WechatPayConfig } from './config';
import { gatewayError, paymentState, refund, refundState, transaction, utcMs } from './schemas';
import { WechatPayVerifier } from './signature';
import { UnknownOutcome, VerifiedResponse, WechatPayTransport } from './transport';

/** Goes into URLs unescaped by the SDK, so nothing else may pass. */
const TRADE_NUMBER = /^[0-9A-Za-z_-]{6,32}$/;

const REFUSALS: Record<string, PrepayRefusal> = {
  OUT_TRADE_NO_USED: 'out-trade-no-used',
  ORDERPAID: 'already-paid',
  ORDER_CLOSED: 'order-closed',
  ORDERCLOSED: 'order-closed',
  OPENID_MISMATCH: 'payer-invalid',
};

/** WeChat Pay v3 (微信支付). The SDK builds and signs; transport and every check are ours – see docs/operations/gateways.md. */
export class WechatPayClient implements PaymentChannel {
  readonly name = 'wechat';
  readonly methods: readonly PaymentMethod[] = ['wechat-jsapi', 'wechat-native'];
  readonly combined: WechatCombinedPayments;
  private readonly pay: Pay;
  private readonly verifier: WechatPayVerifier;

  constructor(
    private readonly config: WechatPayConfig,
    private readonly deps: AdapterDependencies,
  ) {
    this.verifier = new WechatPayVerifier(config.platformKeys);
    this.pay = new Pay({
      appid: config.appId,
      mchid: config.merchantId,
      serial_no: config.merchantSerial,
      publicKey: Buffer.from(config.merchantCertificate),
      privateKey: Buffer.from(config.merchantPrivateKey),
      key: config.apiV3Key,
      userAgent: 'zhucheng-bff',
    });
    this.pay.createHttp(new WechatPayTransport(config, this.verifier, deps));
    this.combined = new WechatCombinedPayments(config, this.pay);
  }

  several(): 'together' {
    return 'together';
  }

  /** An ordinary payment is signed with its own merchant's key, and we hold only ours. */
  collectsFor(): boolean {
    return false;
  }

  async prepay(request: PrepayRequest): Promise<PrepayAnswer> {
    const { collectorId } = request;
    if (!TRADE_NUMBER.test(request.outTradeNo) || collectorId) return refusedPrepay('refused', 'PARAM_ERROR');
    const order = {
      description: request.description,
      out_trade_no: request.outTradeNo,
      time_expire: rfc3339(request.expiresAt),
      notify_url: this.config.notifyUrl,
      amount: { total: request.amountFen, currency: 'CNY' },
    };
    try {
      if (request.method === 'wechat-native') {
        const answer = await this.pay.transactions_native(order);
        const data = z.object({ code_url: z.string().startsWith('weixin://') }).safeParse(answer.data);
        if (answer.status !== 200) return await this.prepayRefusal(request.outTradeNo, answer);
        if (!data.success) return { status: 'unknown', cause: 'garbage' };
        return { status: 'accepted', parameters: { method: 'wechat-native', codeUrl: data.data.code_url } };
      }
      if (request.method !== 'wechat-jsapi') return refusedPrepay('refused', 'METHOD');
      if (!request.payerId) return refusedPrepay('payer-invalid', 'PARAM_ERROR');
      const answer = await this.pay.transactions_jsapi({ ...order, payer: { openid: request.payerId } });
      if (answer.status !== 200) return await this.prepayRefusal(request.outTradeNo, answer);
      const data = jsapiParameters.safeParse(answer.data);
      if (!data.success) return { status: 'unknown', cause: 'garbage' };
      return { status: 'accepted', parameters: { method: 'wechat-jsapi', ...data.data } };
    } catch (error) {
      return { status: 'unknown', cause: cause(error) };
    }
  }

  async query(outTradeNo: string): Promise<PaymentStatus> {
    if (!TRADE_NUMBER.test(outTradeNo)) return { state: 'not-found', outTradeNo };
    try {
      const answer = (await this.pay.query({ out_trade_no: outTradeNo })) as VerifiedResponse;
      if (answer.status !== 200) {
        const code = errorCode(answer);
        const missing = code === 'ORDERNOTEXIST' || code === 'ORDER_NOT_EXIST';
        return missing ? { state: 'not-found', outTradeNo } : { state: 'unknown', outTradeNo, cause: code };
      }
      const order = transaction.safeParse(answer.data);
      if (!order.success) return { state: 'unknown', outTradeNo, cause: 'garbage' };
      const { appid, mchid, out_trade_no: number } = order.data;
      if (appid !== this.config.appId || mchid !== this.config.merchantId || number !== outTradeNo) {
        return { state: 'unknown', outTradeNo, cause: 'merchant-mismatch' };
      }
      return {
        state: paymentState(order.data.trade_state),
        outTradeNo,
        amountFen: order.data.amount?.total,
        currency: order.data.amount?.currency,
        transactionId: order.data.transaction_id,
        paidAt: utcMs(order.data.success_time),
        payer: order.data.payer?.openid,
      };
    } catch (error) {
      return { state: 'unknown', outTradeNo, cause: cause(error) };
    }
  }

  async close(outTradeNo: string): Promise<CloseAnswer> {
    if (!TRADE_NUMBER.test(outTradeNo)) return { state: 'not-found' };
    try {
      const answer = await this.pay.close(outTradeNo);
      if (answer.status === 204) return { state: 'closed' };
    } catch (error) {
      if (!(error instanceof UnknownOutcome)) throw error;
    }
    // Refused or unheard: only the order itself can say whether it was closed, paid or never known.
    const now = await this.query(outTradeNo);
    if (now.state === 'not-paid') return { state: 'unknown', cause: 'not-closed' };
    return { state: now.state, cause: now.cause };
  }

  async refund(request: RefundRequest): Promise<RefundStatus> {
    const { outTradeNo, outRefundNo } = request;
    if (!TRADE_NUMBER.test(outTradeNo) || !/^[0-9A-Za-z_-]{1,64}$/.test(outRefundNo)) {
      return { state: 'refused', outRefundNo, gatewayCode: 'PARAM_ERROR' };
    }
    return this.refundCall(outRefundNo, outTradeNo, () =>
      this.pay.refunds({
        out_trade_no: outTradeNo,
        out_refund_no: outRefundNo,
        reason: request.reason,
        notify_url: this.config.notifyUrl,
        amount: { refund: request.refundFen, total: request.totalFen, currency: 'CNY' },
      }),
    );
  }

  async queryRefund(question: { outTradeNo: string; outRefundNo: string }): Promise<RefundStatus> {
    const { outTradeNo, outRefundNo } = question;
    if (!/^[0-9A-Za-z_-]{1,64}$/.test(outRefundNo)) return { state: 'not-found', outRefundNo };
    const status = await this.refundCall(outRefundNo, outTradeNo, () => this.pay.find_refunds(outRefundNo));
    return status.gatewayCode === 'RESOURCE_NOT_EXISTS' ? { ...status, state: 'not-found' } : status;
  }

  verifyCallback(raw: RawCallback): CallbackVerdict {
    return verifyWechatCallback(raw, this.config, this.verifier, this.deps.clock);
  }

  acknowledgement(stored: boolean): { status: number; contentType: string; body: string } {
    const body = stored ? '' : JSON.stringify({ code: 'FAIL', message: '失败' });
    return { status: stored ? 204 : 400, contentType: 'application/json', body };
  }

  private async prepayRefusal(outTradeNo: string, answer: { status: number; data?: unknown }): Promise<PrepayAnswer> {
    const code = errorCode(answer);
    if (answer.status === 429 || code === 'SYSTEM_ERROR') return { status: 'unknown', cause: code };
    if (code === 'INVALID_REQUEST') {
      // WeChat says this for a paid order too, and tells them apart only in prose.
      const { state } = await this.query(outTradeNo);
      if (state === 'paid' || state === 'refunded') return refusedPrepay('already-paid', code);
      if (state === 'closed') return refusedPrepay('order-closed', code);
    }
    return refusedPrepay(REFUSALS[code] ?? 'refused', code);
  }

  private async refundCall(
    outRefundNo: string,
    outTradeNo: string,
    send: () => Promise<{ status: number; data?: unknown }>,
  ): Promise<RefundStatus> {
    try {
      const answer = await send();
      if (answer.status !== 200) {
        const code = errorCode(answer);
        // Told to come back later, or not allowed yet: nothing was decided about this refund.
        const undecided = answer.status === 429 || code === 'SYSTEM_ERROR' || code === 'SIGN_ERROR';
        return undecided
          ? { state: 'unknown', outRefundNo, cause: code }
          : { state: 'refused', outRefundNo, gatewayCode: code };
      }
      const done = refund.safeParse(answer.data);
      if (!done.success || done.data.out_refund_no !== outRefundNo || done.data.out_trade_no !== outTradeNo) {
        return { state: 'unknown', outRefundNo, cause: 'garbage' };
      }
      return {
        state: refundState(done.data.status),
        outRefundNo,
        refundFen: done.data.amount.refund,
        refundedAt: utcMs(done.data.success_time),
      };
    } catch (error) {
      return { state: 'unknown', outRefundNo, cause: cause(error) };
    }
  }
}

const jsapiParameters = z.object({
  appId: z.string(),
  timeStamp: z.string(),
  nonceStr: z.string(),
  package: z.string().startsWith('prepay_id='),
  signType: z.literal('RSA'),
  paySign: z.string().min(1),
});

function errorCode(answer: { data?: unknown }): string {
  return gatewayError.safeParse(answer.data).data?.code ?? 'UNREADABLE';
}

function refusedPrepay(reason: PrepayRefusal, gatewayCode: string): PrepayAnswer {
  return { status: 'rejected', reason, gatewayCode };
}

function cause(error: unknown): string {
  return error instanceof UnknownOutcome ? error.reason : 'client-error';
}
