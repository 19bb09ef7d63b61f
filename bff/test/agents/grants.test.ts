import { readEnvironment } from '@zhucheng/bff/config/environment';
import { GrantExpiry } from '@zhucheng/bff/modules/agents/grant-expiry.service';
import { createServer } from '@zhucheng/bff/server';
import { agentRoutes, caseRoutes, identityRoutes, messageRoutes, routes } from '@zhucheng/shared';
import { call, citizenOf, fakeAdapters, idNumberOf } from '../identity/people';
import { ownedUnit } from '../register/register.fixtures';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';
import { dayIn, draftFor, granted, offered, type Person, showFace } from './grants';

const day = 86_400_000;

eachDatabase((dialect) => {
  let server: TestServer;
  const fakes = fakeAdapters();
  let serial = 100;

  beforeAll(async () => {
    server = await startTestServer({ dialect, adapters: fakes.adapters });
  });
  afterAll(() => server?.close());
  beforeEach(() => {
    fakes.state.departmentsUp = true;
  });

  const person = (name = '陈海波'): Promise<Person> => citizenOf(server, ++serial, { name });
  const pair = async (): Promise<[Person, Person]> => [await person(), await person('林晓珍')];
  const listOf = async ({ token }: Person) => (await call(server, agentRoutes.list, { token })).body;
  const create = ({ token }: Person, body: unknown) => call(server, agentRoutes.create, { token, body });
  const on = (route: unknown, { token }: Person, id: string, body?: unknown) =>
    call(server, route, { token, params: { id }, ...(body !== undefined && { body }) });
  const accept = (agent: Person, id: string) => on(agentRoutes.accept, agent, id, { statement: true });
  /** Whose cases the agent may list: a route that every scope reaches. */
  const act = ({ token }: Person, actingFor: string) => call(server, caseRoutes.list, { token, actingFor });
  const titles = async ({ token }: Person): Promise<string[]> =>
    (await call(server, messageRoutes.list, { token })).body.items.map((one: { title: string }) => one.title);
  const fieldsOf = (answer: Awaited<ReturnType<typeof create>>) =>
    answer.body.error.fields.map((one: { path: string }) => one.path);
  const trail = async (id: string): Promise<string[]> =>
    (
      await server.database.read<{ action: string }>(
        'SELECT action FROM audit_entry WHERE subject_id = ? ORDER BY id',
        [id],
      )
    ).map((row) => row.action.replace('agent-grant.', ''));

  it('a document without a birth date is no minor: the age is looked at in a window, and the answer says so', async () => {
    const lin = await person('林晓珍');
    for (const idNumber of ['PASSPORT:GBR:E12345678', 'HMP:H12345678', 'TWP:12345678']) {
      const foreign = await citizenOf(server, ++serial, { name: '陈大文', idNumber });
      const giving = (await create(foreign, draftFor(server, lin))).body.error;
      expect(giving).toMatchObject({
        code: 'ACTION_NOT_ALLOWED',
        message: expect.stringContaining('年龄要在窗口核对'),
      });
      const [field] = (await create(lin, draftFor(server, foreign))).body.error.fields;
      expect(field).toMatchObject({ path: 'agent.idNumber', code: 'age-unknown' });
      expect(field.message).toContain('年龄要在窗口核对');
    }
  });

  it('lives: written, shown a face, offered, accepted, used, revoked; both are told and all is logged', async () => {
    const [chen, lin] = await pair();
    const { id, ...draft } = (await create(chen, draftFor(server, lin))).body;
    expect(draft).toMatchObject({ me: 'principal', state: 'awaiting-face', units: null, relationName: '配偶' });
    expect(draft.agent).toEqual({
      name: '林晓珍',
      idNumberMasked: expect.stringMatching(/^4505\*+\w{2}$/),
      phoneMasked: expect.stringMatching(/^139\*+/),
    });
    // The agent learns nothing before the principal has shown a face.
    expect((await listOf(lin)).received).toEqual([]);
    expect(await on(agentRoutes.detail, lin, id)).toMatchObject({ status: 404 });
    expect(await accept(lin, id)).toMatchObject({ status: 404 });
    expect(await titles(lin)).toEqual([]);

    const face = await on(agentRoutes.face, chen, id, { channel: 'alipay', faceConsent: true });
    const { attemptId } = face.body;
    expect([...fakes.state.faces.values()].at(-1)).toMatchObject({ name: chen.name, idNumber: chen.idNumber });
    // Saying so is not enough.
    expect(await on(agentRoutes.confirm, chen, id, { attemptId })).toMatchObject({
      status: 409,
      body: { error: { code: 'FACE_NOT_PASSED' } },
    });
    expect(await on(agentRoutes.confirm, lin, id, { attemptId })).toMatchObject({ status: 404 });
    showFace(fakes);
    expect((await on(agentRoutes.confirm, chen, id, { attemptId })).body).toMatchObject({ state: 'offered' });
    expect(await titles(chen)).toEqual(['委托已发出']);
    expect(await titles(lin)).toEqual(['有人请您代办']);

    expect((await listOf(lin)).received).toMatchObject([{ id, me: 'agent', state: 'offered', stateName: '待您答复' }]);
    expect(await act(lin, id)).toMatchObject({ status: 403, body: { error: { code: 'GRANT_ENDED' } } });
    expect((await accept(lin, id)).body).toMatchObject({ state: 'active' });
    expect(await titles(chen)).toEqual(['代办人已接受', '委托已发出']);
    expect(await act(lin, id)).toMatchObject({ status: 200 });

    expect((await on(agentRoutes.revoke, chen, id)).body).toMatchObject({ state: 'ended', endReason: 'revoked' });
    expect(await act(lin, id)).toMatchObject({ status: 403, body: { error: { code: 'GRANT_ENDED' } } });
    expect(await titles(lin)).toEqual(['委托已撤销', '有人请您代办']);
    expect(await on(agentRoutes.revoke, chen, id)).toMatchObject({ status: 409 });
    expect(await trail(id)).toEqual(['create', 'face-start', 'offer', 'accept', 'revoke']);
  });

  it('asks the agent’s own level, not the principal’s; the face for a grant also proves, once for both', async () => {
    const chen = await citizenOf(server, ++serial, { proven: false });
    const lin = await citizenOf(server, ++serial, { name: '林晓珍', proven: false });
    const own = async ({ token }: Person) => (await call(server, identityRoutes.me, { token })).body.level;
    expect(await own(chen)).toBe('named');
    const { id } = await offered(server, fakes, chen, draftFor(server, lin));
    expect(await own(chen)).toBe('proven');
    expect(await accept(lin, id)).toMatchObject({ status: 403, body: { error: { code: 'PROOF_REQUIRED' } } });
    const until = "UPDATE citizen SET proven_at = 1, proven_how = 'window', proven_until = ? WHERE id = ?";
    const prove = (who: Person, ms: number) =>
      server.database.unitOfWork((tx) => tx.execute(until, [server.clock.now() + ms, who.id]));
    await prove(lin, day);
    expect(await accept(lin, id)).toMatchObject({ status: 200 });
    await prove(chen, -1);
    expect(await act(lin, id)).toMatchObject({ status: 200 });
    server.clock.advance(day + 1);
    expect(await act(lin, id)).toMatchObject({ status: 403, body: { error: { code: 'PROOF_REQUIRED' } } });
  });

  it('is offered even if the app was closed after the face check', async () => {
    const [chen, lin] = await pair();
    const { id } = (await create(chen, draftFor(server, lin))).body;
    await on(agentRoutes.face, chen, id, { channel: 'alipay', faceConsent: true });
    showFace(fakes);
    server.clock.advance(21_000);
    await server.outbox.drain();
    expect((await listOf(lin)).received).toMatchObject([{ id, state: 'offered' }]);
  });

  it('is not offered without consent, after a failed face, or after it was taken back meanwhile', async () => {
    const [chen, lin] = await pair();
    const { id } = (await create(chen, draftFor(server, lin))).body;
    const noConsent = await on(agentRoutes.face, chen, id, { channel: 'alipay', faceConsent: false });
    expect(fieldsOf(noConsent)).toEqual(['faceConsent']);
    expect(await on(agentRoutes.face, lin, id, { channel: 'alipay', faceConsent: true })).toMatchObject({
      status: 404,
    });
    const { attemptId } = (await on(agentRoutes.face, chen, id, { channel: 'alipay', faceConsent: true })).body;
    showFace(fakes, 'refused');
    expect((await on(agentRoutes.confirm, chen, id, { attemptId })).body.error.code).toBe('FACE_NOT_PASSED');
    fakes.state.departmentsUp = false;
    expect((await on(agentRoutes.confirm, chen, id, { attemptId })).body.error.code).toBe('DEPARTMENT_UNAVAILABLE');
    fakes.state.departmentsUp = true;
    showFace(fakes);
    await on(agentRoutes.revoke, chen, id);
    expect((await on(agentRoutes.confirm, chen, id, { attemptId })).body.error.code).toBe('ACTION_NOT_ALLOWED');
    expect((await listOf(lin)).received).toEqual([]);
    expect(await titles(lin)).toEqual([]);
  });

  it('is accepted by nobody but the person it names', async () => {
    const [chen, lin] = await pair();
    const su = await person('苏雨桐');
    const { id } = await offered(server, fakes, chen, draftFor(server, lin));
    for (const stranger of [su, chen]) {
      expect(await accept(stranger, id)).toMatchObject({ status: 404 });
      expect(await on(agentRoutes.decline, stranger, id)).toMatchObject({ status: 404 });
    }
    expect(await on(agentRoutes.detail, su, id)).toMatchObject({ status: 404 });
    expect(await on(agentRoutes.revoke, su, id)).toMatchObject({ status: 404 });
    expect(await on(agentRoutes.revoke, lin, id)).toMatchObject({ status: 404 });
    expect((await listOf(su)).received).toEqual([]);
    await accept(lin, id);
    const answer = await act(su, id);
    expect(answer).toMatchObject({ status: 403, body: { error: { code: 'GRANT_ENDED' } } });
    // A grant that never was answers word for word like somebody else's.
    const unknown = (await act(su, '01JZZZZZZZZZZZZZZZZZZZZZZZ')).body.error;
    expect({ ...unknown, requestId: '' }).toEqual({ ...answer.body.error, requestId: '' });
    expect(await act(su, 'nonsense')).toMatchObject({ status: 403 });
  });

  it('waits for somebody who signs up later, and is refused where the name is another', async () => {
    const chen = await person();
    const late = { name: '庞志远', idNumber: idNumberOf(990), phone: '13907790990' } as Person;
    const { id } = await offered(server, fakes, chen, draftFor(server, late));
    const other = await offered(
      server,
      fakes,
      chen,
      draftFor(server, await person('吴秀兰'), {
        agent: { name: '庞志', idNumber: idNumberOf(991), phone: '13907790991' },
      } as never),
    );
    const pang = await citizenOf(server, 990, { name: '庞志远' });
    expect((await accept(pang, id)).body).toMatchObject({ state: 'active' });
    const misspelt = await citizenOf(server, 991, { name: '庞志远' });
    expect(await accept(misspelt, other.id)).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining('姓名') } },
    });
  });

  it('says at the field what is wrong with a draft', async () => {
    const [chen, lin] = await pair();
    const wrong = async (more: object) => fieldsOf(await create(chen, { ...draftFor(server, lin), ...more }));
    const agent = { name: lin.name, idNumber: lin.idNumber, phone: lin.phone };
    expect(await wrong({ agent: { ...agent, idNumber: '450502198506120011' } })).toEqual(['agent.idNumber']);
    expect(await wrong({ agent: { ...agent, idNumber: chen.idNumber } })).toEqual(['agent.idNumber']);
    expect(await wrong({ agent: { ...agent, idNumber: idNumberOf(7, '20150101') } })).toEqual(['agent.idNumber']);
    expect(await wrong({ agent: { ...agent, phone: '12' } })).toEqual(['agent.phone']);
    expect(await wrong({ scopes: [] })).toEqual(['scopes']);
    expect(await wrong({ scopes: ['sell'] })).toEqual(['scopes.0']);
    expect(await wrong({ unitIds: [] })).toEqual(['unitIds']);
    expect(await wrong({ unitIds: ['01JZZZZZZZZZZZZZZZZZZZZZZZ'] })).toEqual(['unitIds.0']);
    expect(await wrong({ endsOn: dayIn(server, 0) })).toEqual(['endsOn']);
    expect(await wrong({ endsOn: dayIn(server, 366) })).toEqual(['endsOn']);
    expect(await wrong({ endsOn: '2026-02-30' })).toEqual(['endsOn']);
    expect(await wrong({ statement: false })).toEqual(['statement']);
    expect((await create(chen, draftFor(server, lin, { endsOn: dayIn(server, 365) }))).status).toBe(200);
    // The same agent again, before anything was answered.
    expect(fieldsOf(await create(chen, draftFor(server, lin)))).toEqual(['agent.idNumber']);
  });

  it('lets in no unit but the principal’s own', async () => {
    const [chen, lin] = await pair();
    const theirs = await ownedUnit(server, ++serial, [{ name: lin.name, idNumber: lin.idNumber }]);
    expect(fieldsOf(await create(chen, draftFor(server, lin, { unitIds: [theirs.unitId] })))).toEqual(['unitIds.0']);
    const own = await ownedUnit(server, ++serial, [{ name: chen.name, idNumber: chen.idNumber }]);
    expect((await create(chen, draftFor(server, lin, { unitIds: [own.unitId] }))).body.units).toEqual([
      { id: own.unitId, location: expect.any(String) },
    ]);
  });

  it('allows five living grants, even if they are written at once', async () => {
    const chen = await person();
    const agents = await Promise.all(Array.from({ length: 7 }, () => person('林晓珍')));
    const answers = await Promise.all(agents.map((agent) => create(chen, draftFor(server, agent))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 409, 409]);
    expect(answers.find(({ status }) => status === 409)!.body.error.code).toBe('GRANT_LIMIT');
    const { given } = await listOf(chen);
    await on(agentRoutes.revoke, chen, given[0].id);
    const next = agents[answers.findIndex(({ status }) => status === 409)]!;
    expect((await create(chen, draftFor(server, next))).status).toBe(200);
  });

  it('refuses somebody who acts for ten already', async () => {
    const busy = await person('施丽君');
    for (let i = 0; i < 10; i++) await granted(server, fakes, await person(), busy);
    const eleventh = await offered(server, fakes, await person(), draftFor(server, busy));
    expect((await accept(busy, eleventh.id)).body.error.code).toBe('AGENT_LIMIT');
    const [first] = (await listOf(busy)).received.filter((one: { state: string }) => one.state === 'active');
    expect((await on(agentRoutes.decline, busy, first.id)).body).toMatchObject({ endReason: 'renounced' });
    expect((await accept(busy, eleventh.id)).status).toBe(200);
  });

  it('is declined, and renounced, by the agent; the principal is told', async () => {
    const [chen, lin] = await pair();
    const first = await offered(server, fakes, chen, draftFor(server, lin));
    expect((await on(agentRoutes.decline, lin, first.id)).body).toMatchObject({
      state: 'ended',
      endReason: 'declined',
    });
    expect(await accept(lin, first.id)).toMatchObject({ status: 409 });
    const second = await granted(server, fakes, chen, lin);
    expect((await on(agentRoutes.decline, lin, second.id)).body).toMatchObject({ endReason: 'renounced' });
    expect(await act(lin, second.id)).toMatchObject({ status: 403 });
    expect((await titles(chen)).slice(0, 2)).toEqual(['代办人已辞去', '代办人已接受']);
  });

  it('ends with its last day by the clock alone, and a job writes that down and tells both', async () => {
    const [chen, lin] = await pair();
    const endsOn = dayIn(server, 2);
    const { id } = await granted(server, fakes, chen, lin, { endsOn });
    const before = server.clock.now();
    try {
      server.clock.set(Date.parse(`${endsOn}T23:59:59+08:00`));
      expect((await act(lin, id)).status).toBe(200);
      server.clock.set(Date.parse(`${endsOn}T23:59:59+08:00`) + 1_000);
      expect(await act(lin, id)).toMatchObject({ status: 403, body: { error: { code: 'GRANT_ENDED' } } });
      expect((await on(agentRoutes.detail, lin, id)).body).toMatchObject({ state: 'ended', endReason: 'expired' });
      expect(await on(agentRoutes.revoke, chen, id)).toMatchObject({ status: 409 });
      const expiry = await server.get(GrantExpiry);
      expect(await expiry.expire()).toBeGreaterThan(0);
      expect(await expiry.expire()).toBe(0);
      expect((await trail(id)).at(-1)).toBe('expire');
      expect((await titles(chen))[0]).toBe('委托已到期');
      expect((await titles(lin))[0]).toBe('委托已到期');
    } finally {
      server.clock.set(before);
    }
  });

  it('tells who else may not: own things of the account stay the account’s', async () => {
    const [chen, lin] = await pair();
    const { id } = await granted(server, fakes, chen, lin);
    for (const route of [
      identityRoutes.me,
      identityRoutes.signOut,
      messageRoutes.list,
      agentRoutes.list,
      routes.printing.certificateCode,
    ])
      expect(
        await call(server, route, {
          token: lin.token,
          actingFor: id,
          params: { id },
          ...((route as { body?: unknown }).body ? { body: {} } : {}),
        }),
      ).toMatchObject({
        status: 403,
        body: { error: { code: 'AGENT_NOT_ALLOWED' } },
      });
    // The principal cannot use a grant given to somebody else.
    expect(await act(chen, id)).toMatchObject({ status: 403 });
  });

  it('holds in every process at once: accepted in one, revoked in another', async () => {
    const environment = readEnvironment({
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      RATE_LIMITS: 'off',
      H5_DIR: '/nowhere',
      ADMIN_DIR: '/nowhere',
      ...server.testDatabase.variables,
    });
    const { adapters } = fakes;
    const other = await createServer({ environment, adapters, clock: server.clock, port: 0, workers: false });
    try {
      const [chen, lin] = await pair();
      const { id } = await granted(server, fakes, chen, lin);
      const there = async () =>
        (await call(other as TestServer, caseRoutes.list, { token: lin.token, actingFor: id })).status;
      expect([await there(), (await act(lin, id)).status]).toEqual([200, 200]);
      await call(other as TestServer, agentRoutes.revoke, { token: chen.token, params: { id } });
      expect([await there(), (await act(lin, id)).status]).toEqual([403, 403]);
    } finally {
      await other.close();
    }
  });

  it('is answered once, whoever of two taps comes first', async () => {
    const [chen, lin] = await pair();
    const { id } = await offered(server, fakes, chen, draftFor(server, lin));
    const answers = await Promise.all([
      accept(lin, id),
      on(agentRoutes.decline, lin, id),
      on(agentRoutes.revoke, chen, id),
    ]);
    const { state } = (await on(agentRoutes.detail, chen, id)).body;
    expect(['active', 'ended']).toContain(state);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    // Whatever came last was possible after what came before: a revocation is never undone.
    if (answers[2].status === 200) expect(state).toBe('ended');
  });

  it('costs one statement more than acting for oneself', async () => {
    const [chen, lin] = await pair();
    const { id } = await granted(server, fakes, chen, lin);
    const count = async (token: string, actingFor?: string) => {
      const once = () => call(server, caseRoutes.list, { token, ...(actingFor && { actingFor }) });
      await once();
      const before = server.database.statements;
      await once();
      return server.database.statements - before;
    };
    expect(await count(lin.token, id)).toBe((await count(chen.token)) + 1);
  });
});
