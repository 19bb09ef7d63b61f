import { newId } from '@zhucheng/bff/platform/ids';
import { addWorkingDays, type BacklogView, businesses, type CaseState, routes } from '@zhucheng/shared';
import { call, staffOf } from '../identity/people';
import { eachDatabase } from '../support/databases';
import { fullScans, statementsOf } from '../support/explain';
import { startTestServer, type TestServer } from '../support/server';

const { backlog } = routes;
const { id: businessId, version, name: businessName } = businesses[0]!;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

jest.setTimeout(120_000);

eachDatabase((dialect) => {
  let server: TestServer;
  let registrar: string;
  let mine: { id: string; token: string };
  let other: { id: string; token: string };
  let count = 0;

  async function enter(state: CaseState, deadlineAt: number | null, by?: { id: string }): Promise<string> {
    const id = newId();
    const now = server.clock.now();
    await server.database.unitOfWork((tx) =>
      tx.insert('registration_case', {
        id,
        acceptance_number: `A${++count}`,
        business_id: businessId,
        business_version: version,
        state,
        version: 1,
        applicant_id: newId(),
        unit_id: newId(),
        right_id: newId(),
        unit_summary: JSON.stringify({ location: `北海市海城区北部湾路 ${count} 号` }),
        form_cipher: '',
        content_hash: '',
        warnings: '[]',
        ever_submitted: 1,
        correction_used: 0,
        claimed_by: by?.id ?? null,
        claimed_name: by ? '李审核' : null,
        claimed_at: by ? now : null,
        state_since: now - count * 1000,
        deadline_at: deadlineAt,
        submitted_at: now,
        created_at: now,
        updated_at: now,
      }),
    );
    return id;
  }

  const overview = async (token: string): Promise<BacklogView> =>
    (await call(server, backlog.overview, { token })).body;
  const cases = (token: string, query: Record<string, string> = {}) => call(server, backlog.cases, { token, query });
  const total = (view: BacklogView) => view.cells.reduce((sum, cell) => sum + cell.count, 0);
  const at = (view: BacklogView, state: string, left: string) =>
    view.cells.find((cell) => cell.state === state && cell.left === left) ?? { count: 0, unclaimed: 0 };

  let first: string;
  beforeAll(async () => {
    server = await startTestServer({ dialect });
    registrar = (await staffOf(server, ['registrar'])).token;
    mine = await staffOf(server, ['officer']);
    other = await staffOf(server, ['officer']);
    const now = server.clock.now();
    const today = Math.floor((now + 8 * HOUR) / DAY) * DAY + DAY - 1 - 8 * HOUR;
    await enter('reviewing', now - HOUR, mine);
    await enter('reviewing', now - 2 * HOUR, other);
    await enter('reviewing', today, other);
    await enter('reviewing', addWorkingDays(now, 1));
    first = await enter('reviewing', today);
    await enter('reviewing', addWorkingDays(now, 5));
    await enter('suspended', null);
    await enter('awaiting-payment', now + 20 * DAY);
    await enter('draft', now + DAY);
    await enter('completed', null);
    for (let i = 0; i < 5; i++) await enter('submitted', addWorkingDays(now, 4 + i));
    for (let i = 0; i < 60; i++) await enter('completed', null);
  });
  afterAll(() => server.close());

  test('the board counts open cases by state and time left; a draft is nobody’s backlog', async () => {
    const view = await overview(registrar);
    expect(view.scope).toBe('all');
    expect(total(view)).toBe(13);
    expect(view.cells.map((cell) => cell.businessName)).toEqual(view.cells.map(() => businessName));
    expect(at(view, 'reviewing', 'overdue')).toMatchObject({ count: 2, unclaimed: 0 });
    expect(at(view, 'reviewing', 'today')).toMatchObject({ count: 2, unclaimed: 1 });
    expect(at(view, 'reviewing', 'soon')).toMatchObject({ count: 1, unclaimed: 1 });
    expect(at(view, 'reviewing', 'later')).toMatchObject({ count: 1, unclaimed: 1 });
    expect(at(view, 'suspended', 'none').count).toBe(1);
    expect(at(view, 'draft', 'soon').count).toBe(0);
    expect(view.unclaimed[0]).toMatchObject({ id: first, claimedBy: null });
    expect(view.unclaimed).toHaveLength(3);
    expect(view.officers.map(({ id, open, overdue, today }) => ({ id, open, overdue, today }))).toEqual([
      { id: other.id, open: 2, overdue: 1, today: 1 },
      { id: mine.id, open: 1, overdue: 1, today: 0 },
    ]);
  });

  test('an officer sees the own cases and the unclaimed ones', async () => {
    const view = await overview(mine.token);
    expect(view.scope).toBe('own');
    expect(total(view)).toBe(11);
    expect(view.officers).toMatchObject([{ id: mine.id, mine: true, open: 1 }]);
    const list = (await cases(mine.token, { claimedBy: other.id })).body;
    expect(list.items).toEqual([]);
    expect((await cases(mine.token, { state: 'reviewing' })).body.items).toHaveLength(4);
  });

  test('the list behind every number has as many cases as the number says', async () => {
    for (const token of [registrar, mine.token]) {
      for (const { state, left, count: expected } of (await overview(token)).cells) {
        const { body } = await cases(token, { state, left, businessId, limit: '100' });
        expect({ state, left, listed: body.items.length }).toEqual({ state, left, listed: expected });
      }
    }
    expect((await cases(registrar, { claimedBy: 'none', state: 'reviewing' })).body.items).toHaveLength(3);
    expect((await cases(registrar, { state: 'draft' })).body.items).toEqual([]);
    expect((await cases(registrar, { businessId: 'unknown' })).body.items).toEqual([]);
  });

  test('pages follow each other without gap or repeat, the most urgent first', async () => {
    const seen: Array<{ id: string; deadlineAt: number | null }> = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body }: { body: { items: typeof seen; next: string | null } } = await cases(registrar, {
        limit: '2',
        ...(cursor && { cursor }),
      });
      seen.push(...body.items);
      cursor = body.next;
    }
    expect(new Set(seen.map((item) => item.id)).size).toBe(13);
    expect(seen).toHaveLength(13);
    const times = seen.map((item) => item.deadlineAt ?? 0);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect((await cases(registrar, { cursor: 'x.y' })).body.items).toEqual([]);
  });

  test('auditors and clerks have no part in it', async () => {
    for (const role of ['auditor', 'institution-clerk'] as const) {
      const { token } = await staffOf(server, [role]);
      expect((await call(server, backlog.overview, { token })).status).toBe(403);
      expect((await cases(token)).status).toBe(403);
    }
  });

  test('each view is at most two statements along an index', async () => {
    if (dialect === 'mysql') await server.database.read('ANALYZE TABLE registration_case', []);
    for (const [reading, most] of [
      [() => overview(registrar), 2],
      [() => overview(mine.token), 2],
      [() => cases(registrar, { state: 'reviewing', left: 'today' }), 1],
      [() => cases(mine.token), 1],
    ] as Array<[() => Promise<unknown>, number]>) {
      const statements = (await statementsOf(server, reading)).filter(({ sql }) => sql.includes('registration_case'));
      expect(statements.length).toBeLessThanOrEqual(most);
      for (const { sql, params } of statements) expect(await fullScans(server, sql, params)).toEqual([]);
    }
  });
});
