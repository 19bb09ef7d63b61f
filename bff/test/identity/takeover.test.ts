import { routes } from '@zhucheng/shared';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';
import { call, citizenOf, fakeAdapters, phoneOf } from './people';

const { identity } = routes;
/** What several modules keep by account. */
const kept = [
  ['registration_case', 'applicant_id'],
  ['agent_grant', 'principal_id'],
  ['agent_grant', 'agent_id'],
  ['uploaded_file', 'owner_id'],
  ['fee_order', 'applicant_id'],
  ['appointment', 'booker_id'],
] as const;

jest.setTimeout(60_000);

eachDatabase((dialect) => {
  let server: TestServer;
  const { adapters, state } = fakeAdapters();
  beforeAll(async () => {
    server = await startTestServer({ dialect, adapters });
  });
  afterAll(() => server.close());

  /** Columns that want a value, and what kind. */
  const wanted = async (table: string): Promise<Array<{ name: string; type: string }>> => {
    const sql =
      dialect === 'sqlite'
        ? `SELECT name, type FROM pragma_table_info('${table}') WHERE "notnull" = 1 AND dflt_value IS NULL`
        : 'SELECT column_name AS name, data_type AS type FROM information_schema.columns ' +
          `WHERE table_schema = DATABASE() AND table_name = '${table}' AND is_nullable = 'NO' AND column_default IS NULL`;
    return server.database.read(sql);
  };
  /** A row of which nothing counts but whom it names. */
  const insert = async (table: string, column: string, value: string, id: string) => {
    const columns = await wanted(table);
    const row = Object.fromEntries(columns.map(({ name, type }) => [name, /int|dec|num/i.test(type) ? 1 : id]));
    await server.database.unitOfWork((tx) => tx.insert(table, { ...row, id, [column]: value }));
  };

  test('what was done in an account follows its person to the account that goes on; others keep theirs', async () => {
    const holder = await citizenOf(server, 640);
    const stranger = await citizenOf(server, 641);
    const { token: wallet } = (await call(server, identity.wechat, { body: { code: 'openid:wx-640' } })).body;
    const bound = await call(server, identity.wechatPhone, {
      token: wallet,
      body: { code: `phone:${phoneOf(642)}` },
    });
    const { token, citizen } = bound.body;
    state.phones.set(holder.idNumber, phoneOf(642));
    const body = { name: holder.name, idNumber: holder.idNumber, pledge: true };
    expect((await call(server, identity.realName, { token, body })).status).toBe(200);
    for (const [index, [table, column]] of kept.entries()) {
      await insert(table, column, citizen.id, `hers${index}`);
      await insert(table, column, stranger.id, `else${index}`);
    }
    const face = { channel: 'alipay', faceConsent: true };
    const { attemptId } = (await call(server, identity.face, { token, body: face })).body;
    state.faces.get(`certify-${attemptId}`)!.state = 'passed';
    const shown = await call(server, identity.faceConfirm, { token, body: { attemptId } });
    expect(shown.body.id).toBe(holder.id);
    expect(citizen.id).not.toBe(holder.id);
    for (const [index, [table, column]] of kept.entries()) {
      const names = async (id: string) =>
        (await server.database.read<Record<string, string>>(`SELECT * FROM ${table} WHERE id = ?`, [id]))[0]![column];
      expect([table, column, await names(`hers${index}`)]).toEqual([table, column, holder.id]);
      expect(await names(`else${index}`)).toBe(stranger.id);
    }
  });
});
