import { beijingDateTime, Peers, random, rfc3339, yuan } from './context';
import { Courier } from './courier';
import { ApiError } from './http';
import { Channel, Combination, Payment, Refund } from './state';

/** prepay_id and code_url live two hours. */
export const PREPAY_LIFE_MS = 2 * 3_600_000;

/** The money side both gateways share: orders, payment by a wallet, refunds, and the callbacks they cause. */
export class Till {
  constructor(
    private readonly peers: Peers,
    private readonly courier: Courier,
  ) {}

  find(channel: Channel, outTradeNo: string): Payment | undefined {
    const payment = this.peers.store.state.payments[`${channel}:${outTradeNo}`];
    // An order past its time closes by itself.
    if (payment?.state === 'not-paid' && this.peers.clock.now() >= payment.expiresAt) {
      payment.state = 'closed';
      this.peers.store.touch();
    }
    return payment;
  }

  /** By the gateway's own number: transaction_id or trade_no. */
  numbered(channel: Channel, gatewayNumber: string): Payment | undefined {
    const { payments } = this.peers.store.state;
    const found = Object.values(payments).find(
      (payment) => payment.channel === channel && (payment.transactionId ?? payment.tradeNo) === gatewayNumber,
    );
    return found && this.find(channel, found.outTradeNo);
  }

  /** Whether the gateway knows of it: Alipay's page and code make a trade only when somebody scans. */
  exists({ kind, scannedAt, paidAt }: Payment): boolean {
    return (kind !== 'page' && kind !== 'precreate') || scannedAt !== undefined || paidAt !== undefined;
  }

  /** The payer's wallet has the order before it; whether it pays is another matter. */
  scan(payment: Payment): Payment {
    const current = this.find(payment.channel, payment.outTradeNo) as Payment;
    if (current.state !== 'not-paid') throw new ApiError(409, `order-${current.state}`);
    current.scannedAt ??= this.peers.clock.now();
    if (current.channel === 'alipay') current.tradeNo ??= this.tradeNo();
    this.peers.store.touch();
    return current;
  }

  /** By number alone, in either channel. */
  any(outTradeNo: string): Payment | undefined {
    return this.find('wechat', outTradeNo) ?? this.find('alipay', outTradeNo);
  }

  list(): Payment[] {
    return Object.values(this.peers.store.state.payments)
      .map((payment) => this.find(payment.channel, payment.outTradeNo) as Payment)
      .sort((left, right) => right.createdAt - left.createdAt);
  }

  add(order: Omit<Payment, 'state' | 'createdAt'>): Payment {
    const payment: Payment = { ...order, state: 'not-paid', createdAt: this.peers.clock.now() };
    this.peers.store.state.payments[`${order.channel}:${order.outTradeNo}`] = payment;
    this.peers.store.touch();
    return payment;
  }

  /** A wallet pays; paying what is paid already says so. */
  pay(payment: Payment, payer?: string): Payment {
    const combination = this.combinationOf(payment);
    if (combination) return this.payTogether(combination, payer);
    const current = this.settlePaid(payment, payer);
    const { clock, store } = this.peers;
    const day = beijingDateTime(current.paidAt ?? clock.now())
      .slice(0, 10)
      .replaceAll('-', '');
    this.courier.send({
      id: current.channel === 'wechat' ? uuid() : `${day}00222${String(store.next()).padStart(10, '0')}${random(4)}`,
      channel: current.channel,
      url: current.notifyUrl,
      event: 'TRANSACTION.SUCCESS',
      content: current.channel === 'wechat' ? this.transaction(current) : this.alipayFields(current),
    });
    return current;
  }

  combinationOf({ combineNo }: Payment): Combination | undefined {
    return combineNo ? this.peers.store.state.combinations[combineNo] : undefined;
  }

  partsOf(combination: Combination): Payment[] {
    return combination.parts.map((number) => this.find('wechat', number) as Payment);
  }

  /** All parts or none, and one callback for all of them. */
  payTogether(combination: Combination, payer?: string): Payment {
    const parts = this.partsOf(combination);
    const unpayable = parts.find(({ state }) => state !== 'not-paid');
    if (unpayable) throw new ApiError(409, `order-${unpayable.state}`);
    const paid = parts.map((part) => this.settlePaid(part, payer));
    this.courier.send({
      id: uuid(),
      channel: 'wechat',
      url: combination.notifyUrl,
      event: 'TRANSACTION.SUCCESS',
      content: this.combined(combination),
    });
    return paid[0] as Payment;
  }

  /** WeChat's picture of a combination, in answers and callbacks. */
  combined(combination: Combination): Record<string, unknown> {
    const { secrets } = this.peers.keys;
    const parts = this.partsOf(combination);
    const half = this.peers.store.state.faults.mixedCombination;
    const payer = parts.find((part) => part.payer)?.payer;
    return {
      combine_appid: secrets.wechatAppId,
      combine_mchid: secrets.merchantId,
      combine_out_trade_no: combination.combineNo,
      ...(payer && { combine_payer_info: { openid: payer } }),
      sub_orders: parts.map((part, index) => {
        const shown: Payment = half && index === 0 ? { ...part, state: 'not-paid' } : part;
        const { amount, appid: _, payer: __, trade_state_desc: ___, ...told } = this.transaction(shown);
        const { total, ...rest } = amount as { total: number };
        return { ...told, amount: { total_amount: total, payer_amount: total, ...rest } };
      }),
    };
  }

  private settlePaid(payment: Payment, payer?: string): Payment {
    const { store, clock } = this.peers;
    const current = this.scan(payment);
    current.state = 'paid';
    current.paidAt = clock.now();
    current.payer = payer ?? current.intendedPayer ?? `guest-${random(6)}`;
    const serial = String(store.next()).padStart(10, '0');
    const day = beijingDateTime(current.paidAt).slice(0, 10).replaceAll('-', '');
    current.transactionId ??=
      current.channel === 'wechat' ? `42000000${day}${serial}${random(1)}` : (current.tradeNo ?? this.tradeNo());
    current.tradeNo ??= current.transactionId;
    store.touch();
    return current;
  }

  cancel(payment: Payment): Payment {
    payment.cancelled = true;
    this.peers.store.touch();
    return payment;
  }

  tradeNo(): string {
    const day = beijingDateTime(this.peers.clock.now()).slice(0, 10).replaceAll('-', '');
    return `${day}22001${String(this.peers.store.next()).padStart(10, '0')}${String(Date.now()).slice(-5)}`;
  }

  refundsOf(payment: Payment): Refund[] {
    return Object.values(this.peers.store.state.refunds).filter(
      (refund) => refund.channel === payment.channel && refund.outTradeNo === payment.outTradeNo,
    );
  }

  /** WeChat's refund numbers are the merchant's … */
  wechatRefund(outRefundNo: string): Refund | undefined {
    return this.peers.store.state.refunds[`wechat:${outRefundNo}`];
  }

  /** … Alipay's those of one trade. */
  alipayRefund(payment: Payment, outRefundNo: string): Refund | undefined {
    return this.refundsOf(payment).find((refund) => refund.outRefundNo === outRefundNo);
  }

  /** Fen that are refunded or being refunded. */
  refunded(payment: Payment): number {
    return this.refundsOf(payment)
      .filter((refund) => refund.state !== 'closed')
      .reduce((sum, refund) => sum + refund.refundFen, 0);
  }

  addRefund(payment: Payment, request: { outRefundNo: string; refundFen: number; notifyUrl?: string }): Refund {
    const { store, clock } = this.peers;
    const refund: Refund = {
      channel: payment.channel,
      outTradeNo: payment.outTradeNo,
      outRefundNo: request.outRefundNo,
      refundFen: request.refundFen,
      totalFen: payment.amountFen,
      refundId: `50${String(clock.now())}${String(store.next()).padStart(12, '0')}`,
      notifyUrl: request.notifyUrl,
      state: 'processing',
      createdAt: clock.now(),
    };
    const { channel, outTradeNo } = payment;
    store.state.refunds[`${channel}:${channel === 'alipay' ? `${outTradeNo}:` : ''}${request.outRefundNo}`] = refund;
    store.touch();
    return refund;
  }

  /** Refunds that a restart interrupted are settled now. */
  resume(): void {
    for (const refund of Object.values(this.peers.store.state.refunds)) {
      const payment = this.find(refund.channel, refund.outTradeNo);
      if (payment) this.settle(payment, refund, this.peers.store.state.faults.refundOutcome);
    }
  }

  /** The money is back (or isn't): WeChat tells it a little later, Alipay at once. */
  settle(payment: Payment, refund: Refund, outcome: Refund['state']): void {
    const { store, clock } = this.peers;
    if (refund.state !== 'processing' || outcome === 'processing') return;
    // Dropped by a reset of the sandbox meanwhile.
    if (!Object.values(store.state.refunds).includes(refund)) return;
    refund.state = outcome;
    refund.settledAt = clock.now();
    const whole = this.refunded(payment) >= payment.amountFen;
    if (outcome === 'succeeded' && (payment.channel === 'wechat' || whole)) payment.state = 'refunded';
    store.touch();
    if (payment.channel === 'wechat') this.callBackWechatRefund(payment, refund);
    else if (outcome === 'succeeded') this.callBackAlipayRefund(payment, refund, whole);
  }

  /** WeChat's picture of an order, in answers and callbacks. */
  transaction(payment: Payment): Record<string, unknown> {
    const { secrets } = this.peers.keys;
    const states = { 'not-paid': 'NOTPAY', paid: 'SUCCESS', closed: 'CLOSED', refunded: 'REFUND' } as const;
    const paid = payment.paidAt !== undefined;
    return {
      appid: secrets.wechatAppId,
      mchid: payment.collector ?? secrets.merchantId,
      out_trade_no: payment.outTradeNo,
      ...(paid ? { transaction_id: payment.transactionId, bank_type: 'OTHERS' } : {}),
      trade_type: payment.kind === 'native' ? 'NATIVE' : 'JSAPI',
      trade_state: states[payment.state],
      trade_state_desc: payment.state,
      attach: '',
      ...(paid ? { success_time: rfc3339(payment.paidAt as number), payer: { openid: payment.payer } } : {}),
      amount: paid
        ? { total: payment.amountFen, payer_total: payment.amountFen, currency: 'CNY', payer_currency: 'CNY' }
        : { total: payment.amountFen, currency: 'CNY' },
    };
  }

  /** Alipay's callback fields. */
  alipayFields(payment: Payment): Record<string, string> {
    const { secrets } = this.peers.keys;
    return {
      app_id: secrets.alipayAppId,
      auth_app_id: secrets.alipayAppId,
      seller_id: payment.collector ?? secrets.alipaySellerId,
      buyer_open_id: payment.payer ?? '',
      trade_no: payment.transactionId ?? '',
      out_trade_no: payment.outTradeNo,
      subject: payment.description,
      trade_status: payment.state === 'refunded' ? 'TRADE_CLOSED' : 'TRADE_SUCCESS',
      total_amount: yuan(payment.amountFen),
      receipt_amount: yuan(payment.amountFen),
      buyer_pay_amount: yuan(payment.amountFen),
      gmt_create: beijingDateTime(payment.createdAt),
      gmt_payment: beijingDateTime(payment.paidAt ?? payment.createdAt),
    };
  }

  private callBackWechatRefund(payment: Payment, refund: Refund): void {
    if (!refund.notifyUrl) return;
    const status = { succeeded: 'SUCCESS', abnormal: 'ABNORMAL', closed: 'CLOSED', processing: '' }[refund.state];
    this.courier.send({
      id: uuid(),
      channel: 'wechat',
      url: refund.notifyUrl,
      event: `REFUND.${status}`,
      content: {
        mchid: this.peers.keys.secrets.merchantId,
        transaction_id: payment.transactionId,
        out_trade_no: payment.outTradeNo,
        refund_id: refund.refundId,
        out_refund_no: refund.outRefundNo,
        refund_status: status,
        ...(refund.state === 'succeeded' ? { success_time: rfc3339(refund.settledAt as number) } : {}),
        user_received_account: '支付用户零钱',
        amount: {
          total: refund.totalFen,
          refund: refund.refundFen,
          payer_total: refund.totalFen,
          payer_refund: refund.refundFen,
        },
      },
    });
  }

  private callBackAlipayRefund(payment: Payment, refund: Refund, whole: boolean): void {
    this.courier.send({
      id: `${beijingDateTime(this.peers.clock.now()).slice(0, 10).replaceAll('-', '')}00222${random(10)}`,
      channel: 'alipay',
      url: payment.notifyUrl,
      event: whole ? 'TRADE_CLOSED' : 'TRADE_SUCCESS',
      content: {
        ...this.alipayFields(payment),
        refund_fee: yuan(this.refunded(payment)),
        gmt_refund: `${beijingDateTime(refund.settledAt as number)}.000`,
        out_biz_no: refund.outRefundNo,
        ...(whole ? { gmt_close: beijingDateTime(refund.settledAt as number) } : {}),
      },
    });
  }
}

function uuid(): string {
  const hex = random(16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
