import { Peers, random, rfc3339, rsaVerify } from './context';
import { Call, Reply, Routes } from './http';
import { Payment, Refund } from './state';
import { PREPAY_LIFE_MS, Till } from './till';
import { publicKeyOf } from './wallet';
import { WechatCombined } from './wechat-combined';
import { Refusal } from './wechat-refusal';
import { certificates, signedHeaders } from './wechat-seal';

interface Order {
  appid?: string;
  mchid?: string;
  description?: string;
  out_trade_no?: string;
  time_expire?: string;
  notify_url?: string;
  amount?: { total?: number; currency?: string };
  payer?: { openid?: string };
}

/** WeChat Pay v3 (微信支付) as its documentation describes it. https://pay.weixin.qq.com/doc/v3/merchant/4012791874 */
export class WechatPayPeer {
  private readonly nonces = new Map<string, number>();

  constructor(
    private readonly peers: Peers,
    private readonly till: Till,
  ) {}

  mount(routes: Routes): void {
    const at = (method: string, path: string, run: (call: Call) => Reply): void => {
      routes.on(method, path, (call) => this.guarded(call, run));
    };
    at('POST', '/v3/pay/transactions/jsapi', (call) => this.prepay(call, 'jsapi'));
    at('POST', '/v3/pay/transactions/native', (call) => this.prepay(call, 'native'));
    at('GET', '/v3/pay/transactions/out-trade-no/:number', (call) => this.query(call));
    at('GET', '/v3/pay/transactions/id/:transactionId', (call) => this.query(call));
    at('POST', '/v3/pay/transactions/out-trade-no/:number/close', (call) => this.close(call));
    const combined = new WechatCombined(this.peers, this.till);
    at('POST', '/v3/combine-transactions/jsapi', (call) => combined.prepay(body(call), 'jsapi'));
    at('POST', '/v3/combine-transactions/native', (call) => combined.prepay(body(call), 'native'));
    at('GET', '/v3/combine-transactions/out-trade-no/:number', (call) => combined.query(call.params.number as string));
    at('POST', '/v3/combine-transactions/out-trade-no/:number/close', (call) =>
      combined.close(call.params.number as string, body(call)),
    );
    at('POST', '/v3/refund/domestic/refunds', (call) => this.refund(call));
    at('GET', '/v3/refund/domestic/refunds/:number', (call) => this.findRefund(call));
    at('GET', '/v3/certificates', () => ({ json: certificates(this.peers.keys) }));
  }

  private guarded(call: Call, run: (call: Call) => Reply): Reply {
    let reply: Reply;
    try {
      this.authenticate(call);
      reply = run(call);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      reply = { status: error.status, json: { code: error.code, message: error.message } };
    }
    return reply.never ? reply : this.signed(reply, call);
  }

  private signed(reply: Reply, call: Call): Reply {
    const body = reply.json === undefined ? '' : JSON.stringify(reply.json);
    const { unsignedAnswers } = this.peers.store.state.faults;
    const signature = unsignedAnswers ? {} : signedHeaders(this.peers, body, call.headers['wechatpay-serial']);
    return { status: reply.status, headers: { 'Request-ID': random(16).toUpperCase(), ...signature }, body };
  }

  private authenticate(call: Call): void {
    const { keys, clock } = this.peers;
    const bad = (why: string): Refusal => new Refusal(401, 'SIGN_ERROR', why);
    const [scheme, rest = ''] = (call.headers.authorization ?? '').split(/ (.*)/s);
    if (scheme !== 'WECHATPAY2-SHA256-RSA2048') throw bad('Http头Authorization值格式错误');
    const fields = Object.fromEntries(
      rest.split(',').map((pair) =>
        pair
          .trim()
          .replace(/"$/, '')
          .split(/="(.*)/s),
      ),
    );
    const { mchid, nonce_str: nonce = '', timestamp = '', serial_no: serial, signature = '' } = fields;
    if (mchid !== keys.secrets.merchantId) throw bad('商户号不存在');
    if (serial !== keys.secrets.merchantSerial) throw bad('商户证书序列号有误');
    if (!(Math.abs(clock.now() / 1000 - Number(timestamp)) <= 300)) throw bad('时间戳已过期');
    if (!nonce || this.nonces.has(nonce)) throw bad('随机串重复');
    const path = call.url.pathname + call.url.search;
    const text = `${call.method}\n${path}\n${timestamp}\n${nonce}\n${call.body.toString('utf8')}\n`;
    if (!rsaVerify(text, signature, publicKeyOf(keys.merchantCertificate))) throw bad('签名错误');
    this.remember(nonce);
  }

  private remember(nonce: string): void {
    const now = this.peers.clock.now();
    this.nonces.set(nonce, now);
    for (const [old, seen] of this.nonces) {
      if (now - seen < 600_000) break;
      this.nonces.delete(old);
    }
  }

  private prepay(call: Call, kind: 'jsapi' | 'native'): Reply {
    const { faults } = this.peers.store.state;
    if (faults.prepayError) throw new Refusal(500, 'SYSTEM_ERROR', '系统异常，请稍后重试');
    const order = body<Order>(call);
    this.check(order, kind);
    const now = this.peers.clock.now();
    const number = order.out_trade_no as string;
    const fingerprint = JSON.stringify([kind, order]);
    const known = this.till.find('wechat', number);
    if (known?.state === 'closed') throw new Refusal(400, 'ORDER_CLOSED', '订单已关闭');
    if (known && known.state !== 'not-paid') throw new Refusal(400, 'INVALID_REQUEST', '该订单已支付');
    if (known && known.fingerprint !== fingerprint) throw new Refusal(403, 'OUT_TRADE_NO_USED', '商户订单号重复');
    const expiresAt = order.time_expire ? Date.parse(order.time_expire) : now + 7 * 86_400_000;
    if (!(expiresAt > now)) throw new Refusal(400, 'PARAM_ERROR', 'time_expire 已过');
    const payment: Payment =
      known ??
      this.till.add({
        channel: 'wechat',
        kind,
        outTradeNo: number,
        amountFen: order.amount?.total as number,
        description: order.description as string,
        fingerprint,
        notifyUrl: order.notify_url as string,
        expiresAt,
        intendedPayer: order.payer?.openid,
      });
    if (!payment.prepayAt || now - payment.prepayAt > PREPAY_LIFE_MS) {
      payment.prepayAt = now;
      if (kind === 'jsapi') payment.prepayId = `wx${random(17)}`;
      else payment.codeUrl = `weixin://wxpay/bizpayurl?pr=${random(5)}`;
      this.peers.store.touch();
    }
    if (faults.prepayTimeout) return { never: true };
    return { json: kind === 'jsapi' ? { prepay_id: payment.prepayId } : { code_url: payment.codeUrl } };
  }

  private check(order: Order, kind: string): void {
    const { secrets } = this.peers.keys;
    const wrong = (field: string): Refusal => new Refusal(400, 'PARAM_ERROR', `参数错误：${field}`);
    if (order.appid !== secrets.wechatAppId || order.mchid !== secrets.merchantId) {
      throw new Refusal(400, 'APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配');
    }
    if (!/^[0-9A-Za-z_\-|*]{6,32}$/.test(order.out_trade_no ?? '')) throw wrong('out_trade_no');
    if (!order.description || order.description.length > 127) throw wrong('description');
    const { total, currency = 'CNY' } = order.amount ?? {};
    if (!Number.isSafeInteger(total) || (total as number) < 1 || currency !== 'CNY') throw wrong('amount');
    if (!/^https?:\/\/[^?]+$/.test(order.notify_url ?? '')) throw wrong('notify_url');
    if (order.time_expire && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(order.time_expire)) {
      throw wrong('time_expire');
    }
    if (kind === 'jsapi' && !order.payer?.openid) throw wrong('payer.openid');
  }

  private query(call: Call): Reply {
    if (this.peers.store.state.faults.queryTimeout) return { never: true };
    return { json: this.till.transaction(this.order(call, call.url.searchParams.get('mchid') ?? undefined)) };
  }

  private close(call: Call): Reply {
    const payment = this.order(call, body<{ mchid?: string }>(call).mchid);
    if (payment.state === 'paid' || payment.state === 'refunded') {
      throw new Refusal(400, 'INVALID_REQUEST', '该订单已支付');
    }
    payment.state = 'closed';
    this.peers.store.touch();
    return { status: 204 };
  }

  private order(call: Call, mchid: string | undefined): Payment {
    if (mchid !== this.peers.keys.secrets.merchantId) throw new Refusal(400, 'PARAM_ERROR', 'mchid');
    const { number, transactionId } = call.params;
    const payment = number ? this.till.find('wechat', number) : this.till.numbered('wechat', transactionId as string);
    if (!payment) throw new Refusal(404, 'ORDERNOTEXIST', '订单不存在');
    if (payment.combineNo) throw new Refusal(400, 'INVALID_REQUEST', '合单订单请使用合单接口查询和关单');
    return payment;
  }

  private refund(call: Call): Reply {
    const { faults } = this.peers.store.state;
    const request = body<{
      transaction_id?: string;
      out_trade_no?: string;
      out_refund_no?: string;
      notify_url?: string;
      amount?: { refund?: number; total?: number; currency?: string };
    }>(call);
    const { refund: refundFen = 0, total } = request.amount ?? {};
    if (!/^[0-9A-Za-z_\-|*@]{1,64}$/.test(request.out_refund_no ?? '') || !Number.isSafeInteger(refundFen)) {
      throw new Refusal(400, 'PARAM_ERROR', '参数错误');
    }
    const payment = this.refundable(request.transaction_id, request.out_trade_no);
    // Each part of a combination is refunded by its own merchant, who signs for itself.
    if (payment.collector) throw new Refusal(403, 'NO_AUTH', '商户无权限退款该订单');
    const outRefundNo = request.out_refund_no as string;
    const known = this.till.wechatRefund(outRefundNo);
    if (known) {
      const same = known.outTradeNo === payment.outTradeNo && known.refundFen === refundFen;
      if (!same) throw new Refusal(400, 'INVALID_REQUEST', '订单金额或退款金额与之前请求不一致');
      return { json: this.picture(payment, known) };
    }
    if (payment.paidAt === undefined) throw new Refusal(403, 'TRADE_ERROR', '订单未支付');
    if (total !== payment.amountFen || refundFen < 1) throw new Refusal(400, 'INVALID_REQUEST', '订单金额不一致');
    if (this.till.refundsOf(payment).length >= 50) throw new Refusal(403, 'RULE_LIMIT', '部分退款次数超限');
    if (this.till.refunded(payment) + refundFen > payment.amountFen) {
      throw new Refusal(400, 'INVALID_REQUEST', '申请退款金额大于订单剩余可退金额');
    }
    const refund = this.till.addRefund(payment, { outRefundNo, refundFen, notifyUrl: request.notify_url });
    const outcome = faults.refundOutcome;
    setTimeout(() => this.till.settle(payment, refund, outcome), 1000 / this.peers.speed).unref();
    return faults.refundTimeout ? { never: true } : { json: this.picture(payment, refund) };
  }

  /** Either number will do; two that belong to different orders don't. */
  private refundable(transactionId: string | undefined, outTradeNo: string | undefined): Payment {
    if (!transactionId && !outTradeNo) throw new Refusal(400, 'PARAM_ERROR', '订单号不能为空');
    const payment = transactionId
      ? this.till.numbered('wechat', transactionId)
      : this.till.find('wechat', outTradeNo as string);
    if (!payment) throw new Refusal(404, 'RESOURCE_NOT_EXISTS', '订单不存在');
    if (outTradeNo && payment.outTradeNo !== outTradeNo) throw new Refusal(400, 'INVALID_REQUEST', '订单号不一致');
    return payment;
  }

  private findRefund(call: Call): Reply {
    if (this.peers.store.state.faults.queryTimeout) return { never: true };
    const refund = this.till.wechatRefund(call.params.number as string);
    if (!refund) throw new Refusal(404, 'RESOURCE_NOT_EXISTS', '退款单不存在');
    return { json: this.picture(this.till.find('wechat', refund.outTradeNo) as Payment, refund) };
  }

  private picture(payment: Payment, refund: Refund): Record<string, unknown> {
    const status = { succeeded: 'SUCCESS', processing: 'PROCESSING', abnormal: 'ABNORMAL', closed: 'CLOSED' };
    return {
      refund_id: refund.refundId,
      out_refund_no: refund.outRefundNo,
      transaction_id: payment.transactionId,
      out_trade_no: payment.outTradeNo,
      channel: 'ORIGINAL',
      user_received_account: '支付用户零钱',
      create_time: rfc3339(refund.createdAt),
      ...(refund.state === 'succeeded' ? { success_time: rfc3339(refund.settledAt as number) } : {}),
      status: status[refund.state],
      funds_account: 'AVAILABLE',
      amount: {
        total: refund.totalFen,
        refund: refund.refundFen,
        payer_total: refund.totalFen,
        payer_refund: refund.refundFen,
        settlement_total: refund.totalFen,
        settlement_refund: refund.refundFen,
        discount_refund: 0,
        currency: 'CNY',
      },
    };
  }
}

function body<T>(call: Call): T {
  try {
    return JSON.parse(call.body.toString('utf8')) as T;
  } catch {
    throw new Refusal(400, 'PARAM_ERROR', '请求体不是 JSON');
  }
}
