import { fillPath, type QueuedRefund, type RouteDefinition, routes, type SetAside } from '@zhucheng/shared';
import { eachDatabase } from '../support/databases';
import { fullScans, statementsOf } from '../support/explain';
import { type Desk, PaymentsHarness, people } from './harness';

const { centreOrders, centreRefunds, moneyProposals, quarantine, channels } = routes;
const minute = 60_000;

eachDatabase((dialect) => {
  let h: PaymentsHarness;
  beforeAll(async () => {
    h = await PaymentsHarness.start({ dialect });
  }, 30_000);
  afterAll(() => h.server.close());
  beforeEach(() => h.reset());

  const ask = (who: Desk, route: unknown, more: { params?: object; body?: unknown; query?: string } = {}) => {
    const { method, path } = route as RouteDefinition;
    const address = fillPath(path, more.params as Record<string, unknown>) + (more.query ?? '');
    return h.call(who, method, address, more.body);
  };
  const code = ({ body, status }: { body: { error?: { code: string } }; status: number }) =>
    body?.error?.code ?? status;
  const find = async (text: string) =>
    (await ask('officer', centreOrders.find, { body: { text } })).body.items.map(({ id }: { id: string }) => id);
  const detail = async (id: string) => (await ask('officer', centreOrders.detail, { params: { id } })).body;
  const propose = (who: Desk, id: string, amountFen: number, reason = '材料重复收费') =>
    ask(who, centreOrders.refund, { params: { id }, body: { amountFen, reason } });
  const agree = (who: Desk, id: string) => ask(who, moneyProposals.agree, { params: { id } });
  const queue = async () =>
    (await ask('officer', centreRefunds.list, { query: '?state=abnormal' })).body.items as QueuedRefund[];
  const messages = () => h.rows<{ template: string }>('SELECT template FROM message ORDER BY id');

  async function paid() {
    const order = await h.opened();
    h.wechat.pay(order.number);
    await h.callback(h.wechat, h.wechat.callback(order.number));
    await h.server.outbox.drain();
    return order;
  }

  describe('orders', () => {
    test('are found by anything printed, along indexes', async () => {
      const order = await paid();
      await h.order();
      const { number } = (await detail(order.id)).order;
      const refund = (await propose('registrar', order.id, 1_000)).body;
      await agree('second', refund.id);
      await h.server.outbox.drain();
      const found = await detail(order.id);
      const [{ number: refundNumber }] = found.refunds;
      const [{ transactionId }] = found.attempts;
      for (const text of [number, number.toLowerCase(), ` ${order.number}`, transactionId, refundNumber])
        expect(await find(text)).toEqual([order.id]);
      expect(await find('20260101 000001 1')).toContain(order.id);
      expect(await find(people.buyer.idNumber)).toContain(order.id);
      expect(await find('440106199001011234')).toEqual([]);
      expect(found.timeline.map(({ text }: { text: string }) => text.split(' ')[0])).toEqual(
        expect.arrayContaining(['生成订单，应缴', '入账', '退款出账', '收到支付平台通知']),
      );
      expect(found.ledger.map(({ amountFen }: { amountFen: number }) => amountFen)).toEqual([8_000, -1_000]);
      for (const body of [{}, { state: 'paid' }, { text: number }, { text: people.buyer.idNumber }]) {
        const seen = await statementsOf(h.server, () => ask('officer', centreOrders.find, { body }));
        expect(seen.length).toBeLessThanOrEqual(5);
        for (const { sql, params } of seen)
          expect({ sql, scans: await fullScans(h.server, sql, params) }).toEqual({ sql, scans: [] });
      }
    });

    test('come page by page', async () => {
      for (let i = 0; i < 3; i++) await h.order();
      const first = (await ask('officer', centreOrders.find, { body: { state: 'unpaid', limit: 2 } })).body;
      expect(first.items).toHaveLength(2);
      const second = (
        await ask('officer', centreOrders.find, { body: { state: 'unpaid', limit: 2, cursor: first.next } })
      ).body;
      const seen = [...first.items, ...second.items].map(({ id }) => id);
      expect(new Set(seen).size).toBe(seen.length);
    });
  });

  describe('refunds', () => {
    test('need a second person, go back in part, and the payer is told why', async () => {
      const order = await paid();
      expect(code(await propose('officer', order.id, 3_000))).toBe('FORBIDDEN');
      expect((await propose('registrar', order.id, 8_001)).body.error.fields).toMatchObject([{ path: 'amountFen' }]);
      expect((await propose('registrar', order.id, 1, ' ')).body.error.fields).toMatchObject([{ path: 'reason' }]);
      const { id } = (await propose('registrar', order.id, 3_000)).body;
      expect(code(await propose('second', order.id, 1_000))).toBe('CONFLICT');
      expect(code(await agree('registrar', id))).toBe('FOUR_EYES');
      expect(h.wechat.refunds.size).toBe(0);
      expect(code(await agree('second', id))).toBe(200);
      await h.server.outbox.drain();
      expect([...h.wechat.refunds.values()]).toMatchObject([{ refundFen: 3_000 }]);
      expect(await detail(order.id)).toMatchObject({ order: { state: 'paid' }, refundableFen: 5_000 });
      expect((await messages()).at(-1)).toMatchObject({ template: 'refund-begun' });
      const rest = (await propose('registrar', order.id, 5_000)).body;
      await agree('second', rest.id);
      await h.server.outbox.drain();
      expect(await detail(order.id)).toMatchObject({ order: { state: 'refunded' }, refundableFen: 0 });
      expect(code(await propose('registrar', order.id, 1))).toBe('ORDER_NOT_PAYABLE');
    });

    test('never exceed what is left: of two at the same time one is refused', async () => {
      const order = await paid();
      const { id } = (await propose('registrar', order.id, 5_000)).body;
      const results = await Promise.all([
        agree('second', id).then(code),
        agree('second', id).then(code),
        h.server.database
          .unitOfWork((tx) => h.payments.refundPart(tx, order.id, 5_000, 'other'))
          .then(() => 200)
          .catch(() => 'CONFLICT'),
      ]);
      expect(results.filter((result) => result === 200)).toHaveLength(1);
      await h.server.outbox.drain();
      expect([...h.wechat.refunds.values()].map(({ refundFen }) => refundFen)).toEqual([5_000]);
    });

    async function failed(result: 'abnormal' | 'closed') {
      const order = await paid();
      h.wechat.refundResult = result;
      const { id } = (await propose('registrar', order.id, 8_000)).body;
      await agree('second', id);
      await h.server.outbox.drain();
      const row = (await queue()).find(({ orderId }) => orderId === order.id)!;
      expect(row).toMatchObject({ state: 'abnormal', amountFen: 8_000, code: result });
      return { order, row };
    }

    test.each(['abnormal', 'closed'] as const)('that end %s are tried again under their number', async (result) => {
      const { order, row } = await failed(result);
      const params = { id: row.id };
      h.wechat.refundResult = 'succeeded';
      expect(code(await ask('registrar', centreRefunds.again, { params }))).toBe(200);
      expect(code(await ask('registrar', centreRefunds.again, { params }))).toBe('CONFLICT');
      await h.server.outbox.drain();
      expect(h.wechat.refunds.size).toBe(1);
      expect(await detail(order.id)).toMatchObject({ order: { state: 'refunded' } });
    });

    test('that cannot go back are settled by a transfer that two persons vouch for', async () => {
      const { order, row } = await failed('abnormal');
      const params = { id: row.id };
      const body = { reference: '20260101-778', paidOn: '2020-01-01', reason: '付款卡已注销' };
      const future = { ...body, paidOn: '2999-01-01' };
      expect((await ask('registrar', centreRefunds.outside, { params, body: future })).body.error.fields).toMatchObject(
        [{ path: 'paidOn' }],
      );
      const { id } = (await ask('registrar', centreRefunds.outside, { params, body })).body;
      expect(code(await ask('second', centreRefunds.again, { params }))).toBe('CONFLICT');
      h.wechat.deaf = true;
      expect(code(await agree('second', id))).toBe('PAYMENT_CHANNEL_FAILED');
      h.wechat.deaf = false;
      expect(code(await agree('second', id))).toBe(200);
      const after = await detail(order.id);
      expect(after).toMatchObject({ order: { state: 'refunded' }, refunds: [{ state: 'done', outside: true }] });
      expect(after.ledger.map(({ amountFen }: { amountFen: number }) => amountFen)).toEqual([8_000, -8_000]);
      expect((await messages()).at(-1)).toMatchObject({ template: 'refund-by-bank' });
      // The channel pays back all the same: somebody has to look.
      const said = { kind: 'refund', outRefundNo: row.number, refundFen: 8_000, refundState: 'succeeded', id: 'late' };
      await h.callback(h.wechat, h.wechat.callback(order.number, said));
      await h.server.outbox.drain();
      const { items } = (await ask('officer', quarantine.list)).body;
      expect(items).toContainEqual(expect.objectContaining({ reason: 'refund-twice', outTradeNo: order.number }));
    });

    test('that the channel has paid back meanwhile are not paid a second time', async () => {
      const { order, row } = await failed('abnormal');
      const body = { reference: '20260101-779', paidOn: '2020-01-01', reason: '付款卡已注销' };
      const { id } = (await ask('registrar', centreRefunds.outside, { params: { id: row.id }, body })).body;
      h.wechat.refundResult = 'succeeded';
      expect(code(await agree('second', id))).toBe('CONFLICT');
      expect(await detail(order.id)).toMatchObject({ order: { state: 'refunded' }, refunds: [{ outside: false }] });
    });
  });

  describe('what was set aside', () => {
    const open = async (outTradeNo: string) =>
      ((await ask('officer', quarantine.list)).body.items as SetAside[]).find(
        (item) => item.outTradeNo === outTradeNo,
      )!;
    const look = async (id: string) => (await ask('officer', quarantine.detail, { params: { id } })).body;
    const decide = (who: Desk, id: string, decision: string) =>
      ask(who, quarantine.decide, { params: { id }, body: { decision, reason: '核对过平台账单' } });

    test('a wrong amount goes back to the payer, by two persons, and she may pay anew', async () => {
      const order = await h.opened();
      await h.callback(h.wechat, h.wechat.callback(order.number, { amountFen: 1, payer: 'openid-of-buyer' }));
      await h.server.outbox.drain();
      const item = await open(order.number);
      expect(item).toMatchObject({ reason: 'amount', expectedFen: 8_000, reportedFen: 1, state: 'open' });
      const { content, choices, orderId } = await look(item.id);
      expect(orderId).toBe(order.id);
      expect(JSON.stringify(content)).not.toContain('openid-of-buyer');
      expect(choices).toMatchObject([{ why: expect.any(String) }, { why: null }, { why: null }]);
      const whole = await ask('registrar', quarantine.look, { params: { id: item.id } });
      expect(JSON.stringify(whole.body.content)).toContain('openid-of-buyer');
      expect(code(await decide('registrar', item.id, 'accept'))).toBe('CONFLICT');
      const { id } = (await decide('registrar', item.id, 'refund')).body;
      expect(code(await agree('registrar', id))).toBe('FOUR_EYES');
      h.wechat.refundResult = 'closed';
      expect(code(await agree('second', id))).toBe(200);
      await h.server.outbox.drain();
      expect(await open(order.number)).toMatchObject({ state: 'open', refundCode: 'closed' });
      h.wechat.refundResult = 'succeeded';
      await agree('second', (await decide('registrar', item.id, 'refund')).body.id);
      await h.server.outbox.drain();
      expect(await open(order.number)).toBeUndefined();
      expect([...h.wechat.refunds.values()]).toMatchObject([{ refundFen: 1, totalFen: 1, outRefundNo: `Q${item.id}` }]);
      expect((await h.view(order.id)).payable).toBe(true);
      expect((await h.pay(order.id, 'wechat-jsapi')).status).toBe(200);
      expect(h.wechat.numbers).toHaveLength(2);
    });

    test('only the gateway’s word books a payment', async () => {
      const order = await h.opened();
      await h.callback(h.wechat, h.wechat.callback(order.number, { currency: 'USD' }));
      await h.server.outbox.drain();
      const item = await open(order.number);
      const first = (await decide('registrar', item.id, 'accept')).body;
      expect(code(await agree('second', first.id))).toBe('CONFLICT');
      expect(h.fulfilled).toHaveLength(0);
      h.wechat.pay(order.number);
      expect(code(await agree('second', first.id))).toBe(200);
      expect(h.fulfilled).toHaveLength(1);
      expect((await h.view(order.id)).state).toBe('paid');
      const { items } = (await ask('officer', quarantine.list, { query: '?listing=resolved' })).body;
      expect(items[0]).toMatchObject({ id: item.id, decision: 'accept', state: 'resolved' });
    });

    test('a number nobody knows needs nothing, with a reason', async () => {
      await h.callback(h.alipay, h.alipay.callback('ZC-nobody', { kind: 'payment', state: 'closed' }));
      await h.server.outbox.drain();
      const item = await open('ZC-nobody');
      expect((await look(item.id)).choices.map(({ why }: { why: string | null }) => why === null)).toEqual([
        false,
        false,
        true,
      ]);
      await agree('second', (await decide('registrar', item.id, 'nothing')).body.id);
      expect(await open('ZC-nobody')).toBeUndefined();
      expect(code(await decide('registrar', item.id, 'nothing'))).toBe('CONFLICT');
    });
  });

  test('the state of the channels is counted from the payments, and what waits stands in one list', async () => {
    const before = (await ask('officer', channels.health)).body.channels[0];
    const order = await h.opened();
    h.wechat.pay(order.number);
    await h.pass(6_000);
    await h.pass(2 * minute);
    const { channels: seen, alarms } = (await ask('officer', channels.health)).body;
    expect(seen[0]).toMatchObject({
      channel: 'wechat',
      started: before.started + 1,
      paid: before.paid + 1,
      callbacksLost: before.callbacksLost + 1,
      down: false,
    });
    expect(alarms).toContainEqual({ kind: 'quarantine', count: expect.any(Number), about: null });
    h.alipay.deaf = true;
    for (let i = 0; i < 3; i++) await h.pay((await h.order()).id, 'alipay-mini');
    const { alarms: now } = (await ask('officer', channels.health)).body;
    expect(now).toContainEqual({ kind: 'channel-down', count: 1, about: 'alipay' });
    const statements = await statementsOf(h.server, () => ask('officer', channels.health));
    expect(statements.length).toBeLessThanOrEqual(7);
    for (const { sql, params } of statements)
      expect({ sql, scans: await fullScans(h.server, sql, params) }).toEqual({ sql, scans: [] });
  });
});
