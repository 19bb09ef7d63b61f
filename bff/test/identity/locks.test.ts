import { CentreStaff } from '@zhucheng/bff/modules/identity/centre-staff.service';
import { LoginGuard, lockOf } from '@zhucheng/bff/modules/identity/login-guard.service';
import { routes } from '@zhucheng/shared';
import { TOTP } from 'otpauth';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';
import { call, citizenOf, fakeAdapters, phoneOf } from './people';

const { identity, staffAccess } = routes;
const second = 1_000;
const minute = 60 * second;
const right = 'right password 1';
const phoneMark = 'mark-of-the-owners-telephone';

jest.setTimeout(60_000);

eachDatabase((dialect) => {
  let server: TestServer;
  const { adapters, state } = fakeAdapters();
  beforeAll(async () => {
    server = await startTestServer({ dialect, adapters, variables: { RATE_LIMITS: 'on', TRUSTED_PROXIES: '1' } });
  });
  afterAll(() => server.close());
  // A flood is the rate limiter's business, so each test has a minute of its own.
  beforeEach(() => server.clock.advance(2 * minute));

  interface From {
    from?: string;
    device?: string;
  }
  const enter = async (account: string, password: string, origin: From = {}) => {
    const { status, body, headers } = await call(server, identity.password, { body: { account, password }, ...origin });
    return { status, code: body.error?.code as string | undefined, wait: Number(headers.get('retry-after')) };
  };
  const ask = async (phone: string, origin: From) => {
    const { status, body } = await call(server, identity.sendSms, { body: { phone }, ...origin });
    await server.outbox.drain();
    return status === 200 ? state.sent.at(-1)!.params.code! : (body.error.code as string);
  };
  const take = async (phone: string, code: string, origin: From) =>
    (await call(server, identity.sms, { body: { phone, code }, ...origin })).status;
  const otherThan = (code: string) => (code === '000000' ? '000001' : '000000');

  test('wrong passwords wait longer and longer, however the account is written, before they lock', async () => {
    const { phone } = await citizenOf(server, 1, { password: right });
    const from = '198.51.100.1';
    const waits: number[] = [];
    for (const account of [phone, phone, `86${phone}`, `${phone} `, `+86 ${phone}`, phone, phone]) {
      expect((await enter(account, 'wrong 1', { from })).code).toBe('LOGIN_FAILED');
      if (waits.push(0) < 3) continue;
      const { code, wait } = await enter(account, right, { from });
      expect(code).toBe('LOGIN_LOCKED');
      waits[waits.length - 1] = wait;
      server.clock.advance(wait * second);
    }
    expect(waits).toEqual([0, 0, 5, 30, 120, 300, 900]);
    expect((await enter(phone, right, { from })).status).toBe(200);
  });

  test('wrong passwords do not tell that a phone and an ID number are one account; the right one forgives both', async () => {
    const hers = await citizenOf(server, 8, { password: right });
    const stranger = await citizenOf(server, 9, { password: right });
    const three = async (account: string, from: string) => {
      for (let i = 0; i < 3; i++) expect((await enter(account, 'wrong 1', { from })).code).toBe('LOGIN_FAILED');
    };
    for (const [phone, idNumber, from] of [
      [hers.phone, hers.idNumber, '198.51.100.21'],
      [hers.phone, stranger.idNumber, '198.51.100.22'],
      [phoneOf(888), hers.idNumber, '198.51.100.23'],
    ] as const) {
      await three(phone, from);
      expect((await enter(idNumber, 'wrong 1', { from })).code).toBe('LOGIN_FAILED');
      expect((await enter(phone, right, { from })).code).toBe('LOGIN_LOCKED');
      expect((await enter(idNumber.toLowerCase(), 'wrong 1', { from })).code).toBe('LOGIN_FAILED');
    }
    const from = '198.51.100.24';
    await three(hers.phone, from);
    await three(stranger.phone, from);
    expect((await enter(hers.idNumber, right, { from })).status).toBe(200);
    expect((await enter(hers.phone, right, { from })).status).toBe(200);
    expect((await enter(stranger.phone, right, { from })).code).toBe('LOGIN_LOCKED');
  });

  test('guesses sent at once are looked at one by one, right ones sent at once all pass', async () => {
    const { phone } = await citizenOf(server, 2, { password: right });
    const wrong = await Promise.all(
      Array.from({ length: 12 }, () => enter(phone, 'wrong 1', { from: '198.51.100.2' })),
    );
    expect(wrong.filter(({ code }) => code === 'LOGIN_FAILED')).toHaveLength(3);
    expect(wrong.filter(({ code }) => code === 'LOGIN_LOCKED')).toHaveLength(9);
    const passed = await Promise.all(Array.from({ length: 8 }, () => enter(phone, right, { from: '198.51.100.3' })));
    expect(passed.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect((await enter(phone, right, { from: '198.51.100.3' })).status).toBe(200);
  });

  test("a stranger's guesses lock neither the owner's device, nor another address, nor an SMS code", async () => {
    const { phone, id } = await citizenOf(server, 3, { password: right });
    const shared = '198.51.100.4';
    expect((await enter(phone, right, { from: shared, device: phoneMark })).status).toBe(200);
    for (let i = 0; i < 4; i++) await enter(phone, 'wrong 1', { from: shared, device: `stranger-number-${i}-aaaa` });
    expect((await enter(phone, right, { from: shared })).code).toBe('LOGIN_LOCKED');
    expect((await enter(phone, right, { from: shared, device: phoneMark })).status).toBe(200);
    expect((await enter(phone, right, { from: '203.0.113.7' })).status).toBe(200);
    const code = await ask(phone, { from: shared });
    const entered = await call(server, identity.sms, { body: { phone, code }, from: shared });
    expect(entered.body.citizen.id).toBe(id);
  });

  test('guesses from everywhere at one account are few, and its known places are not slowed', async () => {
    const { phone } = await citizenOf(server, 4, { password: right });
    const home = '203.0.113.20';
    expect((await enter(phone, right, { from: home })).status).toBe(200);
    const tried = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        enter(phone, 'wrong 1', { from: `192.0.2.${i}`, device: `bot-number-${i}-abcdefgh` }),
      ),
    );
    expect(tried.filter(({ code }) => code === 'LOGIN_FAILED')).toHaveLength(20);
    expect((await enter(phone, right, { from: '192.0.2.200' })).code).toBe('LOGIN_LOCKED');
    expect((await enter(phone, right, { from: home })).status).toBe(200);
  });

  describe('guesses from everywhere at a member of staff', () => {
    const password = 'Own-password-7';
    const totpAt = (secret: string) => new TOTP({ secret }).generate({ timestamp: server.clock.now() });
    const staff = async (username: string, proof: object, from: string, typed = password) => {
      const { status, body } = await call(server, identity.staff, {
        body: { username, password: typed, ...proof },
        from,
      });
      return body.error?.code ?? status;
    };
    const activated = async (username: string, from: string, guesses: () => Promise<unknown>) => {
      const centre = await server.get(CentreStaff);
      const { link } = await server.database.unitOfWork((tx) =>
        centre.createAccount(tx, username, '莫小燕', ['officer']),
      );
      await guesses();
      const token = new URL(link).hash.slice(1);
      const { totpSecret } = (await call(server, staffAccess.activation, { body: { token }, from })).body;
      const body = { token, password, totp: totpAt(totpSecret) };
      const { recoveryCodes } = (await call(server, staffAccess.activate, { body, from })).body;
      server.clock.advance(30 * second);
      return { totpSecret: totpSecret as string, recoveryCodes: recoveryCodes as string[] };
    };
    const flood = (username: string, net: number, proof: object) =>
      Promise.all(
        Array.from({ length: 30 }, (_, i) => staff(username, proof, `198.18.${net}.${i}`, 'wrong password 1')),
      );

    test('do not keep her from the first sign-in where she activated the account', async () => {
      const from = '203.0.113.30';
      const { totpSecret } = await activated('lu-haiyan', from, () => flood('lu-haiyan', 1, { totp: '123456' }));
      await flood('lu-haiyan', 2, { totp: '123456' });
      expect(await staff('lu-haiyan', { totp: totpAt(totpSecret) }, '203.0.113.31')).toBe('LOGIN_LOCKED');
      expect(await staff('lu-haiyan', { totp: totpAt(totpSecret) }, from)).toBe(200);
    });

    test('stop no recovery code at a new place, whichever of the two is guessed at', async () => {
      const { totpSecret, recoveryCodes } = await activated('lu-haibo', '203.0.113.40', async () => undefined);
      const [one, two] = recoveryCodes as [string, string];
      await flood('lu-haibo', 3, { totp: '123456' });
      await flood('lu-haibo', 4, { recoveryCode: 'aaaa-bbbb-cccc' });
      const elsewhere = '203.0.113.41';
      // Locked is locked, whatever is right.
      const answers = [
        await staff('lu-haibo', { totp: totpAt(totpSecret) }, elsewhere),
        await staff('lu-haibo', { totp: '000000' }, elsewhere),
        await staff('lu-haibo', { totp: totpAt(totpSecret) }, elsewhere, 'wrong password 1'),
      ];
      expect(new Set(answers)).toEqual(new Set(['LOGIN_LOCKED']));
      expect(await staff('lu-haibo', { recoveryCode: one }, elsewhere)).toBe(200);
      // At one place they are slowed down like anything else, and a reset ends that, too.
      const guess = () => staff('lu-haibo', { recoveryCode: 'aaaa-bbbb-cccc' }, '203.0.113.42');
      expect([await guess(), await guess(), await guess()]).toEqual(Array(3).fill('LOGIN_FAILED'));
      expect(await staff('lu-haibo', { recoveryCode: two }, '203.0.113.42')).toBe('LOGIN_LOCKED');
      const guard = await server.get(LoginGuard);
      await server.database.unitOfWork((tx) => guard.forgiveAll(tx, lockOf('lu-haibo')));
      expect(await staff('lu-haibo', { recoveryCode: two }, '203.0.113.42')).toBe(200);
    });
  });

  test('one subscriber of IPv6 is one address', async () => {
    const { phone } = await citizenOf(server, 5, { password: right });
    for (let i = 0; i < 3; i++) await enter(phone, 'wrong 1', { from: `2001:db8:1:2::${i}` });
    expect((await enter(phone, right, { from: '2001:db8:1:2:ffff::9' })).code).toBe('LOGIN_LOCKED');
    expect((await enter(phone, right, { from: '2001:db8:1:3::9' })).status).toBe(200);
  });

  test("nobody else's tries use a code up, nobody else's request replaces it", async () => {
    const phone = phoneOf(6);
    const owner = { from: '198.51.100.6', device: phoneMark };
    const stranger = { from: '198.51.100.66', device: 'mark-of-somebody-else' };
    const code = await ask(phone, owner);
    for (let i = 0; i < 6; i++) expect(await take(phone, otherThan(code), stranger)).toBe(422);
    const theirs = await ask(phone, stranger);
    for (let i = 0; i < 5; i++) expect(await take(phone, otherThan(theirs), stranger)).toBe(422);
    expect(await take(phone, theirs, stranger)).toBe(422);
    // Her network changed meanwhile; the device did not.
    expect(await take(phone, code, { ...owner, from: '198.51.100.7' })).toBe(200);
  });

  test('ten codes a day for strangers to a phone; the device that has used one keeps a share of its own', async () => {
    const phone = phoneOf(7);
    const owner = { from: '198.51.100.8', device: phoneMark };
    expect(await take(phone, await ask(phone, owner), owner)).toBe(200);
    for (let i = 0; i < 9; i++) {
      server.clock.advance(minute);
      expect(await ask(phone, { from: `192.0.2.${i}` })).toMatch(/^\d{6}$/);
    }
    server.clock.advance(minute);
    expect(await ask(phone, { from: '192.0.2.99' })).toBe('SMS_TOO_OFTEN');
    const code = await ask(phone, owner);
    expect(await take(phone, code, owner)).toBe(200);
    server.clock.advance(24 * 60 * minute);
    expect(await ask(phone, { from: '192.0.2.99' })).toMatch(/^\d{6}$/);
  });

  test('many marks from one address: one code a minute, three a day, and the owner and her sessions get theirs', async () => {
    const person = await citizenOf(server, 88);
    const from = '192.0.2.150';
    const flood = () =>
      Promise.all(
        Array.from({ length: 12 }, (_, i) =>
          call(server, identity.sendSms, {
            body: { phone: person.phone },
            from,
            device: `mark-of-a-flood-${i}-${server.clock.now()}`,
          }),
        ),
      );
    let passed = 0;
    for (let round = 0; round < 5; round++) {
      const now = (await flood()).filter(({ status }) => status === 200).length;
      expect(now).toBeLessThanOrEqual(1);
      passed += now;
      const own = await call(server, identity.deviceCode, { token: person.token, from: '203.0.113.80' });
      if (round === 0) expect(own.status).toBe(200);
      server.clock.advance(minute);
    }
    expect(passed).toBe(3);
    expect(await ask(person.phone, { from: '203.0.113.81' })).toMatch(/^\d{6}$/);
  });

  test('neither address nor device is stored in the clear', async () => {
    const tables = ['login_failure', 'sms_code', 'sign_in_source', 'quota'];
    const rows = await Promise.all(tables.map((table) => server.database.read(`SELECT * FROM ${table}`)));
    expect(JSON.stringify(rows)).not.toMatch(/198\.51|192\.0\.2|2001:db8|mark-of|139077/);
  });
});
