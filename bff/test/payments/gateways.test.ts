import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdapters, parseDepartmentEnvironment } from '@zhucheng/bff/adapters';
import { type Sandbox, startSandbox } from '../../../scripts/sandbox';
import { eachDatabase } from '../support/databases';
import { PaymentsHarness } from './harness';

/** The callback address has to be known before the server listens. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

/** The real adapters against the sandbox's gateways: signatures, encryption and callbacks over HTTP. */
eachDatabase((dialect) => {
  let h: PaymentsHarness;
  let sandbox: Sandbox;
  const dataDir = mkdtempSync(join(tmpdir(), 'zhucheng-gateways-'));

  beforeAll(async () => {
    const port = await freePort();
    sandbox = await startSandbox({ port: 0, dataDir, speed: 1000, platformUrl: `http://127.0.0.1:${port}` });
    const environment = { ...sandbox.environment, DATA_DIR: dataDir, PAYMENT_TIMEOUT_MS: '600' };
    const { channels } = createAdapters(parseDepartmentEnvironment(environment), { clock: { now: () => Date.now() } });
    h = await PaymentsHarness.start({ dialect, port, channels });
  }, 60_000);
  afterAll(async () => {
    await h.server.close();
    await sandbox.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  afterEach(() => faults({ none: true }));

  // biome-ignore lint/suspicious/noExplicitAny: the sandbox answers many shapes
  async function api(path: string, method = 'GET', body?: unknown): Promise<any> {
    const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) };
    return (await fetch(`${sandbox.url}/sandbox/api${path}`, init)).json();
  }
  const faults = (change: Record<string, unknown>) => api('/faults', 'PUT', change);

  async function until(condition: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      if (await condition()) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('waited in vain');
  }

  async function opened(method: string): Promise<{ id: string; caseId: string; number: string }> {
    const order = await h.order();
    const reply = await h.pay(order.id, method);
    expect(reply.status).toBe(200);
    const [row] = await h.rows<{ n: string }>('SELECT out_trade_no AS n FROM payment_attempt WHERE order_id = ?', [
      order.id,
    ]);
    return { ...order, number: row!.n };
  }

  const pay = (number: string) => api(`/payments/${number}/pay`, 'POST', {});
  const inbox = () => h.count('payment_inbox');
  /** Notices of earlier tests, such as those of refunds, may still be on their way. */
  const quiet = async (): Promise<number> => {
    for (let last = await inbox(); ; ) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const now = await inbox();
      if (now === last) return now;
      last = now;
    }
  };
  const callbackOf = async (number: string) => (await api(`/callbacks?outTradeNo=${number}`)).callbacks[0];
  const arrives = async (before: number) => {
    await until(async () => (await inbox()) > before);
    await h.server.outbox.drain();
  };

  it.each(['wechat-jsapi', 'wechat-native', 'alipay-mini'])('is paid through %s and refunded', async (method) => {
    const order = await opened(method);
    const before = await quiet();
    await pay(order.number);
    await arrives(before);
    expect(await h.view(order.id)).toMatchObject({ state: 'paid', paidBy: method });
    await h.server.database.unitOfWork((tx) => h.payments.refundCase(tx, order.caseId, 'withdrawn'));
    await h.server.outbox.drain();
    await h.pass(11_000);
    expect((await h.view(order.id)).state).toBe('refunded');
    const [sum] = await h.rows<{ fen: number }>(
      'SELECT SUM(amount_fen) AS fen FROM payment_ledger WHERE order_id = ?',
      [order.id],
    );
    expect(Number(sum!.fen)).toBe(0);
  });

  it.each([
    ['bad signature', { badSignature: true }],
    ['old timestamp', { staleCallbacks: true }],
    ['flipped bit', { flipBit: true }],
  ])('refuses a callback with a %s, and finds the payment by asking', async (_what, fault) => {
    const order = await opened('wechat-native');
    const before = await quiet();
    await faults(fault);
    await pay(order.number);
    await until(async () => (await callbackOf(order.number)).attempts > 1);
    expect((await callbackOf(order.number)).lastStatus).toBe('401');
    expect(await inbox()).toBe(before);
    expect((await h.view(order.id)).state).toBe('unpaid');
    expect((await h.check(order.id)).body.state).toBe('paid');
  });

  it.each([
    ['wechat-native', { wrongAmount: true }],
    ['wechat-native', { wrongMerchant: true }],
    ['alipay-mini', { wrongAmount: true }],
    ['alipay-mini', { wrongMerchant: true }],
  ])('sets a callback of %s aside that says %o', async (method, fault) => {
    const order = await opened(method);
    const before = await quiet();
    await faults(fault);
    const aside = await h.count('payment_quarantine');
    await pay(order.number);
    await arrives(before);
    await until(async () => {
      await h.server.outbox.drain();
      return (await h.count('payment_quarantine')) > aside;
    });
    expect((await h.view(order.id)).state).toBe('unpaid');
    expect(await h.count('payment_quarantine')).toBe(aside + 1);
  });

  it('refuses probes and bodies that were written anew', async () => {
    const order = await opened('wechat-native');
    await faults({ dropCallbacks: true });
    await pay(order.number);
    const { headers, body } = await api(`/callbacks/${(await callbackOf(order.number)).id}/request`);
    const before = h.server.database.statements;
    const send = (changes: Record<string, string>, text = body) =>
      h.call(null, 'POST', '/api/callbacks/wechat-pay', text, { ...headers, ...changes });
    expect((await send({}, JSON.stringify(JSON.parse(body), null, 1))).status).toBe(401);
    expect((await send({ 'Wechatpay-Signature': 'WECHATPAY/SIGNTEST/abc' })).status).toBe(401);
    expect((await send({ 'Wechatpay-Serial': 'PUB_KEY_ID_unknown' })).status).toBe(401);
    expect(h.server.database.statements).toBe(before);
    expect((await send({})).status).toBe(204);
  });

  it("refuses Alipay callbacks of another signature type, or with a field twice, as the caller's fault", async () => {
    const order = await opened('alipay-mini');
    await faults({ dropCallbacks: true });
    await pay(order.number);
    const { headers, body } = await api(`/callbacks/${(await callbackOf(order.number)).id}/request`);
    const send = (text: string) => h.call(null, 'POST', '/api/callbacks/alipay', text, headers);
    for (const text of [
      body.replace('sign_type=RSA2', 'sign_type=MD5'),
      `${body}&sign=x`,
      `${body}&total_amount=1.00`,
      '',
    ]) {
      expect((await send(text)).status).toBe(401);
    }
    expect(await send(body)).toMatchObject({ status: 200, text: 'success' });
    await h.server.outbox.drain();
    expect((await h.view(order.id)).state).toBe('paid');
  });

  it('finds payments although every callback is lost', async () => {
    await faults({ dropCallbacks: true });
    const order = await opened('alipay-mini');
    await pay(order.number);
    await h.pass(6_000);
    expect((await h.view(order.id)).state).toBe('paid');
  });

  it('keeps the number when the answer to the prepay is lost', async () => {
    await faults({ prepayTimeout: true });
    const order = await h.order();
    expect((await h.pay(order.id, 'wechat-jsapi')).status).toBe(503);
    await faults({ none: true });
    const reply = await h.pay(order.id, 'wechat-jsapi');
    expect(reply.status).toBe(200);
    expect((await h.pay(order.id, 'wechat-jsapi')).body).toEqual(reply.body);
    expect(await h.count('payment_attempt', order.id)).toBe(1);
  });

  it.each(['wechat-native', 'alipay-mini'])('believes no unsigned answer of %s', async (method) => {
    const order = await opened(method);
    await faults({ unsignedAnswers: true, dropCallbacks: true });
    await pay(order.number);
    expect((await h.check(order.id)).body.error.code).toBe('PAYMENT_CHANNEL_FAILED');
    await faults({ unsignedAnswers: false, duplicateKeyAnswers: true });
    if (method === 'alipay-mini') expect((await h.check(order.id)).body.error.code).toBe('PAYMENT_CHANNEL_FAILED');
    await faults({ none: true });
    expect((await h.check(order.id)).body.state).toBe('paid');
  });

  it.each(['wechat-native', 'alipay-mini'])('refunds once through %s when the answer is lost', async (method) => {
    const order = await opened(method);
    const before = await quiet();
    await pay(order.number);
    await arrives(before);
    await faults({ refundTimeout: true });
    await h.server.database.unitOfWork((tx) => h.payments.refundCase(tx, order.caseId, 'withdrawn'));
    await h.server.outbox.drain();
    expect((await h.view(order.id)).state).not.toBe('paid');
    await faults({ none: true });
    await h.pass(11_000);
    await h.pass(11_000);
    expect((await h.view(order.id)).state).toBe('refunded');
    const { payments } = await api(`/payments?outTradeNo=${order.number}`);
    expect(payments[0].refundedFen ?? 8_000).toBe(8_000);
    expect(await h.count('refund', order.id)).toBe(1);
  });

  it('leaves an abnormal refund to a person', async () => {
    const order = await opened('wechat-native');
    const before = await quiet();
    await pay(order.number);
    await arrives(before);
    await faults({ refundOutcome: 'abnormal' });
    await h.server.database.unitOfWork((tx) => h.payments.refundCase(tx, order.caseId, 'withdrawn'));
    await h.server.outbox.drain();
    await h.pass(11_000);
    expect((await h.view(order.id)).state).toBe('refund-failed');
  });

  it('does not take a page for dead where nobody has signed in: what is paid there after the cancellation goes back', async () => {
    const order = await h.order();
    const { body } = await h.pay(order.id, 'alipay-page');
    const [attempt] = await h.rows<{ n: string }>('SELECT out_trade_no AS n FROM payment_attempt WHERE order_id = ?', [
      order.id,
    ]);
    await fetch(body.alipayPage.url);
    await faults({ dropCallbacks: true });
    await h.server.database.unitOfWork((tx) => h.payments.cancelOrder(tx, order.caseId, 'withdrawn'));
    await h.server.outbox.drain();
    const states = () => h.rows<{ s: string }>('SELECT state AS s FROM payment_attempt WHERE order_id = ?', [order.id]);
    expect((await states()).map(({ s }) => s)).not.toContain('closed');
    await api(`/payments/${attempt!.n}/scan`, 'POST', { channel: 'alipay' });
    await pay(attempt!.n);
    await h.pass(61_000);
    await h.pass(11_000);
    expect((await h.view(order.id)).state).toBe('refunded');
    expect(h.fulfilled.filter((paid) => paid.orderId === order.id)).toEqual([]);
  });

  it('returns a payment made after the order was cancelled', async () => {
    const order = await opened('alipay-mini');
    await faults({ dropCallbacks: true });
    await h.server.database.unitOfWork((tx) => h.payments.cancelOrder(tx, order.caseId, 'withdrawn'));
    await pay(order.number);
    await h.server.outbox.drain();
    await h.pass(11_000);
    expect((await h.view(order.id)).state).toBe('refunded');
    expect(h.fulfilled.filter((paid) => paid.orderId === order.id)).toEqual([]);
  });
});
