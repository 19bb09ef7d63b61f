import crypto from 'node:crypto';
import { routes } from '@zhucheng/shared';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';
import { call, citizenOf, fakeAdapters, idNumberOf, phoneOf, staffOf } from './people';

const { identity, account } = routes;
const minute = 60_000;
const right = 'right password 1';
const other = 'another password 2';

jest.setTimeout(60_000);

/** What an owner does who is kept out, or who must hear of what somebody does to her account. */
eachDatabase((dialect) => {
  let server: TestServer;
  const { adapters, state } = fakeAdapters();
  beforeAll(async () => {
    server = await startTestServer({ dialect, adapters, variables: { TRUSTED_PROXIES: '1', RATE_LIMITS: 'on' } });
  });
  afterAll(() => server.close());

  const enter = async (given: string, password: string, from: string) => {
    const { status, body } = await call(server, identity.password, { body: { account: given, password }, from });
    return body.error?.code ?? status;
  };
  const smsCode = async (phone: string, from: string): Promise<string> => {
    server.clock.advance(minute);
    expect((await call(server, identity.sendSms, { body: { phone }, from })).status).toBe(200);
    await server.outbox.drain();
    return state.sent.filter((message) => message.phone === phone && message.params.code).at(-1)!.params.code!;
  };
  const told = async (phone: string, what: RegExp) => {
    await server.outbox.drain();
    return state.sent.filter((message) => message.phone === phone && what.test(message.params.text ?? '')).length;
  };

  /** Wrong passwords from everywhere and, last, from `from`, until both the place and the account wait. */
  async function lock(given: string, net: number, from: string): Promise<void> {
    for (let i = 0; i < 24; i++) await enter(given, 'wrong 1', `198.18.${net}.${i}`);
    for (let i = 0; i < 5; i++) await enter(given, 'wrong 1', from);
    expect(await enter(given, right, from)).toBe('LOGIN_LOCKED');
  }

  test('a forgotten password set anew lets in at once, by phone and by ID number, wherever it was guessed at', async () => {
    const { phone, idNumber } = await citizenOf(server, 501, { password: right });
    const from = '203.0.113.51';
    const code = await smsCode(phone, from);
    await lock(phone, 51, from);
    await lock(idNumber, 52, from);
    const body = { phone, code, idNumber, password: other };
    expect((await call(server, account.resetPassword, { body, from })).status).toBe(200);
    expect([await enter(phone, other, from), await enter(idNumber, other, from)]).toEqual([200, 200]);
    expect(await enter(phone, other, '203.0.113.151')).toBe(200);
  });

  test('so does a password changed by a code, and a sign-in by SMS where she is', async () => {
    const changed = await citizenOf(server, 502, { password: right });
    const from = '203.0.113.52';
    const code = await smsCode(changed.phone, from);
    await lock(changed.phone, 53, from);
    const body = { code, password: other };
    expect((await call(server, account.changePassword, { token: changed.token, body, from })).status).toBe(200);
    expect(await enter(changed.phone, other, from)).toBe(200);

    const entered = await citizenOf(server, 503, { password: right });
    const there = '203.0.113.53';
    const second = await smsCode(entered.phone, there);
    await lock(entered.idNumber, 54, there);
    expect(
      (await call(server, identity.sms, { body: { phone: entered.phone, code: second }, from: there })).status,
    ).toBe(200);
    expect(await enter(entered.idNumber, right, there)).toBe(200);
    // Elsewhere the guesses stay counted.
    expect(await enter(entered.idNumber, right, '203.0.113.153')).toBe('LOGIN_LOCKED');
  });

  test('a password is hashed only for who has shown what it takes', async () => {
    const { phone, token } = await citizenOf(server, 504, { password: right });
    const stranger = await citizenOf(server, 505);
    const staff = await staffOf(server, ['officer']);
    const code = await smsCode(phone, '203.0.113.54');
    const wrong = code === '000000' ? '000001' : '000000';
    const spied = jest.spyOn(crypto, 'scrypt');
    const hashes = async (route: unknown, options: object) => {
      spied.mockClear();
      const { status } = await call(server, route, options);
      expect(status).toBeGreaterThanOrEqual(400);
      return spied.mock.calls.length;
    };
    try {
      const reset = (given: object) => hashes(account.resetPassword, { body: { password: other, ...given } });
      expect(await reset({ phone, code: wrong })).toBe(0);
      expect(await reset({ phone: phoneOf(599), code })).toBe(0);
      expect(await hashes(account.changePassword, { token, body: { code: wrong, password: other } })).toBe(0);
      expect(
        await hashes(account.changePassword, {
          token: stranger.token,
          body: { oldPassword: 'wrong 1', password: other },
        }),
      ).toBe(0);
      // The comparison itself is one.
      expect(await hashes(account.changePassword, { token, body: { oldPassword: 'wrong 1', password: other } })).toBe(
        1,
      );
      const body = { oldPassword: 'wrong 1', password: 'a new staff password 2' };
      expect(await hashes(account.changeStaffPassword, { token: staff.token, body })).toBe(1);
    } finally {
      spied.mockRestore();
    }
  });

  test('a forgotten password with the right code and the wrong ID number is not hashed either', async () => {
    const { phone } = await citizenOf(server, 506, { password: right });
    const code = await smsCode(phone, '203.0.113.55');
    const spied = jest.spyOn(crypto, 'scrypt');
    const body = { phone, code, idNumber: idNumberOf(507), password: other };
    const { body: reply } = await call(server, account.resetPassword, { body, from: '203.0.113.55' });
    expect(reply.error.code).toBe('RESET_FAILED');
    expect(spied).not.toHaveBeenCalled();
    spied.mockRestore();
  });

  test('whoever signs in on ever new devices does not use up what tells her of a changed password', async () => {
    const { phone, token } = await citizenOf(server, 508, { password: right });
    for (let i = 0; i < 14; i++) {
      const body = { account: phone, password: right };
      const answer = await call(server, identity.password, {
        body,
        device: `mark-of-a-thief-${i}-abc`,
        from: '203.0.113.56',
      });
      expect(answer.status).toBe(200);
      await server.outbox.drain();
      server.clock.advance(25 * minute);
    }
    expect(await told(phone, /新设备/)).toBe(10);
    const change = (oldPassword: string, password: string) =>
      call(server, account.changePassword, { token, body: { oldPassword, password }, from: '203.0.113.57' });
    // Twice within a minute: the second may be the thief's.
    expect((await change(right, other)).status).toBe(200);
    expect(await told(phone, /密码刚刚修改/)).toBe(1);
    expect((await change(other, right)).status).toBe(200);
    expect(await told(phone, /密码刚刚修改/)).toBe(2);
  });

  test('the former phone hears that the account has another one', async () => {
    const { phone, idNumber, token } = await citizenOf(server, 509);
    state.phones.set(idNumber, phoneOf(510));
    const body = { code: `phone:${phoneOf(510)}` };
    expect((await call(server, identity.wechatPhone, { token, body })).status).toBe(200);
    expect(await told(phone, /换绑了另一个手机号/)).toBe(1);
  });
});
