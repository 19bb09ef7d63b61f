import { SessionService } from '@zhucheng/bff/modules/identity/session.service';
import { StaffService } from '@zhucheng/bff/modules/identity/staff.service';
import { ClerkService } from '@zhucheng/bff/modules/institutions/clerk.service';
import { KioskService } from '@zhucheng/bff/modules/printing/kiosk.service';
import { system } from '@zhucheng/bff/platform/http/actor';
import { createServer } from '@zhucheng/bff/server';
import { allRoutes, centreRoles, routes, type StaffRole } from '@zhucheng/shared';
import { TOTP } from 'otpauth';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer, testEnvironment } from '../support/server';
import { Authenticator } from './authenticator';
import { call, staffOf, staffPassword } from './people';

const { staffAccess, identity, account, institutions, printing, appointments, pickup } = routes;
const site = { origin: 'https://dengji.example', rpId: 'dengji.example' };
const staffRoles = [...centreRoles, 'institution-clerk'] as const;
let serial = 0;
const point = () => ({
  name: `${++serial} 号大厅`,
  code: String.fromCharCode(64 + serial),
  address: '北海大道 1 号',
  phone: '0779-1234567',
  openingNotes: '',
  active: true,
  matters: ['registration'],
  week: [],
});

jest.setTimeout(120_000);

eachDatabase((dialect) => {
  // Two processes on one database: each remembers sessions for some seconds.
  let here: TestServer;
  let there: TestServer;
  let administrators: Array<{ id: string; token: string }>;
  let institutionId: string;
  let chief: Person;
  const variables = { PUBLIC_URL: `${site.origin}/` };

  type Person = Awaited<ReturnType<typeof staffOf>>;

  beforeAll(async () => {
    here = await startTestServer({ dialect, variables });
    const environment = testEnvironment(here.testDatabase, variables);
    there = (await createServer({ environment, clock: here.clock, port: 0, workers: false })) as TestServer;
    administrators = [await staffOf(here, ['administrator']), await staffOf(here, ['administrator'])];
    const staff = await here.get(StaffService);
    const bank = { name: '北海市银滩农村商业银行', creditCode: '91450502MA5KYH1X2R', kind: 'bank' };
    institutionId = await here.database.unitOfWork((tx) => staff.createInstitution(tx, bank));
    chief = await clerk();
    await clerk();
  });
  afterAll(async () => {
    await there?.close();
    await here?.close();
  });

  async function clerk(): Promise<Person> {
    const clerks = await here.get(ClerkService);
    const made = await staffOf(here, ['institution-clerk'], { institutionId });
    await here.database.unitOfWork((tx) => clerks.adopt(tx, institutionId, made.id, null));
    return made;
  }
  const member = (role: StaffRole) => (role === 'institution-clerk' ? clerk() : staffOf(here, [role]));

  /** A further session, known to the other process. */
  async function session({ id }: { id: string }): Promise<string> {
    const sessions = await here.get(SessionService);
    const { token } = await here.database.unitOfWork((tx) => sessions.start(tx, 'staff', id, { how: 'test' }));
    expect((await call(there, identity.staffMe, { token })).status).toBe(200);
    return token;
  }

  const by = async (token: string, what: unknown, id: string) =>
    expect(await call(here, what, { token, params: { id } })).toMatchObject({ status: 200 });
  const ends = {
    'the sessions were ended': (id: string) => by(administrators[0]!.token, staffAccess.endSessions, id),
    'the account was disabled': (id: string) => by(administrators[0]!.token, staffAccess.disable, id),
    'the account was reset': (id: string) => by(administrators[0]!.token, staffAccess.reset, id),
    'the institution ended the account': (id: string) => by(chief.token, institutions.deactivate, id),
    'the institution reset the account': (id: string) => by(chief.token, institutions.reset, id),
  };
  const endsOf = (role: StaffRole) =>
    Object.entries(ends).filter(([name]) => name.includes('institution') === (role === 'institution-clerk'));

  /** Rows of everything that a command could have written. */
  async function written(): Promise<unknown> {
    const [row] = await here.database.readNow(
      'SELECT (SELECT COUNT(*) FROM audit_entry) AS events, (SELECT COUNT(*) FROM idempotency_key) AS replies, ' +
        '(SELECT COUNT(*) FROM outbox) AS tasks',
    );
    return row;
  }

  const code = ({ totpSecret }: { totpSecret: string }): string => {
    here.clock.advance(30_000);
    return new TOTP({ secret: totpSecret }).generate({ timestamp: here.clock.now() });
  };
  async function enrolment(who: Person) {
    const options = (await call(there, staffAccess.newPasskey, { token: who.token, body: { totp: code(who) } })).body;
    const device = new Authenticator(site);
    return { device, body: { name: '旧电脑', answer: device.create(options) } };
  }

  const commands = allRoutes().filter(
    ({ definition: { method, access, reads } }) =>
      method !== 'GET' &&
      !reads &&
      !access.includes('public') &&
      access.some((role) => (staffRoles as readonly string[]).includes(role)),
  );

  test('only what searches and shows is asked for by POST and still reads', () => {
    const reading = allRoutes().filter(({ definition }) => definition.reads);
    expect(reading.map(({ definition }) => definition.idempotent ?? false)).toEqual(reading.map(() => false));
    expect(reading.map(({ name }) => name).sort()).toEqual([
      'caseSearch.find',
      'centreFees.preview',
      'centreOrders.find',
      'enterprise.building',
      'enterprise.find',
      'sheets.faults',
      'sheets.preview',
      'sheets.workList',
    ]);
  });

  describe.each(staffRoles)('%s', (role) => {
    test.each(endsOf(role))('changes nothing once %s in another process', async (_, end) => {
      const who = await member(role);
      const own = commands.filter(({ definition }) => definition.access.includes(role));
      expect(own.length).toBeGreaterThan(5);
      const tokens: string[] = [];
      for (const _ of own) tokens.push(await session(who));
      await end(who.id);
      const before = await written();
      const answers: Record<string, string> = {};
      for (const [index, { name, definition }] of own.entries()) {
        const params = Object.fromEntries([...definition.path.matchAll(/:(\w+)/g)].map(([, key]) => [key!, 'x']));
        const { status, body } = await call(there, definition, { token: tokens[index]!, params, body: {} });
        answers[name] = `${status} ${body?.error?.code}`;
      }
      expect(answers).toEqual(Object.fromEntries(own.map(({ name }) => [name, '401 UNAUTHENTICATED'])));
      expect(await written()).toEqual(before);
    });
  });

  test('who enrolled a passkey before the reset cannot add it after, and does not come in with it', async () => {
    const who = await staffOf(here, ['officer']);
    const { device, body } = await enrolment(who);
    const { link } = (await call(here, staffAccess.reset, { token: administrators[0]!.token, params: { id: who.id } }))
      .body;
    const added = await call(there, staffAccess.addPasskey, { token: who.token, body });
    expect(added).toMatchObject({ status: 401, body: { error: { code: 'UNAUTHENTICATED' } } });
    const token = new URL(link).hash.slice(1);
    const { totpSecret } = (await call(here, staffAccess.activation, { body: { token } })).body;
    const own = { token, password: 'Own-password-7', totp: code({ totpSecret }) };
    expect((await call(here, staffAccess.activate, { body: own })).status).toBe(200);
    const given = (await call(there, staffAccess.passkeyChallenge)).body;
    const answer = device.get(given);
    expect((await call(there, staffAccess.passkeySignIn, { body: { answer } })).status).toBe(401);
  });

  /** The account ends in the other process before this one's latest unit of work, when it has looked at all it looks at. */
  async function overtaken(end: () => Promise<unknown>, act: () => ReturnType<typeof call>, latest = 2) {
    const { database } = there;
    const run = database.unitOfWork.bind(database);
    let units = 0;
    database.unitOfWork = async (work) => {
      if (++units === latest) await end();
      return run(work);
    };
    try {
      const answer = await act();
      expect(units).toBeGreaterThanOrEqual(latest);
      return answer;
    } finally {
      database.unitOfWork = run;
    }
  }

  const acts: Record<string, { role: StaffRole; act: (who: Person) => Promise<() => ReturnType<typeof call>> }> = {
    'adds a passkey': {
      role: 'officer',
      act: async (who) => {
        const { body } = await enrolment(who);
        return () => call(there, staffAccess.addPasskey, { token: who.token, body });
      },
    },
    'changes the password': {
      role: 'officer',
      act: async ({ token }) => {
        const body = { oldPassword: staffPassword, password: 'Their-password-9' };
        return () => call(there, account.changeStaffPassword, { token, body });
      },
    },
    'takes new recovery codes': {
      role: 'registrar',
      act: async (who) => {
        const body = { totp: code(who) };
        return () => call(there, staffAccess.newRecoveryCodes, { token: who.token, body });
      },
    },
    'opens a service point': {
      role: 'administrator',
      act: async ({ token }) => {
        return () => call(there, appointments.addPoint, { token, body: point() });
      },
    },
    'makes an accomplice': {
      role: 'administrator',
      act: async ({ token }) => {
        const body = { username: `made-${code(chief)}`, name: '莫小燕', roles: ['officer'] };
        return () => call(there, staffAccess.create, { token, body });
      },
    },
    'makes a clerk': {
      role: 'institution-clerk',
      act: async ({ token }) => {
        const rights = { admin: true, branchId: institutionId, businessIds: ['*'], allBranches: true };
        const body = { username: `made-${code(chief)}`, name: '莫小燕', phone: '13907790001', ...rights };
        return () => call(there, institutions.createClerk, { token, body });
      },
    },
  };

  test.each(Object.entries(acts))('nobody %s while the account is being reset', async (_, { role, act }) => {
    const who = await member(role);
    const doIt = await act(who);
    const reset = role === 'institution-clerk' ? 'the institution reset the account' : 'the account was reset';
    let then: unknown;
    const end = async () => {
      await ends[reset](who.id);
      then = await written();
    };
    const { body } = await overtaken(end, doIt);
    // Administrators of the centre are asked for their office first.
    expect(['UNAUTHENTICATED', ...(role === 'administrator' ? ['FORBIDDEN'] : [])]).toContain(body.error?.code);
    const { events } = (await written()) as { events: number };
    expect(events).toBe((then as { events: number }).events);
    // The same act by somebody whose account nobody touches goes through.
    const other = await member(role);
    expect(await (await act(other))()).toMatchObject({ status: 200 });
  });

  test('who registers a kiosk gets no key for it once the account was disabled', async () => {
    const opened = await call(here, appointments.addPoint, { token: administrators[0]!.token, body: point() });
    const body = { pointId: opened.body.id, name: '一楼自助机' };
    const who = await staffOf(here, ['administrator']);
    const register = () => call(there, printing.registerKiosk, { token: who.token, body });
    expect((await overtaken(() => ends['the account was disabled'](who.id), register, 1)).status).toBe(401);
    expect(await here.database.readNow('SELECT id FROM kiosk')).toEqual([]);
  });

  test('one’s own account can still be ended by oneself', async () => {
    const who = await staffOf(here, ['administrator']);
    expect((await call(there, account.endSessions, { token: who.token, body: { keepThis: false } })).status).toBe(200);
    expect((await call(there, identity.staffMe, { token: who.token })).status).toBe(401);
    const token = await session(who);
    expect((await call(there, staffAccess.disable, { token, params: { id: who.id } })).status).toBe(200);
    expect((await call(there, identity.staffMe, { token })).status).toBe(401);
  });

  test('who is no longer an administrator of the institution makes no clerks in another process', async () => {
    const former = await clerk();
    const rights = { branchId: institutionId, businessIds: ['*'], allBranches: true };
    expect((await call(there, institutions.staff, { token: former.token })).status).toBe(200);
    const less = { ...rights, admin: false, version: 1 };
    await call(here, institutions.setPermissions, { token: chief.token, params: { id: former.id }, body: less });
    const body = { username: 'accomplice', name: '莫小燕', phone: '13907790001', ...rights, admin: true };
    const made = await call(there, institutions.createClerk, { token: former.token, body });
    expect(made).toMatchObject({ status: 403, body: { error: { detail: { reason: 'institution-admin' } } } });
  });

  test('a password that is just being compared opens nothing after a reset', async () => {
    const who = await staffOf(here, ['officer']);
    const service = (await there.get(StaffService)) as unknown as { proven(...given: unknown[]): Promise<unknown> };
    const compare = service.proven.bind(service);
    service.proven = async (...given) => {
      const found = await compare(...given);
      await ends['the account was reset'](who.id);
      return found;
    };
    try {
      const body = { username: who.username, password: staffPassword, totp: code(who) };
      expect((await call(there, identity.staff, { body })).status).toBe(401);
    } finally {
      service.proven = compare;
    }
  });

  test('a retired kiosk begins nothing in another process', async () => {
    const kiosks = await here.get(KioskService);
    const [{ id: pointId }] = (await here.database.readNow<{ id: string }>('SELECT id FROM service_point')) as [
      { id: string },
    ];
    const { kiosk, token } = await here.database.unitOfWork((tx) => kiosks.register(tx, system, pointId, '二楼自助机'));
    expect((await call(there, printing.kiosk, { token })).status).toBe(200);
    await by(administrators[0]!.token, printing.retireKiosk, kiosk.id);
    const visit = await call(there, pickup.beginReading, { token, body: { code: '1234567890' } });
    expect(visit.body.error.code).toBe('UNAUTHENTICATED');
  });
});
