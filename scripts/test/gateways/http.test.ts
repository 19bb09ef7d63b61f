import { randomBytes } from 'node:crypto';
import { Formatter, Rsa } from 'wechatpay-axios-plugin';
import { type Peer, startPeer, tradeNumber } from './peer';

let peer: Peer;
beforeAll(async () => {
  peer = await startPeer();
});
afterAll(() => peer.close());

/** A prepay whose body arrives exactly as it was signed. */
function prepay(body: string): Promise<Response> {
  const path = '/v3/pay/transactions/native';
  const [nonce, at] = [randomBytes(16).toString('hex'), String(Math.floor(Date.now() / 1000))];
  const key = peer.file('WECHAT_PAY_PRIVATE_KEY_FILE');
  const signature = Rsa.sign(Formatter.joinedByLineFeed('POST', path, at, nonce, body), key);
  const { WECHAT_PAY_MCH_ID: mchid, WECHAT_PAY_SERIAL: serial } = peer.sandbox.environment;
  const authorization = Formatter.authorization(mchid!, nonce, signature, at, serial!);
  return fetch(`${peer.sandbox.url}${path}`, { method: 'POST', headers: { authorization }, body });
}

test('signatures are over the bytes that arrive, however they are written', async () => {
  const {
    WECHAT_APP_ID: appid,
    WECHAT_PAY_MCH_ID: mchid,
    WECHAT_PAY_NOTIFY_URL: notify_url,
  } = peer.sandbox.environment;
  const order = { appid, mchid, notify_url, description: '登记费', out_trade_no: tradeNumber(), amount: { total: 1 } };
  const body = ` ${JSON.stringify(order, null, 2).replace('登记费', '\\u767b记费')}\r\n`;
  const answer = await prepay(body);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ code_url: expect.stringMatching(/^weixin:/) });
  expect((await prepay('{')).status).toBe(400);
});

test('a page that does not exist, and a body that is too large, are refused', async () => {
  const missing = await fetch(`${peer.sandbox.url}/v3/pay/nothing`);
  expect([missing.status, await missing.json()]).toEqual([404, { error: 'not-found' }]);
  const large = await fetch(`${peer.sandbox.url}/sandbox/api/reset`, { method: 'POST', body: 'x'.repeat(1_000_001) });
  expect([large.status, await large.json()]).toEqual([413, { error: 'too-large' }]);
});

test('names in addresses are decoded', async () => {
  const answer = await fetch(`${peer.sandbox.url}/sandbox/api/people/${encodeURIComponent('45/05 é')}/phone`, {
    method: 'PUT',
    body: JSON.stringify({ phone: '13900000000' }),
  });
  expect(await answer.json()).toEqual({ done: true });
});

test('an answer that is switched off never comes, and others do meanwhile', async () => {
  await peer.api('/faults', 'PUT', { prepayTimeout: true });
  const {
    WECHAT_APP_ID: appid,
    WECHAT_PAY_MCH_ID: mchid,
    WECHAT_PAY_NOTIFY_URL: notify_url,
  } = peer.sandbox.environment;
  const order = { appid, mchid, notify_url, description: '登记费', out_trade_no: tradeNumber(), amount: { total: 1 } };
  let answered = false;
  const silent = prepay(JSON.stringify(order)).then(
    () => {
      answered = true;
    },
    () => undefined,
  );
  for (;;) {
    const { payments } = await peer.api<{ payments: { outTradeNo: string }[] }>('/payments');
    if (payments.some(({ outTradeNo }) => outTradeNo === order.out_trade_no)) break;
  }
  await peer.api('/faults', 'PUT', { none: true });
  expect(answered).toBe(false);
  await peer.close();
  await silent;
  expect(answered).toBe(false);
  peer = await startPeer();
});
