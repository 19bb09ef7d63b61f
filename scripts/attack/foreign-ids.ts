import { newId } from '@zhucheng/bff/platform/ids';
import { allRoutes, type RouteDefinition, routes } from '@zhucheng/shared';
import { type Answer, told, tooOften } from './caller';
import { harvest, idsIn, idsOf, someOf, type Visitor } from './harvest';
import { type Leaf, leaves, pathNames, sample, withValue } from './samples';
import { type Stage, staffOf } from './stage';
import { each, sampled, Tally } from './tally';

const citizens = ['chen-haibo', 'lin-xiaozhen', 'huang-zhiqiang', 'su-yutong', 'liang-siqi', 'wu-xiulan'];
const clerks = ['bank1', 'bank2', 'developer1'];

/** One place of a route where an id is given. */
interface Place {
  name: string;
  definition: RouteDefinition;
  in: 'params' | 'query' | 'body';
  leaf: Leaf;
}

export const idPlaces = (): Place[] =>
  allRoutes().flatMap(({ name, definition }) =>
    (['params', 'query', 'body'] as const).flatMap((part) =>
      definition[part]
        ? leaves(definition[part])
            .filter(({ kind }) => kind === 'id')
            .map((leaf) => ({ name, definition, in: part, leaf }))
        : [],
    ),
  );

/** The answer without what differs from one request to the next. */
function comparable({ status, text }: Answer, id: string): string {
  return `${status} ${text
    .replaceAll(id, '<id>')
    .replace(/"requestId":"[^"]*"/, '')
    .replace(/"(expiresAt|at)":\d+/g, '')}`;
}

/** Everybody who takes part; in a sample a few. */
export async function everybody(stage: Stage, few = false): Promise<{ strangers: Visitor[]; centre: Visitor[] }> {
  const strangers: Visitor[] = [];
  for (const name of citizens.slice(0, few ? 3 : undefined))
    strangers.push({ name, role: 'citizen', token: await (await stage.cast.person(name)).client.session() });
  const staff = async (name: string, role: Visitor['role']): Promise<Visitor> => ({
    name,
    role,
    token: await (await stage.cast.officer(name)).session(),
  });
  for (const name of clerks.slice(0, few ? 1 : undefined)) strangers.push(await staff(name, 'institution-clerk'));
  const centre: Visitor[] = [];
  for (const [role, name] of Object.entries(staffOf))
    if (role !== 'institution-clerk' && !(few && role !== 'officer'))
      centre.push(await staff(name, role as Visitor['role']));
  return { strangers, centre };
}

/** Calls a route with this id at the place, everything else as it should be. */
async function ask(stage: Stage, { definition, in: part, leaf }: Place, visitor: Visitor, id: string): Promise<Answer> {
  const params: Record<string, unknown> = {};
  const given = definition.params ? (sample(definition.params) as Record<string, unknown>) : {};
  for (const name of pathNames(definition)) params[name] = given[name] ?? newId();
  const filled = (schema: RouteDefinition['body'], of: Place['in']): unknown =>
    schema && (of === part ? withValue(sample(schema), sample(schema, true), leaf.path, id) : sample(schema));
  const query = filled(definition.query, 'query') as Record<string, unknown> | undefined;
  return stage.caller.call(definition, {
    token: visitor.token,
    params: part === 'params' ? { ...params, [String(leaf.path[0])]: id } : params,
    ...(query && {
      search: new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)])).toString(),
    }),
    ...(definition.method !== 'GET' && { body: filled(definition.body, 'body') ?? {} }),
  });
}

/** A cursor is a place in one's own list, whatever id it is made of. */
const isPosition = ({ leaf }: Place): boolean => leaf.path.at(-1) === 'cursor';

function showsOnly({ status, text }: Answer, own: ReadonlySet<string>): boolean {
  if (status !== 200) return false;
  let strange = false;
  idsIn(JSON.parse(text), '', (_, id) => {
    strange ||= !own.has(id);
  });
  return !strange;
}

/** No list shows a file before it belongs to a case, or a batch; the action log says whose they are. */
async function madeBy(stage: Stage, { role, token }: Visitor, id: string): Promise<boolean> {
  const me = await stage.caller.call(role === 'citizen' ? routes.identity.me : routes.identity.staffMe, { token });
  const auditor = await stage.cast.officer(staffOf.auditor);
  const { items } = await auditor.call(routes.audit.list, { query: { subjectId: id, limit: 100 } });
  const made = items.at(-1);
  return made !== undefined && made.actorId === (JSON.parse(me.text) as { id: string }).id;
}

/** Refused before anybody looked for the id. */
const notReached = ({ code, status }: Answer) =>
  status === 415 || code === 'BODY_MALFORMED' || code === 'INVALID_INPUT';

/**
 * Everybody asks for every id that the others are shown and he is not: the answer is that to an id which leads nowhere, to
 * the letter. Staff of the centre see cases by their role; of them only what they share with citizens is asked.
 */
export async function attackForeignIds(stage: Stage, nth = 1): Promise<Tally> {
  const tally = new Tally('foreign-ids');
  const { strangers, centre } = await everybody(stage, nth > 1);
  const shown = new Map<Visitor, Set<string>>();
  const tried = new Set<string>();
  for (const visitor of [...strangers, ...centre]) {
    const harvested = await harvest(stage.caller, visitor);
    shown.set(visitor, idsOf(harvested));
    for (const id of someOf(harvested)) tried.add(id);
  }
  if (tried.size === 0) tally.fault('harvest', '谁也看不到任何编号，无从试起');
  const isCentre = new Set(centre);
  const open = (place: Place, visitor: Visitor): boolean => {
    const { access } = place.definition;
    if (!access.includes(visitor.role)) return false;
    return !isCentre.has(visitor) || access.includes('citizen') || access.includes('institution-clerk');
  };
  for (const visitor of shown.keys()) {
    const foreign = sampled(
      [...tried].filter((id) => !shown.get(visitor)!.has(id)),
      nth,
    );
    await each(
      idPlaces().filter((place) => open(place, visitor)),
      4,
      async (place) => {
        const call = `${place.name} · ${visitor.name} · ${place.in}.${place.leaf.path.join('.')}`;
        const nowhere = newId();
        const control = await ask(stage, place, visitor, nowhere);
        const expected = comparable(control, nowhere);
        if (tooOften(control)) return tally.skip(`429 ${place.name}`);
        if (notReached(control)) return tally.skip(`${control.code ?? control.status}：在查编号之前就拒绝`);
        await each(foreign, 4, async (id) => {
          const answer = await ask(stage, place, visitor, id);
          if (tooOften(answer)) tally.skip(`429 ${place.name}`);
          else if (comparable(answer, id) === expected) tally.hold();
          else if (isPosition(place) && showsOnly(answer, shown.get(visitor)!)) tally.hold();
          else if (await madeBy(stage, visitor, id)) tally.hold();
          else tally.fault(`${call} ${id}`, `${told(answer)} 而不是 ${told(control)}`);
        });
      },
    );
  }
  return tally;
}
