import { beijingDateTime, Peers, yuan } from './context';
import { Payment } from './state';
import { Till } from './till';

/** A business refusal of Alipay: code, sub_code and text. */
export class AlipayRefusal extends Error {
  constructor(
    readonly code: string,
    readonly subCode: string,
    message: string,
  ) {
    super(message);
  }
}

type Content = Record<string, unknown>;
type Fields = Record<string, string>;

const business = (subCode: string, message: string): AlipayRefusal => new AlipayRefusal('40004', subCode, message);

/** Alipay's trade interfaces (统一收单交易). https://opendocs.alipay.com/open/02ekfj */
export class AlipayTrades {
  constructor(
    private readonly peers: Peers,
    private readonly till: Till,
  ) {}

  /** `never`: the fault switches let the answer get lost. */
  run(method: string, content: Content, fields: Fields): Content | 'never' | undefined {
    const { faults } = this.peers.store.state;
    switch (method) {
      case 'alipay.trade.create':
        return this.create(content, fields);
      case 'alipay.trade.precreate':
        return this.precreate(content, fields);
      case 'alipay.trade.query':
        return faults.queryTimeout ? 'never' : this.query(content);
      case 'alipay.trade.close':
        return this.close(content);
      case 'alipay.trade.refund':
        return this.refund(content);
      case 'alipay.trade.fastpay.refund.query':
        return faults.queryTimeout ? 'never' : this.findRefund(content);
      default:
        return undefined;
    }
  }

  /** The page of page.pay, opened by the citizen's browser; the trade exists from now on. */
  page(fields: Fields): string | undefined {
    try {
      const payment = this.order(JSON.parse(fields.biz_content ?? '') as Content, fields, 'page');
      payment.returnUrl = fields.return_url;
      return `/sandbox/wallet/alipay/${encodeURIComponent(payment.outTradeNo)}`;
    } catch (error) {
      if (error instanceof AlipayRefusal || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  private create(content: Content, fields: Fields): Content | 'never' {
    const {
      faults,
      faults: { prepayError },
    } = this.peers.store.state;
    if (prepayError) throw new AlipayRefusal('20000', 'aop.unknow-error', '系统繁忙');
    if (typeof content.buyer_open_id !== 'string' || content.buyer_open_id === '') {
      throw business('ACQ.BUYER_NOT_EXIST', '买家不存在');
    }
    if (content.product_code !== 'JSAPI_PAY' || content.op_app_id !== this.peers.keys.secrets.alipayAppId) {
      throw business('ACQ.INVALID_PARAMETER', '参数无效');
    }
    const payment = this.order(content, fields, 'mini');
    if (faults.prepayTimeout) return 'never';
    return { out_trade_no: payment.outTradeNo, trade_no: payment.tradeNo };
  }

  private precreate(content: Content, fields: Fields): Content | 'never' {
    const payment = this.order(content, fields, 'precreate');
    if (this.peers.store.state.faults.prepayTimeout) return 'never';
    return { out_trade_no: payment.outTradeNo, qr_code: `https://qr.alipay.com/bax${payment.tradeNo}` };
  }

  private order(content: Content, fields: Fields, kind: 'mini' | 'page' | 'precreate'): Payment {
    const { out_trade_no: number, total_amount: amount, subject, time_expire: expire } = content;
    const valid = typeof number === 'string' && /^[\w-]{1,64}$/.test(number) && typeof subject === 'string' && subject;
    if (!valid || typeof amount !== 'string' || !/^\d{1,9}\.\d\d$/.test(amount) || Number(amount) <= 0) {
      throw business('ACQ.INVALID_PARAMETER', '参数无效');
    }
    if (!/^https?:\/\//.test(fields.notify_url ?? '')) throw business('ACQ.INVALID_PARAMETER', 'notify_url');
    const fingerprint = JSON.stringify([kind, amount, subject, content.buyer_open_id]);
    const known = this.till.find('alipay', number);
    if (known?.state === 'closed') throw business('ACQ.TRADE_HAS_CLOSE', '交易已经关闭');
    if (known && known.state !== 'not-paid') throw business('ACQ.TRADE_HAS_SUCCESS', '交易已被支付');
    if (known && known.fingerprint !== fingerprint) throw business('ACQ.CONTEXT_INCONSISTENT', '交易信息被篡改');
    if (known) return known;
    const now = this.peers.clock.now();
    const expiresAt =
      typeof expire === 'string' ? Date.parse(`${expire.replace(' ', 'T')}+08:00`) : now + 15 * 86_400_000;
    if (!(expiresAt > now)) throw business('ACQ.INVALID_PARAMETER', 'time_expire 已过');
    return this.till.add({
      channel: 'alipay',
      kind,
      outTradeNo: number,
      amountFen: Math.round(Number(amount) * 100),
      description: subject as string,
      fingerprint,
      notifyUrl: fields.notify_url as string,
      expiresAt,
      tradeNo: this.till.tradeNo(),
      intendedPayer: content.buyer_open_id as string | undefined,
    });
  }

  private known(content: Content): Payment {
    const payment = this.till.find('alipay', String(content.out_trade_no ?? ''));
    if (!payment) throw business('ACQ.TRADE_NOT_EXIST', '交易不存在');
    return payment;
  }

  private query(content: Content): Content {
    const payment = this.known(content);
    const states = {
      'not-paid': 'WAIT_BUYER_PAY',
      paid: 'TRADE_SUCCESS',
      closed: 'TRADE_CLOSED',
      refunded: 'TRADE_CLOSED',
    };
    return {
      out_trade_no: payment.outTradeNo,
      trade_no: payment.tradeNo,
      trade_status: states[payment.state],
      total_amount: yuan(payment.amountFen),
      ...(payment.payer ? { buyer_open_id: payment.payer } : {}),
      ...(payment.paidAt ? { send_pay_date: beijingDateTime(payment.paidAt) } : {}),
    };
  }

  private close(content: Content): Content {
    const payment = this.known(content);
    if (payment.state !== 'not-paid') throw business('ACQ.TRADE_STATUS_ERROR', '交易状态不合法');
    payment.state = 'closed';
    this.peers.store.touch();
    return { out_trade_no: payment.outTradeNo, trade_no: payment.tradeNo };
  }

  private refund(content: Content): Content | 'never' {
    const { faults, refunds } = this.peers.store.state;
    const payment = this.known(content);
    const { refund_amount: amount, out_request_no: outRefundNo } = content;
    if (typeof amount !== 'string' || !/^\d{1,9}\.\d\d$/.test(amount) || typeof outRefundNo !== 'string') {
      throw business('ACQ.INVALID_PARAMETER', '参数无效');
    }
    const refundFen = Math.round(Number(amount) * 100);
    const known = refunds[`alipay:${outRefundNo}`];
    if (known && (known.outTradeNo !== payment.outTradeNo || known.refundFen !== refundFen)) {
      throw business('ACQ.DISCORDANT_REPEAT_REQUEST', '不一致的请求');
    }
    if (!known) {
      if (payment.state !== 'paid') throw business('ACQ.TRADE_STATUS_ERROR', '交易状态不合法');
      if (this.till.refunded(payment) + refundFen > payment.amountFen) {
        throw business('ACQ.REFUND_AMT_NOT_EQUAL_TOTAL', '撤销或退款金额与订单金额不一致');
      }
      const refund = this.till.addRefund(payment, { outRefundNo, refundFen });
      this.till.settle(payment, refund, faults.refundOutcome);
    }
    if (faults.refundTimeout) return 'never';
    const moved = !known && faults.refundOutcome === 'succeeded';
    return {
      out_trade_no: payment.outTradeNo,
      trade_no: payment.tradeNo,
      fund_change: moved ? 'Y' : 'N',
      refund_fee: yuan(this.till.refunded(payment)),
    };
  }

  private findRefund(content: Content): Content {
    const payment = this.known(content);
    const refund = this.peers.store.state.refunds[`alipay:${String(content.out_request_no)}`];
    // A failed or unknown refund is answered with success and nothing inside.
    if (!refund || refund.outTradeNo !== payment.outTradeNo || refund.state !== 'succeeded') return {};
    return {
      out_trade_no: payment.outTradeNo,
      trade_no: payment.tradeNo,
      out_request_no: refund.outRefundNo,
      total_amount: yuan(payment.amountFen),
      refund_amount: yuan(refund.refundFen),
      refund_status: 'REFUND_SUCCESS',
      gmt_refund_pay: beijingDateTime(refund.settledAt as number),
    };
  }
}
