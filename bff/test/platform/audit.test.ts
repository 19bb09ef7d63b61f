import { detailContext } from '@zhucheng/bff/platform/audit/audit';
import type { Transaction } from '@zhucheng/bff/platform/database/transaction';
import { idFloor } from '@zhucheng/bff/platform/ids';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';

eachDatabase((dialect) => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startTestServer({ dialect, modules: [] });
  });
  afterEach(() => server.close());

  const draft = (i: number) => ({
    actor: { kind: 'staff' as const, id: 'O1' },
    action: 'file.upload' as const,
    subject: { kind: 'unit' as const, id: String(i) },
    detail: { count: i },
  });
  const write = async (from: number, to: number) => {
    for (let i = from; i <= to; i++) await server.database.unitOfWork((tx) => tx.audit(draft(i)));
  };
  const row = {
    at: 0,
    actor_kind: 'staff',
    actor_id: 'x',
    action: 'a',
    subject_kind: 's',
    subject_id: '1',
    detail: '{}',
  };
  const tamper = (sql: string, params: unknown[]) =>
    server.database.unitOfWork((tx: Transaction) => tx.execute(sql, params));

  test('seals in order and verifies', async () => {
    await write(1, 5);
    expect(await server.audit.seal()).toBe(5);
    await write(6, 7);
    expect(await server.audit.seal()).toBe(2);
    expect(await server.audit.seal()).toBe(0);
    expect(await server.audit.verifyChain()).toMatchObject({ ok: true, checked: 7, head: { seq: 7 } });
    expect(await server.audit.verifyChain(3, 5)).toMatchObject({ ok: true, checked: 3, head: { seq: 5 } });
  });

  test('more than one page', async () => {
    await server.database.unitOfWork(async (tx) => {
      for (let i = 0; i < 1_100; i++) await tx.audit(draft(i));
    });
    expect(await server.audit.seal()).toBe(1_100);
    expect(await server.audit.verifyChain()).toMatchObject({ ok: true, checked: 1_100 });
  });

  test('two sealers at once make one chain', async () => {
    await write(1, 20);
    await Promise.all([server.audit.seal(), server.audit.seal(), server.audit.seal()]);
    await server.audit.seal();
    expect(await server.audit.verifyChain()).toMatchObject({ ok: true, checked: 20 });
  });

  test('an entry that was committed late is sealed, though newer ones are already', async () => {
    await write(1, 2);
    await server.audit.seal();
    const id = `${idFloor(server.clock.now() - 30_000)}${'0'.repeat(16)}`;
    const detail = server.cipher.encryptJson({}, detailContext(id));
    await server.database.unitOfWork((tx) => tx.insert('audit_entry', { ...row, id, detail }));
    expect(await server.audit.seal()).toBe(1);
    expect(await server.audit.verifyChain()).toMatchObject({ ok: true, checked: 3 });
  });

  test('a sweep finds what the window missed', async () => {
    await write(1, 1);
    server.clock.advance(10 * 60_000);
    await server.audit.seal();
    await server.database.unitOfWork((tx) => tx.insert('audit_entry', { ...row, id: '0'.repeat(26) }));
    expect(await server.audit.seal()).toBe(0);
    expect(await server.audit.sweep()).toBe(1);
  });

  test.each([
    ['an altered entry', "UPDATE audit_entry SET action = 'toy.undo' WHERE subject_id = '3'", 'entry altered', 3],
    ['a removed entry', "DELETE FROM audit_entry WHERE subject_id = '2'", 'entry missing', 2],
    ['a removed seal', 'DELETE FROM audit_seal WHERE seq = 4', 'gap', 4],
    ['a rewritten seal', "UPDATE audit_seal SET hash = 'x', prev_hash = 'y' WHERE seq = 2", 'chain broken', 2],
  ])('%s is found', async (_name, sql, reason, seq) => {
    await write(1, 5);
    await server.audit.seal();
    await tamper(sql, []);
    expect(await server.audit.verifyChain()).toMatchObject({ ok: false, reason, seq });
  });
});
