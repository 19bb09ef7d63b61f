import { FirstAdministrators } from '@zhucheng/bff/modules/identity/first-administrators.service';
import { routes } from '@zhucheng/shared';
import { TOTP } from 'otpauth';
import { auditedOf } from '../support/audited';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';
import { call, staffOf } from './people';

const { staffAccess, identity } = routes;

eachDatabase((dialect) => {
  let server: TestServer;
  let serial = 0;
  beforeAll(async () => {
    server = await startTestServer({ dialect });
  });
  beforeEach(async () => {
    // Each test begins with nobody who could agree.
    await server.database.unitOfWork((tx) => tx.execute('UPDATE staff SET active = 0'));
  });
  afterAll(() => server.close());

  const administrators = (count: number) =>
    Promise.all(Array.from({ length: count }, () => staffOf(server, ['administrator'])));
  type Person = { id: string; token: string };
  const list = async ({ token }: Person) => (await call(server, staffAccess.list, { token })).body;
  const find = async (by: Person, id: string) => (await list(by)).items.find((item: { id: string }) => item.id === id);
  const create = ({ token }: Person, roles: string[]) =>
    call(server, staffAccess.create, { token, body: { username: `made-${++serial}`, name: '莫小燕', roles } });
  const act = (what: 'disable' | 'enable' | 'reset' | 'endSessions' | 'approve' | 'refuse', by: Person, id: string) =>
    call(server, staffAccess[what], { token: by.token, params: { id } });
  const code = ({ body, status }: { body: { error?: { code: string } }; status: number }) =>
    body?.error?.code ?? status;

  async function activate(link: string): Promise<{ totpSecret: string }> {
    const token = new URL(link).hash.slice(1);
    const { totpSecret } = (await call(server, staffAccess.activation, { body: { token } })).body;
    const totp = new TOTP({ secret: totpSecret }).generate({ timestamp: server.clock.now() });
    const body = { token, password: 'Own-password-7', totp };
    expect((await call(server, staffAccess.activate, { body })).status).toBe(200);
    return { totpSecret };
  }

  async function signIn(username: string, totpSecret: string) {
    server.clock.advance(30_000);
    const totp = new TOTP({ secret: totpSecret }).generate({ timestamp: server.clock.now() });
    const body = { username, password: 'Own-password-7', totp };
    return (await call(server, identity.staff, { body })).body;
  }

  test('an administrator makes an officer, who comes in by the link', async () => {
    const [one] = await administrators(1);
    const made = await create(one!, ['registrar', 'officer']);
    expect(made.body).toMatchObject({ name: '莫小燕', proposed: false });
    expect(await find(one!, made.body.id)).toMatchObject({ state: 'invited', roles: ['officer', 'registrar'] });
    const { totpSecret } = await activate(made.body.link);
    const { staff } = await signIn(made.body.username, totpSecret);
    expect(staff.roles).toEqual(['officer', 'registrar']);
    expect(await find(one!, staff.id)).toMatchObject({
      state: 'active',
      lastSignInAt: server.clock.now(),
      sessions: 1,
      proposal: null,
    });
    const taken = await call(server, staffAccess.create, {
      token: one!.token,
      body: { username: made.body.username, name: '莫小燕', roles: ['officer'] },
    });
    expect(taken.body.error.fields).toEqual([expect.objectContaining({ path: 'username', code: 'taken' })]);
  });

  test('nobody alone makes an administrator', async () => {
    const [one, two] = await administrators(2);
    const made = await create(one!, ['administrator']);
    expect(made.body.proposed).toBe(true);
    const { proposal } = await find(two!, made.body.id);
    expect(proposal).toMatchObject({ mine: false });
    expect(code(await act('approve', one!, proposal.id))).toBe('FOUR_EYES');
    // As long as the link is about, whoever has it might be the new administrator.
    expect(code(await act('approve', two!, proposal.id))).toBe('CONFLICT');
    const { totpSecret } = await activate(made.body.link);
    const three = await signIn(made.body.username, totpSecret);
    expect(three.staff.roles).toEqual([]);
    const herself = { id: three.staff.id, token: three.token };
    expect(code(await act('approve', herself, proposal.id))).toBe('FORBIDDEN');
    const both = await Promise.all([act('approve', two!, proposal.id), act('approve', two!, proposal.id)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await list(one!)).activeAdministrators).toBe(3);
    const log = JSON.stringify(await auditedOf(server, made.body.id));
    for (const action of ['create', 'propose-administrator', 'activate', 'approve-administrator'])
      expect(log).toContain(`staff.${action}`);
    expect(log).not.toContain('莫小燕');
  });

  test('while there is one, the page makes no second; a proposal outlives its proposer for nobody', async () => {
    const [one] = await administrators(1);
    expect(code(await create(one!, ['administrator']))).toBe('ADMINISTRATORS_TOO_FEW');
    const [two, three] = await administrators(2);
    const officer = await staffOf(server, ['officer']);
    const body = { was: ['officer'], roles: ['officer', 'administrator'] };
    const params = { id: officer.id };
    const promoted = await call(server, staffAccess.setRoles, { token: two!.token, params, body });
    expect(promoted.body).toEqual({ proposed: true });
    const { proposal } = await find(one!, officer.id);
    expect((await act('disable', one!, two!.id)).status).toBe(200);
    expect(code(await act('approve', three!, proposal.id))).toBe('CONFLICT');
    expect((await act('refuse', three!, proposal.id)).status).toBe(200);
    expect(await find(one!, officer.id)).toMatchObject({ roles: ['officer'], proposal: null });
    expect(code(await act('approve', three!, proposal.id))).toBe('CONFLICT');
  });

  test('the last administrator stays; two who disable each other at once leave one', async () => {
    const [one, two] = await administrators(2);
    const both = await Promise.all([act('disable', one!, two!.id), act('disable', two!, one!.id)]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    const left = both[0]!.status === 200 ? one! : two!;
    expect((await list(left)).activeAdministrators).toBe(1);
    expect(code(await act('disable', left, left.id))).toBe('LAST_ADMINISTRATOR');
    const params = { id: left.id };
    const body = { was: ['administrator'], roles: ['officer'] };
    const own = await call(server, staffAccess.setRoles, { token: left.token, params, body });
    expect(code(own)).toBe('CONFLICT');
  });

  test('a new link for an administrator makes nobody one: a second one agrees again', async () => {
    const [one, two] = await administrators(2);
    expect(code(await act('reset', one!, one!.id))).toBe('CONFLICT');
    expect(code(await act('reset', one!, two!.id))).toBe('ADMINISTRATORS_TOO_FEW');
    expect((await call(server, identity.staffMe, { token: two!.token })).status).toBe(200);
    const [three] = await administrators(1);
    const reset = await act('reset', one!, two!.id);
    expect(reset.body.proposed).toBe(true);
    expect((await call(server, identity.staffMe, { token: two!.token })).status).toBe(401);
    const { totpSecret } = await activate(reset.body.link);
    const again = await signIn(reset.body.username, totpSecret);
    expect(again.staff.roles).toEqual([]);
    const { proposal } = await find(three!, two!.id);
    expect(code(await act('approve', one!, proposal.id))).toBe('FOUR_EYES');
    expect((await act('approve', three!, proposal.id)).status).toBe(200);
    expect((await list(one!)).activeAdministrators).toBe(3);
  });

  test('a proposal ends with the link behind it: nobody activates herself what was agreed to for another', async () => {
    const [one, two] = await administrators(2);
    const officer = await staffOf(server, ['officer']);
    const body = { was: ['officer'], roles: ['officer', 'administrator'] };
    await call(server, staffAccess.setRoles, { token: one!.token, params: { id: officer.id }, body });
    const seen = (await find(two!, officer.id)).proposal;
    const reset = await act('reset', one!, officer.id);
    expect(reset.body.proposed).toBe(true);
    await activate(reset.body.link);
    expect(code(await act('approve', two!, seen.id))).toBe('CONFLICT');
    expect(await find(two!, officer.id)).toMatchObject({ roles: ['officer'] });
    const { proposal } = await find(two!, officer.id);
    expect(proposal.id).not.toBe(seen.id);
    expect(code(await act('approve', one!, proposal.id))).toBe('FOUR_EYES');
    // Also where another process issued the link and left the proposal.
    server.clock.advance(1);
    await server.database.unitOfWork((tx) =>
      tx.update('staff', { activation_expires_at: tx.now + 86_400_000 }, { id: officer.id }),
    );
    expect(code(await act('approve', two!, proposal.id))).toBe('CONFLICT');
  });

  test('the command’s link for somebody proposed: the proposal goes on under a new number', async () => {
    const [one, two] = await administrators(2);
    const made = await create(one!, ['administrator']);
    const seen = (await find(two!, made.body.id)).proposal;
    const commands = await server.get(FirstAdministrators);
    const { link } = await server.database.unitOfWork((tx) => commands.link(tx, made.body.username));
    await activate(link);
    expect(code(await act('approve', two!, seen.id))).toBe('CONFLICT');
    const { proposal } = await find(one!, made.body.id);
    expect(proposal).toMatchObject({ mine: true });
    expect((await act('approve', two!, proposal.id)).status).toBe(200);
  });

  test('one word brings no administrator back', async () => {
    const [one, two, three] = await administrators(3);
    await act('disable', one!, three!.id);
    expect((await act('enable', one!, three!.id)).status).toBe(200);
    const back = await find(one!, three!.id);
    expect(back).toMatchObject({ state: 'active', roles: [], proposal: { mine: true } });
    expect(code(await act('approve', one!, back.proposal.id))).toBe('FOUR_EYES');
    expect((await act('approve', two!, back.proposal.id)).status).toBe(200);
    // Who was not disabled loses nothing.
    expect((await act('enable', one!, three!.id)).status).toBe(200);
    expect(await find(one!, three!.id)).toMatchObject({ roles: ['administrator'], proposal: null });
    for (const gone of [two!, three!]) await act('disable', one!, gone.id);
    expect(code(await act('enable', one!, two!.id))).toBe('ADMINISTRATORS_TOO_FEW');
    expect(await find(one!, two!.id)).toMatchObject({ state: 'disabled' });
    const params = { id: two!.id };
    const body = { was: ['administrator'], roles: ['auditor'] };
    await call(server, staffAccess.setRoles, { token: one!.token, params, body });
    expect((await act('enable', one!, two!.id)).status).toBe(200);
    expect(await find(one!, two!.id)).toMatchObject({ state: 'active', roles: ['auditor'], proposal: null });
  });

  test('whoever is no administrator any more does nothing with a session that is still remembered', async () => {
    const [one, two, three] = await administrators(3);
    const made = await create(one!, ['administrator']);
    await activate(made.body.link);
    const { proposal } = await find(two!, made.body.id);
    // As another process does it: this one remembers the session for some seconds.
    await server.database.unitOfWork((tx) => tx.update('staff', { active: 0 }, { id: two!.id }));
    for (const answer of [
      await act('approve', two!, proposal.id),
      await act('refuse', two!, proposal.id),
      await act('disable', two!, one!.id),
      await act('reset', two!, made.body.id),
      await create(two!, ['officer']),
    ])
      expect(code(answer)).toBe('UNAUTHENTICATED');
    expect((await act('approve', three!, proposal.id)).status).toBe(200);
  });

  test('of six first administrators made at once, on a platform without staff, two remain', async () => {
    const first = await server.get(FirstAdministrators);
    await server.database.unitOfWork(async (tx) => {
      for (const table of ['staff_proposal', 'session', 'staff']) await tx.execute(`DELETE FROM ${table}`);
    });
    const six = Array.from({ length: 6 }, (_, i) =>
      server.database.unitOfWork((tx) => first.create(tx, `first-${i}`, '高永安')),
    );
    const answers = await Promise.allSettled(six);
    const refused = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused.map(({ code }) => code)).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT', 'CONFLICT']);
    expect(await server.database.readNow('SELECT id FROM staff')).toHaveLength(2);
  });

  test('disabled, ended and fewer roles are felt at once', async () => {
    const [one] = await administrators(1);
    const officer = await staffOf(server, ['officer', 'registrar']);
    const me = () => call(server, identity.staffMe, { token: officer.token });
    expect((await act('endSessions', one!, officer.id)).status).toBe(200);
    expect((await me()).status).toBe(401);
    const other = await staffOf(server, ['officer', 'registrar']);
    const params = { id: other.id };
    const change = (was: string[], roles: string[]) =>
      call(server, staffAccess.setRoles, { token: one!.token, params, body: { was, roles } });
    const late = await change(['officer'], ['auditor']);
    expect(late.body.error).toMatchObject({
      code: 'SAVED_MEANWHILE',
      detail: { values: { roles: ['officer', 'registrar'] } },
    });
    expect((await change(['officer', 'registrar'], ['officer'])).body).toEqual({ proposed: false });
    expect((await call(server, identity.staffMe, { token: other.token })).status).toBe(401);
    const invited = await create(one!, ['officer']);
    await act('disable', one!, invited.body.id);
    await act('enable', one!, invited.body.id);
    // The link that was about before is dead.
    expect(await find(one!, invited.body.id)).toMatchObject({ state: 'link-over' });
    const renewed = await act('reset', one!, invited.body.id);
    await activate(renewed.body.link);
  });

  test('a clerk of an institution is none of the centre’s', async () => {
    const [one] = await administrators(1);
    const clerk = await staffOf(server, ['institution-clerk'], { institutionId: '01KAS00000000000000000000A' });
    for (const what of ['disable', 'enable', 'reset', 'endSessions'] as const)
      expect((await act(what, one!, clerk.id)).status).toBe(404);
    expect(await find(one!, clerk.id)).toBeUndefined();
  });
});
