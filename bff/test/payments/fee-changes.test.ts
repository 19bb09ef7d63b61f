import { type FeeRuleVersion, routes } from '@zhucheng/shared';
import { call, staffOf } from '../identity/people';
import { auditedOf } from '../support/audited';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';

const { centreFees, moneyProposals, guides } = routes;
const day = 86_400_000;

eachDatabase((dialect) => {
  let server: TestServer;
  let one: { id: string; token: string };
  let two: { id: string; token: string };
  const come = async () => {
    one = await staffOf(server, ['registrar']);
    two = await staffOf(server, ['administrator']);
  };
  /** Sessions do not last that long. */
  const later = async () => {
    server.clock.advance(2 * day);
    await come();
  };
  beforeAll(async () => {
    server = await startTestServer({ dialect });
    await come();
  });
  afterAll(() => server.close());

  type Person = { token: string };
  const send = (by: Person, route: Parameters<typeof call>[1], more: object = {}) =>
    call(server, route, { token: by.token, ...more });
  const table = async () => (await send(one, centreFees.table)).body;
  const dwellings = { matter: 'mortgage', payer: 'any', uses: ['dwelling', 'garage', 'parking', 'storage'] };
  const fees = (perUnitFen: number) => ({ perUnitFen, perFurtherCopyFen: 0 });
  const change = async (perUnitFen: number, more: object = {}) => ({
    from: (await table()).earliest,
    basis: '桂价费〔2026〕9号',
    rows: [{ ...dwellings, fees: fees(perUnitFen) }],
    citations: [],
    ...more,
  });
  const propose = (by: Person, body: object) => send(by, centreFees.propose, { body });
  const agree = (by: Person, id: string) => send(by, moneyProposals.agree, { params: { id } });
  const refuse = (by: Person, id: string, reason = '文号写错了') =>
    send(by, moneyProposals.refuse, { params: { id }, body: { reason } });
  const code = ({ body, status }: { body: { error?: { code: string } }; status: number }) =>
    body?.error?.code ?? status;
  const faults = ({ body }: { body: { error: { fields: Array<{ path: string }> } } }) =>
    body.error.fields.map(({ path }) => path);
  const priceOfMortgage = async () => {
    const { items } = (await call(server, guides.list, {})).body;
    const { id } = items.find(({ category }: { category: string }) => category === 'mortgage');
    const { fees } = (await call(server, guides.detail, { params: { id } })).body;
    return fees.rows.find(({ uses }: { uses: string }) => uses.includes('住宅')).perUnitFen;
  };

  test('a change needs a second person, ends the row in force the day before, and is followed without a release', async () => {
    const body = await change(6_000);
    const seen = (await send(one, centreFees.preview, { body })).body;
    expect(seen.differences).toContainEqual(
      expect.objectContaining({
        matter: 'mortgage',
        payer: 'any',
        uses: ['dwelling', 'parking', 'garage', 'storage'],
        before: expect.objectContaining({ perUnitFen: 8_000 }),
        after: expect.objectContaining({ perUnitFen: 6_000, basis: body.basis }),
      }),
    );
    expect(seen.openCases).toEqual([{ matter: 'mortgage', count: 0 }]);
    const { id } = (await propose(one, body)).body;
    expect(code(await agree(one, id))).toBe('FOUR_EYES');
    // One at a time.
    expect(code(await propose(two, await change(5_000)))).toBe('CONFLICT');
    expect((await table()).open).toMatchObject({ proposal: { id, mine: true }, preview: seen });
    expect(code(await agree(two, id))).toBe(200);
    expect(code(await agree(two, id))).toBe('CONFLICT');

    const { rules, open } = await table();
    expect(open).toBeNull();
    const ofMortgage = (rules as FeeRuleVersion[]).filter(
      ({ matter, payer, uses }) => matter === 'mortgage' && payer === 'any' && uses.length > 0,
    );
    expect(ofMortgage).toMatchObject([
      { perUnitFen: 8_000, state: 'now', until: body.from, agreedBy: null },
      { perUnitFen: 6_000, state: 'coming', from: body.from, until: null, agreedBy: expect.any(String) },
    ]);
    expect(await priceOfMortgage()).toBe(8_000);
    await later();
    expect(await priceOfMortgage()).toBe(6_000);
    const actions = (await auditedOf(server, id)).map(({ action }) => action);
    expect(actions).toEqual(['money.propose', 'money.agree']);
  });

  test('nothing begins today or earlier, and nothing overlaps or leaves a gap', async () => {
    const { earliest } = await table();
    const now = new Date(server.clock.now() + day / 3).toISOString().slice(0, 10);
    expect(earliest > now).toBe(true);
    expect(faults(await propose(one, await change(5_000, { from: now })))).toEqual(['from']);
    const rows = [{ matter: 'transfer', payer: 'any', uses: [], fees: null }];
    expect(faults(await propose(one, await change(1, { rows })))).toEqual(['rows']);
    const twice = [{ matter: 'transfer', payer: 'any', uses: ['dwelling'], fees: fees(1) }];
    expect(faults(await propose(one, await change(1, { rows: twice })))).toEqual(['rows']);
    expect(faults(await propose(one, await change(1, { rows: [] })))).toEqual(['rows']);
    expect(faults(await propose(one, await change(-1)))).toEqual(['rows.0.fees.perUnitFen']);
    expect(faults(await propose(one, await change(1, { basis: ' ' })))).toEqual(['basis']);
    // What was agreed to for a later day is not run over.
    const later = await change(7_000, { from: '2099-01-01' });
    const { id } = (await propose(one, later)).body;
    expect(code(await agree(two, id))).toBe(200);
    expect(faults(await propose(one, await change(7_500)))).toEqual(['from']);
    // Storage rooms move to another row, at one day.
    const moved = [
      { ...dwellings, matter: 'transfer', fees: null },
      { ...dwellings, matter: 'transfer', uses: ['dwelling', 'garage', 'parking'], fees: fees(8_000) },
    ];
    const preview = await send(two, centreFees.preview, { body: await change(1, { rows: moved }) });
    expect(preview.body.differences).toContainEqual(
      expect.objectContaining({ matter: 'transfer', payer: 'any', uses: ['storage'] }),
    );
  });

  test('what was refused or withdrawn is kept with its reason; a day that has come cannot be agreed to', async () => {
    const first = (await propose(one, await change(100, { from: '2099-06-01' }))).body;
    expect(code(await refuse(one, first.id, '金额写错'))).toBe(200);
    const second = (await propose(one, await change(100, { from: '2099-06-01' }))).body;
    expect(code(await refuse(two, second.id))).toBe(200);
    const { items } = (await send(one, moneyProposals.list, { query: { kind: 'fee-table' } })).body;
    expect(items.slice(0, 2)).toMatchObject([
      { state: 'refused', decisionReason: '文号写错了' },
      { state: 'withdrawn', decisionReason: '金额写错' },
    ]);
    const rows = [{ matter: 'first', payer: 'any', uses: [], fees: fees(1) }];
    const late = (await propose(one, await change(0, { rows }))).body;
    await later();
    expect(code(await agree(two, late.id))).toBe('CONFLICT');
    expect(code(await refuse(two, late.id))).toBe(200);
  });

  test('two who agree at once carry it out once', async () => {
    const three = await staffOf(server, ['registrar']);
    const rows = [{ matter: 'first', payer: 'small-enterprise', uses: [], fees: null }];
    const citations = [{ exemption: 'community-services', text: '公告 2027 年第 1 号', until: null }];
    const { id } = (await propose(one, await change(0, { rows, citations }))).body;
    const codes = (await Promise.all([agree(two, id), agree(three, id)])).map(code);
    expect(codes.map(String).sort()).toEqual(['200', 'CONFLICT']);
    const now = await table();
    expect(now.citations.filter(({ text }: { text: string }) => text === citations[0]!.text)).toHaveLength(1);
    await later();
    const small = (await table()).rules.filter(
      ({ matter, payer }: FeeRuleVersion) => matter === 'first' && payer === 'small-enterprise',
    );
    expect(small).toMatchObject([{ state: 'past' }]);
  });

  test('officers and auditors look, and change nothing', async () => {
    const officer = await staffOf(server, ['officer']);
    expect(code(await send(officer, centreFees.table))).toBe(200);
    expect(code(await propose(officer, await change(1)))).toBe('FORBIDDEN');
  });
});
