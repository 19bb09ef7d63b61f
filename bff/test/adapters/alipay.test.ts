import { createPrivateKey, createSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createAdapters, PaymentChannel, parseDepartmentEnvironment } from '../../src/adapters';
import { topLevelMembers } from '../../src/adapters/alipay/response';
import { Harness, startHarness, tradeNumber } from './harness';

let harness: Harness;
let channel: PaymentChannel;
beforeAll(async () => {
  harness = await startHarness();
  channel = harness.adapters.channels.alipay;
});
afterAll(() => harness.close());
beforeEach(async () => {
  await harness.api('/reset', 'POST', {});
  harness.received.length = 0;
  Object.assign(harness.reply, { status: 200, body: 'success' });
});

const mini = (outTradeNo: string, amountFen = 8000) => ({
  outTradeNo,
  amountFen,
  description: '不动产登记费',
  expiresAt: Math.floor(Date.now() / 1000) * 1000 + 7_200_000,
  method: 'alipay-mini' as const,
  payerId: 'alipay-open-id-1',
});
const fault = (switches: Record<string, unknown>) => harness.api('/faults', 'PUT', switches);

async function tradeNo(request: ReturnType<typeof mini>): Promise<string> {
  const answer = await channel.prepay(request);
  if (answer.status !== 'accepted' || answer.parameters.method !== 'alipay-mini')
    throw new Error(JSON.stringify(answer));
  return answer.parameters.tradeNo;
}

async function paid(outTradeNo = tradeNumber()): Promise<string> {
  await harness.api('/wallet/alipay', 'POST', { tradeNO: await tradeNo(mini(outTradeNo)) });
  await harness.until(() => harness.received.length > 0);
  return outTradeNo;
}

const first = () => {
  const { headers, body } = harness.received[0] as (typeof harness.received)[number];
  return { headers, rawBody: body };
};

describe('trades', () => {
  test('mini-program: create, pay, query, callback', async () => {
    const outTradeNo = await paid();
    expect(await channel.query(outTradeNo)).toMatchObject({
      state: 'paid',
      amountFen: 8000,
      payer: 'alipay-open-id-1',
      paidAt: expect.any(Number),
    });
    const { ALIPAY_APP_ID: appid, ALIPAY_SELLER_ID: sellerId } = harness.sandbox.environment;
    expect(channel.verifyCallback(first())).toEqual({
      ok: true,
      kind: 'payment',
      channel: 'alipay',
      id: expect.any(String),
      outTradeNo,
      state: 'paid',
      amountFen: 8000,
      currency: 'CNY',
      transactionId: expect.any(String),
      paidAt: expect.any(Number),
      payer: 'alipay-open-id-1',
      merchant: { appid, sellerId },
    });
    expect(channel.acknowledgement(true)).toEqual({ status: 200, contentType: 'text/plain', body: 'success' });
  });

  test('the time paid is right whatever TZ the process has', async () => {
    const outTradeNo = await paid();
    const { paidAt = 0 } = await channel.query(outTradeNo);
    expect(Math.abs(Date.now() - paidAt)).toBeLessThan(5_000);
  });

  test('browser: nobody knows the trade before the payer signs in on the page', async () => {
    const outTradeNo = tradeNumber();
    const request = { ...mini(outTradeNo), method: 'alipay-page' as const, returnUrl: 'http://127.0.0.1/pay/done' };
    const answer = await channel.prepay(request);
    const { url } = (answer as { parameters: { url: string } }).parameters;
    expect((await channel.query(outTradeNo)).state).toBe('not-found');
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('¥80.00');
    const forged = await fetch(url.replace(/80\.00/, '00.01'));
    expect(forged.status).toBe(400);
    expect((await channel.query(outTradeNo)).state).toBe('not-found');
    expect((await channel.close(outTradeNo)).state).toBe('not-found');
    await harness.api(`/payments/${outTradeNo}/scan`, 'POST', { channel: 'alipay' });
    expect((await channel.query(outTradeNo)).state).toBe('not-paid');
    await harness.api(`/payments/${outTradeNo}/pay`, 'POST', { channel: 'alipay' });
    expect((await channel.query(outTradeNo)).state).toBe('paid');
  });

  test('same number, other amount; paid; closed', async () => {
    const request = mini(tradeNumber());
    const number = await tradeNo(request);
    expect(await tradeNo(request)).toBe(number);
    expect(await channel.prepay({ ...request, amountFen: 1 })).toMatchObject({ reason: 'out-trade-no-used' });
    await harness.api('/wallet/alipay', 'POST', { tradeNO: number });
    expect(await channel.prepay(request)).toMatchObject({ reason: 'already-paid' });
    expect((await channel.close(request.outTradeNo)).state).toBe('paid');
    const closed = mini(tradeNumber());
    await tradeNo(closed);
    expect(await channel.close(closed.outTradeNo)).toEqual({ state: 'closed' });
    expect((await channel.query(closed.outTradeNo)).state).toBe('closed');
    expect(await channel.prepay(closed)).toMatchObject({ reason: 'order-closed' });
    expect(await channel.close(tradeNumber())).toMatchObject({ state: 'not-found' });
  });

  test('busy, silent, unsigned and doubled answers are unknown', async () => {
    const request = mini(tradeNumber());
    await fault({ prepayError: true });
    expect(await channel.prepay(request)).toMatchObject({ status: 'unknown' });
    await fault({ none: true, prepayTimeout: true });
    expect(await channel.prepay(request)).toEqual({ status: 'unknown', cause: 'timeout' });
    await fault({ none: true, unsignedAnswers: true });
    expect(await channel.query(request.outTradeNo)).toMatchObject({ state: 'unknown', cause: 'bad-signature' });
    await fault({ none: true, duplicateKeyAnswers: true });
    expect(await channel.query(request.outTradeNo)).toMatchObject({ state: 'unknown', cause: 'garbage' });
    await fault({ none: true });
    expect((await channel.query(request.outTradeNo)).state).toBe('not-paid');
  });
});

describe('refunds', () => {
  test('part, again, the rest; a refunded order is not "unpaid"', async () => {
    const outTradeNo = await paid();
    const refund = (outRefundNo: string, refundFen: number) =>
      channel.refund({ outTradeNo, outRefundNo, refundFen, totalFen: 8000, reason: '多付' });
    expect(await refund('R1', 3000)).toMatchObject({ state: 'succeeded' });
    expect(await refund('R1', 3000)).toMatchObject({ state: 'succeeded', refundFen: 3000 });
    expect(await refund('R2', 5001)).toMatchObject({
      state: 'refused',
      gatewayCode: 'ACQ.REASON_TRADE_REFUND_FEE_ERR',
    });
    expect((await channel.query(outTradeNo)).state).toBe('paid');
    expect(await refund('R2', 5000)).toMatchObject({ state: 'succeeded' });
    expect((await channel.query(outTradeNo)).state).toBe('refunded');
    await harness.until(() => harness.received.length >= 3);
    const said = harness.received.map(({ headers, body }) => channel.verifyCallback({ headers, rawBody: body }));
    expect(said).toContainEqual(
      expect.objectContaining({ kind: 'refund', state: 'paid', outRefundNo: 'R1', refundFen: 3000 }),
    );
    expect(said).toContainEqual(expect.objectContaining({ kind: 'refund', state: 'refunded', outRefundNo: 'R2' }));
  });

  test('a timed-out refund is found under its number; an unknown one is not found', async () => {
    const outTradeNo = await paid();
    await fault({ refundTimeout: true });
    const request = { outTradeNo, outRefundNo: 'R3', refundFen: 8000, totalFen: 8000, reason: '退费' };
    expect(await channel.refund(request)).toMatchObject({ state: 'unknown', cause: 'timeout' });
    await fault({ none: true });
    expect(await channel.queryRefund(request)).toMatchObject({ state: 'succeeded', refundFen: 8000 });
    expect(await channel.queryRefund({ outTradeNo, outRefundNo: 'R4' })).toMatchObject({ state: 'not-found' });
  });
});

describe('callbacks', () => {
  test('changed, unsigned, doubled, downgraded and foreign ones', async () => {
    await paid();
    const { headers, rawBody } = first();
    const code = (body: string) => {
      const said = channel.verifyCallback({ headers, rawBody: body });
      return said.ok ? 'ok' : said.code;
    };
    const edit = (change: (form: URLSearchParams) => void): string => {
      const form = new URLSearchParams(rawBody);
      change(form);
      return form.toString();
    };
    expect(code(rawBody)).toBe('ok');
    expect(code(edit((form) => form.set('total_amount', '0.01')))).toBe('bad-signature');
    expect(code(edit((form) => form.delete('sign')))).toBe('bad-signature');
    expect(code(edit((form) => form.set('sign', `${form.get('sign')}, x`)))).toBe('bad-signature');
    expect(code(edit((form) => form.set('sign_type', 'RSA')))).toBe('bad-signature');
    expect(code(edit((form) => form.set('sign_type', 'MD5')))).toBe('bad-signature');
    expect(code(edit((form) => form.append('sign', 'x')))).toBe('malformed');
    expect(code(edit((form) => form.append('total_amount', '0.01')))).toBe('malformed');
    expect(code(edit((form) => form.set('__proto__', 'x')))).toBe('bad-signature');
    expect(code('')).toBe('malformed');
    await fault({ wrongMerchant: true });
    harness.received.length = 0;
    const outTradeNo = await paid();
    const foreign = channel.verifyCallback(first());
    expect(foreign).toMatchObject({ ok: false, code: 'merchant-mismatch', notification: { outTradeNo } });
  });
});

test('a body with the response key twice passes the SDK check but not ours', async () => {
  const { dataDir, sandbox } = harness;
  const key = createPrivateKey(readFileSync(join(dataDir, 'sandbox-keys', 'alipay.key.pem')));
  const genuine =
    '{"code":"10000","msg":"Success","out_trade_no":"T1234567","trade_no":"1","trade_status":"WAIT_BUYER_PAY","total_amount":"80.00"}';
  const sign = createSign('RSA-SHA256').update(genuine).sign(key, 'base64');
  const forged = genuine.replace('WAIT_BUYER_PAY', 'TRADE_SUCCESS');
  let body = '';
  const peer = createServer((_request, response) => response.end(body));
  await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(peer.address() as AddressInfo).port}/gateway.do`;
  const config = parseDepartmentEnvironment({ ...sandbox.environment, DATA_DIR: dataDir, ALIPAY_GATEWAY_URL: url });
  const { alipay } = createAdapters(config, { clock: { now: () => Date.now() } }).channels;
  const states: Record<string, string> = {};
  const name = 'alipay_trade_query_response';
  for (const [label, answer] of Object.entries({
    genuine: `{"${name}":${genuine},"sign":"${sign}"}`,
    signFirst: `{"sign":"${sign}", "${name}" : ${genuine} }`,
    doubled: `{"${name}":${genuine},"sign":"${sign}","${name}":${forged}}`,
    doubledFirst: `{"${name}":${forged},"${name}":${genuine},"sign":"${sign}"}`,
    escaped: `{"${name}":${genuine},"sign":"${sign}","\\u0061lipay_trade_query_response":${forged}}`,
    signTwice: `{"${name}":${genuine},"sign":"x","sign":"${sign}"}`,
    signAndMore: `{"${name}":${genuine},"sign":"${sign}, x"}`,
    errorBeside: `{"${name}":${genuine},"error_response":${genuine},"sign":"${sign}"}`,
    trailing: `{"${name}":${genuine},"sign":"${sign}"}x`,
    changed: `{"${name}":${forged},"sign":"${sign}"}`,
    unsigned: `{"${name}":${genuine}}`,
  })) {
    body = answer;
    states[label] = (await alipay.query('T1234567')).state;
  }
  expect(states).toEqual({
    genuine: 'not-paid',
    signFirst: 'not-paid',
    doubled: 'unknown',
    doubledFirst: 'unknown',
    escaped: 'unknown',
    signTwice: 'unknown',
    signAndMore: 'unknown',
    errorBeside: 'unknown',
    trailing: 'unknown',
    changed: 'unknown',
    unsigned: 'unknown',
  });
  await new Promise((resolve) => peer.close(resolve));
});

test('the cutter of JSON members', () => {
  const cut = (raw: string) => {
    const members = topLevelMembers(raw);
    return members && Object.fromEntries(members);
  };
  expect(cut('{}')).toEqual({});
  expect(cut(' {"a" : {"x":"}\\""}, "b":[1,{"y":2}] ,"c":"s","d":12,"e":null} ')).toEqual({
    a: '{"x":"}\\""}',
    b: '[1,{"y":2}]',
    c: '"s"',
    d: '12',
    e: 'null',
  });
  for (const bad of ['', '[]', '{', '{"a":1', '{"a":1,}', '{"a":1}{', '{"a":"', '{"a":1,"a":2}', '{a:1}', '{"a" 1}']) {
    expect(cut(bad)).toBeUndefined();
  }
});
