import { sealings } from '@zhucheng/bff/modules/institutions/filing.secrets';
import { endedReasons } from '@zhucheng/bff/modules/register/register.secrets';
import { newId } from '@zhucheng/bff/platform/ids';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';

const columns = { ...sealings, 'limit-reasons': endedReasons };

eachDatabase((dialect) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ dialect });
  });
  afterAll(() => server?.close());

  test.each(Object.entries(columns))('%s of earlier versions are encrypted by a job', async (name, sealing) => {
    const { table, plain, cipher, context } = sealing;
    const types = await required(table);
    const texts = Array.from({ length: 3 }, (_, i) => (i === 1 ? '' : `与王建国家有关的理由${i}`));
    const ids = texts.map(() => newId());
    for (const [i, id] of ids.entries())
      await server.database.unitOfWork((tx) => tx.insert(table, { ...filled(types), id, [plain]: texts[i] }));
    await server.jobs.run(`upgrade-${name}`);
    const rows = await server.database.read<Record<string, string | null>>(`SELECT * FROM ${table} ORDER BY id`);
    expect(JSON.stringify(rows)).not.toContain('王建国');
    const opened = rows.map((row) => (row[cipher] ? server.cipher.decrypt(row[cipher], context) : row[plain]));
    expect(opened).toEqual(texts);
  });

  /** The columns that must have a value; true: a number. */
  async function required(table: string): Promise<Array<[string, boolean]>> {
    const sql =
      dialect === 'sqlite'
        ? `SELECT name, type, "notnull" AS required FROM pragma_table_info('${table}')`
        : `SELECT column_name AS name, data_type AS type, is_nullable = 'NO' AS required FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = '${table}'`;
    const rows = await server.database.read<{ name: string; type: string; required: number }>(sql);
    return rows.filter((row) => Number(row.required) === 1).map(({ name, type }) => [name, /int/i.test(type)]);
  }
});

let serial = 0;
const filled = (columns: Array<[string, boolean]>) =>
  Object.fromEntries(columns.map(([name, number]) => [name, number ? 0 : `a${++serial}`]));
