import { createDecipheriv } from 'node:crypto';
import { PaymentChannel, RawCallback } from '../../src/adapters';
import { Harness, startHarness, tradeNumber } from './harness';

let harness: Harness;
let channel: PaymentChannel;
beforeAll(async () => {
  harness = await startHarness();
  channel = harness.adapters.channels.wechat;
});
afterAll(() => harness.close());
beforeEach(async () => {
  await harness.api('/reset', 'POST', {});
  harness.received.length = 0;
  harness.reply.status = 204;
});

const openid = 'oTestOpenid0000000000000001';
const jsapi = (outTradeNo: string, amountFen = 8000) => ({
  outTradeNo,
  amountFen,
  description: '不动产登记费',
  expiresAt: Math.floor(Date.now() / 1000) * 1000 + 7_200_000,
  method: 'wechat-jsapi' as const,
  payerId: openid,
});
const fault = (switches: Record<string, unknown>) => harness.api('/faults', 'PUT', switches);

async function parameters(request: ReturnType<typeof jsapi>) {
  const answer = await channel.prepay(request);
  if (answer.status !== 'accepted' || answer.parameters.method !== 'wechat-jsapi')
    throw new Error(JSON.stringify(answer));
  return answer.parameters;
}

/** Pays, and gives the callback as it arrived. */
async function paid(outTradeNo = tradeNumber()): Promise<{ raw: RawCallback; outTradeNo: string }> {
  await harness.api('/wallet/wechat', 'POST', await parameters(jsapi(outTradeNo)));
  await harness.until(() => harness.received.length > 0);
  const { headers, body } = harness.received[0] as (typeof harness.received)[number];
  return { raw: { headers, rawBody: Buffer.from(body) }, outTradeNo };
}

describe('prepay and the wallet', () => {
  test('jsapi parameters are accepted by the wallet, altered ones are not', async () => {
    const outTradeNo = tradeNumber();
    const given = await parameters(jsapi(outTradeNo));
    expect(given).toMatchObject({ signType: 'RSA', package: expect.stringMatching(/^prepay_id=wx/) });
    const altered = await harness.api<{ error: string }>('/wallet/wechat', 'POST', { ...given, nonceStr: 'other' });
    expect(altered).toMatchObject({ status: 400, error: 'pay-sign-invalid' });
    const swapped = { ...given, package: 'prepay_id=wx0000000000' };
    expect(await harness.api('/wallet/wechat', 'POST', swapped)).toMatchObject({
      status: 400,
      error: 'pay-sign-invalid',
    });
    expect((await channel.query(outTradeNo)).state).toBe('not-paid');
    expect(await harness.api('/wallet/wechat', 'POST', given)).toMatchObject({
      errMsg: 'requestPayment:ok',
      outTradeNo,
    });
    expect(await channel.query(outTradeNo)).toMatchObject({
      state: 'paid',
      outTradeNo,
      amountFen: 8000,
      currency: 'CNY',
      payer: openid,
      transactionId: expect.any(String),
      paidAt: expect.any(Number),
    });
  });

  test('a native code is paid by scanning', async () => {
    const outTradeNo = tradeNumber();
    const answer = await channel.prepay({ ...jsapi(outTradeNo), method: 'wechat-native', payerId: undefined });
    expect(answer).toMatchObject({ status: 'accepted', parameters: { codeUrl: expect.stringMatching(/^weixin:/) } });
    const { codeUrl } = (answer as { parameters: { codeUrl: string } }).parameters;
    await harness.api('/wallet/code', 'POST', { codeUrl });
    expect((await channel.query(outTradeNo)).state).toBe('paid');
  });

  test('same number: same parameters repeat, another amount is refused, paid and closed are told', async () => {
    const request = jsapi(tradeNumber());
    const first = await parameters(request);
    expect((await parameters(request)).package).toBe(first.package);
    expect(await channel.prepay({ ...request, amountFen: 1 })).toMatchObject({
      status: 'rejected',
      reason: 'out-trade-no-used',
    });
    await harness.api('/wallet/wechat', 'POST', first);
    expect(await channel.prepay(request)).toMatchObject({ status: 'rejected', reason: 'already-paid' });
    const closed = jsapi(tradeNumber());
    await parameters(closed);
    await channel.close(closed.outTradeNo);
    expect(await channel.prepay(closed)).toMatchObject({ status: 'rejected', reason: 'order-closed' });
  });

  test('500 and time-out are unknown; the order may exist, the same number goes on', async () => {
    const request = jsapi(tradeNumber());
    await fault({ prepayError: true });
    expect(await channel.prepay(request)).toEqual({ status: 'unknown', cause: 'http-500' });
    await fault({ none: true, prepayTimeout: true });
    expect(await channel.prepay(request)).toEqual({ status: 'unknown', cause: 'timeout' });
    await fault({ none: true });
    expect((await channel.query(request.outTradeNo)).state).toBe('not-paid');
    expect((await channel.prepay(request)).status).toBe('accepted');
  });

  test('an unsigned answer is not believed', async () => {
    const request = jsapi(tradeNumber());
    await parameters(request);
    await fault({ unsignedAnswers: true });
    expect(await channel.query(request.outTradeNo)).toMatchObject({
      state: 'unknown',
      cause: 'answer-headers-missing',
    });
    expect(await channel.query(tradeNumber())).toMatchObject({ state: 'unknown' });
    expect(await channel.prepay(jsapi(tradeNumber()))).toMatchObject({ status: 'unknown' });
  });

  test('nothing but the official path and a clean number goes out', async () => {
    expect(await channel.query('../../certificates?x=')).toMatchObject({ state: 'not-found' });
    expect(await channel.prepay(jsapi('a/b/c/d'))).toMatchObject({ status: 'rejected', reason: 'refused' });
  });
});

describe('close', () => {
  test('unknown, open, again, and after payment', async () => {
    expect(await channel.close(tradeNumber())).toMatchObject({ state: 'not-found' });
    const request = jsapi(tradeNumber());
    const given = await parameters(request);
    expect(await channel.close(request.outTradeNo)).toEqual({ state: 'closed' });
    expect(await channel.close(request.outTradeNo)).toEqual({ state: 'closed' });
    expect(await harness.api('/wallet/wechat', 'POST', given)).toMatchObject({ status: 409, error: 'order-closed' });
    const { outTradeNo } = await paid();
    expect((await channel.close(outTradeNo)).state).toBe('paid');
  });
});

describe('refunds', () => {
  test('partial refunds, the same number once, no more than the whole', async () => {
    const { outTradeNo } = await paid();
    const refund = (outRefundNo: string, refundFen: number) =>
      channel.refund({ outTradeNo, outRefundNo, refundFen, totalFen: 8000, reason: '多付' });
    expect(await refund('R1000001', 3000)).toMatchObject({ state: 'processing', refundFen: 3000 });
    expect(await refund('R1000001', 3000)).toMatchObject({ refundFen: 3000 });
    await harness.until(
      async () => (await channel.queryRefund({ outTradeNo, outRefundNo: 'R1000001' })).state === 'succeeded',
    );
    expect(await refund('R1000002', 5001)).toMatchObject({ state: 'refused', gatewayCode: 'INVALID_REQUEST' });
    expect(await refund('R1000002', 5000)).toMatchObject({ state: 'processing' });
    expect((await channel.query(outTradeNo)).state).toBe('refunded');
    expect(await channel.queryRefund({ outTradeNo, outRefundNo: 'R9' })).toMatchObject({ state: 'not-found' });
    const notice = () =>
      harness.received.map(({ headers, body }) => channel.verifyCallback({ headers, rawBody: body }));
    await harness.until(() => notice().filter((said) => said.ok && said.kind === 'refund').length === 2);
    expect(notice()).toContainEqual(
      expect.objectContaining({ kind: 'refund', outRefundNo: 'R1000001', refundFen: 3000, refundState: 'succeeded' }),
    );
  });

  test('a timed-out refund is unknown, and repeating its number makes no second one', async () => {
    const { outTradeNo } = await paid();
    await fault({ refundTimeout: true });
    const request = { outTradeNo, outRefundNo: 'R2000001', refundFen: 8000, totalFen: 8000, reason: '退费' };
    expect(await channel.refund(request)).toMatchObject({ state: 'unknown', cause: 'timeout' });
    await fault({ none: true });
    expect(['processing', 'succeeded']).toContain((await channel.refund(request)).state);
  });

  test('abnormal is told as such', async () => {
    const { outTradeNo } = await paid();
    await fault({ refundOutcome: 'abnormal' });
    const request = { outTradeNo, outRefundNo: 'R3000001', refundFen: 8000, totalFen: 8000, reason: '退费' };
    await channel.refund(request);
    await harness.until(async () => (await channel.queryRefund(request)).state === 'abnormal');
  });
});

describe('callbacks', () => {
  test('a genuine one tells everything the ledger needs', async () => {
    const { raw, outTradeNo } = await paid();
    const { WECHAT_PAY_MCH_ID: mchid, WECHAT_APP_ID: appid } = harness.sandbox.environment;
    expect(channel.verifyCallback(raw)).toEqual({
      ok: true,
      kind: 'payment',
      channel: 'wechat',
      id: expect.any(String),
      outTradeNo,
      state: 'paid',
      amountFen: 8000,
      currency: 'CNY',
      transactionId: expect.any(String),
      paidAt: expect.any(Number),
      payer: openid,
      merchant: { mchid, appid },
    });
    expect(channel.acknowledgement(true)).toMatchObject({ status: 204 });
  });

  test('one that is not acknowledged comes again, freshly signed', async () => {
    harness.reply.status = 500;
    await paid();
    await harness.until(() => harness.received.length >= 3);
    harness.reply.status = 204;
    const ids = harness.received.map(({ headers, body }) => {
      const said = channel.verifyCallback({ headers, rawBody: body });
      return said.ok && said.id;
    });
    expect(new Set(ids).size).toBe(1);
    const nonces = harness.received.map(({ headers }) => headers['wechatpay-nonce']);
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  test('forged, stale, foreign, probed, re-serialised and incomplete ones are refused', async () => {
    const { raw } = await paid();
    const code = (change: Partial<RawCallback>, headers: Record<string, string | undefined> = {}) => {
      const said = channel.verifyCallback({ ...raw, ...change, headers: { ...raw.headers, ...headers } });
      return said.ok ? 'ok' : said.code;
    };
    expect(code({})).toBe('ok');
    expect(code({}, { 'wechatpay-signature': Buffer.alloc(256, 7).toString('base64') })).toBe('bad-signature');
    expect(code({}, { 'wechatpay-signature': 'WECHATPAY/SIGNTEST/abc' })).toBe('signature-probe');
    const signature = String(raw.headers['wechatpay-signature']);
    expect(code({}, { 'wechatpay-signature': `${signature}, ${signature}` })).toBe('bad-signature');
    expect(code({}, { 'wechatpay-signature': ` ${signature}` })).toBe('bad-signature');
    expect(code({}, { 'wechatpay-serial': 'PUB_KEY_ID_0000' })).toBe('unknown-serial');
    expect(code({}, { 'wechatpay-timestamp': String(Math.floor(Date.now() / 1000) - 301) })).toBe('stale');
    expect(code({}, { 'wechatpay-timestamp': '1e9' })).toBe('stale');
    expect(code({}, { 'wechatpay-nonce': 'other' })).toBe('bad-signature');
    expect(code({}, { 'wechatpay-nonce': undefined })).toBe('headers-missing');
    const text = raw.rawBody.toString();
    expect(code({ rawBody: JSON.stringify(JSON.parse(text), null, 1) })).toBe('bad-signature');
    expect(code({ rawBody: text.replace('支付成功', '支付成动') })).toBe('bad-signature');
  });

  test.each([
    [{ flipBit: true }, 'undecryptable'],
    [{ badSignature: true }, 'bad-signature'],
    [{ staleCallbacks: true }, 'stale'],
    [{ wrongMerchant: true }, 'merchant-mismatch'],
  ])('fault %j ends as %s', async (switches, expected) => {
    await fault(switches);
    const { raw, outTradeNo } = await paid();
    const said = channel.verifyCallback(raw);
    expect(said).toMatchObject({ ok: false, code: expected });
    if (!said.ok && expected === 'merchant-mismatch') expect(said.notification?.outTradeNo).toBe(outTradeNo);
  });

  test('the flipped bit would have been readable without the tag – which is why the tag is checked', async () => {
    await fault({ flipBit: true });
    const { raw } = await paid();
    const { resource } = JSON.parse(raw.rawBody.toString()) as { resource: { ciphertext: string; nonce: string } };
    const sealed = Buffer.from(resource.ciphertext, 'base64');
    const key = Buffer.from(harness.sandbox.environment.WECHAT_PAY_API_V3_KEY as string);
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(resource.nonce), { authTagLength: 16 });
    expect(decipher.update(sealed.subarray(0, -16)).toString('utf8')).toContain('trade_state');
  });

  test('the wrong amount is genuinely signed: the caller has to compare', async () => {
    await fault({ wrongAmount: true });
    expect(channel.verifyCallback((await paid()).raw)).toMatchObject({ ok: true, amountFen: 8001 });
  });

  test('dropped callbacks never come, the query still finds the payment', async () => {
    await fault({ dropCallbacks: true });
    const outTradeNo = tradeNumber();
    await harness.api('/wallet/wechat', 'POST', await parameters(jsapi(outTradeNo)));
    expect((await channel.query(outTradeNo)).state).toBe('paid');
    expect(harness.received).toHaveLength(0);
  });

  test('no log line holds an Authorization header, a key or a payer', async () => {
    await paid();
    await channel.query(tradeNumber());
    const log = harness.logged.join('\n');
    expect(log).toContain('wechat-pay call');
    for (const secret of ['WECHATPAY2', openid, harness.sandbox.environment.WECHAT_PAY_API_V3_KEY as string]) {
      expect(log).not.toContain(secret);
    }
  });
});
