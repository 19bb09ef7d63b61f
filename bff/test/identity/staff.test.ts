import { RecoveryCodes } from '@zhucheng/bff/modules/identity/recovery-code.service';
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
    expect((await signIn(username, codeAt(totpSecret, now - 2 * step))).body.error.code).toBe('LOGIN_FAILED');
    const answer = await signIn(username, codeAt(totpSecret, now - step));
    expect(answer.body).toMatchObject({ staff: { id, username, roles: ['officer'], institution: null } });
    expect(answer.body.expiresAt).toBe(now + 12 * 3_600_000);
    expect((await signIn(username, codeAt(totpSecret, now - step))).body.error.code).toBe('LOGIN_FAILED');
    const same = codeAt(totpSecret, now);
    const both = await Promise.all([signIn(username, same), signIn(username, same)]);
    expect(both.map((one) => one.status).sort()).toEqual([200, 401]);
    // A code older than the last used one is spent as well.
    expect((await signIn(username, codeAt(totpSecret, now - step))).status).toBe(401);
  });

  test('wrong passwords and wrong codes slow the account down; unknown names are answered alike', async () => {
    const { username, totpSecret } = await staffOf(server, ['auditor']);
    const good = codeAt(totpSecret, server.clock.now());
    const wrong = good === '000000' ? '000001' : '000000';
    expect((await signIn('nobody', good)).body.error.code).toBe('LOGIN_FAILED');
    for (let i = 0; i < 2; i++) expect((await signIn(username, good, 'wrong 1')).body.error.code).toBe('LOGIN_FAILED');
    expect((await signIn(username, wrong)).body.error.code).toBe('LOGIN_FAILED');
    const locked = await signIn(username, good);
    expect(locked.body.error).toMatchObject({ code: 'LOGIN_LOCKED', message: expect.stringContaining('5 秒') });
    server.clock.advance(step);
    expect((await signIn(username, codeAt(totpSecret, server.clock.now()))).status).toBe(200);
  });

  test('the right password and code sent eight times at once lock nobody out', async () => {
    const { username, totpSecret } = await staffOf(server, ['auditor']);
    const code = codeAt(totpSecret, server.clock.now());
    const answers = await Promise.all(Array.from({ length: 8 }, () => signIn(username, code)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 401, 401, 401, 401, 401, 401, 401]);
    server.clock.advance(step);
    expect((await signIn(username, codeAt(totpSecret, server.clock.now()))).status).toBe(200);
  });

  test('a used code with the right password locks like a wrong password: the lock tells nobody which it was', async () => {
    const { username, totpSecret } = await staffOf(server, ['officer']);
    const used = codeAt(totpSecret, server.clock.now());
    expect((await signIn(username, used)).status).toBe(200);
    server.clock.advance(11_000);
    for (let i = 0; i < 3; i++) expect((await signIn(username, used)).body.error.code).toBe('LOGIN_FAILED');
    expect((await signIn(username, used)).body.error.code).toBe('LOGIN_LOCKED');
    const codes = await server.get(RecoveryCodes);
    const [recoveryCode] = await server.database.unitOfWork(async (tx) =>
      codes.replace(tx, (await tx.query<{ id: string }>('SELECT id FROM staff WHERE username = ?', [username]))[0]!.id),
    );
    const recover = () =>
      call(server, identity.staff, { body: { username, password: staffPassword, recoveryCode: recoveryCode! } });
    expect((await recover()).status).toBe(200);
    server.clock.advance(11_000);
    for (let i = 0; i < 3; i++) expect((await recover()).body.error.code).toBe('LOGIN_FAILED');
    expect((await recover()).body.error.code).toBe('LOGIN_LOCKED');
    server.clock.set(Math.ceil(server.clock.now() / step) * step + step);
  });

  test('whatever was wrong, the answer is the same: nobody learns that the password was right', async () => {
    const { username, totpSecret } = await staffOf(server, ['officer']);
    const now = server.clock.now();
    const [good, used] = [codeAt(totpSecret, now), codeAt(totpSecret, now - step)];
    const wrong = [good, used].includes('000000') ? '000001' : '000000';
    expect((await signIn(username, used)).status).toBe(200);
    const tries = [
      await signIn('nobody-of-that-name', good),
      await signIn(username, good, 'wrong 1'),
      await signIn(username, wrong),
      await signIn(username, used),
      await call(server, identity.staff, {
        body: { username, password: staffPassword, recoveryCode: 'aaaa-bbbb-cccc' },
      }),
    ];
    const answers = tries.map(({ status, body }) => ({ status, error: { ...body.error, requestId: '' } }));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, error: { code: 'LOGIN_FAILED' } });
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
