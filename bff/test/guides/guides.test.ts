import { Businesses } from '@zhucheng/bff/modules/businesses/businesses.service';
import { FeeService } from '@zhucheng/bff/modules/payments/fee.service';
import { newId } from '@zhucheng/bff/platform/ids';
import {
  type Business,
  businesses,
  type GuideView,
  guideKeyOf,
  routes,
  type StaffRole,
  type UnitUse,
  unitUses,
} from '@zhucheng/shared';
import { toyBusiness } from '@zhucheng/shared/testing';
import { call, citizenOf, staffOf } from '../identity/people';
import { eachDatabase } from '../support/databases';
import { fullScans, statementsOf } from '../support/explain';
import { startTestServer, type TestServer } from '../support/server';

const { guides } = routes;
const slashed: Business = { ...toyBusiness, id: 'pre-review/toy', name: '玩具预审', category: 'preliminary' };
const all = [...businesses, toyBusiness, slashed];
const DAY = 86_400_000;

jest.setTimeout(60_000);

eachDatabase((dialect) => {
  let server: TestServer;
  let registrar: string;
  const tokens = {} as Record<StaffRole, string>;
  const dayIn = (days: number) => new Date(server.clock.now() + 8 * 3_600_000 + days * DAY).toISOString().slice(0, 10);
  const key = guideKeyOf(slashed.id);
  const words = (more: Record<string, unknown> = {}) => ({
    section: 'materials',
    text: '请带户口本原件。',
    from: dayIn(0),
    until: null,
    ...more,
  });
  const add = (body: unknown, id = key, token = registrar) =>
    call(server, guides.addNote, { token, params: { id }, body });
  const shown = async (id = key): Promise<GuideView['notes']> =>
    (await call(server, guides.detail, { params: { id } })).body.notes;

  beforeAll(async () => {
    server = await startTestServer({ dialect });
    (await server.get(Businesses)).use(all);
    for (const role of ['officer', 'registrar', 'auditor', 'administrator'] as const)
      tokens[role] = (await staffOf(server, [role])).token;
    registrar = tokens.registrar;
  });
  afterAll(() => server.close());

  test('everybody reads the guide of every business, with the prices of the fee table', async () => {
    const fees = await server.get(FeeService);
    for (const business of all) {
      const { status, body } = await call(server, guides.detail, { params: { id: guideKeyOf(business.id) } });
      expect(status).toBe(200);
      const guide = body as GuideView;
      expect(guide).toMatchObject({ businessId: business.id, name: business.name, result: business.guide.result });
      const matter = business.fee.matter;
      for (const row of guide.fees.rows)
        for (const name of row.uses.split('、')) {
          const use = (Object.keys(unitUses) as UnitUse[]).find((id) => unitUses[id] === name)!;
          const quote = await fees.quote({ matter, use, copies: 3, day: dayIn(0) });
          expect(row.perUnitFen + 2 * row.furtherCopyFen).toBe(quote.totalFen);
        }
      expect(guide.fees.rows.length === 0).toBe(guide.fees.remark !== null);
    }
    expect((await call(server, guides.detail, { params: { id: 'no-such~guide' } })).status).toBe(404);
    expect((await call(server, guides.detail, { params: { id: slashed.id } })).status).toBe(422);
  });

  test('a guide is found by every word of the search and by its category', async () => {
    const names = async (query: Record<string, string>) =>
      (await call(server, guides.list, { query })).body.items.map((item: { name: string }) => item.name);
    expect(await names({})).toEqual(all.map((business) => business.name));
    expect(await names({ search: '玩具 预审' })).toEqual([slashed.name]);
    expect(await names({ search: '玩具 没有的词' })).toEqual([]);
    expect(await names({ category: 'preliminary' })).toContain(slashed.name);
    const material = businesses[0]!.guide.materials[0]!.slice(0, 5);
    expect(await names({ search: material })).toContain(businesses[0]!.name);
    expect((await call(server, guides.list, { query: { search: '长'.repeat(61) } })).status).toBe(422);
  });

  test('only registrars and administrators write notes', async () => {
    const citizen = (await citizenOf(server, 1)).token;
    for (const [token, status] of [
      [undefined, 401],
      [citizen, 403],
      [tokens.officer, 403],
      [tokens.auditor, 403],
      [tokens.registrar, 200],
      [tokens.administrator, 200],
    ] as const) {
      const answer = await call(server, guides.addNote, {
        ...(token && { token }),
        params: { id: guideKeyOf(toyBusiness.id) },
        body: words(),
      });
      expect(answer.status).toBe(status);
    }
    expect(await shown(guideKeyOf(toyBusiness.id))).toHaveLength(2);
    expect(await shown()).toEqual([]);
  });

  test('a note is shown from its first to its last day, and no longer once withdrawn', async () => {
    const text = '端午期间窗口休息。';
    const { body: note } = await add(words({ section: 'times', text, from: dayIn(1), until: dayIn(2) }));
    expect(note).toMatchObject({ state: 'coming', author: '李审核', version: 1 });
    expect(await shown()).toEqual([]);
    server.clock.advance(DAY);
    expect(await shown()).toMatchObject([{ section: 'times', text }]);
    server.clock.advance(DAY);
    expect(await shown()).toHaveLength(1);
    server.clock.advance(DAY);
    expect(await shown()).toEqual([]);
    // Nobody's session lasts three days.
    registrar = (await staffOf(server, ['registrar'])).token;
    tokens.administrator = (await staffOf(server, ['administrator'])).token;
    const params = { id: note.id };
    const edit = (version: number, more = {}) =>
      call(server, guides.editNote, { token: registrar, params, body: { ...words(more), version } });
    expect((await edit(1, { text: '改过了。' })).body).toMatchObject({ state: 'shown', version: 2 });
    expect((await edit(1)).body.error.code).toBe('SAVED_MEANWHILE');
    expect(await shown()).toMatchObject([{ section: 'materials', text: '改过了。' }]);
    const withdrawn = await call(server, guides.withdrawNote, { token: registrar, params, body: { version: 2 } });
    expect(withdrawn.body).toMatchObject({ state: 'withdrawn', version: 3 });
    expect(await shown()).toEqual([]);
    expect((await edit(3)).body.error.code).toBe('CONFLICT');
    const listed = await call(server, guides.notes, { token: tokens.administrator, params: { id: key } });
    expect(listed.body.items).toMatchObject([{ id: note.id, state: 'withdrawn' }]);
    const actions = await server.database.read<{ action: string }>(
      'SELECT action FROM audit_entry WHERE subject_id = ? ORDER BY id',
      [note.id],
    );
    expect(actions.map(({ action }) => action)).toEqual(['guide-note.add', 'guide-note.edit', 'guide-note.withdraw']);
  });

  test('faults are said at their fields', async () => {
    for (const [more, path] of [
      [{ text: '  ' }, 'text'],
      [{ text: '长'.repeat(501) }, 'text'],
      [{ section: 'nowhere' }, 'section'],
      [{ from: '2026-02-30' }, 'from'],
      [{ until: dayIn(-1) }, 'until'],
    ] as const) {
      const { status, body } = await add(words(more));
      expect({ status, path: body.error.fields[0].path }).toEqual({ status: 422, path: expect.stringContaining(path) });
    }
    expect((await add(words(), 'unknown')).status).toBe(404);
    const nowhere = { token: registrar, params: { id: newId() }, body: { version: 1 } };
    expect((await call(server, guides.withdrawNote, nowhere)).status).toBe(404);
  });

  test('a note stays plain text, and the same command twice is one note', async () => {
    const text = '<script>alert(1)</script> & "引号" {{1+1}}';
    const send = () =>
      call(server, guides.addNote, {
        token: registrar,
        params: { id: key },
        body: words({ text }),
        key: 'note-twice-1',
      });
    const first = await send();
    expect((await send()).body).toEqual(first.body);
    expect((await shown()).filter((note) => note.text === text)).toHaveLength(1);
    const answer = await fetch(`${server.url}/api/guides/${key}`);
    expect(answer.headers.get('content-type')).toContain('application/json');
  });

  test('a guide is read with at most three statements, along indexes', async () => {
    const statements = await statementsOf(server, () => call(server, guides.detail, { params: { id: key } }));
    expect(statements.length).toBeLessThanOrEqual(3);
    for (const { sql, params } of statements.filter((one) => one.sql.includes('guide_note')))
      expect(await fullScans(server, sql, params)).toEqual([]);
  });
});
