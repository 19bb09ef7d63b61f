import { businesses, type Readiness, routes, stepOf } from '@zhucheng/shared';
import { eachDatabase } from '../../bff/test/support/databases';
import type { Actor } from '../walk/cast';
import type { Client } from '../walk/client';
import { colleague } from './support/clerk';
import { finished, Ground, opened } from './support/desk';
import { type Platform, startPlatform } from './support/platform';
import { refusal } from './support/refusal';
import { contentOf } from './support/sheets';

jest.setTimeout(240_000);

const { enterprise, cases, authorisations } = routes;
const notice = businesses.find(({ effects }) =>
  effects.some((effect) => effect.do === 'register-notice' && effect.notice === 'presale'),
)!;
const day = 86_400_000;
const price = 88_800_000;

eachDatabase((dialect) => {
  let platform: Platform;
  let ground: Ground;
  let developer: Client;
  let builder: { name: string; creditCode: string };
  let buyer: Actor;
  let serial = 0;

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    ground = new Ground(platform);
    developer = await platform.cast.officer('developer1');
    builder = platform.cast.developer('developer1');
    buyer = await platform.cast.person('chen-haibo');
  });
  afterAll(() => platform?.close());

  const open = async (count: number): Promise<string[]> => {
    const surveyNumber = `20260109${String(++serial).padStart(4, '0')}`;
    const unitIds = await ground.units(count, { surveyNumber, developer: builder });
    const verify = { surveyNumber, creditCode: builder.creditCode };
    const { rows } = await opened(developer, { businessId: notice.id, verify, unitIds });
    return rows.map(({ caseId }) => caseId!);
  };
  const batch = async (action: 'send' | 'remind' | 'submit', caseIds: string[], client = developer) =>
    finished(client, await client.call(enterprise.act, { body: { action, caseIds } }));
  const fill = async (step: string, rows: Array<{ caseId: string; data: Record<string, unknown> }>) =>
    finished(
      developer,
      await developer.call(enterprise.fill, { body: { step, rows: rows.map((row) => ({ ...row, version: 0 })) } }),
    );
  const complete = async (caseIds: string[]): Promise<void> => {
    const contractSignedOn = new Date(platform.clock.now() - 30 * day).toISOString().slice(0, 10);
    const { name, idNumber, phone } = buyer;
    const parties = { buyer: { coOwnership: 'sole', members: [{ name, idNumber, phone }] } };
    const data = { parties, price, contractSignedOn };
    await fill(
      'presale',
      caseIds.map((caseId) => ({ caseId, data })),
    );
    const rows = [];
    for (const caseId of caseIds) {
      const { unit } = await developer.call(cases.detail, { params: { id: caseId } });
      const { filingNumber } = await platform.playground.send<{ filingNumber: string }>('POST', '/housing/contracts', {
        unitNumber: unit.unitNumber,
        priceFen: price,
        sellers: [builder.name],
        buyers: [name],
      });
      rows.push({ caseId, data: { filingNumber } });
    }
    await fill(stepOf(notice, 'ask')!.id, rows);
  };
  const authorise = async (caseId: string): Promise<void> => {
    const { parties } = await developer.call(cases.detail, { params: { id: caseId } });
    const params = { id: parties.find(({ role }) => role === 'buyer')!.id };
    const { contentHash } = await buyer.client.call(authorisations.detail, { params });
    const { attemptId, alipay } = await buyer.client.call(authorisations.face, {
      params,
      body: { channel: 'alipay', contentHash, faceConsent: true },
    });
    await platform.playground.send('POST', `/faces/${alipay!.certifyId}/pass`);
    await buyer.client.call(authorisations.confirm, { params, body: { attemptId } });
  };
  const listed = async (readiness: Readiness, more: { text?: string; businessId?: string } = {}) => {
    const { items } = await developer.call(enterprise.find, { body: { readiness, limit: 100, ...more } });
    return items.map(({ id }) => id).sort();
  };
  const reminders = async (caseId: string): Promise<number> => {
    const [row] = await platform.server.database.read<{ n: number }>(
      "SELECT COUNT(*) AS n FROM message WHERE case_id = ? AND template = 'authorise-reminder'",
      [caseId],
    );
    return Number(row!.n);
  };

  test('a case is listed under what it still needs, from its opening to its submission', async () => {
    const ids = (await open(2)).sort();
    const [one, other] = ids as [string, string];
    expect(await listed('incomplete')).toEqual(ids);
    await complete([one]);
    expect([await listed('incomplete'), await listed('to-send')]).toEqual([[other], [one]]);
    await batch('send', [one]);
    expect([await listed('to-send'), await listed('authorising')]).toEqual([[], [one]]);
    await authorise(one);
    expect([await listed('authorising'), await listed('ready')]).toEqual([[], [one]]);
    const { location } = await developer.call(cases.detail, { params: { id: one } }).then(({ unit }) => unit);
    expect(await listed('ready', { text: location, businessId: notice.id })).toEqual([one]);
    expect(await listed('incomplete', { text: location })).toEqual([]);
    // Called back and changed: nobody has agreed to what it says now.
    await developer.call(cases.recall, { params: { id: one } });
    expect(await listed('to-send')).toEqual([one]);
    await batch('send', [one]);
    expect(await listed('ready')).toEqual([one]);
    await batch('submit', [one]);
    for (const readiness of ['to-send', 'authorising', 'ready'] as const) expect(await listed(readiness)).toEqual([]);
  });

  test('what is exported is what the filter shows', async () => {
    const [done] = await open(2);
    await complete([done!]);
    const bytes = async (readiness: Readiness): Promise<Buffer> => {
      const answer = await fetch(`${platform.url}${routes.sheets.workList.path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${developer.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ readiness }),
      });
      return Buffer.from(await answer.arrayBuffer());
    };
    const { acceptanceNumber } = await developer.call(cases.detail, { params: { id: done! } });
    const { rows } = contentOf(await bytes('to-send'), '受理编号');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toContain(acceptanceNumber);
    expect(contentOf(await bytes('incomplete'), '受理编号').rows.flat()).not.toContain(acceptanceNumber);
  });

  test('cases from before readiness was kept are found once the server has looked at them', async () => {
    const [id] = await open(1);
    await platform.server.database.unitOfWork((tx) =>
      tx.execute("UPDATE registration_case SET readiness = 'unsettled' WHERE id = ?", [id]),
    );
    expect(await listed('incomplete')).not.toContain(id);
    await platform.server.jobs.run('case.readiness');
    expect(await listed('incomplete')).toContain(id);
  });

  test('reminds of each case whoever has not authorised, and says of each row how it went', async () => {
    const ids = await open(4);
    const [waiting, authorised, justReminded, incomplete] = ids as [string, string, string, string];
    await complete([waiting, authorised, justReminded]);
    await batch('send', [waiting, authorised, justReminded]);
    await authorise(authorised);
    expect(await developer.call(cases.remind, { params: { id: justReminded } })).toEqual({ reminded: 1 });
    const { rows, done, failed } = await batch('remind', [justReminded, authorised, incomplete, waiting]);
    expect([done, failed]).toEqual([1, 3]);
    expect(rows.map(({ state, code }) => [state, code])).toEqual([
      ['failed', 'REMINDED_RECENTLY'],
      ['failed', 'NOBODY_TO_REMIND'],
      ['failed', 'ACTION_NOT_ALLOWED'],
      ['done', null],
    ]);
    expect(rows[3]!.message).toBe('已提醒 1 人');
    expect(await Promise.all([waiting, authorised, justReminded].map(reminders))).toEqual([1, 0, 1]);
    expect((await batch('remind', [waiting])).rows[0]!.code).toBe('REMINDED_RECENTLY');
    platform.clock.advance(21 * 60_000);
    expect((await batch('remind', [waiting])).done).toBe(1);
    expect(await reminders(waiting)).toBe(2);
  });

  test('two clerks who remind of the same case at once send one message', async () => {
    const ids = await open(3);
    await complete(ids);
    await batch('send', ids);
    const both = await Promise.all([batch('remind', ids), batch('remind', ids)]);
    expect(both.reduce((sum, { done }) => sum + done, 0)).toBe(3);
    expect(await Promise.all(ids.map(reminders))).toEqual([1, 1, 1]);
  });

  test('a colleague’s case is a row that fails; another institution’s is not found', async () => {
    const [id] = await open(1);
    await complete([id!]);
    await batch('send', [id!]);
    const { client } = await colleague(platform, developer, { businessIds: [] });
    expect((await batch('remind', [id!], client)).rows).toEqual([
      expect.objectContaining({ state: 'failed', code: 'FORBIDDEN', message: expect.stringContaining('管理员') }),
    ]);
    const stranger = await platform.cast.officer('bank1');
    const { status } = await refusal(stranger.call(enterprise.act, { body: { action: 'remind', caseIds: [id!] } }));
    expect([status, await reminders(id!)]).toEqual([404, 0]);
  });

  test('a reminder takes at most 17 statements for each case, its message included', async () => {
    const count = 40;
    const ids = await open(count);
    await complete(ids);
    await batch('send', ids);
    await platform.server.outbox.drain();
    const { database } = platform.server;
    const before = database.statements;
    await developer.call(enterprise.act, { body: { action: 'remind', caseIds: ids } });
    await platform.server.outbox.drain();
    const each = (database.statements - before) / count;
    console.info(`${dialect}: ${each.toFixed(1)} statements per reminder`);
    expect(await Promise.all(ids.map(reminders))).toEqual(ids.map(() => 1));
    expect(each).toBeLessThanOrEqual(17);
  });
});
