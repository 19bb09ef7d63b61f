import { UnmaskWatch } from '@zhucheng/bff/modules/identity/unmask-watch.service';
import { Quotas } from '@zhucheng/bff/platform/quota/quotas';
import { allRoutes, limitProblem, requireLimits, route, routes } from '@zhucheng/shared';
import { eachDatabase } from '../support/databases';
import { startTestServer, type TestServer } from '../support/server';
import { call, citizenOf, fakeAdapters, idNumberOf, staffOf } from './people';

const { identity, audit } = routes;
const hour = 3_600_000;
const day = 24 * hour;

jest.setTimeout(60_000);

describe('the contract', () => {
  const toy = { method: 'POST', path: '/api/toy', access: ['citizen'], tag: 't', summary: '' } as const;

  test('refuses a route that costs or tells and has no limit', () => {
    const bare = route({ ...toy, errors: ['DEPARTMENT_UNAVAILABLE'] });
    expect(() => requireLimits([{ name: 'toy.bare', definition: bare }])).toThrow('toy.bare');
    expect(limitProblem(route({ ...toy, access: ['public'], raw: true }))).toMatch('weighs');
    expect(limitProblem(route({ ...toy, weighs: 'tells', limit: { times: 1, perMs: 1, by: 'ip' } }))).toMatch('daily');
    expect(limitProblem(route({ ...toy, access: ['public'], raw: true, unlimited: ' ' }))).not.toBeNull();
    expect(limitProblem(route({ ...toy, weighs: { nothing: 'A toy.' } }))).toBeNull();
    expect(limitProblem(route({ ...toy, weighs: { nothing: ' ' } }))).not.toBeNull();
    const guess = route({ ...toy, weighs: { nothing: 'A toy.' }, errors: ['SMS_CODE_INVALID'] });
    expect(limitProblem(guess)).toMatch('limit');
  });

  test('does not load when any one route no longer says what it weighs, or has no limit for it', () => {
    for (const { name, definition } of allRoutes()) {
      const { weighs, limit, unlimited, ...silent } = definition;
      expect(() => requireLimits([{ name, definition: silent }])).toThrow(name);
      if (unlimited !== undefined || typeof weighs !== 'string') continue;
      expect(() => requireLimits([{ name, definition: { ...silent, weighs } }])).toThrow(name);
      const { perDay, ...flood } = limit!;
      expect(perDay).toBeGreaterThan(0);
      expect(() => requireLimits([{ name, definition: { ...silent, weighs, limit: flood } }])).toThrow(name);
    }
  });
});

eachDatabase((dialect) => {
  let server: TestServer;
  const { adapters, state: adaptersState } = fakeAdapters();
  beforeAll(async () => {
    const variables = { RATE_LIMITS: 'on', UNMASK_PER_HOUR: '3', TRUSTED_PROXIES: '1' };
    server = await startTestServer({ dialect, adapters, variables });
  });
  afterAll(() => server.close());

  test('ten real-name tries a day for a person, over a restart and another process', async () => {
    const { token } = await bareCitizen();
    let asked = 300;
    const ask = async () => {
      const body = { name: '假名', idNumber: idNumberOf(asked++), pledge: true };
      server.clock.advance(30_000);
      return (await call(server, identity.realName, { token, body })).body.error.code as string;
    };
    // Of her phone there are ten a day as well; both end at the same try.
    for (let i = 0; i < 10; i++) expect(await ask()).not.toBe('TOO_MANY_REQUESTS');
    expect(await ask()).toBe('TOO_MANY_REQUESTS');
    // What another process, or this one after a restart, knows is in the database only.
    const { database, cipher, clock } = server;
    const other = new Quotas({ database, cipher, clock, enabled: true });
    const me = (await call(server, identity.me, { token })).body.id;
    const ration = { times: 10, perMs: day };
    await expect(other.spend('POST /api/me/real-name', me, ration)).rejects.toMatchObject({
      code: 'TOO_MANY_REQUESTS',
    });
    server.clock.advance(day);
    expect(await ask()).not.toBe('TOO_MANY_REQUESTS');
  });

  test("strangers' tries with somebody's ID number leave the person her own", async () => {
    const idNumber = idNumberOf(350);
    const ask = async (token: string, name: string, from: string) => {
      server.clock.advance(30_000);
      const answer = await call(server, identity.realName, { token, body: { name, idNumber, pledge: true }, from });
      return (answer.body.error?.code ?? answer.status) as string | number;
    };
    const { token: hers } = await bareCitizen(11);
    for (const [serial, from] of [
      [12, '198.51.100.12'],
      [13, '198.51.100.13'],
    ] as const) {
      const { token } = await bareCitizen(serial);
      for (let i = 0; i < 5; i++) expect(await ask(token, '假名', from)).not.toBe('TOO_MANY_REQUESTS');
      // Another account at the same address has no share of its own.
      const { token: second } = await bareCitizen(serial + 10);
      expect(await ask(second, '假名', from)).toBe('TOO_MANY_REQUESTS');
    }
    // The police register knows the number by her phone.
    adaptersState.phones.set(idNumber, '13907790011');
    expect(await ask(hers, '陈海波', '203.0.113.11')).toBe(200);
  });

  test.each([
    ['the holder of a certificate', 200, '桂(2020)北海市不动产权第1234567号'],
    ['the proof of a case', 60, 'BH2026000000001'],
  ])('%s is not found by guessing, from however many addresses', async (what, all, number) => {
    const guess = async (from: number, i: number) => {
      const [route, body] = what.includes('case')
        ? [routes.cases.progress, { acceptanceNumber: i % 2 ? number : ` ${number.toLowerCase()} `, proof: String(i) }]
        : [routes.certificates.verifyNumber, { number: i % 2 ? number : ` ${number} `, rightHolder: `某${i}` }];
      const { status } = await call(server, route, {
        body,
        from: `198.51.${100 + Math.floor(from / 200)}.${from % 200}`,
      });
      return status;
    };
    const one: number[] = [];
    for (let i = 0; i < 22; i++) one.push(await guess(0, i));
    expect(one.slice(0, 20)).not.toContain(429);
    expect(one.slice(20)).toEqual([429, 429]);
    // A stranger at one address leaves others theirs.
    expect(await guess(1, 0)).not.toBe(429);
    let passed = 21;
    for (let i = 2; i < all + 5; i++) if ((await guess(i, i)) !== 429) passed++;
    expect(passed).toBe(all);
  });

  test('who knows may look as often as she likes, until strangers have used the guesses up', async () => {
    const { database, cipher, clock } = server;
    const quotas = new Quotas({ database, cipher, clock, enabled: true });
    const look = (right: boolean, address: string) =>
      quotas.guessed(right, 'toy', 'a case', address, { source: 3, all: 7 }).then(
        () => 'told',
        (error: { code: string }) => error.code,
      );
    for (let i = 0; i < 20; i++) expect(await look(true, 'hers')).toBe('told');
    for (let i = 0; i < 3; i++) expect(await look(false, 'one')).toBe('told');
    // A right one would be told apart there, so it is not.
    expect([await look(false, 'one'), await look(true, 'one')]).toEqual(['TOO_MANY_REQUESTS', 'TOO_MANY_REQUESTS']);
    expect(await look(true, 'hers')).toBe('told');
    for (let i = 0; i < 4; i++) expect(await look(false, `other ${i}`)).toBe('told');
    expect(await look(true, 'hers')).toBe('TOO_MANY_REQUESTS');
    server.clock.advance(day);
    expect(await look(true, 'hers')).toBe('told');
  });

  test('name and ID are asked about at the window only with a code, ten times a day of one person, and written down', async () => {
    const person = { name: '苏雨桐', idNumber: idNumberOf(345) };
    const { token: officer, id } = await staffOf(server, ['officer']);
    const asked = jest.spyOn(adapters.identityCheck, 'check');
    const prove = async (code: string, name = person.name) => {
      const body = { ...person, name, code, seen: true };
      return (await call(server, identity.proveAtWindow, { token: officer, body })).body.error?.code ?? 'proven';
    };
    const entries = async () =>
      (
        await server.database.read(
          "SELECT id FROM audit_entry WHERE action = 'identity.window-check' AND actor_id = ?",
          [id],
        )
      ).length;
    try {
      expect(await prove('00000000')).toBe('WINDOW_CODE_INVALID');
      const named = await citizenOf(server, 346);
      const { code: another } = (await call(server, identity.windowCode, { token: named.token })).body;
      expect(await prove(another)).toBe('WINDOW_IDENTITY_OTHER');
      expect([asked.mock.calls.length, await entries()]).toEqual([0, 0]);
      const { token } = await bareCitizen(345);
      const { code } = (await call(server, identity.windowCode, { token })).body;
      for (let i = 0; i < 10; i++) expect(await prove(code, '假名')).toBe('REAL_NAME_MISMATCH');
      expect([asked.mock.calls.length, await entries()]).toEqual([10, 10]);
      expect(await prove(code)).toBe('TOO_MANY_REQUESTS');
      expect(asked.mock.calls.length).toBe(10);
    } finally {
      asked.mockRestore();
    }
  });

  const bareCitizen = async (serial = 1) => {
    const { token } = (await call(server, identity.wechat, { body: { code: `openid:quota-${serial}` } })).body;
    const phone = `1390779${String(serial).padStart(4, '0')}`;
    const bound = await call(server, identity.wechatPhone, { token, body: { code: `phone:${phone}` } });
    return { token: bound.body.token as string };
  };

  test('a large ration is taken a fiftieth at a time and ends all the same', async () => {
    const quotas = await server.get(Quotas);
    const ration = { times: 100, perMs: hour };
    const before = server.database.statements;
    let passed = 0;
    for (let i = 0; i < 110; i++)
      passed += await quotas.spend('toy', 'somebody', ration).then(
        () => 1,
        () => 0,
      );
    expect(passed).toBe(100);
    expect(server.database.statements - before).toBeLessThan(90);
    await server.jobs.run('quota-purge');
    await expect(quotas.spend('toy', 'somebody', ration)).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    server.clock.advance(2 * hour);
    await server.jobs.run('quota-purge');
    await quotas.spend('toy', 'somebody', ration);
  });

  test('never more than the ration, whatever a hand holds; a hand ends with its window', async () => {
    const quotas = await server.get(Quotas);
    const { database, cipher, clock } = server;
    const other = new Quotas({ database, cipher, clock, enabled: true });
    const ration = { times: 155, perMs: hour };
    const passes = async (from: Quotas, times: number, who: string) => {
      let passed = 0;
      for (let i = 0; i < times; i++)
        passed += await from.spend('toy', who, ration).then(
          () => 1,
          () => 0,
        );
      return passed;
    };
    expect(await passes(quotas, 300, 'uneven')).toBe(155);
    // Two processes: what the first holds in its hand when the window ends is not used in the next.
    expect(await passes(quotas, 1, 'two')).toBe(1);
    clock.advance(hour - 1000);
    expect(await passes(quotas, 1, 'two')).toBe(1);
    clock.advance(2000);
    expect(await passes(other, 300, 'two')).toBe(155);
    expect(await passes(quotas, 3, 'two')).toBe(0);
  });

  test('searches and details of the register by an officer who does not pause are limited', async () => {
    const officer = await staffOf(server, ['officer']);
    const statuses = [];
    for (let i = 0; i < 65; i++)
      statuses.push(
        (await call(server, routes.register.units, { token: officer.token, query: { search: '银滩' } })).status,
      );
    expect(statuses.slice(0, 60)).toEqual(Array(60).fill(200));
    expect(statuses.slice(60)).toEqual(Array(5).fill(429));
  });

  test('unmasking beyond an hour of work is paused, seen by the auditor, lifted by another administrator or by time', async () => {
    const watch = await server.get(UnmaskWatch);
    const officer = await staffOf(server, ['officer', 'administrator']);
    const auditor = await staffOf(server, ['auditor']);
    const administrator = await staffOf(server, ['administrator']);
    const actor = { kind: 'staff', id: officer.id, roles: ['officer'], sessionId: '' } as const;
    const look = () => watch.look(actor, async () => 'seen').catch((error) => error.code as string);
    const many = await Promise.all([look(), look(), look(), look(), look()]);
    expect(many.filter((one) => one === 'seen')).toHaveLength(3);
    expect(await look()).toBe('UNMASK_PAUSED');

    const { items } = (await call(server, audit.unmaskAlarms, { token: auditor.token })).body;
    const shown = { id: officer.id, username: officer.username, name: '李审核' };
    expect(items).toEqual([{ ...shown, alarmedAt: expect.any(Number), pausedUntil: server.clock.now() + hour }]);
    const query = { action: 'personal-data.unmask-alarm' };
    const entries = (await call(server, audit.list, { token: auditor.token, query })).body.items;
    expect(entries).toMatchObject([{ actorId: officer.id, subjectId: officer.id, detail: { perHour: 3 } }]);

    const lift = (token: string) =>
      call(server, audit.liftUnmaskPause, { token, params: { id: officer.id }, body: { reason: '窗口集中办理' } });
    expect((await lift(auditor.token)).status).toBe(403);
    expect((await lift(officer.token)).status).toBe(403);
    expect((await lift(administrator.token)).status).toBe(200);
    expect((await lift(administrator.token)).status).toBe(404);
    expect([await look(), await look(), await look(), await look()].at(-1)).toBe('UNMASK_PAUSED');
    server.clock.advance(hour + 1);
    expect(await look()).toBe('seen');
  });

  test('an hour of looks comes back one by one, with no edge at which the count begins anew', async () => {
    const watch = await server.get(UnmaskWatch);
    const officer = await staffOf(server, ['officer']);
    const actor = { kind: 'staff', id: officer.id, roles: ['officer'], sessionId: '' } as const;
    const look = () => watch.look(actor, async () => 'seen').catch((error) => error.code as string);
    expect(await look()).toBe('seen');
    server.clock.advance(hour - 60_000);
    expect([await look(), await look()]).toEqual(['seen', 'seen']);
    server.clock.advance(2 * 60_000);
    const after = [await look(), await look(), await look()];
    expect(after.filter((one) => one === 'seen').length).toBeLessThan(3);
  });

  test('documents of a case count as a look, once in an hour however often they are opened', async () => {
    const watch = await server.get(UnmaskWatch);
    const officer = await staffOf(server, ['officer']);
    const actor = { kind: 'staff', id: officer.id, roles: ['officer'], sessionId: '' } as const;
    const open = (about: string, shown = ['身份证.jpg']) =>
      watch.lookAgain(actor, about, async () => shown).catch((error) => error.code as string);
    for (let i = 0; i < 6; i++) expect(await open('case-a')).toEqual(['身份证.jpg']);
    for (let i = 0; i < 6; i++) expect(await open(`empty-${i}`, [])).toEqual([]);
    expect([await open('case-b'), await open('case-c'), await open('case-d')].at(-1)).toBe('UNMASK_PAUSED');
  });
});
