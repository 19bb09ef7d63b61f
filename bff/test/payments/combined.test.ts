import { CheckoutService } from '@zhucheng/bff/modules/payments/checkout.service';
import { TaxOrderService } from '@zhucheng/bff/modules/payments/tax-order.service';
import { Problem } from '@zhucheng/bff/platform/errors/problem';
import { eachDatabase } from '../support/databases';
import { PaymentsHarness } from './harness';

jest.setTimeout(60_000);
const deed = 888_000;

eachDatabase((dialect) => {
  let harness: PaymentsHarness;
  beforeAll(async () => {
    harness = await PaymentsHarness.start({ dialect });
  });
  afterAll(() => harness?.server.close());
  beforeEach(() => harness.reset());

  const states = async (ids: readonly string[]) =>
    Promise.all(ids.map(async (id) => (await harness.view(id)).state as string));
  const ledger = async (id: string) =>
    (await harness.rows<{ kind: string }>('SELECT kind FROM payment_ledger WHERE order_id = ? ORDER BY id', [id])).map(
      ({ kind }) => kind,
    );
  const quarantined = async (combineNo: string) =>
    (
      await harness.rows<{ reason: string }>('SELECT reason FROM payment_quarantine WHERE out_trade_no = ?', [
        combineNo,
      ])
    ).map(({ reason }) => reason);
  const opened = async (...taxes: number[]) => {
    const dues = await harness.dues(...(taxes.length > 0 ? taxes : [deed]));
    const reply = await harness.payTogether(dues.ids);
    if (reply.status !== 200) throw new Error(reply.text);
    return { ...dues, started: reply.body, combineNo: harness.combination };
  };
  const end = (caseId: string) =>
    harness.server.database.unitOfWork(async (tx) => {
      const taxes = await harness.server.get(TaxOrderService);
      await taxes.end(tx, caseId, 'withdrawn', { file: true });
      await harness.payments.cancelOrder(tx, caseId, 'withdrawn');
      await harness.payments.refundCase(tx, caseId, 'withdrawn');
    });

  test('fee and tax with one press; the same again is the same; fifty callbacks at once fulfil each once', async () => {
    const { ids, started, combineNo } = await opened();
    expect(harness.wechat.groups.get(combineNo)).toMatchObject({
      parts: [
        { amountFen: 8_000, description: '不动产登记费-二手房转移登记' },
        { amountFen: deed, description: '契税-二手房转移登记', merchantId: 'tax-wechat' },
      ],
    });
    expect((await harness.payTogether([...ids].reverse())).body).toEqual(started);
    harness.wechat.payTogether(combineNo);
    const text = harness.wechat.combinedCallback(combineNo);
    const replies = await Promise.all(Array.from({ length: 50 }, () => harness.callback(harness.wechat, text)));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([204]));
    await harness.server.outbox.drain();
    expect(await states(ids)).toEqual(['paid', 'paid']);
    expect(harness.fulfilled.map(({ kind, orderId }) => [kind, orderId])).toEqual([
      ['fee', ids[0]],
      ['tax', ids[1]],
    ]);
    expect([await ledger(ids[0]!), await ledger(ids[1]!)]).toEqual([['payment'], ['tax']]);
    expect(await harness.count('refund', ids[0])).toBe(0);
    const { body } = await harness.call('buyer', 'GET', `/api/orders/${ids[1]}/dues`);
    expect(body).toMatchObject({
      dueFen: 0,
      items: [{ kind: 'fee' }, { kind: 'tax', collector: '税务局', state: 'paid' }],
    });
  });

  test('every callback lost: asking the combination finds the payment, no part is ever asked about alone', async () => {
    const { ids, combineNo } = await opened();
    harness.wechat.payTogether(combineNo);
    await harness.pass(60_000);
    expect(await states(ids)).toEqual(['paid', 'paid']);
    const asked = harness.wechat.calls.filter((call) => call.startsWith('query'));
    expect(new Set(asked)).toEqual(new Set([`query ${combineNo}`]));
  });

  test('parts in different states are set aside with an alarm, and nothing is fulfilled until the whole is paid', async () => {
    const { ids, combineNo } = await opened();
    harness.wechat.payTogether(combineNo);
    harness.wechat.mixed = true;
    await harness.callback(harness.wechat, harness.wechat.combinedCallback(combineNo));
    await harness.server.outbox.drain();
    expect(await states(ids)).toEqual(['unpaid', 'unpaid']);
    expect(harness.fulfilled).toEqual([]);
    expect(await quarantined(combineNo)).toEqual(['combination-mixed']);
    harness.wechat.mixed = false;
    await harness.pass(60_000);
    expect(await states(ids)).toEqual(['paid', 'paid']);
    expect(await quarantined(combineNo)).toHaveLength(1);
  });

  test('a part of another amount, a missing part, a stranger’s number: nothing is fulfilled', async () => {
    const { ids, combineNo } = await opened();
    harness.wechat.payTogether(combineNo);
    const parts = harness.wechat.partsOf(combineNo);
    const [fee, tax] = parts;
    for (const [id, said] of [
      [fee, { ...tax, amountFen: deed - 1 }],
      [fee],
      [fee, { ...tax, outTradeNo: 'other' }],
    ].entries())
      await harness.callback(
        harness.wechat,
        harness.wechat.combinedCallback(combineNo, { id: `n${id}${combineNo}`, parts: said }),
      );
    harness.wechat.deaf = true;
    await harness.server.outbox.drain();
    expect(await states(ids)).toEqual(['unpaid', 'unpaid']);
    expect(harness.fulfilled).toEqual([]);
    expect((await quarantined(combineNo)).length).toBeGreaterThan(0);
  });

  test('a part whose money went to another merchant is set aside with all the others', async () => {
    const { ids, combineNo } = await opened();
    harness.wechat.payTogether(combineNo);
    const [fee, tax] = harness.wechat.partsOf(combineNo);
    const parts = [fee, { ...tax, merchantId: 'stranger' }];
    await harness.callback(harness.wechat, harness.wechat.combinedCallback(combineNo, { parts }));
    harness.wechat.deaf = true;
    await harness.server.outbox.drain();
    expect(await states(ids)).toEqual(['unpaid', 'unpaid']);
    expect(await quarantined(combineNo)).toEqual(['combination-mixed']);
  });

  test('another selection closes the first combination as a whole before a new number is taken', async () => {
    const { ids, combineNo } = await opened(deed, 5_000);
    const two = await harness.payTogether(ids.slice(0, 2));
    expect(two.status).toBe(200);
    expect(harness.wechat.calls).toContain(`close ${combineNo}`);
    expect(harness.combination).not.toBe(combineNo);
    harness.wechat.payTogether(harness.combination);
    await harness.pass(60_000);
    expect(await states(ids)).toEqual(['paid', 'paid', 'unpaid']);
  });

  test('a prepay that times out goes on with the same number', async () => {
    const { ids } = await harness.dues(deed);
    harness.wechat.loseNext = 'prepay';
    expect((await harness.payTogether(ids)).body).toMatchObject({ error: { code: 'PAYMENT_CHANNEL_FAILED' } });
    const first = harness.combination;
    expect((await harness.payTogether(ids)).status).toBe(200);
    expect(harness.combination).toBe(first);
    expect(harness.wechat.groups.size).toBe(1);
  });

  test('paid after the case has ended: the fee goes back once by itself, the tax is applied for and followed', async () => {
    const { ids, caseId, combineNo } = await opened();
    harness.wechat.deaf = true;
    await end(caseId);
    harness.wechat.deaf = false;
    harness.wechat.payTogether(combineNo);
    harness.tax.mode = 'silent';
    await harness.pass(3 * 3_600_000);
    expect(harness.fulfilled).toEqual([]);
    expect(harness.wechat.refunds.size).toBe(1);
    expect(await states(ids)).toEqual(['refunded', 'refunding']);
    harness.tax.mode = 'later';
    await harness.pass(3_600_000);
    expect([...harness.tax.applications.values()]).toMatchObject([
      { amountFen: deed, reason: 'late', voucherNumber: 'YZ0' },
    ]);
    harness.tax.mode = 'now';
    await harness.pass(3_600_000);
    expect(await states(ids)).toEqual(['refunded', 'refunded']);
    expect(harness.tax.applications.size).toBe(1);
    expect(harness.wechat.refunds.size).toBe(1);
  });

  test('a case that ends after it was paid: fee back, tax applied for; the bureau’s no waits for a person', async () => {
    const { ids, caseId, combineNo } = await opened();
    harness.wechat.payTogether(combineNo);
    await harness.pass(60_000);
    harness.tax.mode = 'refuses';
    await end(caseId);
    await end(caseId);
    await harness.pass(60_000);
    expect(await states(ids)).toEqual(['refunded', 'refund-failed']);
    expect(await harness.count('tax_refund', ids[1])).toBe(1);
  });

  test('both wallets: the fee paid second goes back once, the tax paid twice is applied for once', async () => {
    const { ids, combineNo } = await opened();
    for (const id of ids) expect((await harness.pay(id, 'alipay-page')).status).toBe(200);
    const [first, second] = harness.alipay.numbers;
    expect(harness.alipay.trades.get(second!)?.request).toMatchObject({ collectorId: 'tax-alipay' });
    for (const number of [first!, second!]) {
      harness.alipay.pay(number);
      const collectorId = number === second ? 'tax-alipay' : undefined;
      await harness.callback(harness.alipay, harness.alipay.callback(number, { id: number, collectorId }));
    }
    harness.wechat.payTogether(combineNo);
    await harness.pass(60_000);
    await harness.pass(60_000);
    expect(await states(ids)).toEqual(['paid', 'paid']);
    expect(harness.fulfilled).toHaveLength(2);
    expect(harness.wechat.refunds.size + harness.alipay.refunds.size).toBe(1);
    expect([...harness.tax.applications.values()]).toMatchObject([{ reason: 'duplicate', amountFen: deed }]);
  });

  test('money for the tax that went to our own account is nobody’s payment', async () => {
    const { ids } = await harness.dues(deed);
    await harness.pay(ids[1]!, 'alipay-page');
    const [number] = harness.alipay.numbers;
    await harness.callback(harness.alipay, harness.alipay.callback(number!, { id: number }));
    await harness.server.outbox.drain();
    expect(await quarantined(number!)).toEqual(['merchant']);
    expect(harness.fulfilled).toEqual([]);
  });

  test('while the payer types her password it is closed five seconds later, and only as a whole', async () => {
    const { caseId, ids, combineNo } = await opened();
    harness.wechat.typing = true;
    await end(caseId);
    await harness.server.outbox.drain();
    const open = async () =>
      (await harness.rows("SELECT id FROM payment_attempt WHERE order_id = ? AND state <> 'closed'", [ids[0]!])).length;
    expect(await open()).toBe(1);
    harness.wechat.typing = false;
    await harness.pass(6_000);
    expect(await open()).toBe(0);
    expect(harness.wechat.calls.filter((call) => call === `close ${combineNo}`).length).toBeGreaterThan(1);
    expect(await states(ids)).toEqual(['cancelled', 'cancelled']);
  });

  test('what cannot be paid together says so: Alipay, a part above the limit, somebody else’s, what is paid already', async () => {
    const { ids } = await harness.dues(deed);
    const code = (reply: { body: { error: { code: string } } }) => reply.body.error.code;
    expect(code(await harness.payTogether(ids, 'alipay-page'))).toBe('PAY_ONE_BY_ONE');
    expect(code(await harness.payTogether(ids, 'wechat-native', 'seller'))).toMatch(/ORDER_NOT_PAYABLE|NOT_FOUND/);
    expect(code(await harness.pay(ids[1]!, 'wechat-native'))).toBe('PAYMENT_METHOD_UNAVAILABLE');
    const dear = await harness.dues(1_000_000_001);
    expect(code(await harness.payTogether(dear.ids))).toBe('PAY_ONE_BY_ONE');
    const other = await harness.dues(deed);
    expect(code(await harness.payTogether([ids[0]!, other.ids[0]!]))).toBe('ORDER_NOT_PAYABLE');
    const { combineNo } = await opened();
    harness.wechat.payTogether(combineNo);
    await harness.pass(60_000);
    expect(harness.fulfilled).toHaveLength(2);
  });

  test('the bureau is asked before anything is paid; what has changed is refused', async () => {
    const { ids, caseId } = await harness.dues(deed);
    const asked: string[][] = [];
    Object.assign(await harness.server.get(CheckoutService), {
      standing: async (cases: string[]) => {
        asked.push(cases);
        throw new Problem('TAX_CHANGED');
      },
    });
    expect((await harness.payTogether(ids)).body.error.code).toBe('TAX_CHANGED');
    expect((await harness.pay(ids[1]!, 'alipay-page')).body.error.code).toBe('TAX_CHANGED');
    expect(asked).toEqual([[caseId], [caseId]]);
    expect((await harness.pay(ids[0]!, 'wechat-native')).status).toBe(200);
    expect(harness.wechat.groups.size).toBe(0);
    Object.assign(await harness.server.get(CheckoutService), { standing: undefined });
  });

  test('assessed anew: what is the same still counts, another amount is applied for and payable', async () => {
    const { ids, caseId } = await harness.dues(deed, 5_000);
    for (const id of ids.slice(1)) await harness.pay(id, 'alipay-page');
    for (const number of harness.alipay.numbers) harness.alipay.pay(number);
    await harness.pass(60_000);
    const taxes = await harness.server.get(TaxOrderService);
    const about = { caseId, acceptanceNumber: '202601010000011', businessName: '二手房转移登记', location: '某路1号' };
    const tax = (index: number, amountFen: number) => ({
      tax: `deed${index}:buyers`,
      voucher: `NEW${index}`,
      item: { name: '契税', unitFen: amountFen, quantity: 1, amountFen, basis: '应征凭证' },
      payers: [{ idNumber: '45050219900307123X' }],
      collector: { name: '税务局', alipay: 'tax-alipay' },
    });
    await harness.server.database.unitOfWork((tx) => taxes.issue(tx, about, [tax(0, deed), tax(1, 6_000)]));
    await harness.pass(60_000);
    const rows = await harness.rows<{ voucher: string; state: string; fen: number }>(
      "SELECT voucher, state, total_fen AS fen FROM fee_order WHERE case_id = ? AND kind = 'tax' ORDER BY round",
      [caseId],
    );
    expect(rows.map(({ voucher, state, fen }) => [voucher, state, Number(fen)])).toEqual([
      ['NEW0', 'paid', deed],
      ['YZ1', 'refunded', 5_000],
      ['NEW1', 'unpaid', 6_000],
    ]);
  });
});
