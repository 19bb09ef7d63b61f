import { SessionService } from '@zhucheng/bff/modules/identity/session.service';
import { StaffService } from '@zhucheng/bff/modules/identity/staff.service';
import { ClerkService } from '@zhucheng/bff/modules/institutions/clerk.service';
import { migrate, undoMigration } from '@zhucheng/bff/platform/database/migrate';
import { creditCode, filingTerms, routes } from '@zhucheng/shared';
import { call, fakeAdapters, phoneOf, staffOf } from '../identity/people';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';

const { institutions, institutionMessages } = routes;

jest.setTimeout(60_000);

const bank = {
  name: '北海市银滩（城区）农村商业银行',
  creditCode: creditCode.compose('91450502MA5KT3X1'),
  kind: 'bank',
};
let filings = 0;
function filing(name: string, code: string) {
  filings++;
  return {
    name,
    creditCode: code,
    kind: 'bank',
    legalRepresentative: '廖文彬',
    contact: { name: '苏婉清', phone: phoneOf(700) },
    administrator: { name: '陆子昂', username: `joiner-${filings}`, phone: phoneOf(701) },
    termsVersion: filingTerms.version,
  };
}

eachDatabase((dialect) => {
  let server: TestServer;
  let institutionId: string;
  let centre: string;
  let officer: { id: string; token: string };
  let admin: { id: string; token: string };
  let clerk: { id: string; token: string };
  let strangers: { id: string; token: string };
  const { adapters, state } = fakeAdapters();

  async function member(of: string, asAdmin: boolean, phone: string | null) {
    const account = await staffOf(server, ['institution-clerk'], { institutionId: of });
    const clerks = await server.get(ClerkService);
    await server.database.unitOfWork(async (tx) => {
      await clerks.adopt(tx, of, account.id, phone);
      if (!asAdmin) await clerks.accounts.setInstitutionAdmin(tx, account.id, false);
    });
    return account;
  }

  beforeAll(async () => {
    server = await startTestServer({ dialect, adapters });
    const staff = await server.get(StaffService);
    const make = (one: typeof bank) => server.database.unitOfWork((tx) => staff.createInstitution(tx, one));
    institutionId = await make(bank);
    const other = { ...bank, name: '南珠住房储蓄银行', creditCode: creditCode.compose('91450502MA5KT3X2') };
    admin = await member(institutionId, true, phoneOf(702));
    clerk = await member(institutionId, false, phoneOf(703));
    strangers = await member(await make(other), true, phoneOf(704));
    officer = await staffOf(server, ['administrator']);
    centre = officer.token;
  });
  afterAll(() => server.close());

  async function signInAgain(): Promise<void> {
    const sessions = await server.get(SessionService);
    for (const account of [admin, clerk, strangers, officer])
      account.token = (
        await server.database.unitOfWork((tx) => sessions.start(tx, 'staff', account.id, { how: 'test' }))
      ).token;
    centre = officer.token;
  }
  const today = (days = 0) =>
    new Date(server.clock.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
  const terms = () => ({ from: today(), until: today(30), publicArchive: false, note: '' });
  async function file(name: string, code: string): Promise<{ id: string; receipt: string }> {
    const { status, body } = await call(server, institutions.apply, { body: filing(name, code) });
    expect(status).toBe(200);
    const { body: page } = await call(server, institutions.filings, { token: centre });
    return page.items.find((item: { receipt: string }) => item.receipt === body.receipt);
  }
  const approve = (id: string, body: unknown) =>
    call(server, institutions.approve, { token: centre, params: { id }, body });
  const detail = async (id: string) =>
    (await call(server, institutions.filing, { token: centre, params: { id } })).body;
  const requests = async (token: string) => (await call(server, institutions.joining, { token })).body.items;

  const free = creditCode.compose('91450502MA5KT3X4');
  test.each([
    ['by its credit code', '别的名称有限公司', bank.creditCode],
    ['by its name', bank.name, free],
    ['by its name, written otherwise', '北海市 银滩(城区)农村·商业银行', free],
  ])('who names a member %s never becomes its administrator', async (_, name, code) => {
    const { id, receipt } = await file(name, code);
    const status = await call(server, institutions.status, { body: { receipt } });
    expect(status.body).toMatchObject({ state: 'pending', consent: 'asked' });
    expect(await detail(id)).toMatchObject({
      consent: 'asked',
      member: { name: bank.name, creditCode: bank.creditCode, state: 'active', answeredBy: null },
    });
    for (const body of [{ terms: terms() }, {}])
      expect((await approve(id, body)).body.error.code).toBe('FILING_NEEDS_CONSENT');

    for (const [{ token }, status] of [
      [clerk, 403],
      [strangers, 404],
    ] as const) {
      const params = { id };
      expect((await call(server, institutions.admitJoining, { token, params })).status).toBe(status);
      const body = { reason: '不认识' };
      expect((await call(server, institutions.refuseJoining, { token, params, body })).status).toBe(status);
    }
    expect(await requests(strangers.token)).toEqual([]);

    const [request] = await requests(admin.token);
    expect(request).toMatchObject({ id, consent: 'asked', person: { name: '陆子昂', phone: '139****0701' } });
    expect((await call(server, institutions.admitJoining, { token: admin.token, params: { id } })).status).toBe(200);
    const again = await call(server, institutions.admitJoining, { token: admin.token, params: { id } });
    expect(again.body.error.code).toBe('FILING_DECIDED');
    expect(await detail(id)).toMatchObject({ consent: 'given', member: { answeredBy: '李审核' } });

    expect((await approve(id, { terms: terms() })).body.error.code).toBe('CONFLICT');
    const { status: code200, body } = await approve(id, {});
    expect([code200, body.institutionId]).toEqual([200, institutionId]);
    const staff = await call(server, institutions.staff, { token: admin.token });
    expect(staff.body.clerks.find((one: { id: string }) => one.id === body.account.id)).toMatchObject({
      admin: false,
      businessIds: [],
      allBranches: false,
    });
    const agreements = await server.database.read('SELECT id FROM institution_agreement WHERE filing_id = ?', [id]);
    expect(agreements).toEqual([]);
    expect((await requests(admin.token))[0]).toMatchObject({ id, state: 'approved', consent: 'given' });
    const log = await server.database.read<{ action: string }>(
      "SELECT action FROM audit_entry WHERE subject_kind = 'institution-filing' AND subject_id = ? ORDER BY id",
      [id],
    );
    expect(log.map(({ action }) => action)).toEqual([
      'institution.file',
      'institution.joining.given',
      'institution.approve',
    ]);
  });

  test('a refusal by the member ends it, and the applicant reads why', async () => {
    const { id, receipt } = await file(bank.name, bank.creditCode);
    const refuse = (body: unknown) =>
      call(server, institutions.refuseJoining, { token: admin.token, params: { id }, body });
    expect((await refuse({ reason: ' ' })).status).toBe(422);
    expect((await refuse({ reason: '不认识这个人' })).status).toBe(200);
    const status = await call(server, institutions.status, { body: { receipt } });
    expect(status.body).toMatchObject({ state: 'refused', consent: 'refused', reason: '不认识这个人' });
    expect((await approve(id, {})).body.error.code).toBe('FILING_DECIDED');
    expect((await requests(admin.token))[0]).toMatchObject({ id, consent: 'refused', answeredBy: '李审核' });
  });

  test('the member is told, its administrators by SMS, and not for every filing of a stranger', async () => {
    await server.outbox.drain();
    server.clock.advance(2 * 86_400_000);
    await signInAgain();
    state.sent.length = 0;
    const unread = async () => (await call(server, institutionMessages.unread, { token: admin.token })).body.count;
    const before = await unread();
    for (let i = 0; i < 3; i++) await file(bank.name, bank.creditCode);
    await server.outbox.drain();
    expect(state.sent.map(({ phone }) => phone)).toEqual([phoneOf(702)]);
    expect(state.sent[0]!.params.text).toContain('加入申请');
    expect(await unread()).toBe(before + 1);
  });

  test('a stranger’s open filing blocks nobody: the right one is approved, the others then ask its administrators', async () => {
    const name = '北海市涠洲湾村镇银行';
    const code = creditCode.compose('91450502MA5KT3X7');
    const stranger = await file(name, code);
    const right = await file(name, code);
    const sameName = await file(name, creditCode.compose('91450502MA5KT3X8'));
    expect(await detail(right.id)).toMatchObject({ member: null, consent: null, others: 2 });
    expect((await approve(right.id, {})).body.error.fields).toEqual([expect.objectContaining({ path: 'terms' })]);
    const { status, body } = await approve(right.id, { terms: terms() });
    expect(status).toBe(200);
    expect(await detail(right.id)).toMatchObject({ member: null, consent: null, state: 'approved' });
    for (const { id } of [stranger, sameName]) {
      expect(await detail(id)).toMatchObject({ consent: 'asked', member: { name } });
      expect((await approve(id, { terms: terms() })).body.error.code).toBe('FILING_NEEDS_CONSENT');
    }
    const first = await member(body.institutionId, true, null);
    expect((await requests(first.token)).map(({ id }: { id: string }) => id)).toEqual([sameName.id, stranger.id]);
    const unread = await call(server, institutionMessages.unread, { token: first.token });
    expect(unread.body.count).toBe(1);
    expect((await call(server, institutions.joining, { token: clerk.token })).status).toBe(403);
  });

  test('approvals of two filings at once make one member', async () => {
    const name = '北海市铁山湾村镇银行';
    const code = creditCode.compose('91450502MA5KT3X9');
    const both = [await file(name, code), await file(name, code)];
    const answers = await Promise.all(both.map(({ id }) => approve(id, { terms: terms() })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const made = await server.database.read('SELECT id FROM institution WHERE credit_code = ?', [code]);
    expect(made).toHaveLength(1);
  });

  test('an approval of nothing is refused', async () => {
    expect((await approve('01KAS00000000000000000000Z', { terms: terms() })).status).toBe(404);
  });

  test.each([
    ['a radical', '北海市银滩（城区）农村商业银⾏'],
    ['a traditional character', '北海市銀灘（城區）農村商業銀行'],
    ['both, and wide letters', '北海市银滩（城区）農村商業銀⾏'],
  ])('a name written with %s is that of the member', async (_, name) => {
    const { id } = await file(name, free);
    expect(await detail(id)).toMatchObject({ consent: 'asked', member: { creditCode: bank.creditCode } });
  });

  test('members and filings that an earlier version has keyed are recognised once the upgrade has run', async () => {
    const lake = { name: '北海市民生湖村镇银行', creditCode: creditCode.compose('91450502MA5KT3XA'), kind: 'bank' };
    const staff = await server.get(StaffService);
    const lakeId = await server.database.unitOfWork((tx) =>
      staff.createInstitution(tx, { ...lake, name: '北海市⺠生湖村镇银行' }),
    );
    const { id: earlier } = await file('北海市民生湖村鎮銀行', creditCode.compose('91450502MA5KT3XB'));
    const { id } = await file(lake.name, creditCode.compose('91450502MA5KT3XC'));
    await server.database.unitOfWork(async (tx) => {
      await tx.update('institution', { name_key: '北海市⺠生湖村镇银行' }, { id: lakeId });
      await tx.update('institution_filing', { name_key: '北海市民生湖村鎮銀行' }, { id: earlier });
    });
    const seen = async () => [(await detail(id)).member, (await detail(id)).others];
    expect(await seen()).toEqual([null, 0]);
    for (const name of ['institution-name-keys', 'filing-name-keys']) await server.jobs.run(`upgrade-${name}`);
    expect(await seen()).toEqual([expect.objectContaining({ creditCode: lake.creditCode }), 1]);
    expect((await detail(earlier)).member).toMatchObject({ creditCode: lake.creditCode });
  });

  test('filings and members from before are recognised after the upgrade', async () => {
    const columns = () =>
      server.database.read('SELECT name_key FROM institution').then(
        () => true,
        () => false,
      );
    while (await columns()) await undoMigration(server.database);
    await migrate(server.database);
    const { id } = await file(bank.name, free);
    expect(await detail(id)).toMatchObject({ consent: 'asked', member: { creditCode: bank.creditCode } });
  });
});
