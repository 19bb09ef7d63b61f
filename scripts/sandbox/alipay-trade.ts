import { atSecond } from '@zhucheng/shared';
import { beijingDateTime, fenOf, Peers, random, yuan } from './context';
import { taxCollector } from './keys';
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

/** Every buyer's account, as Alipay masks it. */
const BUYER = '159****5620';

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

  /** The page of page.pay, opened by the citizen's browser; there is a trade once she signs in or scans. */
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
    payment.codeUrl ??= `https://qr.alipay.com/bax${random(11)}`;
    payment.prepayAt ??= this.peers.clock.now();
    return { out_trade_no: payment.outTradeNo, qr_code: payment.codeUrl };
  }

  private order(content: Content, fields: Fields, kind: 'mini' | 'page' | 'precreate'): Payment {
    const { out_trade_no: number, total_amount: amount, subject, time_expire: expire } = content;
    const valid = typeof number === 'string' && /^[\w-]{1,64}$/.test(number) && typeof subject === 'string' && subject;
    const amountFen = fenOf(amount);
    if (!valid || !amountFen) throw business('ACQ.INVALID_PARAMETER', '参数无效');
    if (!/^https?:\/\//.test(fields.notify_url ?? '')) throw business('ACQ.INVALID_PARAMETER', 'notify_url');
    const seller = content.seller_id === undefined ? undefined : String(content.seller_id);
    const collector = seller === this.peers.keys.secrets.alipaySellerId ? undefined : seller;
    if (collector && collector !== taxCollector(this.peers.keys.secrets).alipaySellerId) {
      throw business('ACQ.SELLER_NOT_IN_WHITE_LIST', '收款账号未授权');
    }
    const fingerprint = JSON.stringify([kind, amountFen, subject, content.buyer_open_id, collector]);
    const made = this.till.find('alipay', number);
    // An order that nobody has scanned is no trade yet, so other parameters are allowed.
    const again = made?.state === 'not-paid' && made.fingerprint === fingerprint;
    const known = made && (again || this.till.exists(made)) ? made : undefined;
    if (known?.state === 'closed') throw business('ACQ.TRADE_HAS_CLOSE', '交易已经关闭');
    if (known && known.state !== 'not-paid') throw business('ACQ.TRADE_HAS_SUCCESS', '交易已被支付');
    if (known && known.fingerprint !== fingerprint) throw business('ACQ.CONTEXT_INCONSISTENT', '交易信息被篡改');
    if (known) return known;
    const now = this.peers.clock.now();
    const expiresAt = typeof expire === 'string' ? atSecond(expire) : now + 15 * 86_400_000;
    if (!(expiresAt > now)) throw business('ACQ.INVALID_PARAMETER', 'time_expire 已过');
    return this.till.add({
      channel: 'alipay',
      kind,
      outTradeNo: number,
      amountFen,
      ...(collector && { collector }),
      description: subject as string,
      fingerprint,
      notifyUrl: fields.notify_url as string,
      expiresAt,
      ...(kind === 'mini' && { tradeNo: this.till.tradeNo() }),
      intendedPayer: content.buyer_open_id as string | undefined,
    });
  }

  /** By either number; Alipay's own comes first where both are given. */
  private known({ trade_no: tradeNo, out_trade_no: outTradeNo }: Content): Payment {
    if (!tradeNo && !outTradeNo) throw business('ACQ.INVALID_PARAMETER', '参数无效');
    const payment = tradeNo
      ? this.till.numbered('alipay', String(tradeNo))
      : this.till.find('alipay', String(outTradeNo));
    if (!payment || !this.till.exists(payment)) throw business('ACQ.TRADE_NOT_EXIST', '交易不存在');
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
      receipt_amount: yuan(payment.paidAt ? payment.amountFen : 0),
      buyer_pay_amount: yuan(payment.paidAt ? payment.amountFen : 0),
      invoice_amount: yuan(payment.paidAt ? payment.amountFen : 0),
      point_amount: yuan(0),
      buyer_logon_id: BUYER,
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
    const { faults } = this.peers.store.state;
    const payment = this.known(content);
    const { out_request_no: number } = content;
    const refundFen = fenOf(content.refund_amount);
    if (!refundFen || (number !== undefined && (typeof number !== 'string' || !/^[\w-]{1,64}$/.test(number)))) {
      throw business('ACQ.INVALID_PARAMETER', '参数无效');
    }
    if (number === undefined && refundFen !== payment.amountFen) {
      throw business('ACQ.REFUND_AMT_NOT_EQUAL_TOTAL', '撤销或退款金额与订单金额不一致');
    }
    // out_request_no may be left out for a full refund.
    const outRefundNo = number ?? payment.outTradeNo;
    const known = this.till.alipayRefund(payment, outRefundNo);
    if (known && known.refundFen !== refundFen) throw business('ACQ.DISCORDANT_REPEAT_REQUEST', '不一致的请求');
    if (!known) {
      if (payment.state !== 'paid') throw business('ACQ.TRADE_STATUS_ERROR', '交易状态不合法');
      if (this.till.refunded(payment) + refundFen > payment.amountFen) {
        throw business('ACQ.REASON_TRADE_REFUND_FEE_ERR', '退款金额无效');
      }
      const refund = this.till.addRefund(payment, { outRefundNo, refundFen });
      this.till.settle(payment, refund, faults.refundOutcome);
    }
    if (faults.refundTimeout) return 'never';
    const moved = !known && faults.refundOutcome === 'succeeded';
    return {
      out_trade_no: payment.outTradeNo,
      trade_no: payment.tradeNo,
      buyer_logon_id: BUYER,
      fund_change: moved ? 'Y' : 'N',
      refund_fee: yuan(this.till.refunded(payment)),
      send_back_fee: yuan(moved ? refundFen : 0),
    };
  }

  private findRefund(content: Content): Content {
    const payment = this.known(content);
    const { out_request_no: number } = content;
    if (typeof number !== 'string' || !number) throw business('ACQ.INVALID_PARAMETER', '参数无效');
    const refund = this.till.alipayRefund(payment, number);
    // A failed or unknown refund is answered with success and nothing inside.
    if (refund?.state !== 'succeeded') return {};
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
