import { newId } from '@zhucheng/bff/platform/ids';
import { GiveUp } from '@zhucheng/bff/platform/outbox/outbox';
import { routes, taskNames } from '@zhucheng/shared';
import { call, citizenOf, staffOf } from '../identity/people';
import { eachDatabase } from '../support/databases';
import { fullScans, statementsOf } from '../support/explain';
import { startTestServer, type TestServer } from '../support/server';

const { audit } = routes;

jest.setTimeout(60_000);

eachDatabase((dialect) => {
  let server: TestServer;
  let auditor: string;
  let administrator: string;
  const unit = newId();
  beforeAll(async () => {
    server = await startTestServer({ dialect });
    auditor = (await staffOf(server, ['auditor'])).token;
    administrator = (await staffOf(server, ['administrator'])).token;
    for (let i = 0; i < 60; i++) {
      const subject = { kind: 'unit' as const, id: i < 5 ? unit : newId() };
      const actor = { kind: 'staff', id: 'somebody' } as const;
      await server.database.unitOfWork((tx) =>
        tx.audit({ actor, action: i % 2 ? 'file.remove' : 'file.upload', subject, detail: { count: i } }),
      );
    }
    await server.audit.seal();
  });
  afterAll(() => server.close());

  test('every task of the background has a name for the list of what could not be delivered', () => {
    const { topics } = server.outbox as unknown as { topics: Map<string, unknown> };
    const ours = [...topics.keys()].filter((topic) => !topic.startsWith('test.'));
    expect(ours.filter((topic) => !(topic in taskNames))).toEqual([]);
    expect(ours.length).toBeGreaterThan(20);
  });

  test('entries are listed newest first, filtered along an index, page by page', async () => {
    const list = (query: Record<string, string>) => call(server, audit.list, { token: auditor, query });
    // The first call takes some of the day's ration for those that follow.
    await list({ limit: '1' });
    for (const [query, count] of [
      [{ subjectId: unit }, 5],
      [{ subjectId: unit, action: 'file.remove' }, 2],
      [{ action: 'file.upload', limit: '100' }, 30],
      [{ actorId: 'somebody', limit: '100' }, 60],
    ] as Array<[Record<string, string>, number]>) {
      const statements = await statementsOf(server, async () => {
        const { body } = await list(query);
        expect(body.items).toHaveLength(count);
        expect(body.items[0]).toMatchObject({ subjectKind: 'unit', hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
      });
      expect(statements.length).toBeLessThanOrEqual(2);
      for (const { sql, params } of statements) expect(await fullScans(server, sql, params)).toEqual([]);
    }
    const first = (await list({ limit: '40' })).body;
    const second = (await list({ limit: '40', cursor: first.next })).body;
    expect(second.next).toBeNull();
    const seen = [...first.items, ...second.items].map((item: { detail: { count: number } }) => item.detail.count);
    expect(seen).toEqual(Array.from({ length: 60 }, (_, i) => 59 - i));
  });

  test('the chain shows an altered entry', async () => {
    const verify = async () => (await call(server, audit.verify, { token: auditor })).body;
    expect(await verify()).toMatchObject({ intact: true, sealed: 60, unsealed: 0, brokenAt: null });
    const alter = (seq: number, detail: string) =>
      server.database.unitOfWork((tx) =>
        tx.execute('UPDATE audit_entry SET detail = ? WHERE id = (SELECT entry_id FROM audit_seal WHERE seq = ?)', [
          detail,
          seq,
        ]),
      );
    const [{ detail } = { detail: '' }] = await server.database.read<{ detail: string }>(
      'SELECT detail FROM audit_entry WHERE id = (SELECT entry_id FROM audit_seal WHERE seq = 7)',
    );
    await alter(7, '{"i":7}');
    expect(await verify()).toMatchObject({ intact: false, brokenAt: 7 });
    await alter(7, detail);
    expect((await verify()).intact).toBe(true);
  });

  test('a dead letter is listed without its content and can be tried again, audited', async () => {
    let broken = true;
    server.outbox.on('test.topic', async () => {
      if (broken) throw new GiveUp('refused');
    });
    await server.database.unitOfWork((tx) => tx.enqueue('test.topic', null, { secret: '陈海波' }));
    await server.outbox.drain();
    const dead = async () => (await call(server, audit.deadLetters, { token: administrator })).body.items;
    const [letter] = await dead();
    expect(letter).toMatchObject({ topic: 'test.topic', attempts: 1, lastError: 'refused' });
    expect(Object.keys(letter).sort()).toEqual(['attempts', 'createdAt', 'id', 'lastError', 'topic']);
    broken = false;
    const retry = (key: string) =>
      call(server, audit.retryDeadLetter, { token: administrator, params: { id: letter.id }, key });
    const key = newId();
    expect([(await retry(key)).body, (await retry(key)).body]).toEqual([{ done: true }, { done: true }]);
    expect((await retry(newId())).status).toBe(404);
    await server.outbox.drain();
    expect(await dead()).toEqual([]);
    const entries = await server.database.read("SELECT id FROM audit_entry WHERE action = 'outbox.retry'");
    expect(entries).toHaveLength(1);
  });

  test('only those whose task it is may look', async () => {
    const citizen = (await citizenOf(server, 1)).token;
    const officer = (await staffOf(server, ['officer'])).token;
    for (const token of [citizen, officer]) {
      expect((await call(server, audit.list, { token })).status).toBe(403);
      expect((await call(server, audit.deadLetters, { token })).status).toBe(403);
    }
    expect((await call(server, audit.deadLetters, { token: auditor })).status).toBe(403);
    expect((await call(server, audit.list)).status).toBe(401);
  });
});
