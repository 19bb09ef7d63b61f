import { routes } from '@zhucheng/shared';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';
import { call, citizenOf, fakeAdapters, phoneOf, staffOf } from './people';

const { identity, account, register } = routes;
const minute = 60_000;

jest.setTimeout(60_000);

/** A phone is lent, stolen and given to the next subscriber; a wallet bound with it would stay for years. */
eachDatabase((dialect) => {
  let server: TestServer;
  const { adapters, state } = fakeAdapters();
  beforeAll(async () => {
    server = await startTestServer({ dialect, adapters });
  });
  afterAll(() => server.close());

  const me = async (token: string) => (await call(server, identity.me, { token })).body;
  const asks = async (token: string) => (await call(server, register.mine, { token })).body.error?.code ?? 'admitted';
  const byWechat = async (openid: string) =>
    (await call(server, identity.wechat, { body: { code: `openid:${openid}` } })).body.token as string;
  const byAlipay = async (openid: string) =>
    (await call(server, identity.alipay, { body: { authCode: `openid:${openid}` } })).body.token as string;
  const withPhone = (token: string, phone: string) =>
    call(server, identity.wechatPhone, { token, body: { code: `phone:${phone}` } });
  /** A wallet that nobody knows, and the code of a phone. */
  const bindWechat = async (openid: string, phone: string) => withPhone(await byWechat(openid), phone);
  const bindAlipay = async (openid: string, phone: string) =>
    call(server, identity.alipayPhone, { token: await byAlipay(openid), body: { response: `phone:${phone}` } });
  const bySms = async (phone: string): Promise<string> => {
    server.clock.advance(minute);
    await call(server, identity.sendSms, { body: { phone } });
    await server.outbox.drain();
    const { code } = state.sent.filter((message) => message.phone === phone && message.params.code).at(-1)!.params;
    return (await call(server, identity.sms, { body: { phone, code } })).body.token;
  };
  const showFace = async (token: string) => {
    const { attemptId } = (await call(server, identity.face, { token, body: { channel: 'alipay', faceConsent: true } }))
      .body;
    state.faces.get(`certify-${attemptId}`)!.state = 'passed';
    return call(server, identity.faceConfirm, { token, body: { attemptId } });
  };
  const wallets = async (token: string) =>
    (await call(server, account.wallets, { token })).body.items as Array<{
      provider: string;
      confirmed: boolean;
      current: boolean;
    }>;
  const told = async (phone: string, what: RegExp) => {
    await server.outbox.drain();
    return state.sent.filter((message) => message.phone === phone && what.test(message.params.text ?? '')).length;
  };
  const written = async (id: string, action: string) =>
    (await server.database.read('SELECT id FROM audit_entry WHERE subject_id = ? AND action = ?', [id, action])).length;

  test('a wallet bound with a borrowed phone opens nothing of a proven person, then or later', async () => {
    const owner = await citizenOf(server, 601);
    const bound = await bindWechat('wx-thief', owner.phone);
    expect(bound.body.citizen).toMatchObject({ id: owner.id, level: 'proven', deviceConfirmed: false });
    expect(await asks(bound.body.token)).toBe('DEVICE_UNCONFIRMED');
    expect(await asks(await byWechat('wx-thief'))).toBe('DEVICE_UNCONFIRMED');
    // It lists and removes nothing either.
    expect((await call(server, account.wallets, { token: bound.body.token })).body.error.code).toBe(
      'DEVICE_UNCONFIRMED',
    );
    expect(await told(owner.phone, /绑定了一个微信/)).toBe(1);
    expect(await written(owner.id, 'identity.wallet-bound')).toBe(1);
    // The owner sees it and removes it; it signs in to nothing of hers.
    expect(await wallets(owner.token)).toMatchObject([{ provider: 'wechat', confirmed: false, current: false }]);
    const params = { provider: 'wechat' };
    expect((await call(server, account.removeWallet, { token: owner.token, params })).status).toBe(200);
    expect((await call(server, identity.me, { token: bound.body.token })).status).toBe(401);
    expect((await me(await byWechat('wx-thief'))).id).not.toBe(owner.id);
    expect(await told(owner.phone, /解除了一个微信/)).toBe(1);
    expect(await written(owner.id, 'identity.wallet-removed')).toBe(1);
    expect((await call(server, account.removeWallet, { token: owner.token, params })).status).toBe(404);
    expect((await me(owner.token)).bound).toEqual([]);
  });

  test('the face of the person, shown with it, makes a wallet hers, and so does the window', async () => {
    const owner = await citizenOf(server, 602);
    const { token } = (await bindWechat('wx-602', owner.phone)).body;
    expect((await showFace(token)).body).toMatchObject({ deviceConfirmed: true, bound: ['wechat'] });
    expect(await asks(token)).toBe('admitted');
    const later = await byWechat('wx-602');
    expect(await asks(later)).toBe('admitted');
    expect(await wallets(later)).toMatchObject([{ provider: 'wechat', confirmed: true, current: true }]);

    const second = (await bindAlipay('ali-602', owner.phone)).body.token as string;
    expect(await asks(second)).toBe('DEVICE_UNCONFIRMED');
    const { token: officer } = await staffOf(server, ['officer']);
    const { code } = (await call(server, identity.windowCode, { token: second })).body;
    const body = { code, name: owner.name, idNumber: owner.idNumber, seen: true };
    expect((await call(server, identity.proveAtWindow, { token: officer, body })).status).toBe(200);
    expect(await asks(await byAlipay('ali-602'))).toBe('admitted');
    // What her face has confirmed stays.
    expect(await asks(await byWechat('wx-602'))).toBe('admitted');
  });

  test('a fresh face ends the wallets that no face of hers has confirmed, with their sessions', async () => {
    const owner = await citizenOf(server, 603, { proven: false });
    // On an account that nobody has proven a wallet is as good as its phone.
    const thief = (await bindWechat('wx-603', owner.phone)).body.token as string;
    expect(await me(thief)).toMatchObject({ id: owner.id, deviceConfirmed: true });
    expect((await showFace(owner.token)).body).toMatchObject({ level: 'proven', bound: [] });
    expect((await call(server, identity.me, { token: thief })).status).toBe(401);
    expect((await me(await byWechat('wx-603'))).id).not.toBe(owner.id);
    expect(await told(owner.phone, /解除了一个微信/)).toBe(1);
  });

  test('another phone ends all wallets but the one at hand', async () => {
    const owner = await citizenOf(server, 604);
    state.phones.set(owner.idNumber, owner.phone);
    const wechat = (await bindWechat('wx-604', owner.phone)).body.token as string;
    await showFace(wechat);
    const alipay = (await bindAlipay('ali-604', owner.phone)).body.token as string;
    await showFace(alipay);
    state.phones.set(owner.idNumber, phoneOf(605));
    const { token, citizen } = (await withPhone(alipay, phoneOf(605))).body;
    expect(citizen).toMatchObject({ id: owner.id, bound: ['alipay'] });
    expect((await me(await byWechat('wx-604'))).id).not.toBe(owner.id);
    expect((await me(await byAlipay('ali-604'))).id).toBe(owner.id);
    expect((await wallets(token)).map(({ provider }) => provider)).toEqual(['alipay']);
  });

  test('a takeover leaves the true owner the wallet with which she showed her face, and no other', async () => {
    const holder = await citizenOf(server, 606);
    const claim = (await bindWechat('wx-606', phoneOf(607))).body.token as string;
    await bindAlipay('ali-606', phoneOf(607));
    state.phones.set(holder.idNumber, phoneOf(607));
    const again = await byWechat('wx-606');
    const body = { name: holder.name, idNumber: holder.idNumber, pledge: true };
    expect((await call(server, identity.realName, { token: again, body })).status).toBe(200);
    expect((await showFace(again)).body).toMatchObject({ id: holder.id, bound: ['wechat'] });
    expect((await me(await byAlipay('ali-606'))).id).not.toBe(holder.id);
    expect(await asks(await byWechat('wx-606'))).toBe('admitted');
    expect((await call(server, identity.me, { token: claim })).status).toBe(401);
  });

  test('one wallet of each provider: a second one takes no place while the first is there', async () => {
    const owner = await citizenOf(server, 608);
    const first = (await bindWechat('wx-608', owner.phone)).body.token as string;
    await showFace(first);
    const refused = await bindWechat('wx-608-thief', owner.phone);
    expect(refused.body.error).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('另一个微信') });
    expect((await me(await byWechat('wx-608-thief'))).id).not.toBe(owner.id);
    // Her new WeChat: she removes the old one, and her face makes the new one hers.
    const sms = await bySms(owner.phone);
    const params = { provider: 'wechat' };
    expect((await call(server, account.removeWallet, { token: sms, params })).status).toBe(200);
    const fresh = (await bindWechat('wx-608-new', owner.phone)).body.token as string;
    expect(await asks(fresh)).toBe('DEVICE_UNCONFIRMED');
    await showFace(fresh);
    expect(await asks(await byWechat('wx-608-new'))).toBe('admitted');
  });

  test('the only way into an account without a phone stays; the device at hand stays signed in', async () => {
    const lonely = await byWechat('wx-610');
    const params = { provider: 'wechat' };
    expect((await call(server, account.removeWallet, { token: lonely, params })).body.error.code).toBe(
      'PHONE_REQUIRED',
    );
    const owner = await citizenOf(server, 611);
    const { token } = (await bindWechat('wx-611', owner.phone)).body;
    await showFace(token);
    const elsewhere = await byWechat('wx-611');
    expect((await call(server, account.removeWallet, { token, params })).status).toBe(200);
    expect((await call(server, identity.me, { token: elsewhere })).status).toBe(401);
    expect((await me(token)).bound).toEqual([]);
    // Somebody else's wallet, bound meanwhile, is not made hers by a face on this device.
    await bindWechat('wx-611-thief', owner.phone);
    expect((await showFace(token)).body.bound).toEqual([]);
  });
});
