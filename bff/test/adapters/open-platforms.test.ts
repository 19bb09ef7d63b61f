import { certificateHash } from '../../src/adapters/wechat-open/client';
import { TokenCache } from '../../src/adapters/wechat-open/token';
import { Harness, startHarness } from './harness';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());
beforeEach(() => harness.api('/reset', 'POST', {}));

const person = { name: '林海', idNumber: '450502199001011233' };
const fault = (switches: Record<string, unknown>) => harness.api('/faults', 'PUT', switches);

describe('WeChat', () => {
  const phoneCode = async (phone: string) =>
    (await harness.api<{ code: string }>('/wechat/phone-code', 'POST', { phone })).code;

  test('a login code works once; the same phone is the same person', async () => {
    const { wechatOpen } = harness.adapters;
    const given = await harness.api<{ code: string; openid: string }>('/wechat/login-code', 'POST', {
      phone: '13800000001',
    });
    expect(await wechatOpen.codeToSession(given.code)).toMatchObject({
      status: 'accepted',
      data: { openid: given.openid, unionid: expect.any(String) },
    });
    expect(await wechatOpen.codeToSession(given.code)).toEqual({
      status: 'rejected',
      reason: 'code-invalid',
      platformCode: 40163,
    });
    expect(await wechatOpen.codeToSession('nonsense')).toMatchObject({ reason: 'code-invalid', platformCode: 40029 });
    const again = await harness.api<{ openid: string }>('/wechat/login-code', 'POST', { phone: '13800000001' });
    expect(again.openid).toBe(given.openid);
  });

  test.each([
    [45011, { status: 'rejected', reason: 'too-often', platformCode: 45011 }],
    [40226, { status: 'rejected', reason: 'user-blocked', platformCode: 40226 }],
    [-1, { status: 'unknown', cause: 'errcode--1' }],
  ])('errcode %i', async (wechatErrcode, expected) => {
    await fault({ wechatErrcode });
    expect(await harness.adapters.wechatOpen.codeToSession('any')).toEqual(expected);
  });

  test('a phone number by its one-shot code; a token that became invalid is renewed once', async () => {
    const { wechatOpen } = harness.adapters;
    const expected = { status: 'accepted', data: { phone: '13800000002', countryCode: '86' } };
    expect(await wechatOpen.phoneNumber(await phoneCode('13800000002'))).toEqual(expected);
    // Forgets the token on the platform's side.
    await harness.api('/reset', 'POST', {});
    expect(await wechatOpen.phoneNumber(await phoneCode('13800000002'))).toEqual(expected);
    expect(await wechatOpen.phoneNumber('used')).toMatchObject({ status: 'rejected', reason: 'code-invalid' });
  });

  test('face: pending, passed, refused; only with the data it was begun with', async () => {
    const { wechatOpen } = harness.adapters;
    const begin = async (reference: string) => {
      const start = { ...person, openid: 'oSomeone', reference };
      const answer = await wechatOpen.startFace(start);
      if (answer.status !== 'accepted') throw new Error(JSON.stringify(answer));
      expect(answer.data.expiresAt).toBeGreaterThan(Date.now() + 3_500_000);
      return { ...start, verifyId: answer.data.verifyId };
    };
    const session = await begin('face-1');
    expect(await wechatOpen.faceResult(session)).toEqual({ state: 'pending' });
    const { faces } = await harness.api<{ faces: { id: string }[] }>('/faces?state=pending');
    expect(faces.map(({ id }) => id)).toEqual([session.verifyId]);
    await harness.api(`/faces/${session.verifyId}/pass`, 'POST');
    expect(await wechatOpen.faceResult(session)).toEqual({ state: 'passed' });
    expect((await wechatOpen.faceResult({ ...session, name: '林洋' })).state).toBe('unknown');
    expect((await wechatOpen.faceResult({ ...session, openid: 'oOther' })).state).toBe('unknown');
    const other = await begin('face-2');
    await harness.api(`/faces/${other.verifyId}/refuse`, 'POST');
    expect(await wechatOpen.faceResult(other)).toEqual({ state: 'refused', code: '10003' });
  });

  test('cert_hash as in the published example', () => {
    expect(certificateHash('张三', '310101199801011234')).toBe(
      '3c241f7ff324977aeb91f173bb2a7b06569e6fd784d5573db34a636d8671108b',
    );
  });

  test('subscription messages', async () => {
    const message = {
      openid: 'oSomeone',
      templateId: 'tmpl-1',
      page: 'pages/case',
      data: { thing1: '二手房转移登记' },
    };
    expect(await harness.adapters.wechatOpen.sendSubscribe(message)).toEqual({ status: 'accepted', data: {} });
    await fault({ wechatErrcode: 43101 });
    expect(await harness.adapters.wechatOpen.sendSubscribe(message)).toMatchObject({ reason: 'not-subscribed' });
  });

  test('nothing listens: unknown', async () => {
    const other = await startHarness({ WECHAT_OPEN_BASE_URL: 'http://127.0.0.1:9' });
    expect(await other.adapters.wechatOpen.phoneNumber('x')).toEqual({ status: 'unknown', cause: 'network' });
    expect(other.logged.join()).not.toContain(other.sandbox.environment.WECHAT_APP_SECRET);
    await other.close();
  });

  test('many callers, one token request; renewed before it ends; a failure is not kept', async () => {
    let now = 0;
    let fetched = 0;
    let fail = false;
    const cache = new TokenCache({ now: () => now }, async () => {
      fetched += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (fail) throw new Error('down');
      return { token: `t${fetched}`, expiresInSeconds: 7200 };
    });
    expect(new Set(await Promise.all(Array.from({ length: 20 }, () => cache.token())))).toEqual(new Set(['t1']));
    now = 6_899_000;
    expect(await cache.token()).toBe('t1');
    now = 6_901_000;
    expect(await cache.token()).toBe('t2');
    cache.forget('t1');
    expect(await cache.token()).toBe('t2');
    cache.forget('t2');
    fail = true;
    await expect(cache.token()).rejects.toThrow('down');
    fail = false;
    expect(await cache.token()).toBe('t4');
  });
});

describe('Alipay', () => {
  test('an authorisation code works once', async () => {
    const { alipayOpen } = harness.adapters;
    const given = await harness.api<{ code: string; openId: string }>('/alipay/auth-code', 'POST', {
      phone: '13800000001',
    });
    expect(await alipayOpen.exchangeCode(given.code)).toEqual({ status: 'accepted', data: { openId: given.openId } });
    expect(await alipayOpen.exchangeCode(given.code)).toEqual({
      status: 'rejected',
      reason: 'code-invalid',
      platformCode: 'isv.code-invalid',
    });
  });

  test('phone: decrypted only under a good signature', async () => {
    const { alipayOpen } = harness.adapters;
    const given = await harness.api<{ response: string; sign: string; responseJson: string }>(
      '/alipay/phone-response',
      'POST',
      { phone: '13800000009' },
    );
    expect(alipayOpen.decryptPhone(given.responseJson)).toEqual({ status: 'accepted', data: { phone: '13800000009' } });
    const envelope = JSON.parse(given.responseJson) as Record<string, string>;
    const read = (change: Record<string, unknown>) => {
      const said = alipayOpen.decryptPhone(JSON.stringify({ ...envelope, ...change }));
      return said.status === 'rejected' ? said.reason : said.status;
    };
    const flipped = Buffer.from(given.response, 'base64');
    flipped.writeUInt8(flipped.readUInt8(3) ^ 1, 3);
    expect(read({ response: flipped.toString('base64') })).toBe('bad-signature');
    expect(read({ sign: 'AAAA' })).toBe('bad-signature');
    expect(read({ sign: ['AAAA'] })).toBe('malformed');
    expect(read({ sign_type: 'RSA' })).toBe('malformed');
    expect(alipayOpen.decryptPhone('no json').status).toBe('rejected');
  });

  test('face: a signed page, then the server asks for itself', async () => {
    const { alipayOpen } = harness.adapters;
    const begin = async (reference: string) => {
      const answer = await alipayOpen.startFace({ ...person, reference, returnUrl: 'http://127.0.0.1/back' });
      if (answer.status !== 'accepted') throw new Error(JSON.stringify(answer));
      return answer.data;
    };
    const { certifyId, url } = await begin('a-1');
    const page = await fetch(url);
    expect(page.url).toContain(`/sandbox/faces/${certifyId}`);
    expect(await page.text()).not.toContain(person.idNumber);
    expect(await alipayOpen.faceResult(certifyId)).toEqual({ state: 'pending' });
    await harness.api(`/faces/${certifyId}/pass`, 'POST');
    expect(await alipayOpen.faceResult(certifyId)).toEqual({ state: 'passed' });
    const other = await begin('a-2');
    await harness.api(`/faces/${other.certifyId}/refuse`, 'POST');
    expect(await alipayOpen.faceResult(other.certifyId)).toEqual({ state: 'refused', code: 'failed' });
    expect(await alipayOpen.startFace({ name: '', idNumber: 'x', reference: 'a-3' })).toMatchObject({
      status: 'rejected',
      reason: 'identity-invalid',
    });
  });
});
