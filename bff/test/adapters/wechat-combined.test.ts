import { CombinedPayments, PaymentChannel } from '../../src/adapters';
import { Harness, startHarness, tradeNumber } from './harness';

let harness: Harness;
let channel: PaymentChannel;
let combined: CombinedPayments;
let taxMerchant: string;
beforeAll(async () => {
  harness = await startHarness();
  channel = harness.adapters.channels.wechat;
  combined = channel.combined!;
  taxMerchant = harness.sandbox.environment.TAX_WECHAT_MCH_ID!;
});
afterAll(() => harness.close());
beforeEach(async () => {
  await harness.api('/reset', 'POST', {});
  harness.received.length = 0;
});

const fault = (switches: Record<string, unknown>) => harness.api('/faults', 'PUT', switches);
const order = () => {
  const combineNo = tradeNumber();
  return {
    combineNo,
    parts: [
      { outTradeNo: `${combineNo}a`, amountFen: 8_000, description: '不动产登记费' },
      { outTradeNo: `${combineNo}b`, amountFen: 1_200_000, description: '契税', merchantId: taxMerchant },
    ],
    expiresAt: Math.floor(Date.now() / 1000) * 1000 + 7_200_000,
    method: 'wechat-jsapi' as const,
    payerId: 'oTestOpenid0000000000000001',
  };
};
type Order = ReturnType<typeof order>;

async function opened(request: Order = order()) {
  const answer = await combined.prepay(request);
  if (answer.status !== 'accepted') throw new Error(JSON.stringify(answer));
  return { request, parameters: answer.parameters };
}
async function paid() {
  const { request, parameters } = await opened();
  await harness.api('/wallet/wechat', 'POST', parameters);
  await harness.until(() => harness.received.length > 0);
  const { headers, body } = harness.received[0]!;
  return { request, raw: { headers, rawBody: Buffer.from(body) } };
}

test('one press pays every collector: the wallet checks the combined signature, the query knows each part', async () => {
  expect(channel.several('wechat-jsapi')).toBe('together');
  expect(harness.adapters.channels.alipay.several('alipay-mini')).toBe('one-after-the-other');
  const { request, parameters } = await opened();
  const altered = await harness.api('/wallet/wechat', 'POST', { ...parameters, nonceStr: 'other' });
  expect(altered).toMatchObject({ status: 400, error: 'pay-sign-invalid' });
  expect(await combined.query(request.combineNo)).toMatchObject({
    state: 'known',
    parts: [{ state: 'not-paid' }, { state: 'not-paid' }],
  });
  await harness.api('/wallet/wechat', 'POST', parameters);
  expect(await combined.query(request.combineNo)).toMatchObject({
    state: 'known',
    parts: [
      { state: 'paid', outTradeNo: `${request.combineNo}a`, amountFen: 8_000 },
      { state: 'paid', outTradeNo: `${request.combineNo}b`, amountFen: 1_200_000, merchantId: taxMerchant },
    ],
  });
  expect(await combined.prepay(request)).toMatchObject({ status: 'rejected', reason: 'already-paid' });
});

test('a code is paid by scanning; the same number repeats and refuses other parts', async () => {
  const request = { ...order(), method: 'wechat-native' as const, payerId: undefined };
  const first = await combined.prepay(request);
  expect(first).toMatchObject({ parameters: { codeUrl: expect.stringMatching(/^weixin:/) } });
  expect(await combined.prepay(request)).toEqual(first);
  const dearer = { ...request, parts: request.parts.map((part) => ({ ...part, amountFen: part.amountFen + 1 })) };
  expect(await combined.prepay(dearer)).toMatchObject({ reason: 'out-trade-no-used' });
  const { codeUrl } = (first as { parameters: { codeUrl: string } }).parameters;
  await harness.api('/wallet/code', 'POST', { codeUrl });
  expect(await combined.query(request.combineNo)).toMatchObject({ parts: [{ state: 'paid' }, { state: 'paid' }] });
});

test('the callback tells all parts at once; a flipped bit, a stale one and a foreign merchant are refused', async () => {
  const { request, raw } = await paid();
  expect(channel.verifyCallback(raw)).toMatchObject({
    ok: true,
    kind: 'combined',
    outTradeNo: request.combineNo,
    amountFen: 1_208_000,
    parts: [{ state: 'paid' }, { state: 'paid', merchantId: taxMerchant }],
  });
  const broken = Buffer.from(raw.rawBody.toString('utf8').replace('支付成功', '支付失败'));
  expect(channel.verifyCallback({ ...raw, rawBody: broken })).toMatchObject({ ok: false, code: 'bad-signature' });
  harness.received.length = 0;
  await fault({ flipBit: true });
  await harness.api('/wallet/wechat', 'POST', (await opened()).parameters);
  await harness.until(() => harness.received.length > 0);
  const flipped = harness.received[0]!;
  expect(channel.verifyCallback({ headers: flipped.headers, rawBody: Buffer.from(flipped.body) })).toMatchObject({
    ok: false,
    code: 'undecryptable',
  });
});

test('closing takes exactly the parts of the order; while the payer types her password it is asked again', async () => {
  const { request, parameters } = await opened();
  expect(await combined.close(request.combineNo, request.parts.slice(0, 1))).toMatchObject({ state: 'not-closed' });
  await fault({ userPaying: true });
  expect(await combined.close(request.combineNo, request.parts)).toEqual({ state: 'paying', cause: 'USERPAYING' });
  await fault({ userPaying: false });
  expect(await combined.close(request.combineNo, request.parts)).toEqual({ state: 'closed' });
  expect(await harness.api('/wallet/wechat', 'POST', parameters)).toMatchObject({ status: 409 });
  expect(await combined.prepay(request)).toMatchObject({ reason: 'order-closed' });
  const done = await paid();
  expect(await combined.close(done.request.combineNo, done.request.parts)).toMatchObject({ state: 'not-closed' });
  expect(await combined.query(tradeNumber())).toEqual({ state: 'not-found' });
});

test('an ordinary query of a part is an error, and the fee part alone is refunded by us', async () => {
  const { request } = await paid();
  const [fee, tax] = request.parts;
  expect(await channel.query(fee!.outTradeNo)).toMatchObject({ state: 'unknown', cause: 'INVALID_REQUEST' });
  const refund = (outTradeNo: string, totalFen: number) =>
    channel.refund({ outTradeNo, outRefundNo: `R${outTradeNo}`, refundFen: totalFen, totalFen, reason: '办件终止' });
  expect(await refund(fee!.outTradeNo, 8_000)).toMatchObject({ state: 'processing', refundFen: 8_000 });
  expect(await refund(tax!.outTradeNo, 1_200_000)).toMatchObject({ state: 'refused', gatewayCode: 'NO_AUTH' });
});

test('what WeChat would refuse never leaves: one part, eleven parts, a part too dear, a merchant nobody configured', async () => {
  const one = order();
  const refused = { status: 'rejected', reason: 'refused', gatewayCode: 'PARAM_ERROR' };
  const [fee, tax] = one.parts;
  const eleven = Array.from({ length: 11 }, (_, index) => ({ ...fee!, outTradeNo: `${one.combineNo}${index}` }));
  const dear = { ...tax!, amountFen: combined.partLimitFen + 1 };
  const foreign = { ...tax!, merchantId: '1600000000' };
  for (const parts of [[fee!], eleven, [fee!, dear], [fee!, foreign]])
    expect(await combined.prepay({ ...one, parts })).toEqual(refused);
});

test('time-outs, 500 and unsigned answers are unknown; the same number goes on', async () => {
  const request = order();
  await fault({ prepayError: true });
  expect(await combined.prepay(request)).toEqual({ status: 'unknown', cause: 'http-500' });
  await fault({ none: true, prepayTimeout: true });
  expect(await combined.prepay(request)).toEqual({ status: 'unknown', cause: 'timeout' });
  await fault({ none: true, unsignedAnswers: true });
  expect(await combined.query(request.combineNo)).toMatchObject({ state: 'unknown' });
  await fault({ none: true });
  expect((await combined.prepay(request)).status).toBe('accepted');
  await fault({ unsignedAnswers: true });
  expect(await combined.close(request.combineNo, request.parts)).toMatchObject({ state: 'unknown' });
});
