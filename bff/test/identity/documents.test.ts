import { CitizenService } from '@zhucheng/bff/modules/identity/citizen.service';
import { routes } from '@zhucheng/shared';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';
import { call, fakeAdapters, idNumberOf, phoneOf, staffOf } from './people';

const { identity } = routes;
jest.setTimeout(120_000);

eachDatabase((dialect) => {
  let server: TestServer;
  const { adapters, state } = fakeAdapters();
  beforeAll(async () => {
    const variables = { FACE_DOCUMENTS: 'alipay:hk-macau-permit' };
    server = await startTestServer({ dialect, adapters, variables });
  });
  afterAll(() => server.close());

  async function enterBySms(phone: string) {
    server.clock.advance(61_000);
    await call(server, identity.sendSms, { body: { phone } });
    await server.outbox.drain();
    const { code } = state.sent.filter((message) => message.phone === phone && message.params.code).at(-1)!.params;
    return (await call(server, identity.sms, { body: { phone, code } })).body;
  }
  const nameIt = (token: string, name: string, idNumber: string) =>
    call(server, identity.realName, { token, body: { name, idNumber, pledge: true } });
  const face = (token: string, channel: string) =>
    call(server, identity.face, { token, body: { channel, faceConsent: true } });

  test('the client is told at its first call which documents can show a face to which wallet', async () => {
    const { citizen } = await enterBySms(phoneOf(701));
    expect(citizen).toMatchObject({
      document: null,
      faceDocuments: { wechat: ['resident'], alipay: ['resident', 'hk-macau-permit'] },
    });
  });

  test('whoever has a passport is sent to the window from the first screen, and is proven there', async () => {
    const { token } = await enterBySms(phoneOf(702));
    const passport = 'PASSPORT:USA:E12345678';
    const refused = await nameIt(token, 'Mary Jane Smith', passport);
    expect(refused.status).toBe(422);
    expect(refused.body.error.fields).toEqual([
      { path: 'idNumber', code: 'window', message: '护照不能刷脸核验，请本人带证件原件到登记窗口办理。' },
    ]);
    const { code } = (await call(server, identity.windowCode, { token })).body;
    const { token: officer } = await staffOf(server, ['officer']);
    // The police do not know passports: only the officer can have seen it.
    state.departmentsUp = false;
    const seen = await call(server, identity.proveAtWindow, {
      token: officer,
      body: { code, name: 'Mary Jane Smith', idNumber: 'passport:usa:e 1234 5678', seen: true },
    });
    state.departmentsUp = true;
    expect(seen.status).toBe(200);
    const { body } = await call(server, identity.me, { token });
    expect(body).toMatchObject({
      level: 'proven',
      document: 'passport',
      idNumberMasked: '护照（美国） E1*****78',
      proof: { how: 'window' },
    });
    const citizens = await server.get(CitizenService);
    expect((await citizens.byIdNumber(passport))?.id).toBe(body.id);
    for (const other of ['PASSPORT:CAN:E12345678', 'E12345678', 'HMP:E12345678'])
      expect(await citizens.byIdNumber(other)).toBeNull();
    const again = await face(token, 'alipay');
    expect(again.body.error).toMatchObject({
      code: 'ACTION_NOT_ALLOWED',
      message: refused.body.error.fields[0].message,
    });
  });

  test('a permit that the centre has agreed on with Alipay is shown there, and WeChat sends to Alipay', async () => {
    const { token } = await enterBySms(phoneOf(703));
    expect((await nameIt(token, '何港生', 'HMP:H12345678')).body).toMatchObject({
      level: 'named',
      document: 'hk-macau-permit',
      idNumberMasked: '港澳居民来往内地通行证 H1*****78',
    });
    expect((await face(token, 'wechat')).body.error.message).toBe(
      '微信不能核验港澳居民来往内地通行证，请改用支付宝刷脸，或到登记窗口办理。',
    );
    expect((await face(token, 'alipay')).status).toBe(200);
  });

  test('a password is set anew with the number as it stands on the document', async () => {
    const phone = phoneOf(703);
    const reset = async (idNumber: string) => {
      server.clock.advance(61_000);
      await call(server, identity.sendSms, { body: { phone } });
      await server.outbox.drain();
      const { code } = state.sent.filter((message) => message.phone === phone && message.params.code).at(-1)!.params;
      return (
        await call(server, routes.account.resetPassword, { body: { phone, code, idNumber, password: 'abcd12345' } })
      ).status;
    };
    expect(await reset('H87654321')).toBe(422);
    expect(await reset(' h 1234 5678')).toBe(200);
  });

  test('15 digits are nobody’s to enter, and what is kept of residents stays as it was', async () => {
    const { token } = await enterBySms(phoneOf(704));
    expect((await nameIt(token, '陈老', '450502680130103')).body.error.fields[0].message).toContain('18位');
    const idNumber = idNumberOf(704);
    expect((await nameIt(token, '陈老', ` ${idNumber.slice(0, 6)} ${idNumber.slice(6).toLowerCase()}`)).status).toBe(
      200,
    );
    const [row] = await server.database.read<{ id_blind: string }>(
      'SELECT id_blind FROM citizen WHERE phone_blind = ?',
      [server.cipher.blindIndex(phoneOf(704), 'phone')],
    );
    expect(row!.id_blind).toBe(server.cipher.blindIndex(idNumber, 'id-number'));
  });
});
