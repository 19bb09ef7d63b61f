import { z } from 'zod';
import { ms } from './common';
import type { RouteDefinition } from './route';

/** Which saving something was read from; 0 before the first. A save says which one it was made from. */
export const savedVersion = z.number().int().min(0);

/** Detail of SAVED_MEANWHILE: what is saved now, by whom. */
export const savedMeanwhile = z.object({
  version: savedVersion,
  /** As whoever reads it may know the name. */
  by: z.string(),
  /** Whoever reads it saved it: on another page, or another device. */
  mine: z.boolean(),
  at: ms.nullable(),
  /** In the shape of what was sent; null where this answer may not show it, then it is read with the call that shows it. */
  values: z.record(z.string(), z.unknown()).nullable(),
});
export type SavedMeanwhile = z.output<typeof savedMeanwhile>;

/** Who saved last, as whoever reads it may know. */
export const savedBy = savedMeanwhile.pick({ by: true, mine: true, at: true });

/** Why a command that says something about what is there puts nothing in the place of anything. */
export const replacesNothing = {
  act: 'It moves something on; what it may be moved from stands in a table, and is checked.',
  adds: 'It adds something of its own beside what is there.',
  proof: 'A code, a password or a face that is good once.',
  looks: 'It changes nothing.',
} as const;

/** The versions that a body brings: its own, or one in each of its rows. */
function bringsVersion(schema: unknown): boolean {
  const def = (schema as z.ZodType | undefined)?.def as Record<string, unknown> | undefined;
  const shape = def?.shape as Record<string, unknown> | undefined;
  if (shape) return 'version' in shape || 'was' in shape || Object.values(shape).some(bringsVersion);
  return bringsVersionInside(def?.element ?? def?.innerType ?? def?.in);
}
const bringsVersionInside = (schema: unknown): boolean => (schema ? bringsVersion(schema) : false);

/**
 * What is wrong with how a route replaces what somebody else may have saved meanwhile, or null. Whatever can be called twice
 * for the same thing with another content brings the version that it was made from, or says why it replaces nothing.
 */
export function versionProblem(route: RouteDefinition): string | null {
  if (route.method === 'GET' || route.reads) return null;
  const about = route.params !== undefined || route.method === 'PUT';
  const replacing = route.method === 'PUT' || (route.body !== undefined && about) || route.replaces === true;
  const brings = bringsVersion(route.body) || bringsVersion(route.query);
  if (typeof route.replaces === 'string') {
    if (brings) return 'brings a version and a reason to have none';
    return route.replaces.trim() === '' ? 'does not say why it replaces nothing' : null;
  }
  return replacing && !brings ? 'replaces something, so it needs the version that it was made from' : null;
}

/** Error: plain Error that names every route without the version it needs. The contract does not load with one. */
export function requireVersions(all: ReadonlyArray<{ name: string; definition: RouteDefinition }>): void {
  const problems = all.flatMap(({ name, definition }) => {
    const problem = versionProblem(definition);
    return problem ? [`${name} ${problem}`] : [];
  });
  if (problems.length > 0) throw new Error(`The contract cannot be loaded:\n${problems.join('\n')}`);
}
