import { migrate, undoMigration } from '@zhucheng/bff/platform/database/migrate';
import { routes } from '@zhucheng/shared';
import { call, staffOf } from '../identity/people';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';

const { institutions } = routes;

jest.setTimeout(60_000);

eachDatabase((dialect) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ dialect });
  });
  afterAll(() => server.close());

  const there = () =>
    server.database.read('SELECT staff_id FROM institution_clerk').then(
      () => true,
      () => false,
    );

  test('whoever was a clerk before there were permissions keeps everything', async () => {
    while (await there()) await undoMigration(server.database);
    const bank = { id: '01KAS00000000000000000000B', name: '北海市银滩农村商业银行', kind: 'bank' };
    const account = { id: '01KAS00000000000000000000C', username: 'old-clerk', roles: '["institution-clerk"]' };
    await server.database.unitOfWork(async (tx) => {
      await tx.insert('institution', { ...bank, credit_code: '91450502MA5KYH1X2R', created_at: 1 });
      const name_cipher = server.cipher.encrypt('邱晓琳', 'staff.name');
      const row = { ...account, name_cipher, password_hash: 'x', totp_cipher: 'x', institution_id: bank.id };
      await tx.insert('staff', { ...row, created_at: 1 });
    });
    await migrate(server.database);
    const { token } = await staffOf(server, ['institution-clerk'], { institutionId: bank.id });
    const unknown = await call(server, institutions.scope, { token });
    expect(unknown.body.error).toMatchObject({ code: 'FORBIDDEN', detail: { reason: 'not-a-clerk' } });
    const [scope] = await server.database.read(
      'SELECT k.institution_id, k.branch_id, k.business_ids, k.all_branches, f.institution_admin, b.name, i.state ' +
        'FROM institution_clerk k JOIN staff f ON f.id = k.staff_id JOIN institution_branch b ON b.id = k.branch_id ' +
        'JOIN institution i ON i.id = k.institution_id WHERE k.staff_id = ?',
      [account.id],
    );
    expect(scope).toEqual({
      institution_id: bank.id,
      branch_id: bank.id,
      business_ids: '["*"]',
      all_branches: 1,
      institution_admin: 1,
      name: '本部',
      state: 'active',
    });
  });
});
