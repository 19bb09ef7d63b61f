import type { EnterpriseOrderDetail } from '@zhucheng/shared';
import { eachDatabase } from '../support/databases';
import { banks, PaymentsHarness } from './harness';

const root = '/api/enterprise/orders';

eachDatabase((dialect) => {
  let h: PaymentsHarness;

  beforeAll(async () => {
    h = await PaymentsHarness.start({ dialect });
  }, 30_000);
  afterAll(() => h?.server.close());
  beforeEach(() => h.reset());

  const made = (fen = 8_000) => h.order(fen, [{ idNumber: banks.bank.creditCode }]);
  const detail = async (id: string): Promise<EnterpriseOrderDetail> =>
    (await h.call('bank', 'GET', `${root}/${id}`)).body;
  const merge = (ids: string[]) => h.call('bank', 'POST', `${root}/merge`, { orderIds: ids });
  const states = (ids: string[]) => Promise.all(ids.map(async (id) => (await detail(id)).state));

  async function merged(...amounts: number[]) {
    const children = [];
    for (const amount of amounts) children.push(await made(amount));
    const reply = await merge(children.map(({ id }) => id));
    expect(reply.status).toBe(200);
    return { id: reply.body.id as string, children, view: reply.body as EnterpriseOrderDetail };
  }

  async function begin(id: string): Promise<string> {
    const known = new Set(h.wechat.numbers);
    const reply = await h.call('bank', 'POST', `${root}/${id}/pay`, { method: 'wechat-native' });
    expect(reply.body.native.codeUrl).toContain('weixin://');
    return h.wechat.numbers.find((number) => !known.has(number))!;
  }

  async function pay(number: string): Promise<void> {
    h.wechat.pay(number);
    expect((await h.callback(h.wechat, h.wechat.callback(number))).status).toBe(204);
    await h.server.outbox.drain();
  }

  const refundedFen = () => [...h.wechat.refunds.values()].map((refund) => refund.refundFen);

  it('pays every child with the merged order, once', async () => {
    const order = await merged(8_000, 55_000, 8_000);
    expect(order.view).toMatchObject({ totalFen: 71_000, mergedCount: 3, payable: true, caseId: null });
    const ids = order.children.map(({ id }) => id);
    expect(order.view.orders.map(({ id }) => id)).toEqual(ids);
    const alone = await h.call('bank', 'POST', `${root}/${ids[0]}/pay`, { method: 'wechat-native' });
    expect(alone.body.error.code).toBe('ORDER_NOT_PAYABLE');
    const number = await begin(order.id);
    await pay(number);
    await pay(number);
    expect(h.fulfilled.map(({ caseId }) => caseId).sort()).toEqual(order.children.map(({ caseId }) => caseId).sort());
    expect(await states([order.id, ...ids])).toEqual(['paid', 'paid', 'paid', 'paid']);
    expect(await h.count('payment_ledger', order.id)).toBe(1);
    expect((await detail(ids[1]!)).payment).toMatchObject({ amountFen: 71_000, outTradeNo: number });
  });

  it('gives a case that no longer waits its own amount back', async () => {
    const order = await merged(8_000, 55_000);
    h.ended.add(order.children[1]!.caseId);
    await pay(await begin(order.id));
    expect(refundedFen()).toEqual([55_000]);
    expect(await states([order.id, ...order.children.map(({ id }) => id)])).toEqual(['paid', 'paid', 'refunded']);
  });

  it('refunds a child exactly its amount, once, and the merged order with its last child', async () => {
    const order = await merged(8_000, 55_000);
    await pay(await begin(order.id));
    const [first, second] = order.children;
    const refund = (caseId: string) =>
      h.server.database.unitOfWork((tx) => h.payments.refundCase(tx, caseId, 'suspended'));
    const part = (fen: number) =>
      h.server.database.unitOfWork((tx) => h.payments.refundPart(tx, first!.id, fen, 'copies'));
    await expect(part(8_001)).rejects.toMatchObject({ code: 'CONFLICT' });
    await part(1_000);
    expect(await refund(first!.caseId)).toBe(true);
    expect(await refund(first!.caseId)).toBe(false);
    await h.server.outbox.drain();
    expect(refundedFen()).toEqual([1_000, 7_000]);
    expect(await states([order.id, first!.id, second!.id])).toEqual(['paid', 'refunded', 'paid']);
    await refund(second!.caseId);
    await h.server.outbox.drain();
    expect(await states([order.id, second!.id])).toEqual(['refunded', 'refunded']);
  });

  it('takes a merged order apart when a child is cancelled, and returns money that comes late', async () => {
    const order = await merged(8_000, 55_000);
    const number = await begin(order.id);
    h.wechat.pay(number);
    const [gone, rest] = order.children;
    await h.server.database.unitOfWork((tx) => h.payments.cancelOrder(tx, gone!.caseId, 'withdrawn'));
    expect(await states([gone!.id, rest!.id])).toEqual(['cancelled', 'unpaid']);
    expect(await detail(rest!.id)).toMatchObject({ payable: true, mergedInto: null });
    await h.server.outbox.drain();
    expect(refundedFen()).toEqual([63_000]);
    expect(h.fulfilled).toEqual([]);
    await pay(await begin(rest!.id));
    expect(await states([order.id, rest!.id])).toEqual(['refunded', 'paid']);
  });

  it('leaves a paid merged order alone when a case is cancelled', async () => {
    const order = await merged(8_000, 55_000);
    await pay(await begin(order.id));
    const cancel = (caseId: string) =>
      h.server.database.unitOfWork((tx) => h.payments.cancelOrder(tx, caseId, 'withdrawn'));
    expect(await cancel(order.children[0]!.caseId)).toBe(false);
    expect(await states([order.id])).toEqual(['paid']);
  });

  it('returns a second payment and sets a wrong amount aside', async () => {
    const order = await merged(8_000, 55_000);
    const number = await begin(order.id);
    const odd = h.wechat.callback(number, { id: `odd-${number}`, amountFen: 8_000 });
    await h.callback(h.wechat, odd);
    await h.server.outbox.drain();
    expect(await states([order.id])).toEqual(['unpaid']);
    await h.call('bank', 'POST', `${root}/${order.id}/pay`, { method: 'alipay-page' });
    h.alipay.pay(h.alipay.numbers[0]!);
    await pay(number);
    await h.callback(h.alipay, h.alipay.callback(h.alipay.numbers[0]!));
    await h.server.outbox.drain();
    expect([...h.alipay.refunds.values()].map((refund) => refund.refundFen)).toEqual([63_000]);
    expect(h.fulfilled).toHaveLength(2);
    expect(await states([order.id])).toEqual(['paid']);
  });

  it('returns what is paid for a child by itself after it was merged', async () => {
    const child = await made();
    const number = await begin(child.id);
    h.wechat.pay(number);
    expect((await merge([child.id, (await made()).id])).status).toBe(200);
    await h.server.outbox.drain();
    expect(refundedFen()).toEqual([8_000]);
    expect(await detail(child.id)).toMatchObject({ state: 'unpaid', payable: false });
  });

  it('splits while unpaid, and refuses what cannot be merged or is another institution’s', async () => {
    const order = await merged(8_000, 55_000);
    const ids = order.children.map(({ id }) => id);
    expect((await merge([ids[0]!, (await made()).id])).body.error.fields[0].path).toBe('orderIds.0');
    expect((await merge([ids[0]!, ids[0]!])).status).toBe(422);
    for (const path of [`${root}/${order.id}`, `${root}/${order.id}/state`]) {
      expect((await h.call('rival', 'GET', path)).status).toBe(404);
    }
    expect((await h.call('rival', 'POST', `${root}/${order.id}/split`)).status).toBe(404);
    expect((await h.call('rival', 'POST', `${root}/merge`, { orderIds: ids })).status).toBe(404);
    expect((await h.call('bank', 'POST', `${root}/${order.id}/split`)).body).toMatchObject({ state: 'cancelled' });
    expect(await states(ids)).toEqual(['unpaid', 'unpaid']);
    const again = await h.call('bank', 'POST', `${root}/${order.id}/split`);
    expect(again.body.error.code).toBe('ORDER_NOT_PAYABLE');
    const list = (await h.call('bank', 'GET', `${root}?listing=unpaid&limit=100`)).body.items;
    expect(list.map((item: { id: string }) => item.id)).toEqual(expect.arrayContaining(ids));
  });

  it('settles 500 children with at most six statements each', async () => {
    const children: Array<{ id: string; caseId: string }> = [];
    for (let i = 0; i < 500; i++) children.push(await made(8_000));
    const id = (await merge(children.map((child) => child.id))).body.id as string;
    for (const child of children.filter((_, i) => i % 2 === 0)) h.ended.add(child.caseId);
    h.wechat.pay(await begin(id));
    const before = h.server.database.statements;
    await h.call('bank', 'POST', `${root}/${id}/check`);
    expect(h.server.database.statements - before).toBeLessThanOrEqual(500 * 6);
    expect((await detail(id)).orders.filter(({ state }) => state === 'refunding')).toHaveLength(250);
  }, 120_000);

  it('shows an order to whom the case’s module names, who still cannot pay it', async () => {
    const order = await h.order();
    await h.server.database.unitOfWork((tx) =>
      tx.execute('UPDATE fee_order SET applicant_id = NULL WHERE id = ?', [order.id]),
    );
    expect((await h.call('seller', 'GET', `/api/orders/${order.id}`)).status).toBe(404);
    h.payments.onMayView(async (_read, caseId) => caseId === order.caseId);
    expect(await h.view(order.id, 'seller')).toMatchObject({ payable: false });
    expect((await h.pay(order.id, 'wechat-native', 'seller')).body.error.code).toBe('ORDER_NOT_PAYABLE');
  });
});
