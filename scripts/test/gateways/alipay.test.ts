import { createPrivateKey } from 'node:crypto';
import { AlipaySdk } from 'alipay-sdk';
import { type Peer, startPeer, tradeNumber } from './peer';

let peer: Peer;
let sdk: AlipaySdk;
beforeAll(async () => {
  peer = await startPeer();
  sdk = client(peer.file('ALIPAY_PUBLIC_KEY_FILE'));
});
afterAll(() => peer.close());

const client = (alipayPublicKey: string) =>
  new AlipaySdk({
    appId: peer.sandbox.environment.ALIPAY_APP_ID!,
    gateway: peer.sandbox.environment.ALIPAY_GATEWAY_URL!,
    // The SDK takes a PKCS#1 body without a trailing line break.
    privateKey: createPrivateKey(peer.file('ALIPAY_PRIVATE_KEY_FILE'))
      .export({ type: 'pkcs1', format: 'pem' })
      .toString()
      .trim(),
    alipayPublicKey: alipayPublicKey.trim(),
    camelcase: false,
  });

// biome-ignore lint/suspicious/noExplicitAny: many shapes of answers
type Any = any;

/** Beijing's wall clock, whatever zone the tests run in. */
const timestamp = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

/** Asks, and believes only what Alipay has signed. */
const exec = (name: string, bizContent: object, by = sdk): Promise<Any> =>
  by.exec(
    `alipay.trade.${name}`,
    { timestamp: timestamp(), notify_url: peer.sandbox.environment.ALIPAY_NOTIFY_URL!, bizContent },
    { validateSign: true },
  );

const precreate = (out_trade_no: string, total_amount: unknown = '80.00') =>
  exec('precreate', { out_trade_no, total_amount, subject: '不动产登记费' });
const scan = (number: string) => peer.api(`/payments/${number}/scan`, 'POST', { channel: 'alipay' });
const missing = { code: '40004', sub_code: 'ACQ.TRADE_NOT_EXIST' };

/** Paid by scanning a code. */
async function paid(amount: unknown = '80.00'): Promise<{ number: string; tradeNo: string }> {
  const number = tradeNumber();
  const { qr_code: codeUrl } = await precreate(number, amount);
  await peer.api('/wallet/code', 'POST', { codeUrl });
  return { number, tradeNo: (await exec('query', { out_trade_no: number })).trade_no };
}

/** The fields of a callback, whose signature is right. */
function fieldsOf(body: string): Record<string, string> {
  const fields = Object.fromEntries(new URLSearchParams(body));
  expect(sdk.checkNotifySignV2(fields)).toBe(true);
  return fields;
}

test('a code makes no trade before somebody scans it', async () => {
  const number = tradeNumber();
  expect(await precreate(number)).toMatchObject({ code: '10000', out_trade_no: number });
  for (const [name, more] of [
    ['query', {}],
    ['close', {}],
    ['refund', { refund_amount: '80.00' }],
    ['fastpay.refund.query', { out_request_no: 'R1' }],
  ] as const)
    expect(await exec(name, { out_trade_no: number, ...more })).toMatchObject(missing);
  await scan(number);
  const { trade_no: tradeNo, ...trade } = await exec('query', { out_trade_no: number });
  expect(trade).toMatchObject({ trade_status: 'WAIT_BUYER_PAY', total_amount: '80.00', buyer_pay_amount: '0.00' });
  expect(await exec('close', { trade_no: tradeNo })).toMatchObject({ code: '10000', out_trade_no: number });
  expect((await exec('query', { trade_no: tradeNo })).trade_status).toBe('TRADE_CLOSED');
});

test('a code that nobody scanned says nothing about the next one', async () => {
  const number = tradeNumber();
  const { qr_code: first } = await precreate(number, '80.00');
  expect((await precreate(number, 80)).qr_code).toBe(first);
  const { qr_code: second } = await precreate(number, '550.00');
  expect(second).not.toBe(first);
  await scan(number);
  expect((await exec('query', { out_trade_no: number })).total_amount).toBe('550.00');
  expect(await precreate(number, '80.00')).toMatchObject({ sub_code: 'ACQ.CONTEXT_INCONSISTENT' });
});

test('a page makes no trade before somebody signs in', async () => {
  const number = tradeNumber();
  const page = sdk.pageExecute('alipay.trade.page.pay', 'GET', {
    timestamp: timestamp(),
    notify_url: peer.sandbox.environment.ALIPAY_NOTIFY_URL!,
    bizContent: {
      out_trade_no: number,
      total_amount: 80,
      subject: '不动产登记费',
      product_code: 'FAST_INSTANT_TRADE_PAY',
    },
  });
  const shown = await (await fetch(page)).text();
  expect(shown).toContain('¥80.00');
  expect(shown).toContain('扫码登录，先不付款');
  expect(await exec('query', { out_trade_no: number })).toMatchObject(missing);
  await scan(number);
  expect(await (await fetch(page)).text()).not.toContain('扫码登录，先不付款');
  expect((await exec('query', { out_trade_no: number })).trade_status).toBe('WAIT_BUYER_PAY');
  await peer.api(`/payments/${number}/pay`, 'POST', { channel: 'alipay' });
  const told = await peer.told(({ body }) => body.includes(number));
  expect(fieldsOf(told.body)).toMatchObject({ trade_status: 'TRADE_SUCCESS', total_amount: '80.00' });
});

test('asked for by either number; with both, Alipay’s own counts; with none, neither', async () => {
  const { number, tradeNo } = await paid();
  const wanted = { code: '10000', out_trade_no: number, trade_no: tradeNo, trade_status: 'TRADE_SUCCESS' };
  expect(await exec('query', { trade_no: tradeNo })).toMatchObject(wanted);
  expect(await exec('query', { trade_no: tradeNo, out_trade_no: tradeNumber() })).toMatchObject(wanted);
  expect(await exec('query', { trade_no: `${tradeNo}0`, out_trade_no: number })).toMatchObject(missing);
  expect(await exec('query', {})).toMatchObject({ sub_code: 'ACQ.INVALID_PARAMETER' });
});

test.each([
  [80, '80.00'],
  [80.5, '80.50'],
  ['80', '80.00'],
  ['80.5', '80.50'],
  ['1.15', '1.15'],
  [0.29, '0.29'],
])('an amount may come as %j, and is told as %s', async (amount, said) => {
  const { number } = await paid(amount);
  expect((await exec('query', { out_trade_no: number })).total_amount).toBe(said);
});

test.each([0, '0.00', -1, '80.005', 80.005, '80,00', '', null, true])('%j is no amount', async (amount) => {
  expect(await precreate(tradeNumber(), amount)).toMatchObject({ sub_code: 'ACQ.INVALID_PARAMETER' });
});

test('refunds by trade_no, each number once in its trade', async () => {
  const { number, tradeNo } = await paid();
  const refund = (refund_amount: unknown, out_request_no?: string) =>
    exec('refund', { trade_no: tradeNo, refund_amount, out_request_no });
  expect(await refund(30, 'R1')).toMatchObject({
    out_trade_no: number,
    fund_change: 'Y',
    refund_fee: '30.00',
    send_back_fee: '30.00',
  });
  expect(await refund('30.00', 'R1')).toMatchObject({ fund_change: 'N', refund_fee: '30.00' });
  expect(await refund('30.01', 'R1')).toMatchObject({ sub_code: 'ACQ.DISCORDANT_REPEAT_REQUEST' });
  expect(await refund('50.01', 'R2')).toMatchObject({ sub_code: 'ACQ.REASON_TRADE_REFUND_FEE_ERR' });
  const asked = await exec('fastpay.refund.query', { trade_no: tradeNo, out_request_no: 'R1' });
  expect(asked).toMatchObject({ refund_status: 'REFUND_SUCCESS', refund_amount: '30.00', total_amount: '80.00' });
  // The same number in another trade is another refund.
  const other = await paid();
  expect(await exec('refund', { trade_no: other.tradeNo, refund_amount: 80, out_request_no: 'R1' })).toMatchObject({
    fund_change: 'Y',
    out_trade_no: other.number,
  });
});

test('a refund of the whole needs no number of its own, a part does', async () => {
  const { number, tradeNo } = await paid();
  const part = await exec('refund', { trade_no: tradeNo, refund_amount: '30.00' });
  expect(part).toMatchObject({ sub_code: 'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL' });
  expect(await exec('refund', { trade_no: tradeNo, refund_amount: '80.00' })).toMatchObject({ fund_change: 'Y' });
  const asked = await exec('fastpay.refund.query', { trade_no: tradeNo, out_request_no: number });
  expect(asked).toMatchObject({ refund_status: 'REFUND_SUCCESS' });
  const told = await peer.told(({ body }) => body.includes(number) && body.includes('TRADE_CLOSED'));
  expect(fieldsOf(told.body)).toMatchObject({ trade_no: tradeNo, refund_fee: '80.00', out_biz_no: number });
});

test('an answer is signed by Alipay, and by nobody else', async () => {
  const { number } = await paid();
  const strange = client(peer.file('WECHAT_PAY_PUBLIC_KEY_FILE'));
  await expect(exec('query', { out_trade_no: number }, strange)).rejects.toThrow('验签失败');
  await peer.api('/faults', 'PUT', { unsignedAnswers: true });
  const unsigned = exec('query', { out_trade_no: number });
  await expect(unsigned.finally(() => peer.api('/faults', 'PUT', { none: true }))).rejects.toThrow(/signature/);
});
