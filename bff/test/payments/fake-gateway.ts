import type {
  CallbackVerdict,
  CloseAnswer,
  CombinedPartStatus,
  CombinedPayments,
  CombinedPrepay,
  PaymentChannel,
  PaymentChannelName,
  PaymentMethod,
  PaymentState,
  PaymentStatus,
  PrepayAnswer,
  PrepayRequest,
  RawCallback,
  RefundRequest,
  RefundState,
  RefundStatus,
} from '@zhucheng/bff/adapters/payment-channel/port';

interface Trade {
  request: PrepayRequest;
  state: PaymentState;
  transactionId: string;
}

/** A payment channel in memory: keeps books like a gateway and misbehaves on demand. */
export class FakeGateway implements PaymentChannel {
  readonly methods: readonly PaymentMethod[];
  readonly trades = new Map<string, Trade>();
  readonly refunds = new Map<string, RefundRequest>();
  readonly calls: string[] = [];
  /** No answer at all. */
  deaf = false;
  /** Carries the next call of this kind out, but the answer is lost. */
  loseNext: 'prepay' | 'refund' | 'close' | null = null;
  /** Somebody pays in the moment before the order is closed. */
  payBeforeClose = false;
  refundResult: RefundState = 'succeeded';
  private serial = 0;

  constructor(readonly name: PaymentChannelName) {
    this.methods = name === 'wechat' ? ['wechat-jsapi', 'wechat-native'] : ['alipay-mini', 'alipay-page'];
  }

  reset(): void {
    this.trades.clear();
    this.refunds.clear();
    this.calls.length = 0;
    this.deaf = false;
    this.loseNext = null;
    this.payBeforeClose = false;
    this.groups.clear();
    this.mixed = false;
    this.typing = false;
    this.refundResult = 'succeeded';
  }

  get numbers(): string[] {
    return [...this.trades.keys()];
  }

  /** The payer pays. */
  pay(outTradeNo: string): void {
    this.trades.get(outTradeNo)!.state = 'paid';
  }

  /** Combined payments by their number; their parts are trades too. */
  readonly groups = new Map<string, CombinedPrepay>();
  /** The first part is said to be unpaid whatever happened. */
  mixed = false;
  /** The payer is typing the password. */
  typing = false;

  readonly combined: CombinedPayments = {
    partLimitFen: 1_000_000_000,
    prepay: async (request) => {
      const { combineNo, parts } = request;
      this.calls.push(`prepay ${combineNo}`);
      if (this.deaf) return { status: 'unknown', cause: 'timeout' };
      const states = parts.map(({ outTradeNo }) => this.trades.get(outTradeNo)?.state);
      if (states.includes('paid')) return { status: 'rejected', reason: 'already-paid', gatewayCode: 'ORDERPAID' };
      if (states.includes('closed')) return { status: 'rejected', reason: 'order-closed', gatewayCode: 'ORDER_CLOSED' };
      this.groups.set(combineNo, request);
      for (const part of parts)
        if (!this.trades.has(part.outTradeNo))
          this.trades.set(part.outTradeNo, {
            request: { ...part, expiresAt: request.expiresAt, method: request.method },
            state: 'not-paid',
            transactionId: `${this.name}-${part.outTradeNo}`,
          });
      if (this.lost('prepay')) return { status: 'unknown', cause: 'timeout' };
      return { status: 'accepted', parameters: { method: 'wechat-native', codeUrl: `weixin://pay/${combineNo}` } };
    },
    query: async (combineNo) => {
      this.calls.push(`query ${combineNo}`);
      if (this.deaf) return { state: 'unknown', cause: 'timeout' };
      return this.groups.has(combineNo) ? { state: 'known', parts: this.partsOf(combineNo) } : { state: 'not-found' };
    },
    close: async (combineNo, parts) => {
      this.calls.push(`close ${combineNo}`);
      if (this.deaf) return { state: 'unknown', cause: 'timeout' };
      const group = this.groups.get(combineNo);
      if (group?.parts.length !== parts.length) return { state: 'not-closed', cause: 'PARAM_ERROR' };
      if (this.typing) return { state: 'paying' };
      if (this.payBeforeClose) this.payTogether(combineNo);
      const trades = parts.map(({ outTradeNo }) => this.trades.get(outTradeNo)!);
      if (trades.some(({ state }) => state === 'paid')) return { state: 'not-closed', cause: 'INVALID_REQUEST' };
      for (const trade of trades) trade.state = 'closed';
      return { state: 'closed' };
    },
  };

  payTogether(combineNo: string): void {
    for (const { outTradeNo } of this.groups.get(combineNo)!.parts) this.pay(outTradeNo);
  }

  partsOf(combineNo: string): CombinedPartStatus[] {
    return this.groups.get(combineNo)!.parts.map(({ outTradeNo, amountFen, merchantId }, index) => {
      const { state, transactionId } = this.trades.get(outTradeNo)!;
      const shown = this.mixed && index === 0 ? 'not-paid' : state;
      const told = { state: shown, outTradeNo, amountFen, currency: 'CNY', ...(merchantId && { merchantId }) };
      return { ...told, ...(shown === 'not-paid' ? {} : { transactionId, paidAt: 1 }) };
    });
  }

  /** The one callback for all parts. */
  combinedCallback(combineNo: string, changes: Record<string, unknown> = {}): string {
    return this.callback(combineNo, { kind: 'combined', parts: this.partsOf(combineNo), ...changes });
  }

  several(): 'together' | 'one-after-the-other' {
    return this.name === 'wechat' ? 'together' : 'one-after-the-other';
  }

  collectsFor(): boolean {
    return this.name === 'alipay';
  }

  async prepay(request: PrepayRequest): Promise<PrepayAnswer> {
    this.calls.push(`prepay ${request.outTradeNo}`);
    if (this.deaf) return { status: 'unknown', cause: 'timeout' };
    const known = this.trades.get(request.outTradeNo);
    if (known) {
      const same = known.request.amountFen === request.amountFen && known.request.expiresAt === request.expiresAt;
      if (!same) return { status: 'rejected', reason: 'out-trade-no-used', gatewayCode: 'OUT_TRADE_NO_USED' };
      if (known.state === 'paid') return { status: 'rejected', reason: 'already-paid', gatewayCode: 'ORDERPAID' };
      if (known.state === 'closed') return { status: 'rejected', reason: 'order-closed', gatewayCode: 'ORDER_CLOSED' };
    } else {
      this.trades.set(request.outTradeNo, {
        request,
        state: 'not-paid',
        transactionId: `${this.name}-${request.outTradeNo}`,
      });
    }
    if (this.lost('prepay')) return { status: 'unknown', cause: 'timeout' };
    const nonce = String(++this.serial);
    switch (request.method) {
      case 'wechat-jsapi':
        return {
          status: 'accepted',
          parameters: {
            method: 'wechat-jsapi',
            appId: 'wx1',
            timeStamp: '1',
            nonceStr: nonce,
            package: 'prepay_id=1',
            signType: 'RSA',
            paySign: 'signed',
          },
        };
      case 'wechat-native':
        return { status: 'accepted', parameters: { method: 'wechat-native', codeUrl: `weixin://pay/${nonce}` } };
      case 'alipay-mini':
        return { status: 'accepted', parameters: { method: 'alipay-mini', tradeNo: `trade-${nonce}` } };
      case 'alipay-page':
        return { status: 'accepted', parameters: { method: 'alipay-page', url: `https://alipay.test/${nonce}` } };
    }
  }

  async query(outTradeNo: string): Promise<PaymentStatus> {
    this.calls.push(`query ${outTradeNo}`);
    if (this.deaf) return { state: 'unknown', outTradeNo, cause: 'timeout' };
    const trade = this.trades.get(outTradeNo);
    if (!trade) return { state: 'not-found', outTradeNo };
    if (trade.state === 'not-paid') return { state: 'not-paid', outTradeNo, amountFen: trade.request.amountFen };
    const { amountFen } = trade.request;
    return {
      state: trade.state,
      outTradeNo,
      amountFen,
      currency: 'CNY',
      transactionId: trade.transactionId,
      paidAt: 1,
    };
  }

  async close(outTradeNo: string): Promise<CloseAnswer> {
    this.calls.push(`close ${outTradeNo}`);
    if (this.deaf) return { state: 'unknown', cause: 'timeout' };
    const trade = this.trades.get(outTradeNo);
    if (!trade) return { state: 'not-found' };
    if (this.payBeforeClose) trade.state = 'paid';
    if (trade.state === 'paid') return { state: 'paid' };
    trade.state = 'closed';
    return this.lost('close') ? { state: 'unknown', cause: 'timeout' } : { state: 'closed' };
  }

  async refund(request: RefundRequest): Promise<RefundStatus> {
    const { outRefundNo, outTradeNo, refundFen } = request;
    this.calls.push(`refund ${outRefundNo}`);
    if (this.deaf) return { state: 'unknown', outRefundNo, cause: 'timeout' };
    const earlier = [...this.refunds.values()].filter(
      (r) => r.outTradeNo === outTradeNo && r.outRefundNo !== outRefundNo,
    );
    const total = earlier.reduce((sum, r) => sum + r.refundFen, refundFen);
    if (total > request.totalFen) return { state: 'refused', outRefundNo, gatewayCode: 'NOT_ENOUGH' };
    this.refunds.set(outRefundNo, request);
    if (this.lost('refund')) return { state: 'unknown', outRefundNo, cause: 'timeout' };
    return this.queryRefund({ outTradeNo, outRefundNo });
  }

  async queryRefund({ outRefundNo }: { outTradeNo: string; outRefundNo: string }): Promise<RefundStatus> {
    if (this.deaf) return { state: 'unknown', outRefundNo, cause: 'timeout' };
    const known = this.refunds.get(outRefundNo);
    if (!known) return { state: 'not-found', outRefundNo };
    const result = this.refundResult;
    return { state: result, outRefundNo, ...(result === 'succeeded' && { refundFen: known.refundFen, refundedAt: 2 }) };
  }

  /** A callback as it comes over the wire. */
  callback(outTradeNo: string, changes: Record<string, unknown> = {}): string {
    const trade = this.trades.get(outTradeNo);
    return JSON.stringify({
      kind: 'payment',
      channel: this.name,
      id: `notice-${outTradeNo}`,
      outTradeNo,
      state: 'paid',
      amountFen: trade?.request.amountFen ?? 8_000,
      currency: 'CNY',
      transactionId: trade?.transactionId ?? 'none',
      paidAt: 1,
      merchant: {},
      ...changes,
    });
  }

  verifyCallback(raw: RawCallback): CallbackVerdict {
    if (raw.headers['x-signature'] !== 'good') return { ok: false, code: 'bad-signature' };
    const { foreign, ...notification } = JSON.parse(raw.rawBody.toString('utf8'));
    return foreign ? { ok: false, code: 'merchant-mismatch', notification } : { ok: true, ...notification };
  }

  acknowledgement(stored: boolean): { status: number; contentType: string; body: string } {
    if (this.name === 'wechat') return { status: stored ? 204 : 400, contentType: 'application/json', body: '' };
    return { status: stored ? 200 : 400, contentType: 'text/plain', body: stored ? 'success' : 'fail' };
  }

  private lost(kind: 'prepay' | 'refund' | 'close'): boolean {
    if (this.loseNext !== kind) return false;
    this.loseNext = null;
    return true;
  }
}
