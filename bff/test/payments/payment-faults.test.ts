import { eachDatabase } from '../support/databases';
import { PaymentsHarness } from './harness';

const minute = 60_000;
const twoHours = 120 * minute;

eachDatabase((dialect) => {
  let h: PaymentsHarness;

  beforeAll(async () => {
    h = await PaymentsHarness.start({ dialect });
  }, 30_000);
  afterAll(() => h.server.close());
  beforeEach(() => h.reset());

  const opened = () => h.opened();

  it('takes the same callback fifty times at once as one payment', async () => {
    const order = await opened();
    h.wechat.pay(order.number);
    const text = h.wechat.callback(order.number);
    const replies = await Promise.all(Array.from({ length: 50 }, () => h.callback(h.wechat, text)));
    expect(replies.map((reply) => reply.status)).toEqual(Array(50).fill(204));
    await h.server.outbox.drain();
    expect(h.fulfilled).toHaveLength(1);
    expect(await h.count('payment_ledger', order.id)).toBe(1);
    expect(await h.view(order.id)).toMatchObject({ state: 'paid', paidBy: 'wechat-jsapi', payable: false });
  });

  it('acknowledges a callback that was stored before a crash, and loses nothing that was acknowledged', async () => {
    const order = await opened();
    h.wechat.pay(order.number);
    const text = h.wechat.callback(order.number);
    await h.callback(h.wechat, text);
    // Nothing was processed before the process died; the gateway repeats, the new process goes on.
    expect((await h.callback(h.wechat, text)).status).toBe(204);
    await h.server.outbox.drain();
    expect((await h.callback(h.wechat, text)).status).toBe(204);
    await h.server.outbox.drain();
    expect(h.fulfilled).toHaveLength(1);
    expect(await h.count('payment_ledger', order.id)).toBe(1);
  });

  it('answers Alipay with the word it expects', async () => {
    const order = await h.order();
    await h.pay(order.id, 'alipay-mini');
    const [number] = h.alipay.numbers;
    h.alipay.pay(number!);
    expect(await h.callback(h.alipay, h.alipay.callback(number!))).toMatchObject({ status: 200, text: 'success' });
    await h.server.outbox.drain();
    expect((await h.view(order.id)).paidBy).toBe('alipay-mini');
  });

  it('refuses a callback that does not verify without looking at the database', async () => {
    const order = await opened();
    const before = h.server.database.statements;
    const reply = await h.callback(h.wechat, h.wechat.callback(order.number), 'bad');
    expect(reply.status).toBe(401);
    expect(h.server.database.statements).toBe(before);
    expect(h.wechat.calls.filter((call) => !call.startsWith('prepay'))).toEqual([]);
  });

  it.each([
    ['amount', { amountFen: 1 }],
    ['currency', { currency: 'USD' }],
    ['merchant', { foreign: true }],
    ['unknown-number', { outTradeNo: 'nobody-knows-this' }],
  ])('sets a payment aside whose %s differs', async (reason, changes) => {
    const order = await opened();
    const before = await h.count('payment_quarantine');
    const text = h.wechat.callback(order.number, { ...changes, id: `odd-${order.number}` });
    expect((await h.callback(h.wechat, text)).status).toBe(204);
    await h.server.outbox.drain();
    expect(h.fulfilled).toHaveLength(0);
    expect((await h.view(order.id)).state).toBe('unpaid');
    expect(await h.count('payment_quarantine')).toBe(before + 1);
    const [row] = await h.rows<{ reason: string }>('SELECT reason FROM payment_quarantine ORDER BY id DESC LIMIT 1');
    expect(row!.reason).toBe(reason);
    const audit = await h.rows("SELECT id FROM audit_entry WHERE action = 'payment.quarantine'");
    expect(audit.length).toBeGreaterThan(0);
  });

  it('closes a number the gateway knows with another amount and takes a new one', async () => {
    const order = await h.order();
    h.wechat.loseNext = 'prepay';
    expect((await h.pay(order.id, 'wechat-native')).status).toBe(503);
    const [first] = h.wechat.numbers;
    h.wechat.trades.get(first!)!.request.amountFen = 7_999;
    expect((await h.pay(order.id, 'wechat-native')).status).toBe(200);
    expect(h.wechat.numbers).toHaveLength(2);
    expect(h.wechat.trades.get(first!)!.state).toBe('closed');
    const insert = (outTradeNo: string) =>
      h.server.database.unitOfWork((tx) =>
        tx.execute(
          'INSERT INTO payment_attempt (id, order_id, out_trade_no, channel, method, amount_fen, state, citizen_id, expires_at, created_at) ' +
            "VALUES (?, ?, ?, 'wechat', 'wechat-native', 1, 'created', ?, 0, 0)",
          ['0'.repeat(26), order.id, outTradeNo, order.id],
        ),
      );
    await expect(insert(first!)).rejects.toThrow();
  });

  it('finds a payment whose callbacks were all lost', async () => {
    const order = await opened();
    await h.pass(6_000);
    expect((await h.view(order.id)).state).toBe('unpaid');
    h.wechat.pay(order.number);
    await h.pass(20_000);
    expect((await h.view(order.id)).state).toBe('paid');
    expect(h.fulfilled).toHaveLength(1);
    const asked = () => h.wechat.calls.filter((call) => call === `query ${order.number}`).length;
    const before = asked();
    await h.pass(10 * minute);
    expect(asked()).toBe(before);
  });

  it('keeps the number when the gateway does not answer, and gives the same parameters again', async () => {
    const order = await h.order();
    h.wechat.loseNext = 'prepay';
    expect((await h.pay(order.id, 'wechat-jsapi')).body.error.code).toBe('PAYMENT_CHANNEL_FAILED');
    const first = await h.pay(order.id, 'wechat-jsapi');
    expect(first.body).toMatchObject({ method: 'wechat-jsapi', jsapi: { signType: 'RSA' } });
    h.server.clock.advance(60 * minute);
    const again = await h.pay(order.id, 'wechat-jsapi');
    expect(again.body).toEqual(first.body);
    expect(h.wechat.calls).toHaveLength(2);
    expect(h.wechat.numbers).toHaveLength(1);
    expect(await h.count('payment_attempt', order.id)).toBe(1);
  });

  it('makes one attempt of two taps at once', async () => {
    const order = await h.order();
    const [one, two] = await Promise.all([h.pay(order.id, 'wechat-native'), h.pay(order.id, 'wechat-native')]);
    expect(one!.body.native).toEqual(two!.body.native);
    expect(await h.count('payment_attempt', order.id)).toBe(1);
  });

  it('believes the gateway, not the client', async () => {
    const order = await opened();
    expect((await h.check(order.id)).body).toMatchObject({ state: 'unpaid', payable: true });
    h.wechat.deaf = true;
    expect((await h.check(order.id)).body.error.code).toBe('PAYMENT_CHANNEL_FAILED');
    h.wechat.deaf = false;
    h.wechat.pay(order.number);
    expect((await h.check(order.id)).body).toMatchObject({ state: 'paid' });
  });

  it('returns a payment that crossed with the cancelling, once', async () => {
    const order = await opened();
    await h.server.database.unitOfWork((tx) => h.payments.cancelOrder(tx, order.caseId, 'withdrawn'));
    h.wechat.payBeforeClose = true;
    await h.server.outbox.drain();
    await h.callback(h.wechat, h.wechat.callback(order.number));
    await h.pass(twoHours);
    expect(h.fulfilled).toHaveLength(0);
    expect(h.wechat.refunds.size).toBe(1);
    expect((await h.view(order.id)).state).toBe('refunded');
    const ledger = await h.rows<{ fen: number }>(
      'SELECT SUM(amount_fen) AS fen FROM payment_ledger WHERE order_id = ?',
      [order.id],
    );
    expect(Number(ledger[0]!.fen)).toBe(0);
  });

  it('fulfils when closing fails because it was paid in the last moment', async () => {
    const order = await opened();
    h.server.clock.advance(twoHours + minute);
    h.wechat.payBeforeClose = true;
    await h.server.outbox.drain();
    expect((await h.view(order.id)).state).toBe('paid');
    expect(h.fulfilled).toHaveLength(1);
    expect(h.wechat.refunds.size).toBe(0);
  });

  it('returns a payment that arrives after its attempt was closed; the order can still be paid', async () => {
    const order = await opened();
    await h.pass(twoHours + 2 * minute);
    expect(h.wechat.trades.get(order.number)!.state).toBe('closed');
    h.wechat.pay(order.number);
    await h.callback(h.wechat, h.wechat.callback(order.number));
    await h.callback(h.wechat, h.wechat.callback(order.number, { id: `second-${order.number}` }));
    await h.pass(minute);
    expect(h.wechat.refunds.size).toBe(1);
    expect(h.fulfilled).toHaveLength(0);
    expect(await h.view(order.id)).toMatchObject({ state: 'unpaid', payable: true });
    expect((await h.pay(order.id, 'wechat-jsapi')).status).toBe(200);
    expect(h.wechat.numbers).toHaveLength(2);
  });

  it('fulfils with the first wallet and returns the second', async () => {
    const order = await opened();
    await h.pay(order.id, 'alipay-mini');
    const [alipay] = h.alipay.numbers;
    h.wechat.pay(order.number);
    h.alipay.pay(alipay!);
    await Promise.all([
      h.callback(h.wechat, h.wechat.callback(order.number)),
      h.callback(h.alipay, h.alipay.callback(alipay!)),
    ]);
    await h.server.outbox.drain();
    await h.pass(twoHours);
    expect(h.fulfilled).toHaveLength(1);
    expect(h.wechat.refunds.size + h.alipay.refunds.size).toBe(1);
    expect((await h.view(order.id)).state).toBe('paid');
    expect(await h.count('refund', order.id)).toBe(1);
  });

  it('closes the other wallet once one has paid', async () => {
    const order = await opened();
    await h.pay(order.id, 'alipay-mini');
    h.wechat.pay(order.number);
    await h.check(order.id);
    await h.server.outbox.drain();
    expect(h.alipay.trades.get(h.alipay.numbers[0]!)!.state).toBe('closed');
    expect((await h.pay(order.id, 'alipay-mini')).body.error.code).toBe('ORDER_NOT_PAYABLE');
  });

  it('takes callbacks in any order', async () => {
    const order = await opened();
    h.wechat.pay(order.number);
    await h.callback(h.wechat, h.wechat.callback(order.number));
    await h.server.outbox.drain();
    for (const state of ['not-paid', 'closed', 'paid']) {
      await h.callback(h.wechat, h.wechat.callback(order.number, { state, id: `${state}-${order.number}` }));
    }
    await h.server.outbox.drain();
    expect((await h.view(order.id)).state).toBe('paid');
    expect(await h.rows("SELECT id FROM outbox WHERE topic = 'payment.callback' AND state <> 'done'")).toEqual([]);
    expect(h.fulfilled).toHaveLength(1);
  });

  it('starts a refund in the same transaction when the case can take the money no more', async () => {
    h.outcome = 'refund';
    const order = await opened();
    h.wechat.pay(order.number);
    await h.callback(h.wechat, h.wechat.callback(order.number));
    await h.server.outbox.drain();
    expect((await h.view(order.id)).state).toBe('refunded');
    expect(h.wechat.refunds.size).toBe(1);
    const audit = await h.rows<{ action: string }>('SELECT action FROM audit_entry WHERE subject_id = ? ORDER BY id', [
      order.id,
    ]);
    expect(audit.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['payment.paid', 'payment.refund-requested', 'payment.refunded']),
    );
  });

  it('undoes everything when the case cannot be moved, and tries again', async () => {
    const order = await opened();
    h.wechat.pay(order.number);
    const settlement = h as unknown as { outcome: unknown };
    Object.defineProperty(settlement, 'outcome', {
      configurable: true,
      get: () => {
        throw new Error('the case is locked');
      },
    });
    await h.callback(h.wechat, h.wechat.callback(order.number));
    await h.server.outbox.drain();
    expect((await h.view(order.id)).state).toBe('unpaid');
    expect(await h.count('payment_ledger', order.id)).toBe(0);
    Object.defineProperty(settlement, 'outcome', { configurable: true, writable: true, value: 'fulfilled' });
    await h.pass(10_000);
    expect((await h.view(order.id)).state).toBe('paid');
    expect(h.fulfilled).toHaveLength(1);
  });
});
