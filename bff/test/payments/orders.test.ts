import { eachDatabase } from '../support/databases';
import { PaymentsHarness } from './harness';

eachDatabase((dialect) => {
  let h: PaymentsHarness;

  beforeAll(async () => {
    h = await PaymentsHarness.start({ dialect });
  }, 30_000);
  afterAll(() => h.server.close());

  it('quotes from the fee table', async () => {
    const ask = { matter: 'transfer', day: '2026-01-01', copies: 2 } as const;
    expect(await h.payments.quote({ ...ask, use: 'dwelling' })).toMatchObject({ totalFen: 9_000 });
    expect(await h.payments.quote({ ...ask, use: 'shop' })).toMatchObject({ totalFen: 56_000 });
    expect(await h.payments.quote({ ...ask, matter: 'none', use: 'shop' })).toMatchObject({ totalFen: 0 });
  });

  it('shows an order to its payers and the applicant, and to nobody else', async () => {
    const order = await h.order();
    expect(order.number).toMatch(/^ZC\d{18}$/);
    expect(await h.view(order.id, 'buyer')).toMatchObject({
      id: order.id,
      state: 'unpaid',
      totalFen: 8_000,
      payable: true,
    });
    expect(await h.view(order.id, 'partner')).toMatchObject({ payable: true });
    expect(await h.view(order.id, 'seller')).toMatchObject({ payable: false });
    expect((await h.pay(order.id, 'wechat-native', 'seller')).body.error.code).toBe('ORDER_NOT_PAYABLE');
    await h.server.database.unitOfWork((tx) =>
      tx.execute('UPDATE fee_order SET applicant_id = NULL WHERE id = ?', [order.id]),
    );
    expect((await h.call('seller', 'GET', `/api/orders/${order.id}`)).status).toBe(404);
    expect((await h.pay(order.id, 'wechat-native', 'seller')).status).toBe(404);
    expect((await h.call('seller', 'POST', `/api/orders/${order.id}/check`)).status).toBe(404);
    expect((await h.call(null, 'GET', '/api/orders')).status).toBe(401);
  });

  it('asks for the wallet that a method needs', async () => {
    const order = await h.order();
    const reply = await h.pay(order.id, 'wechat-jsapi', 'partner');
    expect(reply).toMatchObject({ status: 422, body: { error: { fields: [{ path: 'method', code: 'wallet' }] } } });
    expect((await h.pay(order.id, 'alipay-page', 'partner')).body.alipayPage.url).toContain('https://');
  });

  it('gives each wallet its own attempt', async () => {
    const order = await h.order();
    const mine = await h.pay(order.id, 'wechat-native');
    const other = await h.pay(order.id, 'wechat-native', 'partner');
    expect(other.body.native).toEqual(mine.body.native);
    expect(await h.count('payment_attempt', order.id)).toBe(1);
  });

  it('lists newest first, page by page', async () => {
    const made = [await h.order(), await h.order(), await h.order()].map(({ id }) => id);
    const first = (await h.call('buyer', 'GET', '/api/orders?limit=2')).body;
    expect(first.items.map((item: { id: string }) => item.id)).toEqual([made[2], made[1]]);
    const second = (await h.call('buyer', 'GET', `/api/orders?limit=2&cursor=${first.next}`)).body;
    expect(second.items[0].id).toBe(made[0]);
    expect((await h.call('seller', 'GET', '/api/orders')).body.items).toEqual([]);
  });

  it('keeps one unpaid order per case and starts a new round afterwards', async () => {
    const order = await h.order();
    const again = (totalFen: number) =>
      h.server.database.unitOfWork((tx) =>
        h.payments.createOrder(tx, {
          caseId: order.caseId,
          acceptanceNumber: 'x',
          businessName: 'x',
          location: 'x',
          payers: [{ idNumber: '45050219900307123X' }],
          fee: { totalFen, items: [] },
        }),
      );
    expect((await again(8_000)).id).toBe(order.id);
    const next = await again(9_000);
    expect(next.id).not.toBe(order.id);
    expect((await h.view(order.id)).state).toBe('cancelled');
    expect((await h.payments.ordersOfCases([order.caseId])).get(order.caseId)).toMatchObject({
      id: next.id,
      state: 'unpaid',
      totalFen: 9_000,
    });
  });

  it('reads with at most three statements', async () => {
    const order = await h.order();
    for (const path of ['/api/orders', `/api/orders/${order.id}`]) {
      const before = h.server.database.statements;
      expect((await h.call('buyer', 'GET', path)).status).toBe(200);
      expect(h.server.database.statements - before).toBeLessThanOrEqual(3);
    }
  });

  it('stores no identity number and no open id in the clear', async () => {
    const order = await h.order();
    await h.pay(order.id, 'wechat-jsapi');
    for (const table of ['fee_order', 'fee_order_payer', 'payment_attempt']) {
      expect(JSON.stringify(await h.rows(`SELECT * FROM ${table}`))).not.toMatch(/45050219900307123X|openid-buyer/);
    }
  });
});
