import { idAt, newId } from '@zhucheng/bff/platform/ids';
import { routes } from '@zhucheng/shared';
import { call, staffOf } from '../identity/people';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';

const { audit } = routes;

jest.setTimeout(60_000);

eachDatabase((dialect) => {
  let server: TestServer;
  let auditor: string;
  beforeAll(async () => {
    server = await startTestServer({ dialect });
    auditor = (await staffOf(server, ['auditor'])).token;
  });
  afterAll(() => server.close());

  const plain = (id: string, subjectId: string) => {
    const row = { at: server.clock.now(), actor_kind: 'staff', actor_id: 'x', action: 'old', subject_kind: 'unit' };
    return server.database.unitOfWork((tx) =>
      tx.insert('audit_entry', { ...row, id, subject_id: subjectId, detail: '{"i":1}' }),
    );
  };

  test('an entry of an earlier version, in the clear, is shown and keeps its seal', async () => {
    const subjectId = newId();
    expect(await server.database.read('SELECT seq FROM audit_seal')).toEqual([]);
    await plain(idAt(server.clock.now() - 86_400_000), subjectId);
    await server.audit.seal();
    const { body } = await call(server, audit.list, { token: auditor, query: { subjectId } });
    expect(body.items).toMatchObject([{ detail: { i: 1 }, hash: expect.any(String) }]);
    expect((await call(server, audit.verify, { token: auditor })).body.intact).toBe(true);
  });

  test('what an entry tells is readable on the screen of the auditor and nowhere in the database', async () => {
    const reason = '陈海波本人到窗口，电话 13877900001';
    const subject = { kind: 'party' as const, id: newId() };
    const actor = { kind: 'staff', id: newId() } as const;
    await server.database.unitOfWork((tx) =>
      tx.audit({ actor, action: 'personal-data.unmask', subject, detail: { reason, units: [{ name: '李审核' }] } }),
    );
    await server.audit.seal();
    const stored = JSON.stringify(await server.database.read('SELECT * FROM audit_entry'));
    for (const text of ['陈海波', '13877900001', '李审核', 'reason']) expect(stored).not.toContain(text);
    const { body } = await call(server, audit.list, { token: auditor, query: { subjectId: subject.id } });
    expect(body.items).toMatchObject([{ detail: { reason, units: [{ name: '李审核' }] } }]);
  });

  test('the text of one entry does not open in another', async () => {
    const [one, other] = [newId(), newId()];
    for (const id of [one, other])
      await server.database.unitOfWork((tx) =>
        tx.audit({
          actor: { kind: 'system', id: 'system' },
          action: 'file.upload',
          subject: { kind: 'unit', id },
          detail: { unitId: id },
        }),
      );
    await server.database.unitOfWork(async (tx) => {
      const [row] = await tx.query<{ detail: string }>('SELECT detail FROM audit_entry WHERE subject_id = ?', [one]);
      await tx.execute('UPDATE audit_entry SET detail = ? WHERE subject_id = ?', [row!.detail, other]);
    });
    const { body } = await call(server, audit.list, { token: auditor, query: { subjectId: other } });
    expect(body.items).toMatchObject([{ detail: { unreadable: true } }]);
    expect((await call(server, audit.list, { token: auditor })).status).toBe(200);
  });

  test.each([
    ['now', 0],
    ['dated back', 30 * 86_400_000],
  ])('an entry in the clear that somebody put into the database is not believed, and is named: %s', async (_, ago) => {
    const subjectId = newId();
    const [{ seq }] = (await server.database.read('SELECT MAX(seq) AS seq FROM audit_seal')) as [{ seq: number }];
    await server.audit.seal();
    await plain(idAt(server.clock.now() - ago), subjectId);
    await server.audit.sweep();
    const { body } = await call(server, audit.list, { token: auditor, query: { subjectId } });
    expect(body.items).toMatchObject([{ detail: { unreadable: true } }]);
    const { intact, brokenAt } = (await call(server, audit.verify, { token: auditor })).body;
    expect(intact).toBe(false);
    expect(brokenAt).toBeGreaterThan(seq);
    await server.database.unitOfWork(async (tx) => {
      await tx.execute('DELETE FROM audit_seal WHERE entry_id IN (SELECT id FROM audit_entry WHERE subject_id = ?)', [
        subjectId,
      ]);
      await tx.execute('DELETE FROM audit_entry WHERE subject_id = ?', [subjectId]);
    });
    expect((await call(server, audit.verify, { token: auditor })).body.brokenAt).not.toBe(brokenAt);
  });
});
