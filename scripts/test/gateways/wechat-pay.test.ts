import { Aes, Formatter, Rsa, Wechatpay } from 'wechatpay-axios-plugin';
import { type Heard, type Peer, startPeer, tradeNumber } from './peer';

let peer: Peer;
let appid: string;
let mchid: string;
let keyId: string;
let secret: string;
beforeAll(async () => {
  peer = await startPeer();
  const { environment } = peer.sandbox;
  appid = environment.WECHAT_APP_ID!;
  mchid = environment.WECHAT_PAY_MCH_ID!;
  keyId = environment.WECHAT_PAY_PUBLIC_KEY_ID!;
  secret = environment.WECHAT_PAY_API_V3_KEY!;
});
afterAll(() => peer.close());

/** A merchant who verifies with these keys; naming the public key's id asks for its signature. */
function client(certs: Record<string, string>, headers: Record<string, string> = {}): Wechatpay {
  return new Wechatpay({
    baseURL: peer.sandbox.url,
    proxy: false,
    mchid,
    serial: peer.sandbox.environment.WECHAT_PAY_SERIAL!,
    privateKey: peer.file('WECHAT_PAY_PRIVATE_KEY_FILE'),
    certs,
    headers,
  });
}
const byKey = () => client({ [keyId]: peer.file('WECHAT_PAY_PUBLIC_KEY_FILE') }, { 'Wechatpay-Serial': keyId });

// biome-ignore lint/suspicious/noExplicitAny: many shapes of answers
type Any = any;
type Answer = { status: number; data: Any };
const get = (path: string, params?: object, by = byKey()): Promise<Answer> =>
  (by.chain(path) as Any).get({ params }) as Promise<Answer>;
const post = (path: string, data: object, by = byKey()): Promise<Answer> =>
  (by.chain(path) as Any).post(data) as Promise<Answer>;
/** Status and code of a refusal; of an answer that the client doesn't believe, its reason. */
const refusal = async (sent: Promise<Answer>): Promise<string> => {
  const error: Any = await sent.then(
    () => 'accepted',
    (reason) => reason,
  );
  return error.response?.status >= 400 ? `${error.response.status} ${error.response.data.code}` : String(error.code);
};

const order = (number = tradeNumber()) => ({
  appid,
  mchid,
  description: '不动产登记费',
  out_trade_no: number,
  notify_url: peer.sandbox.environment.WECHAT_PAY_NOTIFY_URL!,
  amount: { total: 8_000, currency: 'CNY' },
});

/** Paid by scanning; number of the order and WeChat's own. */
async function paid(): Promise<{ number: string; transactionId: string }> {
  const body = order();
  const { data } = await post('v3/pay/transactions/native', body);
  await peer.api('/wallet/code', 'POST', { codeUrl: data.code_url });
  const asked = await get(`v3/pay/transactions/out-trade-no/${body.out_trade_no}`, { mchid });
  return { number: body.out_trade_no, transactionId: asked.data.transaction_id };
}

/** The content of a callback, whose signature and tag are right. */
function opened({ headers, body }: Heard): Any {
  const { 'wechatpay-timestamp': at, 'wechatpay-nonce': nonce, 'wechatpay-signature': signature } = headers;
  const text = Formatter.joinedByLineFeed(at!, nonce!, body);
  expect(Rsa.verify(text, signature!, peer.file('WECHAT_PAY_PUBLIC_KEY_FILE'))).toBe(true);
  const { ciphertext, nonce: iv, associated_data: aad } = JSON.parse(body).resource;
  return JSON.parse(Aes.AesGcm.decrypt(ciphertext, secret, iv, aad));
}

test('an order is made, paid, asked for by either number, and told of', async () => {
  const { number, transactionId } = await paid();
  const wanted = {
    out_trade_no: number,
    transaction_id: transactionId,
    trade_state: 'SUCCESS',
    amount: { total: 8_000, payer_total: 8_000, currency: 'CNY', payer_currency: 'CNY' },
  };
  expect((await get(`v3/pay/transactions/id/${transactionId}`, { mchid })).data).toMatchObject(wanted);
  const told = await peer.told((heard) => opened(heard).out_trade_no === number);
  expect(opened(told)).toMatchObject(wanted);
  expect(told.headers['wechatpay-serial']).toBe(keyId);
});

test('what is unpaid or unknown is not found by a transaction_id', async () => {
  const body = order();
  await post('v3/pay/transactions/native', body);
  const { data } = await get(`v3/pay/transactions/out-trade-no/${body.out_trade_no}`, { mchid });
  expect(data).toMatchObject({ trade_state: 'NOTPAY' });
  expect(data.transaction_id).toBeUndefined();
  expect(await refusal(get('v3/pay/transactions/id/4200000000202601010000000000', { mchid }))).toBe(
    '404 ORDERNOTEXIST',
  );
  expect(await refusal(get(`v3/pay/transactions/id/${(await paid()).transactionId}`))).toBe('400 PARAM_ERROR');
});

test('amounts are whole fen: a text or a fraction is refused', async () => {
  for (const total of ['8000', 80.5, 0])
    expect(await refusal(post('v3/pay/transactions/native', { ...order(), amount: { total } }))).toBe(
      '400 PARAM_ERROR',
    );
});

test('refunds by transaction_id, and by both numbers only if they belong together', async () => {
  const { number, transactionId } = await paid();
  const refund = (names: object, out_refund_no: string, fen: number) =>
    post('v3/refund/domestic/refunds', {
      ...names,
      out_refund_no,
      notify_url: peer.sandbox.environment.WECHAT_PAY_NOTIFY_URL!,
      amount: { refund: fen, total: 8_000, currency: 'CNY' },
    });
  const [first, second] = [tradeNumber(), tradeNumber()];
  expect((await refund({ transaction_id: transactionId }, first, 3_000)).data).toMatchObject({
    out_trade_no: number,
    transaction_id: transactionId,
    status: 'PROCESSING',
    amount: { refund: 3_000, total: 8_000, payer_refund: 3_000, settlement_refund: 3_000 },
  });
  const other = await paid();
  const mixed = { transaction_id: transactionId, out_trade_no: other.number };
  expect(await refusal(refund(mixed, second, 5_000))).toBe('400 INVALID_REQUEST');
  expect(await refusal(refund({}, second, 5_000))).toBe('400 PARAM_ERROR');
  expect(await refusal(refund({ transaction_id: '42' }, second, 5_000))).toBe('404 RESOURCE_NOT_EXISTS');
  expect((await refund({ transaction_id: transactionId, out_trade_no: number }, second, 5_000)).status).toBe(200);
  const told = await peer.told((heard) => opened(heard).out_refund_no === first);
  expect(opened(told)).toMatchObject({ transaction_id: transactionId, amount: { payer_refund: 3_000 } });
  expect((await get(`v3/refund/domestic/refunds/${first}`)).data.status).toBe('SUCCESS');
});

test('closing is told with nothing, and may be repeated; a paid order is not closed', async () => {
  const body = order();
  await post('v3/pay/transactions/native', body);
  const path = (number: string) => `v3/pay/transactions/out-trade-no/${number}/close`;
  for (let times = 0; times < 2; times++) expect((await post(path(body.out_trade_no), { mchid })).status).toBe(204);
  expect(await refusal(post(path((await paid()).number), { mchid }))).toBe('400 INVALID_REQUEST');
});

test('platform certificates: downloaded, decrypted, and what answers are signed with unless the key is named', async () => {
  const { data } = await get('v3/certificates');
  expect(data.data).toHaveLength(1);
  const [{ serial_no: serial, effective_time: from, expire_time: until, encrypt_certificate: sealed }] = data.data;
  expect(Date.parse(from)).toBeLessThan(Date.now());
  expect(Date.parse(until)).toBeGreaterThan(Date.now());
  const certificate = Aes.AesGcm.decrypt(sealed.ciphertext, secret, sealed.nonce, sealed.associated_data);
  const byCertificate = client({ [serial]: certificate });
  const { number } = await paid();
  const path = `v3/pay/transactions/out-trade-no/${number}`;
  expect((await get(path, { mchid }, byCertificate)).data.trade_state).toBe('SUCCESS');
  // The one key doesn't do for the other's signature.
  const keyOnly = client({ [keyId]: peer.file('WECHAT_PAY_PUBLIC_KEY_FILE') });
  expect(await refusal(get(path, { mchid }, keyOnly))).toContain('PLATFORM_SERIAL');
  const mistaken = client({ [serial]: peer.file('WECHAT_PAY_PUBLIC_KEY_FILE') });
  expect(await refusal(get(path, { mchid }, mistaken))).toContain('SIGNATURE_DIGEST');
});

test('an unsigned answer is noticed', async () => {
  const { number } = await paid();
  await peer.api('/faults', 'PUT', { unsignedAnswers: true });
  const said = await refusal(get(`v3/pay/transactions/out-trade-no/${number}`, { mchid }));
  await peer.api('/faults', 'PUT', { none: true });
  expect(said).toContain('HEADERS_INCOMPLATE');
});
