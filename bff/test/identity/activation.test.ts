import { CentreStaff } from '@zhucheng/bff/modules/identity/centre-staff.service';
import { FirstAdministrators } from '@zhucheng/bff/modules/identity/first-administrators.service';
import { migrate, undoMigration } from '@zhucheng/bff/platform/database/migrate';
import type { NewAccount } from '@zhucheng/shared';
import { routes } from '@zhucheng/shared';
import { TOTP } from 'otpauth';
import { auditedOf } from '../support/audited';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';
import { call, staffOf } from './people';

const { staffAccess, identity } = routes;
const step = 30_000;
const day = 86_400_000;
const password = 'Own-password-7';

eachDatabase((dialect) => {
  let server: TestServer;
  let serial = 0;
  beforeAll(async () => {
    server = await startTestServer({ dialect });
  });
  afterAll(() => server.close());

  const tokenOf = ({ link }: NewAccount): string => new URL(link).hash.slice(1);
  const open = (token: string) => call(server, staffAccess.activation, { body: { token } });
  const finish = (token: string, totp: string) =>
    call(server, staffAccess.activate, { body: { token, password, totp } });
  const code = (secret: string): string => new TOTP({ secret }).generate({ timestamp: server.clock.now() });
  const signIn = (username: string, proof: { totp: string } | { recoveryCode: string }) =>
    call(server, identity.staff, { body: { username, password, ...proof } });
  const refusedBy = async (work: Promise<unknown>) => {
    const error = (await work.then(
      () => null,
      (caught: unknown) => caught,
    )) as { code?: string; message?: string } | null;
    return error?.code;
  };

  async function invited(): Promise<NewAccount> {
    const centre = await server.get(CentreStaff);
    return server.database.unitOfWork((tx) => centre.createAccount(tx, `officer-${++serial}`, '莫小燕', ['officer']));
  }

  async function activated() {
    const account = await invited();
    const token = tokenOf(account);
    const { totpSecret } = (await open(token)).body;
    const { recoveryCodes } = (await finish(token, code(totpSecret))).body;
    return { ...account, token, totpSecret, recoveryCodes: recoveryCodes as string[] };
  }

  test('a link opens once: own password, own authenticator, ten recovery codes', async () => {
    const account = await invited();
    const token = tokenOf(account);
    expect(account.link).not.toMatch(/[?]/);
    expect((await signIn(account.username, { totp: '123456' })).body.error.code).toBe('LOGIN_FAILED');
    const first = await open(token);
    expect(first.body).toMatchObject({ username: account.username, name: '莫小燕' });
    expect(first.body.totpUri).toContain(first.body.totpSecret);
    const wrong = code(first.body.totpSecret) === '000000' ? '000001' : '000000';
    expect((await finish(token, wrong)).body.error.code).toBe('TOTP_INVALID');
    const weak = await call(server, staffAccess.activate, { body: { token, password: 'short', totp: '123456' } });
    expect(weak.body.error.fields[0].path).toBe('password');
    const done = await finish(token, code(first.body.totpSecret));
    expect(new Set(done.body.recoveryCodes).size).toBe(10);
    for (const answer of [await open(token), await finish(token, code(first.body.totpSecret))])
      expect(answer.body.error.code).toBe('ACTIVATION_INVALID');
    // The code that confirmed the authenticator is spent.
    const spent = { totp: code(first.body.totpSecret) };
    expect((await signIn(account.username, spent)).body.error.code).toBe('LOGIN_FAILED');
    server.clock.advance(step);
    const now = { totp: code(first.body.totpSecret) };
    expect((await signIn(account.username, now)).body.staff).toMatchObject({ id: account.id, roles: ['officer'] });
  });

  test('two who hold the link: one comes in', async () => {
    const token = tokenOf(await invited());
    const { totpSecret } = (await open(token)).body;
    const both = await Promise.all([finish(token, code(totpSecret)), finish(token, code(totpSecret))]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 422]);
  });

  test('whoever looked behind the link before the owner holds a worthless key', async () => {
    const token = tokenOf(await invited());
    const spy = (await open(token)).body.totpSecret;
    const own = (await open(token)).body.totpSecret;
    expect(spy).not.toBe(own);
    expect((await finish(token, code(spy))).body.error.code).toBe('TOTP_INVALID');
    expect((await finish(token, code(own))).status).toBe(200);
  });

  test('a link ends after a day; a made-up one and a disabled account’s open nothing', async () => {
    const account = await invited();
    const other = await invited();
    await server.database.unitOfWork((tx) => tx.update('staff', { active: 0 }, { id: other.id }));
    for (const token of ['x'.repeat(43), tokenOf(other)])
      expect((await open(token)).body.error.code).toBe('ACTIVATION_INVALID');
    expect(account.linkExpiresAt).toBe(server.clock.now() + day);
    server.clock.advance(day);
    expect((await open(tokenOf(account))).body.error.code).toBe('ACTIVATION_INVALID');
  });

  test('a recovery code signs in instead of the authenticator, once, and is in the action log', async () => {
    const account = await activated();
    const [one, two] = account.recoveryCodes as [string, string];
    const other = await activated();
    expect((await signIn(other.username, { recoveryCode: one })).body.error.code).toBe('LOGIN_FAILED');
    const typed = one.toUpperCase().replaceAll('-', ' ');
    const both = await Promise.all([1, 2].map(() => signIn(account.username, { recoveryCode: typed })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    const { token } = both.find(({ status }) => status === 200)!.body;
    expect((await call(server, staffAccess.account, { token })).body.recoveryCodesLeft).toBe(9);
    server.clock.advance(step);
    const renewed = await call(server, staffAccess.newRecoveryCodes, {
      token,
      body: { totp: code(account.totpSecret) },
    });
    expect(renewed.body.recoveryCodes).toHaveLength(10);
    expect((await signIn(account.username, { recoveryCode: two })).body.error.code).toBe('LOGIN_FAILED');
    const [fresh] = renewed.body.recoveryCodes as [string];
    expect((await signIn(account.username, { recoveryCode: fresh })).status).toBe(200);
    const log = JSON.stringify(await auditedOf(server, account.id));
    for (const words of [/staff\.activate/, /how\W+recovery-code/, /staff\.recovery-codes/]) expect(log).toMatch(words);
  });

  test('neither a link nor a recovery code nor a name stands anywhere in the clear', async () => {
    const { token, recoveryCodes, totpSecret } = await activated();
    const open = tokenOf(await invited());
    const tables = ['staff', 'staff_recovery_code', 'audit_entry', 'idempotency_key', 'outbox'];
    const rows = await Promise.all(tables.map((table) => server.database.read(`SELECT * FROM ${table}`)));
    const stored = JSON.stringify(rows);
    const codes = recoveryCodes.flatMap((one) => [one, one.replaceAll('-', '')]);
    for (const secret of [token, open, totpSecret, '莫小燕', ...codes]) expect(stored).not.toContain(secret);
  });

  test('the command makes administrators until two are there, and never after', async () => {
    const commands = await server.get(FirstAdministrators);
    const create = (name: string) => server.database.unitOfWork((tx) => commands.create(tx, name, '高永安'));
    const link = (name: string) => server.database.unitOfWork((tx) => commands.link(tx, name));
    const enter = async (account: NewAccount) => {
      const { totpSecret } = (await open(tokenOf(account))).body;
      return (await finish(tokenOf(account), code(totpSecret))).status;
    };
    const one = await create('gao-yongan');
    const two = await create('wei-liping');
    // An open link counts: its holder will be one.
    expect(await refusedBy(create('third'))).toBe('CONFLICT');
    expect(await enter(one)).toBe(200);
    expect(await refusedBy(link('gao-yongan'))).toBe('CONFLICT');
    const renewed = await link('wei-liping');
    expect(await enter(two)).toBe(422);
    expect(await enter(renewed)).toBe(200);
    for (const name of ['third', 'wei-liping']) expect(await refusedBy(create(name))).toBe('CONFLICT');
    // One who has lost the telephone: the other one disables the account, the command opens it again.
    const centre = await server.get(CentreStaff);
    const actor = { kind: 'staff' as const, id: one.id, roles: [], sessionId: '' };
    await server.database.unitOfWork((tx) => centre.disable(tx, actor, two.id));
    const again = await create('wei-liping');
    expect(again.id).toBe(two.id);
    expect(await enter(again)).toBe(200);
    expect((await centre.list(actor)).activeAdministrators).toBe(2);
  });

  test('whoever held an initial password at the update needs a link; everybody else goes on', async () => {
    const own = await startTestServer({ dialect });
    try {
      const there = () =>
        own.database.read('SELECT activated_at FROM staff').then(
          () => true,
          () => false,
        );
      while (await there()) await undoMigration(own.database);
      const row = { name_cipher: own.cipher.encrypt('甲', 'staff.name'), roles: '["officer"]', created_at: 1 };
      await own.database.unitOfWork(async (tx) => {
        for (const [id, initial] of [
          ['01KAS00000000000000000000A', 0],
          ['01KAS00000000000000000000B', 1],
        ] as const)
          await tx.insert('staff', {
            ...row,
            id,
            username: id,
            password_hash: 'h',
            totp_cipher: 't',
            password_initial: initial,
          });
      });
      await migrate(own.database);
      const rows = await own.database.read('SELECT password_hash, totp_cipher, activated_at FROM staff ORDER BY id');
      expect(rows).toEqual([
        { password_hash: 'h', totp_cipher: 't', activated_at: 1 },
        { password_hash: '', totp_cipher: '', activated_at: null },
      ]);
      expect((await staffOf(own, ['officer'])).token).toBeTruthy();
    } finally {
      await own.close();
    }
  });
});
