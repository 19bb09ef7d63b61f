import { newId } from '@zhucheng/bff/platform/ids';
import {
  type AgentScope,
  type Assurance,
  agentScopeIds,
  allRoutes,
  inScope,
  levelOf,
  missingOn,
  type Role,
  type RouteDefinition,
  roles,
  routes,
} from '@zhucheng/shared';
import { type Answer, type Caller, told, tooOften } from './caller';
import { each, sampled, Tally } from './tally';

export type CallerRole = Exclude<Role, 'public'>;
export const callerRoles = roles.filter((role): role is CallerRole => role !== 'public');

/** Citizens who are known less well than a face or an ID card proves, and what each of them lacks. */
export const lesser = {
  phone: { person: 'phone', confirmed: true },
  named: { person: 'named', confirmed: true },
  'named-elsewhere': { person: 'named', confirmed: false },
  'proven-elsewhere': { person: 'proven', confirmed: false },
} as const satisfies Record<string, Assurance>;
export type Lesser = keyof typeof lesser;
export const lesserIds = Object.keys(lesser) as Lesser[];

/** Who calls. */
export type Who =
  | { as: 'nobody' | 'made-up' | 'foreign-grant' }
  | { as: 'role'; role: CallerRole }
  | { as: 'agent'; scope: AgentScope }
  | { as: 'lesser'; citizen: Lesser };

/** Sessions and grants to call with. */
export interface Keys {
  tokens: ReadonlyMap<CallerRole, string>;
  grants: ReadonlyMap<AgentScope, string>;
  lesser: ReadonlyMap<Lesser, string>;
}

/** What the contract promises: admitted, or refused with one of these codes. */
export type Promised = 'admitted' | readonly string[];

export const nameOf = (who: Who): string =>
  who.as === 'role' ? who.role : who.as === 'agent' ? `agent:${who.scope}` : who.as === 'lesser' ? who.citizen : who.as;

const belowLevel = ['REAL_NAME_REQUIRED', 'PROOF_REQUIRED', 'DEVICE_UNCONFIRMED'];

export function promised(definition: RouteDefinition, who: Who): Promised {
  const isPublic = definition.access.includes('public');
  if (isPublic) return 'admitted';
  switch (who.as) {
    case 'nobody':
    case 'made-up':
      return ['UNAUTHENTICATED'];
    case 'role':
      return definition.access.includes(who.role) ? 'admitted' : ['FORBIDDEN'];
    case 'agent':
      return definition.agent && inScope([who.scope], definition.agent) ? 'admitted' : ['AGENT_NOT_ALLOWED'];
    case 'foreign-grant':
      return ['GRANT_ENDED'];
    case 'lesser': {
      if (!levelOf(definition)) return ['FORBIDDEN'];
      const missing = missingOn(definition, lesser[who.citizen]);
      return missing ? [missing] : 'admitted';
    }
  }
}

const statusOf = (code: string): number => (code === 'UNAUTHENTICATED' ? 401 : 403);

/** How the answer breaks the promise; undefined if it keeps it. */
export function broken(definition: RouteDefinition, who: Who, answer: Answer): string | undefined {
  const wanted = promised(definition, who);
  const { status, code } = answer;
  if (wanted !== 'admitted') {
    if (code && wanted.includes(code) && status === statusOf(code)) return undefined;
    return `${told(answer)} 而不是 ${wanted.join('/')}`;
  }
  if (status === 0) return told(answer);
  // A gateway reads the reply to its callback in its own format.
  const ownFormat = definition.raw && !code;
  if (status >= 400 && !code && !ownFormat) return `${told(answer)}，没有错误码`;
  if (code === 'UNAUTHENTICATED' || code === 'FORBIDDEN') return told(answer);
  if (who.as === 'agent' && (code === 'AGENT_NOT_ALLOWED' || code === 'GRANT_ENDED')) return told(answer);
  if (who.as !== 'nobody' && code && belowLevel.includes(code)) return told(answer);
  if (status >= 500 && !(status === 503 && /_UNAVAILABLE$|^UNAVAILABLE$|_FAILED$/.test(code ?? '')))
    return told(answer);
  return undefined;
}

/** One call of the matrix: ids lead nowhere and bodies are empty. */
export function tryRoute(caller: Caller, keys: Keys, definition: RouteDefinition, who: Who): Promise<Answer> {
  const names = [...definition.path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => name!);
  const citizen = keys.tokens.get('citizen');
  const token =
    who.as === 'made-up'
      ? 'x'.repeat(43)
      : who.as === 'role'
        ? keys.tokens.get(who.role)
        : who.as === 'lesser'
          ? keys.lesser.get(who.citizen)
          : who.as === 'nobody'
            ? undefined
            : citizen;
  const actingFor = who.as === 'agent' ? keys.grants.get(who.scope) : who.as === 'foreign-grant' ? newId() : undefined;
  return caller.call(definition, {
    token,
    actingFor,
    params: Object.fromEntries(names.map((name) => [name, name === 'account' ? 'gas' : newId()])),
    ...(definition.method !== 'GET' && { body: {} }),
  });
}

/** Everybody whose answer the contract fixes for this route, as far as there are keys for them. */
export function whoever(definition: RouteDefinition, keys: Keys): Who[] {
  const found: Who[] = [{ as: 'nobody' }, { as: 'made-up' }];
  // Signing out would end the session that the other operations need.
  if (definition === (routes.identity.signOut as unknown as RouteDefinition)) return found;
  for (const role of callerRoles) if (keys.tokens.has(role)) found.push({ as: 'role', role });
  if (!definition.access.includes('citizen') || definition.access.includes('public')) return found;
  for (const citizen of lesserIds) if (keys.lesser.has(citizen)) found.push({ as: 'lesser', citizen });
  for (const scope of agentScopeIds) if (keys.grants.has(scope)) found.push({ as: 'agent', scope });
  return [...found, { as: 'foreign-grant' }];
}

/** Every route for everybody (访问矩阵). */
export async function attackMatrix(caller: Caller, keys: Keys, nth = 1): Promise<Tally> {
  const tally = new Tally('matrix');
  const calls = allRoutes().flatMap(({ name, definition }) =>
    whoever(definition, keys).map((who) => ({ name, definition, who })),
  );
  await each(sampled(calls, nth), 16, async ({ name, definition, who }) => {
    const answer = await tryRoute(caller, keys, definition, who);
    if (tooOften(answer)) tally.skip('429');
    else tally.judge(`${name} · ${nameOf(who)}`, broken(definition, who, answer));
  });
  return tally;
}
