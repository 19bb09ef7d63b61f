import { allRoutes, businesses, type RouteDefinition, routes, stepSchema } from '@zhucheng/shared';
import { sale } from './belongings';
import { encoded, tooOften } from './caller';
import { harvest, someOf, type Visitor } from './harvest';
import type { CallerRole } from './matrix';
import { type Leaf, leaves, pathNames, sample, withValue } from './samples';
import { type Stage, tokensOf } from './stage';
import { stain } from './stain';
import { hostileBodies, hostileHeaders, hostileStrings, wrongTypes } from './strings';
import { each, sampled, Tally } from './tally';

type Schema = NonNullable<RouteDefinition['body']>;

/** A route as somebody may call it, with everything as it should be. */
interface Target {
  name: string;
  definition: RouteDefinition;
  token: string | undefined;
  params: Record<string, unknown>;
  query: Schema | undefined;
  body: Schema | undefined;
  /** Where in the body `body` belongs, if it stands for what the contract leaves open. */
  inside?: string;
}

/** Signing out would end the session; a key of one's own making ends nothing but is asked by the matrix. */
const leftOut = new Set<unknown>([routes.identity.signOut]);

function who(definition: RouteDefinition, tokens: ReadonlyMap<CallerRole, string>): CallerRole | undefined {
  return [...tokens.keys()].find((role) => definition.access.includes(role));
}

/** Own ids that lead somewhere, by the beginning of the path: `/api/cases/:id`. */
async function ownIds(stage: Stage, visitor: Visitor): Promise<Map<string, string>> {
  const ids = someOf(await harvest(stage.caller, visitor));
  const found = new Map<string, string>();
  const gets = allRoutes().filter(
    ({ definition }) => definition.method === 'GET' && pathNames(definition).join() === 'id',
  );
  for (const { definition } of gets.filter((route) => route.definition.access.includes(visitor.role)))
    await each(ids, 8, async (id) => {
      const prefix = definition.path.slice(0, definition.path.indexOf(':id') + 3);
      if (found.has(prefix)) return;
      const { status } = await stage.caller.call(definition, { token: visitor.token, params: { id } });
      if (status === 200) found.set(prefix, id);
    });
  return found;
}

async function targets(stage: Stage, tokens: ReadonlyMap<CallerRole, string>): Promise<Target[]> {
  const own = new Map<CallerRole, Map<string, string>>();
  for (const [role, token] of tokens) own.set(role, await ownIds(stage, { name: role, role, token }));
  const found: Target[] = [];
  for (const { name, definition } of allRoutes()) {
    if (leftOut.has(definition)) continue;
    const role = who(definition, tokens);
    const params = definition.params ? (sample(definition.params, true) as Record<string, unknown>) : {};
    const known = role && own.get(role)!.get(definition.path.slice(0, definition.path.indexOf(':id') + 3));
    if (known) params.id = known;
    const target = { name, definition, token: role && tokens.get(role), params };
    found.push({ ...target, query: definition.query, body: definition.body });
    // Steps of the declarations are what the contract leaves open.
    if (definition === (routes.cases.start as unknown as RouteDefinition))
      for (const business of businesses)
        found.push({ ...target, query: undefined, body: schemaOf(business.id, 'verify'), inside: 'verify' });
    if (definition === (routes.cases.fill as unknown as RouteDefinition))
      for (const step of sale.steps.filter(({ kind }) => kind === 'form' || kind === 'ask'))
        found.push({
          ...target,
          params: { ...params, step: step.id },
          query: undefined,
          body: schemaOf(sale.id, step.id),
          inside: 'data',
        });
  }
  return found;
}

function schemaOf(businessId: string, stepId: string): Schema {
  const business = businesses.find(({ id }) => id === businessId)!;
  const step = business.steps.find(({ id }) => id === stepId)!;
  return stepSchema(business, step as Parameters<typeof stepSchema>[1]) as unknown as Schema;
}

/** One question: what is hostile about it, and how it is sent. */
interface Question {
  call: string;
  sent: string;
  target: Target;
  params?: Record<string, unknown>;
  search?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

const searchOf = (values: Record<string, unknown>): string =>
  Object.entries(values)
    .map(([key, value]) => `${key}=${encoded(String(value))}`)
    .join('&');

function wholeBody({ definition, body, inside }: Target, value: unknown): unknown {
  if (!inside || !body) return value;
  return { ...(sample(definition.body!) as object), businessId: businesses[0]!.id, [inside]: value };
}

function* questions(target: Target): Generator<Question> {
  const { name, params, query, body, definition } = target;
  const texts = Object.entries(hostileStrings).flatMap(([kind, list]) => list.map((text) => ({ kind, text })));
  const label = (where: string, leaf: Leaf, kind: string) => `${name} · ${where}.${leaf.path.join('.')} · ${kind}`;
  // An empty path segment would address another route.
  for (const leaf of definition.params ? leaves(definition.params) : [])
    for (const { kind, text } of texts.filter((one) => !['', '.', '..'].includes(one.text) && one.text.length < 10_000))
      yield {
        call: label('params', leaf, kind),
        sent: text,
        target,
        params: { ...params, [String(leaf.path[0])]: text },
      };
  const asked = query ? (sample(query) as Record<string, unknown>) : {};
  for (const leaf of query ? leaves(query) : [])
    for (const { kind, text } of texts.filter((one) => one.text.length < 5_000))
      yield {
        call: label('query', leaf, kind),
        sent: text,
        target,
        search: searchOf({ ...asked, [String(leaf.path[0])]: text }),
      };
  if (query)
    for (const search of ['__proto__=1&constructor=1', 'a[b][c]=1', 'cursor=1&cursor=2&limit=1&limit=2', '%=%&%ff=%00'])
      yield { call: `${name} · query · names`, sent: search, target, search };
  const whole = body && sample(body, true);
  const base = body && sample(body);
  for (const leaf of body ? leaves(body) : []) {
    const values = [
      ...texts.map(({ kind, text }) => ({ kind, value: text as unknown })),
      ...wrongTypes.map((value) => ({ kind: 'type', value })),
    ];
    for (const { kind, value } of values) {
      const filled = wholeBody(target, withValue(base, whole, leaf.path, value));
      yield { call: label('body', leaf, kind), sent: typeof value === 'string' ? value : '', target, body: filled };
    }
  }
  if (definition.method !== 'GET' && !target.inside)
    for (const [kind, bytes] of Object.entries(hostileBodies))
      yield { call: `${name} · body · ${kind}`, sent: '', target, body: bytes };
  if (!target.inside)
    for (const headers of hostileHeaders)
      yield {
        call: `${name} · ${Object.keys(headers)[0]}`,
        sent: Object.values(headers)[0]!,
        target,
        headers,
        ...(definition.method !== 'GET' && { body: base ?? {} }),
      };
}

/** Every text, number and choice of every route, one after the other replaced by what should not be there. */
export async function attackWithStrings(stage: Stage, nth = 1): Promise<Tally> {
  const tally = new Tally('hostile-strings');
  const tokens = await tokensOf(stage.cast);
  const all = sampled(
    (await targets(stage, tokens)).flatMap((target) => [...questions(target)]),
    nth,
  );
  await each(all, 16, async ({ call, sent, target, ...asked }) => {
    const { definition, token, params, name } = target;
    const answer = await stage.caller.call(definition, { token, params, ...asked });
    if (tooOften(answer)) tally.skip(`429 ${name}`);
    else tally.judge(`${call} ${JSON.stringify(sent.slice(0, 40))}`, stain(answer, sent));
  });
  // What was taken must not break the lists that show it.
  for (const [role, token] of tokens)
    for (const { name, definition } of allRoutes()) {
      if (definition.method !== 'GET' || pathNames(definition).length > 0 || !definition.access.includes(role))
        continue;
      const search = definition.query ? searchOf(sample(definition.query) as Record<string, unknown>) : '';
      const answer = await stage.caller.call(definition, { token, search });
      if (tooOften(answer)) tally.skip(`429 ${name}`);
      else tally.judge(`之后 ${name} · ${role}`, stain(answer, ''));
    }
  return tally;
}
