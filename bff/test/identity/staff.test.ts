import { StaffService } from '@zhucheng/bff/modules/identity/staff.service';
import { routes } from '@zhucheng/shared';
import { Secret, TOTP } from 'otpauth';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';
import { call, staffOf, staffPassword } from './people';

const { identity } = routes;
const step = 30_000;

jest.setTimeout(60_000);

eachDatabase((dialect) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ dialect });
    server.clock.set(Math.ceil(server.clock.now() / step) * step);
  });
  afterAll(() => server.close());

  const codeAt = (secret: string, at: number) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });
  const signIn = (username: string, totp: string, password = staffPassword) =>
    call(server, identity.staff, { body: { username, password, totp } });

  test('a code works one step early or late, and once', async () => {
    const { username, totpSecret, id } = await staffOf(server, ['officer']);
    const now = server.clock.now();
    expect((await signIn(username, codeAt(totpSecret, now - 2 * step))).body.error.code).toBe('TOTP_INVALID');
    const answer = await signIn(username, codeAt(totpSecret, now - step));
    expect(answer.body).toMatchObject({ staff: { id, username, roles: ['officer'], institution: null } });
    expect(answer.body.expiresAt).toBe(now + 12 * 3_600_000);
    expect((await signIn(username, codeAt(totpSecret, now - step))).body.error.code).toBe('TOTP_INVALID');
    const same = codeAt(totpSecret, now);
    const both = await Promise.all([signIn(username, same), signIn(username, same)]);
    expect(both.map((one) => one.status).sort()).toEqual([200, 401]);
    // A code older than the last used one is spent as well.
    expect((await signIn(username, codeAt(totpSecret, now - step))).status).toBe(401);
  });

  test('wrong passwords and wrong codes lock the account; unknown names are answered alike', async () => {
    const { username, totpSecret } = await staffOf(server, ['auditor']);
    const good = codeAt(totpSecret, server.clock.now());
    const wrong = good === '000000' ? '000001' : '000000';
    expect((await signIn('nobody', good)).body.error.code).toBe('LOGIN_FAILED');
    for (let i = 0; i < 3; i++) expect((await signIn(username, good, 'wrong 1')).body.error.code).toBe('LOGIN_FAILED');
    for (let i = 0; i < 2; i++) expect((await signIn(username, wrong)).body.error.code).toBe('TOTP_INVALID');
    expect((await signIn(username, good)).body.error.code).toBe('LOGIN_LOCKED');
    server.clock.advance(15 * 60_000);
    expect((await signIn(username, codeAt(totpSecret, server.clock.now()))).status).toBe(200);
  });

  test('a clerk carries the institution; staff are no citizens', async () => {
    const staff = await server.get(StaffService);
    const bank = { name: '北海市银滩农村商业银行', creditCode: '91450502MA5KYH1X2R', kind: 'bank' };
    const institutionId = await server.database.unitOfWork((tx) => staff.createInstitution(tx, bank));
    const { token } = await staffOf(server, ['institution-clerk'], { institutionId });
    const answer = await call(server, identity.staffMe, { token });
    expect(answer.body.institution).toEqual({ id: institutionId, name: bank.name });
    expect((await call(server, identity.me, { token })).status).toBe(403);
    expect(await staff.institutionByCreditCode(bank.creditCode)).toMatchObject({ id: institutionId });
  });

  test('no password or secret is stored in the clear', async () => {
    const rows = await server.database.read('SELECT * FROM staff');
    expect(JSON.stringify(rows)).not.toMatch(/JBSWY3DP|staff password|李审核/);
  });
});
