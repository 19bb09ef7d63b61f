import { routes } from '@zhucheng/shared';
import { TOTP } from 'otpauth';
import { auditedOf } from '../support/audited';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';
import { Authenticator } from './authenticator';
import { call, staffOf } from './people';

const { staffAccess, identity } = routes;
const step = 30_000;
const site = { origin: 'https://dengji.example', rpId: 'dengji.example' };

eachDatabase((dialect) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ dialect, variables: { PUBLIC_URL: `${site.origin}/` } });
  });
  afterAll(() => server.close());

  type Somebody = Awaited<ReturnType<typeof staffOf>>;
  const code = ({ totpSecret }: Somebody): string => {
    server.clock.advance(step);
    return new TOTP({ secret: totpSecret }).generate({ timestamp: server.clock.now() });
  };
  const options = async (who: Somebody) =>
    (await call(server, staffAccess.newPasskey, { token: who.token, body: { totp: code(who) } })).body;
  const add = (who: Somebody, answer: unknown) =>
    call(server, staffAccess.addPasskey, { token: who.token, body: { name: '办公室电脑', answer } });
  const challenge = async () => (await call(server, staffAccess.passkeyChallenge)).body;
  const signIn = (answer: unknown) => call(server, staffAccess.passkeySignIn, { body: { answer } });

  async function enrolled() {
    const who = await staffOf(server, ['officer']);
    const device = new Authenticator(site);
    const added = await add(who, device.create(await options(who)));
    expect(added).toMatchObject({ status: 200, body: { name: '办公室电脑', lastUsedAt: null } });
    return { who, device, id: added.body.id as string };
  }

  test('a passkey signs its owner in, and is named in the action log', async () => {
    const { who, device, id } = await enrolled();
    const answer = await signIn(device.get(await challenge()));
    expect(answer).toMatchObject({ status: 200, body: { staff: { id: who.id, username: who.username } } });
    expect((await call(server, identity.staffMe, { token: answer.body.token })).status).toBe(200);
    const own = await call(server, staffAccess.account, { token: who.token });
    expect(own.body.passkeys).toEqual([expect.objectContaining({ id, lastUsedAt: server.clock.now() })]);
    const entries = await auditedOf(server, who.id);
    expect(JSON.stringify(entries)).toContain('staff.passkey-add');
    expect(JSON.stringify(entries)).toMatch(/how\W+passkey/);
    expect(JSON.stringify(await server.database.read('SELECT * FROM staff_passkey'))).not.toContain('办公室');
  });

  test('making one asks for the code of the authenticator', async () => {
    const who = await staffOf(server, ['officer']);
    const refused = await call(server, staffAccess.newPasskey, { token: who.token, body: { totp: '000000' } });
    expect(refused.body.error.code).toBe('TOTP_INVALID');
    const totp = code(who);
    expect((await call(server, staffAccess.newPasskey, { token: who.token, body: { totp } })).status).toBe(200);
    const again = await call(server, staffAccess.newPasskey, { token: who.token, body: { totp } });
    expect(again.body.error.code).toBe('TOTP_INVALID');
  });

  test('an answer is good once, for its own challenge, site and purpose, and for five minutes', async () => {
    const { device } = await enrolled();
    const given = await challenge();
    const answer = device.get(given);
    const both = await Promise.all([signIn(answer), signIn(answer)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    const wrong: unknown[] = [
      device.get(given),
      device.get(await challenge(), { origin: 'https://dengji.example.evil.example' }),
      device.get(await challenge(), { rpId: 'evil.example' }),
      device.get(await challenge(), { verified: false }),
      device.get({ challenge: Buffer.alloc(42, 7).toString('base64url') }),
      new Authenticator(site).get(await challenge()),
    ];
    const late = device.get(await challenge());
    for (const one of wrong) expect((await signIn(one)).body.error.code).toBe('LOGIN_FAILED');
    server.clock.advance(5 * 60_000);
    expect((await signIn(late)).body.error.code).toBe('LOGIN_FAILED');
    const forged = device.get(await challenge());
    forged.response.signature = Buffer.from('not a signature').toString('base64url');
    expect((await signIn(forged)).body.error.code).toBe('LOGIN_FAILED');
  });

  test('nobody enrols a passkey with a challenge that was given to somebody else, or twice', async () => {
    const [one, other] = [await staffOf(server, ['officer']), await staffOf(server, ['auditor'])];
    const given = await options(one);
    const device = new Authenticator(site);
    const refusals = [
      await add(other, device.create(given)),
      await add(one, device.create(given, { verified: false })),
      await add(one, device.create(await challenge().then((found) => ({ ...given, ...found })))),
    ];
    for (const { body } of refusals) expect(body.error.code).toBe('PASSKEY_REFUSED');
    expect((await add(one, device.create(given))).status).toBe(200);
    expect((await add(one, new Authenticator(site).create(given))).body.error.code).toBe('PASSKEY_REFUSED');
  });

  test('removed, it opens nothing; another’s is not there; a disabled account stays closed', async () => {
    const { who, device, id } = await enrolled();
    const stranger = await staffOf(server, ['officer']);
    const params = { id };
    expect((await call(server, staffAccess.removePasskey, { token: stranger.token, params })).status).toBe(404);
    await server.database.unitOfWork((tx) => tx.update('staff', { active: 0 }, { id: who.id }));
    expect((await signIn(device.get(await challenge()))).body.error.code).toBe('LOGIN_FAILED');
    await server.database.unitOfWork((tx) => tx.update('staff', { active: 1 }, { id: who.id }));
    expect((await call(server, staffAccess.removePasskey, { token: who.token, params })).status).toBe(200);
    expect((await signIn(device.get(await challenge()))).body.error.code).toBe('LOGIN_FAILED');
  });
});
