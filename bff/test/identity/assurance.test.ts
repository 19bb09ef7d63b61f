import { GrantService } from '@zhucheng/bff/modules/agents/grant.service';
import { CitizenService } from '@zhucheng/bff/modules/identity/citizen.service';
import { migrate, undoMigration } from '@zhucheng/bff/platform/database/migrate';
import { newId } from '@zhucheng/bff/platform/ids';
import { allRoutes, asksForDevice, levelOf, routes } from '@zhucheng/shared';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';
import { call, citizenOf, fakeAdapters, idNumberOf, phoneOf, staffOf } from './people';

const { identity, register } = routes;
const yearMs = 365 * 86_400_000;

jest.setTimeout(120_000);

eachDatabase((dialect) => {
  let server: TestServer;
  const { adapters, state } = fakeAdapters();
  beforeAll(async () => {
    server = await startTestServer({ dialect, adapters });
  });
  afterAll(() => server.close());

  const me = async (token: string) => (await call(server, identity.me, { token })).body;
  const asks = async (token: string) => (await call(server, register.mine, { token })).body.error?.code ?? 'admitted';
  const actions = async (id: string) =>
    (await server.database.read<{ action: string }>('SELECT action FROM audit_entry WHERE subject_id = ?', [id])).map(
      ({ action }) => action,
    );

  async function smsCode(phone: string): Promise<string> {
    server.clock.advance(61_000);
    await call(server, identity.sendSms, { body: { phone } });
    await server.outbox.drain();
    return state.sent.filter((message) => message.phone === phone && message.params.code).at(-1)!.params.code!;
  }
  async function enterBySms(phone: string): Promise<string> {
    return (await call(server, identity.sms, { body: { phone, code: await smsCode(phone) } })).body.token;
  }
  async function startFace(token: string): Promise<string> {
    const body = { channel: 'alipay', faceConsent: true };
    return (await call(server, identity.face, { token, body })).body.attemptId;
  }
  async function showFace(token: string) {
    const attemptId = await startFace(token);
    state.faces.get(`certify-${attemptId}`)!.state = 'passed';
    return call(server, identity.faceConfirm, { token, body: { attemptId } });
  }
  const nameIt = (token: string, name: string, idNumber: string) =>
    call(server, identity.realName, { token, body: { name, idNumber, pledge: true } });

  test('name and ID of somebody else lead nowhere without her phone, and no further than a name without her face', async () => {
    const victim = { name: '吴秀兰', idNumber: idNumberOf(301) };
    state.phones.set(victim.idNumber, phoneOf(301));
    const thief = await enterBySms(phoneOf(302));
    expect((await nameIt(thief, victim.name, victim.idNumber)).body.error.code).toBe('REAL_NAME_MISMATCH');
    expect(await asks(thief)).toBe('REAL_NAME_REQUIRED');
    // With her telephone in hand: a name, and still no property.
    const borrowed = await enterBySms(phoneOf(301));
    expect((await nameIt(borrowed, victim.name, victim.idNumber)).body).toMatchObject({ level: 'named', proof: null });
    expect(await asks(borrowed)).toBe('PROOF_REQUIRED');
    const attemptId = await startFace(borrowed);
    expect((await call(server, identity.faceConfirm, { token: borrowed, body: { attemptId } })).body.error.code).toBe(
      'FACE_NOT_PASSED',
    );
    state.faces.get(`certify-${attemptId}`)!.state = 'refused';
    expect((await call(server, identity.faceConfirm, { token: borrowed, body: { attemptId } })).status).toBe(409);
    expect(await asks(borrowed)).toBe('PROOF_REQUIRED');
  });

  test('a face proves for twelve months, on every device that is confirmed', async () => {
    const person = await citizenOf(server, 310, { password: 'secret word 1', proven: false });
    expect(await asks(person.token)).toBe('PROOF_REQUIRED');
    const { body } = await showFace(person.token);
    expect(body).toMatchObject({ level: 'proven', deviceConfirmed: true, proof: { how: 'alipay' } });
    expect(await asks(person.token)).toBe('admitted');
    expect(await actions(person.id)).toEqual(expect.arrayContaining(['identity.face-start', 'identity.proven']));

    const account = { account: person.phone, password: 'secret word 1' };
    const { token: second } = (await call(server, identity.password, { body: account })).body;
    expect(await me(second)).toMatchObject({ level: 'proven', deviceConfirmed: false });
    expect(await asks(second)).toBe('DEVICE_UNCONFIRMED');
    const wrong = await call(server, identity.device, { token: second, body: { code: '000000' } });
    expect(wrong.body.error.code).toBe('SMS_CODE_INVALID');
    server.clock.advance(61_000);
    await call(server, identity.deviceCode, { token: second });
    await server.outbox.drain();
    const { code } = state.sent.filter(({ phone, params }) => phone === person.phone && params.code).at(-1)!.params;
    expect((await call(server, identity.device, { token: second, body: { code } })).body.deviceConfirmed).toBe(true);
    expect(await asks(second)).toBe('admitted');
    expect(await asks(await enterBySms(person.phone))).toBe('admitted');

    server.clock.advance(yearMs);
    const later = await enterBySms(person.phone);
    expect(await asks(later)).toBe('PROOF_REQUIRED');
    await showFace(later);
    expect(await asks(later)).toBe('admitted');
  });

  test('the result of a face is found although the app was closed', async () => {
    const person = await citizenOf(server, 315, { proven: false });
    const attemptId = await startFace(person.token);
    state.faces.get(`certify-${attemptId}`)!.state = 'passed';
    server.clock.advance(21_000);
    await server.outbox.drain();
    expect(await asks(person.token)).toBe('admitted');
    const other = await citizenOf(server, 316, { proven: false });
    const theirs = await call(server, identity.faceConfirm, { token: other.token, body: { attemptId } });
    expect(theirs.body.error.code).toBe('NOT_FOUND');
  });

  test('another phone must be the person’s, comes from a device of hers, and ends the proof', async () => {
    const person = await citizenOf(server, 320, { password: 'secret word 1' });
    state.phones.set(person.idNumber, person.phone);
    const bind = (token: string, phone: string) =>
      call(server, identity.wechatPhone, { token, body: { code: `phone:${phone}` } });
    const account = { account: person.phone, password: 'secret word 1' };
    const { token: guessed } = (await call(server, identity.password, { body: account })).body;
    expect((await bind(guessed, phoneOf(321))).body.error.code).toBe('DEVICE_UNCONFIRMED');
    expect((await bind(person.token, phoneOf(321))).body.error.code).toBe('REAL_NAME_MISMATCH');
    state.phones.set(person.idNumber, phoneOf(321));
    const { token } = (await bind(person.token, phoneOf(321))).body;
    expect(await me(token)).toMatchObject({ level: 'named', phoneMasked: '139****0321' });
    expect(await asks(token)).toBe('PROOF_REQUIRED');
  });

  test('the true owner takes her account over by face; answers before that are the same as for a free identity', async () => {
    const [name, idNumber] = ['韦建国', idNumberOf(330)];
    const holder = await citizenOf(server, 330, { name, password: 'secret word 1' });
    await server.database.unitOfWork((tx) =>
      tx.insert('citizen_identity', {
        provider: 'wechat',
        openid_blind: 'b'.repeat(40),
        openid_cipher: server.cipher.encrypt('old-wallet', 'openid.wechat'),
        citizen_id: holder.id,
        created_at: tx.now,
      }),
    );
    const citizens = await server.get(CitizenService);
    const free = await enterBySms(phoneOf(331));
    const claim = await enterBySms(phoneOf(332));
    const unknown = await nameIt(free, '黄大海', idNumberOf(331));
    const known = await nameIt(claim, name, idNumber);
    const shape = ({ status, body }: typeof known) => ({
      status,
      body: { ...body, id: '', name: '', idNumberMasked: '', phoneMasked: '' },
    });
    expect(shape(known)).toEqual(shape(unknown));
    expect(await asks(claim)).toBe(await asks(free));
    expect(await asks(holder.token)).toBe('admitted');

    expect((await showFace(claim)).body).toMatchObject({
      id: holder.id,
      phoneMasked: '139****0332',
      bound: [],
      hasPassword: false,
      namePrintable: true,
    });
    expect(await asks(claim)).toBe('admitted');
    expect((await call(server, identity.me, { token: holder.token })).status).toBe(401);
    const old = await call(server, identity.password, { body: { account: holder.phone, password: 'secret word 1' } });
    expect(old.body.error.code).toBe('LOGIN_FAILED');
    expect((await citizens.byIdNumber(idNumber))!.id).toBe(holder.id);
    expect(await me(await enterBySms(holder.phone))).toMatchObject({ name: null, level: 'phone' });
    expect(await actions(holder.id)).toContain('identity.takeover');
    await server.outbox.drain();
    expect(state.sent.filter(({ phone }) => phone === holder.phone).map(({ params }) => params.text)).toContainEqual(
      expect.stringContaining('本人核验后接管'),
    );
  });

  test('an officer at the window proves who cannot show a face: with the code of the account and the very person', async () => {
    const token = await enterBySms(phoneOf(340));
    const { token: officer } = await staffOf(server, ['officer']);
    const person = { name: '苏雨桐', idNumber: idNumberOf(340) };
    const prove = (body: object) =>
      call(server, identity.proveAtWindow, { token: officer, body: { ...person, seen: true, ...body } });
    const { code } = (await call(server, identity.windowCode, { token })).body;
    expect((await prove({ code: code === '00000000' ? '00000001' : '00000000' })).body.error.code).toBe(
      'WINDOW_CODE_INVALID',
    );
    expect((await prove({ code, seen: false })).body.error.fields[0].path).toBe('seen');
    expect((await prove({ code, name: '假名' })).body.error.code).toBe('REAL_NAME_MISMATCH');
    expect((await prove({ code })).body).toMatchObject({ name: '苏**' });
    expect(await me(token)).toMatchObject({ level: 'proven', proof: { how: 'window' } });
    expect(await asks(token)).toBe('admitted');
    expect((await prove({ code })).body.error.code).toBe('WINDOW_CODE_INVALID');
    const { code: next } = (await call(server, identity.windowCode, { token })).body;
    const other = await prove({ code: next, name: '林静', idNumber: idNumberOf(341) });
    expect(other.body.error.code).toBe('WINDOW_IDENTITY_OTHER');
    const { code: stale } = (await call(server, identity.windowCode, { token })).body;
    // The officer's own session would end after half an hour without a call.
    server.clock.advance(16 * 60_000);
    await prove({ code: '00000000' });
    server.clock.advance(15 * 60_000);
    expect((await prove({ code: stale })).body.error.code).toBe('WINDOW_CODE_INVALID');
  });

  test('two accounts of one person show a face at once: one goes on, the other is told to sign in again', async () => {
    for (let round = 0; round < 4; round++) {
      const idNumber = idNumberOf(360 + round);
      const tokens: string[] = [];
      const attempts: string[] = [];
      for (const phone of [phoneOf(360 + round * 2), phoneOf(361 + round * 2)]) {
        const token = await enterBySms(phone);
        state.phones.set(idNumber, phone);
        expect((await nameIt(token, '韦建国', idNumber)).status).toBe(200);
        tokens.push(token);
        attempts.push(await startFace(token));
        state.faces.get(`certify-${attempts.at(-1)}`)!.state = 'passed';
      }
      // Each is asked twice, as by a page that does not wait.
      const answers = await Promise.all(
        [1, 0, 1, 0].map((which) =>
          call(server, identity.faceConfirm, { token: tokens[which]!, body: { attemptId: attempts[which] } }),
        ),
      );
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status !== 200 && status !== 401 && status !== 404)).toEqual([]);
      expect(statuses).toContain(200);
      const levels = [await asks(tokens[0]!), await asks(tokens[1]!)];
      expect(levels.filter((level) => level === 'admitted')).toHaveLength(1);
      expect(levels).toContain('UNAUTHENTICATED');
    }
  });

  describe('each operation of a citizen', () => {
    const wanted = allRoutes().filter(({ definition }) => levelOf(definition));
    const kinds = {
      phone: {
        proven: false,
        named: false,
        confirmed: true,
        missing: { named: 'REAL_NAME_REQUIRED', proven: 'REAL_NAME_REQUIRED' },
      },
      named: { proven: false, named: true, confirmed: true, missing: { proven: 'PROOF_REQUIRED' } },
      unconfirmed: { proven: true, named: true, confirmed: false, missing: { proven: 'DEVICE_UNCONFIRMED' } },
      'named, by password': { proven: false, named: true, confirmed: false, missing: { proven: 'PROOF_REQUIRED' } },
      'signed in, by password': {
        proven: false,
        named: false,
        confirmed: false,
        missing: { named: 'REAL_NAME_REQUIRED', proven: 'REAL_NAME_REQUIRED' },
      },
      proven: { proven: true, named: true, confirmed: true, missing: {} },
    } as const;
    test.each(Object.entries(kinds))(
      'answers who is %s as declared',
      async (kind, { proven, named, confirmed, missing }) => {
        const serial = 400 + Object.keys(kinds).indexOf(kind);
        const { id, token } = await citizenOf(server, serial, { proven, confirmed });
        if (!named)
          await server.database.unitOfWork((tx) =>
            tx.execute('UPDATE citizen SET real_name_at = NULL WHERE id = ?', [id]),
          );
        for (const { name, definition } of wanted) {
          if (name === 'identity.signOut') continue;
          const params = Object.fromEntries(
            [...definition.path.matchAll(/:([A-Za-z]+)/g)].map(([, key]) => [key, newId()]),
          );
          const body = definition.method === 'GET' ? undefined : {};
          const { status, body: reply } = await call(server, definition, { token, params, body });
          const device = !confirmed && asksForDevice(definition) ? 'DEVICE_UNCONFIRMED' : undefined;
          const code = (missing as Record<string, string>)[levelOf(definition)!] ?? device;
          if (code) expect({ name, status, code: reply?.error?.code }).toEqual({ name, status: 403, code });
          else
            expect({ name, code: reply?.error?.code }).not.toEqual({
              name,
              code: expect.stringMatching(/REAL_NAME_REQUIRED|PROOF_REQUIRED|DEVICE_UNCONFIRMED/),
            });
        }
      },
    );
  });

  test('a password alone ends no session, no grant and no appointment, and shows no name in full', async () => {
    const person = await citizenOf(server, 380, { password: 'secret word 1' });
    const agent = await citizenOf(server, 381, { name: '覃小海' });
    const grants = await server.get(GrantService);
    const [principal, other] = [person, agent].map(({ name, idNumber, phone }) => ({ name, idNumber, phone }));
    const grantId = await server.database.unitOfWork((tx) =>
      grants.import(
        tx,
        { principalId: person.id, agentId: agent.id, principal: principal!, agent: other! },
        { relation: 'child', scopes: ['apply'], endsOn: '2099-12-31' },
      ),
    );
    const account = { account: person.phone, password: 'secret word 1' };
    const { token } = (await call(server, identity.password, { body: account })).body;
    const { agents, appointments, account: own } = routes;
    const tried = [
      [own.endSessions, { body: { keepThis: true } }],
      [own.endSession, { params: { id: newId() } }],
      [own.sessions, {}],
      [agents.revoke, { params: { id: grantId } }],
      [appointments.cancel, { params: { id: newId() }, body: {} }],
      [appointments.mine, {}],
    ] as const;
    for (const [route, more] of tried)
      expect((await call(server, route, { token, ...more })).body.error.code).toBe('DEVICE_UNCONFIRMED');
    const shown = JSON.stringify((await call(server, agents.list, { token })).body);
    const detail = JSON.stringify((await call(server, agents.detail, { token, params: { id: grantId } })).body);
    for (const text of [shown, detail]) {
      expect(text).toContain('覃**');
      expect(text).not.toContain('覃小海');
    }
    expect((await call(server, identity.me, { token: person.token })).status).toBe(200);
    const clear = (await call(server, agents.detail, { token: person.token, params: { id: grantId } })).body;
    expect(clear).toMatchObject({ state: 'active', agent: { name: '覃小海' } });
  });

  test('at upgrade only who has shown a face is proven; other names are confirmed anew', async () => {
    const [shown, other] = [
      await citizenOf(server, 350, { proven: false }),
      await citizenOf(server, 351, { proven: false }),
    ];
    await server.database.unitOfWork((tx) =>
      tx.insert('face_attempt', {
        id: newId(),
        party_id: newId(),
        citizen_id: shown.id,
        channel: 'wechat',
        session_cipher: 'x',
        content_hash: 'x',
        state: 'passed',
        created_at: tx.now,
        expires_at: tx.now,
      }),
    );
    const there = () =>
      server.database.read('SELECT proven_at FROM citizen LIMIT 1').then(
        () => true,
        () => false,
      );
    // Two accounts of one identity do not fit into the older tables.
    await server.database.unitOfWork((tx) =>
      tx.execute('UPDATE citizen SET id_blind = NULL WHERE proven_at IS NULL AND id NOT IN (?, ?)', [
        shown.id,
        other.id,
      ]),
    );
    while (await there()) await undoMigration(server.database);
    await migrate(server.database);
    const rows = await server.database.read<{ id: string; proven_how: string | null; real_name_at: number | null }>(
      'SELECT id, proven_how, real_name_at FROM citizen WHERE id IN (?, ?) ORDER BY id',
      [shown.id, other.id],
    );
    expect(rows.map(({ proven_how, real_name_at }) => ({ proven_how, named: real_name_at !== null }))).toEqual([
      { proven_how: 'wechat', named: true },
      { proven_how: null, named: false },
    ]);
  });
});
