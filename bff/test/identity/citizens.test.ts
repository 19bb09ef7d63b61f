import { CitizenService } from '@zhucheng/bff/modules/identity/citizen.service';
import { newId } from '@zhucheng/bff/platform/ids';
import { routes } from '@zhucheng/shared';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';
import { call, citizenOf, fakeAdapters, idNumberOf, phoneOf } from './people';

const { identity } = routes;
const minute = 60_000;

jest.setTimeout(60_000);

eachDatabase((dialect) => {
  let server: TestServer;
  const { adapters, state } = fakeAdapters();
  beforeAll(async () => {
    server = await startTestServer({ dialect, adapters });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    state.departmentsUp = true;
    state.sent.length = 0;
  });

  const me = (token: string) => call(server, identity.me, { token });
  const codeFor = async (phone: string): Promise<string> => {
    server.clock.advance(minute);
    expect((await call(server, identity.sendSms, { body: { phone } })).status).toBe(200);
    await server.outbox.drain();
    return state.sent.filter((message) => message.phone === phone).at(-1)!.params.code!;
  };

  test('SMS: creates an account once; a code works once, five tries, five minutes, one a minute', async () => {
    const phone = phoneOf(1);
    const code = await codeFor(phone);
    expect((await call(server, identity.sendSms, { body: { phone } })).body.error.code).toBe('SMS_TOO_OFTEN');
    const first = await call(server, identity.sms, { body: { phone, code } });
    expect(first.body).toMatchObject({ citizen: { phoneMasked: '139****0001', realName: false, bound: [] } });
    expect((await call(server, identity.sms, { body: { phone, code } })).body.error.code).toBe('SMS_CODE_INVALID');

    const second = await codeFor(phone);
    const again = await call(server, identity.sms, { body: { phone, code: second } });
    expect(again.body.citizen.id).toBe(first.body.citizen.id);

    const third = await codeFor(phone);
    const wrong = third === '000000' ? '000001' : '000000';
    for (let i = 0; i < 5; i++) {
      expect((await call(server, identity.sms, { body: { phone, code: wrong } })).status).toBe(422);
    }
    expect((await call(server, identity.sms, { body: { phone, code: third } })).status).toBe(422);

    const late = await codeFor(phone);
    server.clock.advance(5 * minute);
    expect((await call(server, identity.sms, { body: { phone, code: late } })).status).toBe(422);
  });

  test('one phone signing in twice at once becomes one account', async () => {
    const phone = phoneOf(2);
    const citizens = await server.get(CitizenService);
    const codes = ['openid:at-once', 'openid:at-once', 'openid:at-once'];
    const answers = await Promise.all(codes.map((code) => call(server, identity.wechat, { body: { code } })));
    expect(new Set(answers.map((answer) => answer.body.citizen.id)).size).toBe(1);
    const { token } = (await call(server, identity.wechat, { body: { code: 'openid:w1' } })).body;
    const { token: other } = (await call(server, identity.alipay, { body: { authCode: 'openid:a1' } })).body;
    const bound = await Promise.all([
      call(server, identity.wechatPhone, { token, body: { code: `phone:${phone}` } }),
      call(server, identity.alipayPhone, { token: other, body: { response: `phone:${phone}` } }),
    ]);
    expect(bound.map((answer) => answer.status)).toEqual([200, 200]);
    const account = await citizens.byPhone(phone);
    expect(new Set(bound.map((answer) => answer.body.citizen.id))).toEqual(new Set([account!.id]));
  });

  test('WeChat and Alipay with the same phone are one citizen; the old session ends', async () => {
    const phone = phoneOf(3);
    const wechat = await call(server, identity.wechat, { body: { code: 'openid:wx-3' } });
    expect(wechat.body.citizen).toMatchObject({ name: null, phoneMasked: null, bound: ['wechat'] });
    const code = `phone:${phone}`;
    const withPhone = await call(server, identity.wechatPhone, { token: wechat.body.token, body: { code } });
    expect((await me(wechat.body.token)).status).toBe(401);

    const alipay = await call(server, identity.alipay, { body: { authCode: 'openid:ali-3' } });
    expect(alipay.body.citizen.id).not.toBe(withPhone.body.citizen.id);
    const merged = await call(server, identity.alipayPhone, { token: alipay.body.token, body: { response: code } });
    expect(merged.body.citizen.id).toBe(withPhone.body.citizen.id);
    expect(merged.body.citizen.bound.sort()).toEqual(['alipay', 'wechat']);
    expect((await me(alipay.body.token)).status).toBe(401);
    const later = await call(server, identity.alipay, { body: { authCode: 'openid:ali-3' } });
    expect(later.body.citizen.id).toBe(merged.body.citizen.id);
  });

  test("a real-name account does not take over another person's phone", async () => {
    const other = await citizenOf(server, 4);
    const own = await citizenOf(server, 5);
    const body = { code: `phone:${other.phone}` };
    const refused = await call(server, identity.wechatPhone, { token: own.token, body });
    expect(refused.body.error.code).toBe('CONFLICT');
    expect((await me(own.token)).body.id).toBe(own.id);
  });

  test('refused and silent platforms are told apart', async () => {
    const bad = { code: 'nonsense' };
    expect((await call(server, identity.wechat, { body: bad })).body.error.code).toBe('PLATFORM_CODE_INVALID');
    const response = { response: 'forged' };
    const { token } = await citizenOf(server, 6);
    const forged = await call(server, identity.alipayPhone, { token, body: response });
    expect(forged.body.error.code).toBe('PLATFORM_CODE_INVALID');
    state.departmentsUp = false;
    expect((await call(server, identity.wechat, { body: bad })).body.error.code).toBe('DEPARTMENT_UNAVAILABLE');
  });

  test('password: phone or ID however written', async () => {
    const { phone, idNumber } = await citizenOf(server, 7, { password: 'right password 1' });
    const attempt = (account: string, password: string) =>
      call(server, identity.password, { body: { account, password } });
    for (const account of [phone, ` +86 ${phone.slice(0, 3)}-${phone.slice(3)}`, idNumber]) {
      expect((await attempt(account, 'right password 1')).status).toBe(200);
    }
    const wrong = await attempt(phone, 'wrong 1');
    const unknown = await attempt(phoneOf(777), 'wrong 1');
    const withoutId = ({ requestId: _, ...error }: Record<string, unknown>) => error;
    expect(withoutId(unknown.body.error)).toEqual(withoutId(wrong.body.error));
  });

  test('real name: needs a phone, and name, number and phone of one person', async () => {
    const person = (serial: number, name = '林静') => ({ name, idNumber: idNumberOf(serial), pledge: true });
    const anonymous = await call(server, identity.wechat, { body: { code: 'openid:wx-9' } });
    const { token: bare } = anonymous.body;
    const ask = (token: string, body: object) => call(server, identity.realName, { token, body });
    expect((await ask(bare, person(9))).body.error.code).toBe('PHONE_REQUIRED');
    const bound = await call(server, identity.wechatPhone, { token: bare, body: { code: `phone:${phoneOf(9)}` } });
    const { token } = bound.body;
    expect((await ask(token, person(9, '假名'))).body.error.code).toBe('REAL_NAME_MISMATCH');
    state.departmentsUp = false;
    expect((await ask(token, person(9))).body.error.code).toBe('DEPARTMENT_UNAVAILABLE');
    state.departmentsUp = true;
    // Hers is another phone, known to the operators.
    const other = await citizenOf(server, 10);
    state.phones.set(other.idNumber, other.phone);
    const strange = await ask(token, { ...person(9, other.name), idNumber: other.idNumber });
    expect(strange.body.error.code).toBe('REAL_NAME_MISMATCH');
    const both = await Promise.all([ask(token, person(9)), ask(token, person(11))]);
    expect(both.map((answer) => answer.body.error?.code ?? 'done').sort()).toEqual(['REAL_NAME_DONE', 'done']);
    expect((await ask(token, person(12))).body.error.code).toBe('REAL_NAME_DONE');
    const view = (await me(token)).body;
    expect(view).toMatchObject({ name: '林*', realName: true, phoneMasked: '139****0009' });
    expect(JSON.stringify(view)).not.toMatch(/林静|450502198506|13907700009/);
  });

  test('sessions: forged, expired and signed-out tokens are refused; reading one costs nothing', async () => {
    const { token } = await citizenOf(server, 20);
    for (const forged of [`${token}x`, token.toUpperCase(), 'x', newId()]) expect((await me(forged)).status).toBe(401);
    await me(token);
    const before = server.database.statements;
    expect((await me(token)).status).toBe(200);
    expect(server.database.statements - before).toBe(1);
    expect((await call(server, identity.staffMe, { token })).status).toBe(403);
    expect((await call(server, identity.signOut, { token })).body).toEqual({ done: true });
    expect((await me(token)).status).toBe(401);
    const other = await citizenOf(server, 21);
    await me(other.token);
    server.clock.advance(30 * 86_400_000);
    expect((await me(other.token)).status).toBe(401);
  });

  test('nothing personal is stored in the clear', async () => {
    const tables = ['citizen', 'citizen_identity', 'session', 'sms_code', 'login_failure', 'outbox', 'audit_entry'];
    const rows = await Promise.all(tables.map((table) => server.database.read(`SELECT * FROM ${table}`)));
    expect(JSON.stringify(rows)).not.toMatch(/陈海波|林静|4505021985|1390770|wx-3|ali-3/);
  });
});
