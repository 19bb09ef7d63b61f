import { setTimeout as pause } from 'node:timers/promises';
import { filingRoutes, filingTerms, repeatAfter } from '@zhucheng/shared';
import { type Connection, createConnection } from 'mysql2/promise';
import { onDatabase } from '../../bff/test/support/databases';
import { type OwnProcess, ownProcess } from './support/own-process';

jest.setTimeout(120_000);

const body = JSON.stringify({
  name: '北海潮汐农村商业银行',
  creditCode: '91450500MA5N0W4H96',
  kind: 'bank',
  legalRepresentative: '廖文彬',
  contact: { name: '苏婉清', phone: '13907790700' },
  administrator: { name: '陆子昂', username: 'joiner-1', phone: '13907790701' },
  termsVersion: filingTerms.version,
});

/** How many statements wait for a table that is locked. */
async function waitingFor(connection: Connection): Promise<number> {
  const sql =
    "SELECT COUNT(*) AS n FROM information_schema.processlist WHERE db = DATABASE() AND state LIKE 'Waiting for table%'";
  const [rows] = await connection.query(sql);
  return Number((rows as Array<{ n: number }>)[0]!.n);
}

onDatabase('mysql', (dialect) => {
  let own: OwnProcess;
  beforeAll(async () => {
    own = await ownProcess(dialect);
    await own.platform.start();
  });
  let holding: Connection | undefined;
  afterAll(async () => {
    // The table is free again, whatever happened: nothing else could be tidied up.
    await holding?.end();
    await own?.close();
  });

  const send = (): Promise<{ status: number; code?: string; receipt?: string }> =>
    fetch(`${own.platform.url}${filingRoutes.apply.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'key-of-this-filing' },
      body,
    }).then(
      async (answer) => {
        const said = (await answer.json()) as { receipt?: string; error?: { code: string } };
        return { status: answer.status, code: said.error?.code, receipt: said.receipt };
      },
      () => ({ status: 0 }),
    );

  test('a command whose process was killed is answered as soon as the process is back', async () => {
    holding = await createConnection(own.variables.DATABASE_URL!);
    await holding.query('LOCK TABLES institution_filing WRITE');
    const first = send();
    // The command is claimed and waits for the table.
    for (let waiting = 0; waiting === 0; await pause(100)) waiting = await waitingFor(holding);
    await own.platform.crash();
    expect(await first).toEqual({ status: 0 });
    await holding.query('UNLOCK TABLES');
    await own.platform.start();
    const answers = [await send()];
    const began = Date.now();
    while (answers.length < 20) {
      const ms = repeatAfter(answers.at(-1)!, answers.length - 1, Date.now() - began, 0.5);
      if (ms === null) break;
      await pause(ms);
      answers.push(await send());
    }
    // Nobody had to wait for a lease: the first question after the start is answered.
    expect(answers).toEqual([{ status: 200, code: undefined, receipt: expect.any(String) }]);
    const [rows] = await holding.query('SELECT id FROM institution_filing');
    expect(rows).toHaveLength(1);
    expect(await send()).toEqual(answers[0]);
  });
});
