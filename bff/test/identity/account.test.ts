import { readEnvironment } from '@zhucheng/bff/config/environment';
import { SessionService } from '@zhucheng/bff/modules/identity/session.service';
import { StaffService } from '@zhucheng/bff/modules/identity/staff.service';
import { ClerkService } from '@zhucheng/bff/modules/institutions/clerk.service';
import { createServer } from '@zhucheng/bff/server';
import { routes } from '@zhucheng/shared';
import { Secret, TOTP } from 'otpauth';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';
import { call, citizenOf, fakeAdapters, idNumberOf, phoneOf, staffOf, staffPassword } from './people';

const { identity, account } = routes;
const minute = 60_000;
const right = 'right password 1';
const other = 'another password 2';

jest.setTimeout(60_000);

eachDatabase((dialect) => {
  let server: TestServer;
  const { adapters, state } = fakeAdapters();
  beforeAll(async () => {
    server = await startTestServer({ dialect, adapters, variables: { TRUSTED_PROXIES: '1' } });
  });
  afterAll(() => server.close());

  const me = async (token: string) => (await call(server, identity.me, { token })).status;
  const byPassword = (given: string, password: string, device?: string) =>
    call(server, identity.password, { body: { account: given, password }, ...(device && { device }) });
  const codeFor = async (phone: string): Promise<string> => {
    server.clock.advance(minute);
    await call(server, identity.sendSms, { body: { phone } });
    await server.outbox.drain();
    return state.sent.filter((message) => message.phone === phone && message.params.code).at(-1)!.params.code!;
  };

  test('a person sees her devices, masked, ends one, and all others at once; nobody ends hers', async () => {
    const { phone, token: first } = await citizenOf(server, 1, { password: right });
    const second = (await byPassword(phone, right)).body.token as string;
    const third = (
      await call(server, identity.password, { body: { account: phone, password: right }, from: '113.12.34.56' })
    ).body.token as string;
    for (const token of [second, third]) {
      // A password alone neither sees nor ends anything.
      expect((await call(server, account.sessions, { token })).body.error.code).toBe('DEVICE_UNCONFIRMED');
      const all = await call(server, account.endSessions, { token, body: { keepThis: true } });
      expect(all.body.error.code).toBe('DEVICE_UNCONFIRMED');
      server.clock.advance(minute);
      await call(server, identity.deviceCode, { token });
      await server.outbox.drain();
      const { code } = state.sent.filter((message) => message.phone === phone && message.params.code).at(-1)!.params;
      expect((await call(server, identity.device, { token, body: { code } })).status).toBe(200);
    }
    const list = async (token: string) => (await call(server, account.sessions, { token })).body.items;
    const items = await list(third);
    expect(items).toHaveLength(3);
    expect(items.filter((item: { current: boolean }) => item.current)).toMatchObject([{ address: '113.12.*.*' }]);
    const stranger = await citizenOf(server, 2);
    const params = { id: (await list(second)).find((item: { current: boolean }) => item.current).id };
    expect((await call(server, account.endSession, { token: stranger.token, params })).status).toBe(404);
    expect(await me(second)).toBe(200);
    expect((await call(server, account.endSession, { token: third, params })).status).toBe(200);
    expect(await me(second)).toBe(401);
    const ended = await call(server, account.endSessions, { token: third, body: { keepThis: true } });
    expect(ended.body).toEqual({ ended: 1 });
    expect([await me(first), await me(third), await me(stranger.token)]).toEqual([401, 200, 200]);
    await call(server, account.endSessions, { token: third, body: { keepThis: false } });
    expect(await me(third)).toBe(401);
  });

  test('a new password by the old one or by SMS; the other devices are out and the phone is told', async () => {
    const { phone, token } = await citizenOf(server, 3, { password: right });
    const elsewhere = (await byPassword(phone, right)).body.token as string;
    const change = (body: object) => call(server, account.changePassword, { token, body });
    expect((await change({ oldPassword: 'wrong 1', password: other })).body.error.code).toBe('LOGIN_FAILED');
    expect((await change({ password: other })).status).toBe(422);
    expect((await change({ oldPassword: right, password: other })).status).toBe(200);
    expect([await me(token), await me(elsewhere)]).toEqual([200, 401]);
    expect((await byPassword(phone, right)).status).toBe(401);
    expect((await byPassword(phone, other)).status).toBe(200);
    await server.outbox.drain();
    expect(
      state.sent.some((message) => message.phone === phone && /密码刚刚修改/.test(message.params.text ?? '')),
    ).toBe(true);
    expect((await change({ code: '000000', password: right })).body.error.code).toBe('SMS_CODE_INVALID');
    expect((await change({ code: await codeFor(phone), password: right })).status).toBe(200);
  });

  test('a forgotten password: the bound phone and the ID number of a named account; every fault answers alike', async () => {
    const { phone, idNumber, token } = await citizenOf(server, 4, { password: right });
    const reset = async (body: object) => {
      const answer = await call(server, account.resetPassword, { body: { password: other, ...body } });
      const { requestId: _, ...error } = answer.body.error ?? {};
      return { status: answer.status, error };
    };
    const faults = [
      await reset({ phone, code: '000000', idNumber }),
      await reset({ phone, code: await codeFor(phone) }),
      await reset({ phone, code: await codeFor(phone), idNumber: '450502198506120017' }),
      await reset({ phone: phoneOf(444), code: await codeFor(phoneOf(444)), idNumber }),
    ];
    for (const fault of faults)
      expect(fault).toEqual({ status: 422, error: expect.objectContaining({ code: 'RESET_FAILED' }) });
    expect(new Set(faults.map((fault) => JSON.stringify(fault))).size).toBe(1);
    expect(await reset({ phone, code: await codeFor(phone), idNumber })).toMatchObject({ status: 200 });
    expect(await me(token)).toBe(401);
    expect((await byPassword(phone, other)).status).toBe(200);
  });

  test('staff change their password with the old one; the other sessions end', async () => {
    const { username, totpSecret, token } = await staffOf(server, ['officer']);
    const step = 30_000;
    const signIn = (password: string) => {
      server.clock.advance(step);
      const totp = new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate({ timestamp: server.clock.now() });
      return call(server, identity.staff, { body: { username, password, totp } });
    };
    const elsewhere = (await signIn(staffPassword)).body.token as string;
    const change = (oldPassword: string, password = other) =>
      call(server, account.changeStaffPassword, { token, body: { oldPassword, password } });
    expect((await change('wrong 1')).body.error.code).toBe('LOGIN_FAILED');
    expect((await change(staffPassword)).status).toBe(200);
    expect((await call(server, identity.staffMe, { token })).status).toBe(200);
    expect((await call(server, identity.staffMe, { token: elsewhere })).status).toBe(401);
    expect((await signIn(staffPassword)).status).toBe(401);
    expect((await signIn(other)).status).toBe(200);
  });

  test('half an hour without a call ends a session of staff, also of one read in another process', async () => {
    const { token } = await staffOf(server, ['officer']);
    const status = async () => (await call(server, identity.staffMe, { token })).status;
    for (let i = 0; i < 3; i++) {
      server.clock.advance(29 * minute);
      expect(await status()).toBe(200);
    }
    const sessions = await server.get(SessionService);
    await sessions.saveActivity();
    expect(await sessions.fresh(token)).not.toBeNull();
    server.clock.advance(31 * minute);
    expect(await status()).toBe(401);
    expect(await sessions.fresh(token)).toBeNull();
    expect(await status()).toBe(401);
  });

  test('a citizen stays signed in, but confirms anew before what is sensitive', async () => {
    const { token, phone } = await citizenOf(server, 5);
    const sensitive = async () =>
      (
        await call(server, routes.certificates.link, {
          token,
          params: { id: '01JBXG0000000000000000000X' },
          body: { file: 'pdf' },
        })
      ).body.error.code as string;
    expect(await sensitive()).toBe('NOT_FOUND');
    server.clock.advance(29 * minute);
    expect(await sensitive()).toBe('NOT_FOUND');
    server.clock.advance(31 * minute);
    expect(await me(token)).toBe(200);
    expect(await sensitive()).toBe('DEVICE_UNCONFIRMED');
    server.clock.advance(minute);
    expect(await sensitive()).toBe('DEVICE_UNCONFIRMED');
    expect((await call(server, identity.deviceCode, { token })).status).toBe(200);
    await server.outbox.drain();
    const code = state.sent.filter((message) => message.phone === phone && message.params.code).at(-1)!.params.code!;
    expect((await call(server, identity.device, { token, body: { code } })).status).toBe(200);
    expect(await sensitive()).toBe('NOT_FOUND');
  });

  test('after the pause nothing is shown in full and nothing binds; what is half done can go on', async () => {
    const { token } = await citizenOf(server, 8);
    const id = '01JBXG0000000000000000000X';
    const step = { id, step: 'parties' };
    const refused = [
      [routes.cases.stepData, { params: step }],
      [routes.cases.withdraw, { params: { id }, body: { reason: '不办了' } }],
      [routes.register.mine, {}],
      [routes.certificates.mine, {}],
      [routes.certificates.detail, { params: { id } }],
      [routes.printing.certificateCode, { params: { id } }],
      [routes.appointments.detail, { params: { id } }],
    ] as const;
    const calm = [
      [routes.cases.list, {}],
      [routes.cases.saveDraft, { params: step, body: { version: 0, data: {} } }],
      [routes.payments.detail, { params: { id } }],
      [routes.payments.check, { params: { id } }],
      [routes.files.state, { params: { id } }],
      [routes.messages.list, {}],
    ] as const;
    const codes = (list: ReadonlyArray<readonly [unknown, object]>) =>
      Promise.all(
        list.map(async ([route, more]) => (await call(server, route, { token, ...more })).body.error?.code ?? 'OK'),
      );
    const awake = await codes([...refused, ...calm]);
    expect(awake).not.toContain('DEVICE_UNCONFIRMED');
    server.clock.advance(31 * minute);
    expect(await codes(calm)).toEqual(awake.slice(refused.length));
    expect(await codes(refused)).toEqual(refused.map(() => 'DEVICE_UNCONFIRMED'));
    // Her client must not take the device for confirmed, or it would lead her nowhere.
    expect((await call(server, identity.me, { token })).body).toMatchObject({
      level: 'proven',
      deviceConfirmed: false,
    });
  });

  test('who confirms after the pause through one process is awake in another', async () => {
    const environment = readEnvironment({
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      RATE_LIMITS: 'off',
      H5_DIR: '/nowhere',
      ADMIN_DIR: '/nowhere',
      ...server.testDatabase.variables,
    });
    const second = await createServer({ environment, adapters, clock: server.clock, port: 0, workers: false });
    try {
      const other = second as TestServer;
      const { token, phone } = await citizenOf(server, 9);
      const asleep = async (at: TestServer) => (await call(at, routes.register.mine, { token })).status;
      expect([await asleep(server), await asleep(other)]).toEqual([200, 200]);
      server.clock.advance(31 * minute);
      expect(await asleep(server)).toBe(403);
      await call(server, identity.deviceCode, { token });
      await server.outbox.drain();
      const code = state.sent.filter((message) => message.phone === phone && message.params.code).at(-1)!.params.code!;
      expect((await call(server, identity.device, { token, body: { code } })).status).toBe(200);
      server.clock.advance(5_000);
      expect([await asleep(server), await asleep(other)]).toEqual([200, 200]);
      // Both write down what they know, and neither makes the other forget.
      await (await second.get(SessionService)).saveActivity();
      await (await server.get(SessionService)).saveActivity();
      server.clock.advance(20 * minute);
      expect([await asleep(other), await asleep(server)]).toEqual([200, 200]);
      server.clock.advance(31 * minute);
      expect([await asleep(server), await asleep(other)]).toEqual([403, 403]);
    } finally {
      await second.close();
    }
  });

  test('last seen is written once a minute at most, and reading a session costs no more than before', async () => {
    const { token } = await citizenOf(server, 6);
    const sessions = await server.get(SessionService);
    await me(token);
    await sessions.saveActivity();
    const before = server.database.statements;
    for (let i = 0; i < 20; i++) await me(token);
    expect(server.database.statements - before).toBe(20);
    await sessions.saveActivity();
    expect(server.database.statements - before).toBe(21);
    await sessions.saveActivity();
    expect(server.database.statements - before).toBe(21);
  });

  test('the phone hears of a device that the account has not seen before', async () => {
    const { phone } = await citizenOf(server, 7, { password: right });
    const heard = async () => {
      await server.outbox.drain();
      return state.sent.filter((message) => message.phone === phone && /新设备/.test(message.params.text ?? '')).length;
    };
    // The account is older than what is remembered of devices: whoever signs in first may be a thief.
    await byPassword(phone, right, 'mark-of-her-telephone');
    expect(await heard()).toBe(1);
    await byPassword(phone, right, 'mark-of-her-telephone');
    expect(await heard()).toBe(1);
    await byPassword(phone, right, 'mark-of-another-telephone');
    expect(await heard()).toBe(2);
    await byPassword(phone, right, 'mark-of-another-telephone');
    expect(await heard()).toBe(2);
    // A register is used once in years, and what was not seen for half a year is forgotten.
    server.clock.advance(181 * 24 * 60 * minute);
    await server.jobs.run('session-purge');
    await byPassword(phone, right, 'mark-of-a-thieves-telephone');
    expect(await heard()).toBe(3);
  });

  test('who makes an account by signing in is not told of her own device', async () => {
    const phone = phoneOf(77);
    const body = { phone, code: await codeFor(phone) };
    expect((await call(server, identity.sms, { body })).status).toBe(200);
    await server.outbox.drain();
    expect(state.sent.filter((message) => message.phone === phone && message.params.text)).toEqual([]);
  });

  test('a password with the real name is set once, never over the one there is', async () => {
    const phone = phoneOf(78);
    const { token } = (await call(server, identity.sms, { body: { phone, code: await codeFor(phone) } })).body;
    const code = await codeFor(phone);
    expect((await call(server, account.changePassword, { token, body: { code, password: right } })).status).toBe(200);
    const body = { name: '陈海波', idNumber: idNumberOf(78), password: other, pledge: true };
    expect((await call(server, identity.realName, { token, body })).status).toBe(200);
    expect((await byPassword(phone, other)).status).toBe(401);
    expect((await byPassword(phone, right)).status).toBe(200);
  });

  test('so does a clerk’s phone; the centre’s staff have none', async () => {
    const staff = await server.get(StaffService);
    const bank = { name: '北海市银滩农村商业银行', creditCode: '91450502MA5KYH1X2R', kind: 'bank' };
    const institutionId = await server.database.unitOfWork((tx) => staff.createInstitution(tx, bank));
    const clerk = await staffOf(server, ['institution-clerk'], { institutionId });
    const officer = await staffOf(server, ['officer']);
    const clerks = await server.get(ClerkService);
    await server.database.unitOfWork((tx) => clerks.adopt(tx, institutionId, clerk.id, phoneOf(8)));
    const enter = async ({ username, totpSecret }: typeof clerk, device: string) => {
      server.clock.advance(minute);
      const totp = new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate({ timestamp: server.clock.now() });
      const body = { username, password: staffPassword, totp };
      expect((await call(server, identity.staff, { body, device })).status).toBe(200);
    };
    await server.outbox.drain();
    const before = state.sent.length;
    for (const device of ['mark-of-the-desk-one', 'mark-of-the-desk-two', 'mark-of-the-desk-two']) {
      await enter(clerk, device);
      await enter(officer, device);
    }
    await server.outbox.drain();
    const told = state.sent.slice(before);
    expect(told.length).toBeGreaterThan(0);
    for (const message of told)
      expect(message).toMatchObject({ phone: phoneOf(8), params: { text: expect.stringContaining('新设备') } });
  });
});
