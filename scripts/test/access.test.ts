import { boundRoutes } from '@zhucheng/bff/platform/http/route';
import { type AgentScope, agentScopeIds, allRoutes, levelOf, type RouteDefinition, routes } from '@zhucheng/shared';
import { eachDatabase } from '../../bff/test/support/databases';
import { Caller, told } from '../attack/caller';
import {
  broken,
  type CallerRole,
  callerRoles,
  type Keys,
  type Lesser,
  lesserIds,
  nameOf,
  tryRoute,
  type Who,
  whoever,
} from '../attack/matrix';
import { lesserOf, tokensOf } from '../attack/stage';
import { grantEachScope } from './support/grants';
import { type Platform, startPlatform } from './support/platform';

jest.setTimeout(120_000);

const everything = allRoutes();
const signOut = routes.identity.signOut as unknown as RouteDefinition;
/** Stands for every key, for the names of the tests. */
const all = <K extends string>(names: readonly K[]) => new Map(names.map((name) => [name, '']));
const named: Keys = {
  tokens: all<CallerRole>(callerRoles),
  grants: all<AgentScope>(agentScopeIds),
  lesser: all<Lesser>(lesserIds),
};

eachDatabase((dialect) => {
  let platform: Platform;
  let caller: Caller;
  let keys: Keys;

  beforeAll(async () => {
    platform = await startPlatform(dialect);
    caller = new Caller(platform.url);
    keys = {
      tokens: await tokensOf(platform.cast),
      grants: await grantEachScope(platform),
      lesser: await lesserOf(platform),
    };
  });
  afterAll(async () => {
    caller?.close();
    await platform?.close();
  });

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
    const askers = whoever(definition, named).map((who) => ({ who, called: nameOf(who) }));
    it.each(askers)('answers $called as declared', async ({ who }) => {
      expect(broken(definition, who, await tryRoute(caller, keys, definition, who))).toBeUndefined();
    });
  });

  it('gives an agent no route that changes the account or the grants', () => {
    const own = everything.filter(({ name }) => /^(identity|agents|messages)\./.test(name));
    expect(own.filter(({ definition }) => definition.agent).map(({ name }) => name)).toEqual([]);
    const wrong = everything.filter(({ definition }) => definition.agent && !definition.access.includes('citizen'));
    expect(wrong).toEqual([]);
  });

  it('asks a citizen for a face or the window everywhere but where the contract says why not', () => {
    for (const { name, definition } of everything) {
      const level = levelOf(definition);
      if (level === null) expect({ name, level: definition.level }).toEqual({ name, level: undefined });
      else if (level !== 'proven')
        expect({ name, why: definition.level!.why }).toEqual({ name, why: expect.any(String) });
    }
  });

  it('ends every role’s session, for good', async () => {
    const me = routes.identity.me as unknown as RouteDefinition;
    const staffMe = routes.identity.staffMe as unknown as RouteDefinition;
    // A device has no session to end; the administrator retires it.
    for (const role of callerRoles.filter((one) => one !== 'kiosk')) {
      const who: Who = { as: 'role', role };
      expect({ role, status: (await tryRoute(caller, keys, signOut, who)).status }).toEqual({ role, status: 200 });
      const after = await tryRoute(caller, keys, role === 'citizen' ? me : staffMe, who);
      expect({ role, told: told(after) }).toEqual({ role, told: '401 UNAUTHENTICATED' });
    }
  });
});
