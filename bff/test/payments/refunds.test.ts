import { eachDatabase } from '../support/databases';
import { PaymentsHarness } from './harness';

const minute = 60_000;

eachDatabase((dialect) => {
  let h: PaymentsHarness;

  beforeAll(async () => {
    h = await PaymentsHarness.start({ dialect });
  }, 30_000);
  afterAll(() => h.server.close());
  beforeEach(() => h.reset());

  const opened = () => h.opened();

  async function paid(): Promise<{ id: string; caseId: string; number: string }> {
    const order = await opened();
    h.wechat.pay(order.number);
    await h.callback(h.wechat, h.wechat.callback(order.number));
    await h.server.outbox.drain();
    expect((await h.view(order.id)).state).toBe('paid');
    return order;
  }

  const refund = (caseId: string) =>
    h.server.database.unitOfWork((tx) => h.payments.refundCase(tx, caseId, 'suspended'));

  it('repeats an unanswered refund with the same number', async () => {
    const order = await paid();
    h.wechat.loseNext = 'refund';
    expect(await refund(order.caseId)).toBe(true);
    expect(await refund(order.caseId)).toBe(false);
    await h.server.outbox.drain();
    expect((await h.view(order.id)).state).toBe('refunding');
    await h.pass(11_000);
    expect(new Set(h.wechat.calls.filter((call) => call.startsWith('refund'))).size).toBe(1);
    expect(h.wechat.refunds.size).toBe(1);
    expect((await h.view(order.id)).state).toBe('refunded');
    expect(await refund(order.caseId)).toBe(false);
  });

  it.each(['abnormal', 'closed'] as const)('leaves a refund that ends %s to a person', async (state) => {
    const order = await paid();
    h.wechat.refundResult = state;
    await refund(order.caseId);
    await h.server.outbox.drain();
    await h.pass(60 * minute);
    expect((await h.view(order.id)).state).toBe('refund-failed');
    expect(await h.rows('SELECT id FROM refund WHERE order_id = ? AND state = ?', [order.id, 'abnormal'])).toHaveLength(
      1,
    );
    expect(await h.rows("SELECT id FROM payment_ledger WHERE order_id = ? AND kind = 'refund'", [order.id])).toEqual(
      [],
    );
  });

  it('waits while it is being processed, and believes the callback', async () => {
    const order = await paid();
    h.wechat.refundResult = 'processing';
    await refund(order.caseId);
    await h.server.outbox.drain();
    expect((await h.view(order.id)).state).toBe('refunding');
    const [row] = await h.rows<{ out_refund_no: string }>('SELECT out_refund_no FROM refund WHERE order_id = ?', [
      order.id,
    ]);
    const said = {
      kind: 'refund',
      outRefundNo: row!.out_refund_no,
      refundFen: 8_000,
      refundState: 'succeeded',
      id: `r-${order.number}`,
    };
    await h.callback(h.wechat, h.wechat.callback(order.number, said));
    await h.server.outbox.drain();
    expect((await h.view(order.id)).state).toBe('refunded');
  });

  it('refuses concurrent partial refunds that exceed the payment', async () => {
    const order = await paid();
    const part = (key: string) => h.server.database.unitOfWork((tx) => h.payments.refundPart(tx, order.id, 5_000, key));
    const results = await Promise.allSettled([part('a'), part('b')]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    await h.server.outbox.drain();
    expect(h.wechat.refunds.size).toBe(1);
    expect((await h.view(order.id)).state).toBe('paid');
  });

  it('does not fulfil again when Alipay repeats TRADE_SUCCESS after a part, or TRADE_CLOSED after all of it', async () => {
    const order = await h.order();
    await h.pay(order.id, 'alipay-mini');
    const [number] = h.alipay.numbers;
    h.alipay.pay(number!);
    await h.callback(h.alipay, h.alipay.callback(number!));
    await h.server.outbox.drain();
    await h.server.database.unitOfWork((tx) => h.payments.refundPart(tx, order.id, 3_000, 'one'));
    await h.server.outbox.drain();
    const part = {
      kind: 'refund',
      id: `p-${number}`,
      outRefundNo: '',
      refundFen: 3_000,
      refundState: 'succeeded',
      state: 'paid',
    };
    await h.callback(h.alipay, h.alipay.callback(number!, part));
    await h.callback(h.alipay, h.alipay.callback(number!, { id: `s-${number}` }));
    await h.server.outbox.drain();
    expect((await h.view(order.id)).state).toBe('paid');
    await refund(order.caseId);
    await h.callback(h.alipay, h.alipay.callback(number!, { id: `c-${number}`, state: 'refunded' }));
    await h.server.outbox.drain();
    expect(h.fulfilled).toHaveLength(1);
    expect((await h.view(order.id)).state).toBe('refunded');
  });

  it('never shows an order as unpaid that was returned outside', async () => {
    const order = await opened();
    h.wechat.trades.get(order.number)!.state = 'refunded';
    await h.pass(6_000);
    expect(await h.view(order.id)).toMatchObject({ state: 'refunded', payable: false });
    expect(h.fulfilled).toHaveLength(0);
  });
});
