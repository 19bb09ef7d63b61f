import { allRoutes, type RouteDefinition } from '@zhucheng/shared';
import type { Caller } from './caller';
import type { CallerRole } from './matrix';
import { bare, pathNames, sample } from './samples';
import { each } from './tally';

/** Who looks around: a session and what it may call. */
export interface Visitor {
  name: string;
  role: CallerRole;
  token: string;
}

/** Ids that somebody is shown, by where they were found first: `cases.list items.id`. */
export type Harvest = Map<string, Set<string>>;

const idPattern = /^[0-9A-HJKMNP-TV-Z]{26}$/;
/** Of ids found at the same place in the same reply so many are looked at: what they show differs little. */
const idsPerPlace = 8;
const pagesPerRoute = 5;

/** All ids in a reply, with the names on the way to them. */
export function idsIn(value: unknown, path: string, found: (path: string, id: string) => void): void {
  if (typeof value === 'string') {
    if (idPattern.test(value)) found(path, value);
  } else if (Array.isArray(value)) for (const item of value) idsIn(item, path, found);
  else if (value !== null && typeof value === 'object')
    for (const [key, inner] of Object.entries(value))
      idsIn(inner, idPattern.test(key) ? path : `${path}.${key}`, found);
}

const admits = (definition: RouteDefinition, role: CallerRole): boolean =>
  definition.access.includes(role) || definition.access.includes('public');

function searchFor(definition: RouteDefinition, cursor?: string): string {
  if (!definition.query) return '';
  const fields = (bare(definition.query).def as unknown as { shape: Record<string, unknown> }).shape;
  const query = sample(definition.query) as Record<string, unknown>;
  if ('limit' in fields) query.limit = 100;
  if (cursor) query.cursor = cursor;
  return new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)])).toString();
}

/** Everything the visitor is shown by lists, and by the details of what stands in them. */
export async function harvest(caller: Caller, visitor: Visitor): Promise<Harvest> {
  const found: Harvest = new Map();
  const known = new Set<string>();
  const keep = (route: string, text: string): string | undefined => {
    if (!text.startsWith('{')) return undefined;
    const reply = JSON.parse(text) as { next?: unknown };
    idsIn(reply, route, (path, id) => {
      if (known.has(id)) return;
      known.add(id);
      const ids = found.get(path) ?? new Set();
      found.set(path, ids.add(id));
    });
    return typeof reply.next === 'string' ? reply.next : undefined;
  };
  const gets = allRoutes().filter(({ definition }) => definition.method === 'GET' && admits(definition, visitor.role));
  for (const { name, definition } of gets.filter((route) => pathNames(route.definition).length === 0)) {
    let cursor: string | undefined;
    for (let page = 0; page < pagesPerRoute && (page === 0 || cursor); page++) {
      const answer = await caller.call(definition, { token: visitor.token, search: searchFor(definition, cursor) });
      cursor = answer.status === 200 ? keep(name, answer.text) : undefined;
    }
  }
  for (const { name, definition } of gets.filter((route) => pathNames(route.definition).join() === 'id')) {
    const ids = [...found.values()].flatMap((of) => [...of].slice(0, idsPerPlace));
    await each(ids, 8, async (id) => {
      const answer = await caller.call(definition, {
        token: visitor.token,
        params: { id },
        search: searchFor(definition),
      });
      if (answer.status === 200) keep(name, answer.text);
    });
  }
  return found;
}

/** A few of each kind. */
export const someOf = (harvested: Harvest): string[] =>
  [...harvested.values()].flatMap((ids) => [...ids].slice(0, idsPerPlace));

export const idsOf = (harvested: Harvest): Set<string> => new Set([...harvested.values()].flatMap((ids) => [...ids]));
