import { z } from 'zod';
import { AdapterDependencies } from '../dependencies';
import {
  CallbackVerdict,
  CloseAnswer,
  PaymentChannel,
  PaymentMethod,
  PaymentState,
  PaymentStatus,
  PrepayAnswer,
  PrepayRefusal,
  PrepayRequest,
  RawCallback,
  RefundRequest,
  RefundStatus,
} from '../payment-channel/port';
import { verifyAlipayCallback } from './callback';
import { AlipayConfig } from './config';
import { AlipayGateway } from './gateway';
import { beijingMs, beijingText, fenToYuan, yuanToFen } from './values';

const REFUSALS: Record<string, PrepayRefusal> = {
  'ACQ.CONTEXT_INCONSISTENT': 'out-trade-no-used',
  'ACQ.TRADE_HAS_SUCCESS': 'already-paid',
  'ACQ.TRADE_HAS_CLOSE': 'order-closed',
  'ACQ.BUYER_NOT_EXIST': 'payer-invalid',
  'ACQ.INVALID_PARAMETER.BUYER': 'payer-invalid',
};

const created = z.object({ trade_no: z.string().min(1), out_trade_no: z.string() });

const trade = z.object({
  out_trade_no: z.string(),
  trade_no: z.string(),
  trade_status: z.string(),
  total_amount: z.string(),
  send_pay_date: z.string().optional(),
  buyer_open_id: z.string().optional(),
  buyer_user_id: z.string().optional(),
});

const refundMade = z.object({
  out_trade_no: z.string(),
  fund_change: z.enum(['Y', 'N']).optional(),
});

const refundFound = z.object({
  out_trade_no: z.string().optional(),
  out_request_no: z.string().optional(),
  refund_status: z.string().optional(),
  refund_amount: z.string().optional(),
  gmt_refund_pay: z.string().optional(),
});

/** Alipay trades (支付宝交易): mini-program by trade.create, browser by page.pay. https://opendocs.alipay.com/open/02ekfj */
export class AlipayClient implements PaymentChannel {
  readonly name = 'alipay';
  readonly methods: readonly PaymentMethod[] = ['alipay-mini', 'alipay-page'];
  private readonly gateway: AlipayGateway;

  constructor(
    private readonly config: AlipayConfig,
    deps: AdapterDependencies,
  ) {
    this.gateway = new AlipayGateway(config, deps);
  }

  /** Merged payment exists for pages only, and not for the mini-program. */
  several(): 'one-after-the-other' {
    return 'one-after-the-other';
  }

  collectsFor(collectorId: string): boolean {
    return collectorId === this.config.taxSellerId;
  }

  async prepay(request: PrepayRequest): Promise<PrepayAnswer> {
    const order = {
      out_trade_no: request.outTradeNo,
      total_amount: fenToYuan(request.amountFen),
      subject: request.description,
      time_expire: beijingText(request.expiresAt),
      ...(request.collectorId && { seller_id: request.collectorId }),
    };
    if (request.method === 'alipay-page') {
      const url = this.gateway.page('alipay.trade.page.pay', {
        notify_url: this.config.notifyUrl,
        ...(request.returnUrl ? { return_url: request.returnUrl } : {}),
        bizContent: { ...order, product_code: 'FAST_INSTANT_TRADE_PAY' },
      });
      return { status: 'accepted', parameters: { method: 'alipay-page', url } };
    }
    if (request.method !== 'alipay-mini') return { status: 'rejected', reason: 'refused', gatewayCode: 'METHOD' };
    if (!request.payerId) return { status: 'rejected', reason: 'payer-invalid', gatewayCode: 'ACQ.BUYER_NOT_EXIST' };
    const bizContent = {
      ...order,
      product_code: 'JSAPI_PAY',
      op_app_id: this.config.appId,
      buyer_open_id: request.payerId,
    };
    const parameters = { notify_url: this.config.notifyUrl, bizContent };
    const outcome = await this.gateway.call('alipay.trade.create', parameters, created);
    if (outcome.kind === 'unknown') return { status: 'unknown', cause: outcome.cause };
    if (outcome.kind === 'refused') {
      const code = outcome.subCode || outcome.code;
      return { status: 'rejected', reason: REFUSALS[code] ?? 'refused', gatewayCode: code };
    }
    if (outcome.data.out_trade_no !== request.outTradeNo) return { status: 'unknown', cause: 'garbage' };
    return { status: 'accepted', parameters: { method: 'alipay-mini', tradeNo: outcome.data.trade_no } };
  }

  async query(outTradeNo: string): Promise<PaymentStatus> {
    const bizContent = { out_trade_no: outTradeNo };
    const outcome = await this.gateway.call('alipay.trade.query', { bizContent }, trade);
    if (outcome.kind === 'unknown') return { state: 'unknown', outTradeNo, cause: outcome.cause };
    if (outcome.kind === 'refused') {
      const missing = outcome.subCode === 'ACQ.TRADE_NOT_EXIST';
      return missing
        ? { state: 'not-found', outTradeNo }
        : { state: 'unknown', outTradeNo, cause: outcome.subCode || outcome.code };
    }
    const { data } = outcome;
    const amountFen = yuanToFen(data.total_amount);
    if (data.out_trade_no !== outTradeNo || amountFen === undefined) {
      return { state: 'unknown', outTradeNo, cause: 'garbage' };
    }
    return {
      state: tradeState(data.trade_status, data.send_pay_date),
      outTradeNo,
      amountFen,
      currency: 'CNY',
      transactionId: data.trade_no,
      paidAt: beijingMs(data.send_pay_date),
      payer: data.buyer_open_id ?? data.buyer_user_id,
    };
  }

  async close(outTradeNo: string): Promise<CloseAnswer> {
    const bizContent = { out_trade_no: outTradeNo };
    const outcome = await this.gateway.call('alipay.trade.close', { bizContent }, z.object({}));
    if (outcome.kind === 'ok') return { state: 'closed' };
    // Refused or unheard: only the order itself can say whether it was closed, paid or never known.
    const now = await this.query(outTradeNo);
    if (now.state === 'not-paid') return { state: 'unknown', cause: 'not-closed' };
    return { state: now.state, cause: now.cause };
  }

  async refund(request: RefundRequest): Promise<RefundStatus> {
    const { outTradeNo, outRefundNo, refundFen } = request;
    const bizContent = {
      out_trade_no: outTradeNo,
      refund_amount: fenToYuan(refundFen),
      out_request_no: outRefundNo,
      refund_reason: request.reason,
    };
    const outcome = await this.gateway.call('alipay.trade.refund', { bizContent }, refundMade);
    if (outcome.kind === 'unknown') return { state: 'unknown', outRefundNo, cause: outcome.cause };
    if (outcome.kind === 'refused') {
      return { state: 'refused', outRefundNo, gatewayCode: outcome.subCode || outcome.code };
    }
    if (outcome.data.out_trade_no !== outTradeNo) return { state: 'unknown', outRefundNo, cause: 'garbage' };
    if (outcome.data.fund_change === 'Y') return { state: 'succeeded', outRefundNo, refundFen };
    // `N` is no failure: a repeated request moves nothing either. The query decides.
    const found = await this.queryRefund({ outTradeNo, outRefundNo });
    return found.state === 'not-found' ? { ...found, state: 'processing' } : found;
  }

  async queryRefund(question: { outTradeNo: string; outRefundNo: string }): Promise<RefundStatus> {
    const { outTradeNo, outRefundNo } = question;
    const bizContent = {
      out_trade_no: outTradeNo,
      out_request_no: outRefundNo,
      query_options: ['gmt_refund_pay'],
    };
    const outcome = await this.gateway.call('alipay.trade.fastpay.refund.query', { bizContent }, refundFound);
    if (outcome.kind === 'unknown') return { state: 'unknown', outRefundNo, cause: outcome.cause };
    if (outcome.kind === 'refused') {
      const missing = outcome.subCode === 'ACQ.TRADE_NOT_EXIST';
      const code = outcome.subCode || outcome.code;
      return missing ? { state: 'not-found', outRefundNo } : { state: 'unknown', outRefundNo, cause: code };
    }
    const { data } = outcome;
    // No refund_status: failed, or not received yet.
    if (data.refund_status !== 'REFUND_SUCCESS') return { state: 'not-found', outRefundNo };
    if (data.out_trade_no !== outTradeNo || data.out_request_no !== outRefundNo) {
      return { state: 'unknown', outRefundNo, cause: 'garbage' };
    }
    return {
      state: 'succeeded',
      outRefundNo,
      refundFen: yuanToFen(data.refund_amount),
      refundedAt: beijingMs(data.gmt_refund_pay),
    };
  }

  verifyCallback(raw: RawCallback): CallbackVerdict {
    return verifyAlipayCallback(raw, this.config, this.gateway);
  }

  acknowledgement(stored: boolean): { status: number; contentType: string; body: string } {
    return { status: stored ? 200 : 400, contentType: 'text/plain', body: stored ? 'success' : 'fail' };
  }
}

function tradeState(status: string, paidOn: string | undefined): PaymentState {
  switch (status) {
    case 'TRADE_SUCCESS':
    case 'TRADE_FINISHED':
      return 'paid';
    case 'WAIT_BUYER_PAY':
      return 'not-paid';
    case 'TRADE_CLOSED':
      // Alipay closes a trade that was refunded in full; it had been paid.
      return paidOn ? 'refunded' : 'closed';
    default:
      return 'unknown';
  }
}
