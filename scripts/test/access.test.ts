import { boundRoutes } from '@zhucheng/bff/platform/http/route';
import { newId } from '@zhucheng/bff/platform/ids';
import {
  type AgentScope,
  actingForHeader,
  agentScopeIds,
  allRoutes,
  type ErrorReply,
  fillPath,
  inScope,
  type Role,
  type RouteDefinition,
  roles,
  routes,
} from '@zhucheng/shared';
import { eachDatabase } from '../../bff/test/support/databases';
import { grantEachScope } from './support/grants';
import { kioskToken } from './support/kiosk';
import { type Platform, startPlatform } from './support/platform';

jest.setTimeout(120_000);

type Caller = Exclude<Role, 'public'>;
const callers = roles.filter((role): role is Caller => role !== 'public');
const staffOf: Record<Exclude<Caller, 'citizen' | 'kiosk'>, string> = {
  officer: 'officer1',
  registrar: 'registrar',
  auditor: 'auditor',
  administrator: 'administrator',
  'institution-clerk': 'bank1',
};
const everything = allRoutes();
const signOut = routes.identity.signOut as unknown as RouteDefinition;

eachDatabase((dialect) => {
  let platform: Platform;
  const tokens = new Map<Caller, string>();
  let grants: ReadonlyMap<AgentScope, string>;

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    tokens.set('citizen', (await platform.cast.person('chen-haibo')).client.token);
    for (const [role, username] of Object.entries(staffOf)) {
      tokens.set(role as Caller, (await platform.cast.officer(username)).token);
    }
    tokens.set('kiosk', await kioskToken(platform));
    grants = await grantEachScope(platform);
  });
  afterAll(() => platform?.close());

  let calls = 0;
  /** The status and, of a refusal, the code; ids lead nowhere and bodies are empty. */
  async function call(
    definition: RouteDefinition,
    token?: string,
    actingFor?: string,
  ): Promise<{ status: number; code?: string }> {
    const names = [...definition.path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => name!);
    const path = fillPath(
      definition.path,
      Object.fromEntries(names.map((name) => [name, name === 'account' ? 'gas' : newId()])),
    );
    const response = await fetch(`${platform.url}${path}`, {
      method: definition.method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(actingFor && { [actingForHeader]: actingFor }),
        'idempotency-key': `access-${dialect}-${++calls}`,
        ...(definition.method !== 'GET' && { 'content-type': 'application/json' }),
      },
      ...(definition.method !== 'GET' && { body: '{}' }),
    });
    const text = await response.text();
    if (response.status < 400) return { status: response.status };
    // A gateway reads the reply to its callback in its own format.
    if (definition.raw && !text.startsWith('{"error"')) return { status: response.status, code: 'RAW' };
    return { status: response.status, code: (JSON.parse(text) as ErrorReply).error.code };
  }

  function expectAdmitted({ status, code }: { status: number; code?: string }): void {
    expect(['UNAUTHENTICATED', 'FORBIDDEN']).not.toContain(code);
    if (status >= 500)
      expect({ status, code }).toEqual({
        status: 503,
        code: expect.stringMatching(/_UNAVAILABLE$|^UNAVAILABLE$|_FAILED$/),
      });
    if (status >= 400) expect(code).toBeTruthy();
  }

  it('binds every operation of the contract, and once', () => {
    for (const { name, definition } of everything) {
      const controllers = new Set(
        boundRoutes.filter((bound) => bound.definition === definition).map((bound) => bound.method),
      );
      expect({ name, bound: controllers.size }).toEqual({ name, bound: 1 });
    }
    const places = everything.map(({ definition }) => `${definition.method} ${definition.path}`);
    expect(new Set(places).size).toBe(places.length);
  });

  describe.each(everything)('$name', ({ definition }) => {
    const isPublic = definition.access.includes('public');

    it(isPublic ? 'admits anybody' : 'refuses who has not signed in', async () => {
      const answer = await call(definition);
      if (isPublic) expectAdmitted(answer);
      else expect(answer).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
    });

    it('refuses a made-up session', async () => {
      const answer = await call(definition, 'x'.repeat(43));
      if (isPublic) expectAdmitted(answer);
      else expect(answer).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
    });

    it.each(callers)('answers a %s as declared', async (role) => {
      const admitted = isPublic || definition.access.includes(role);
      // Signing out would end the session that the other operations need.
      if (definition === signOut) return;
      const answer = await call(definition, tokens.get(role));
      if (admitted) expectAdmitted(answer);
      else expect(answer).toEqual({ status: 403, code: 'FORBIDDEN' });
    });
  });

  describe.each(
    everything.filter(
      ({ definition }) => definition.access.includes('citizen') && !definition.access.includes('public'),
    ),
  )('$name', ({ definition }) => {
    it.each(agentScopeIds)('answers an agent who may “%s” as declared', async (scope) => {
      const answer = await call(definition, tokens.get('citizen'), grants.get(scope));
      if (definition.agent && inScope([scope], definition.agent)) {
        expectAdmitted(answer);
        expect(['AGENT_NOT_ALLOWED', 'GRANT_ENDED']).not.toContain(answer.code);
      } else expect(answer).toEqual({ status: 403, code: 'AGENT_NOT_ALLOWED' });
    });

    it('refuses a grant that is not the caller’s', async () => {
      const answer = await call(definition, tokens.get('citizen'), newId());
      expect(answer).toEqual({ status: 403, code: 'GRANT_ENDED' });
    });
  });

  it('gives an agent no route that changes the account or the grants', () => {
    const own = everything.filter(({ name }) => /^(identity|agents|messages)\./.test(name));
    expect(own.filter(({ definition }) => definition.agent).map(({ name }) => name)).toEqual([]);
    const wrong = everything.filter(({ definition }) => definition.agent && !definition.access.includes('citizen'));
    expect(wrong).toEqual([]);
  });

  it('ends every role’s session, for good', async () => {
    const me = routes.identity.me as unknown as RouteDefinition;
    const staffMe = routes.identity.staffMe as unknown as RouteDefinition;
    // A device has no session to end; the administrator retires it.
    for (const role of callers.filter((caller) => caller !== 'kiosk')) {
      expect({ role, ...(await call(signOut, tokens.get(role))) }).toEqual({ role, status: 200 });
      const after = await call(role === 'citizen' ? me : staffMe, tokens.get(role));
      expect({ role, ...after }).toEqual({ role, status: 401, code: 'UNAUTHENTICATED' });
    }
  });
});
