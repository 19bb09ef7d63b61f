import type { z } from 'zod';
import { Failure } from './failure';

/** What is wrong at which input; paths use dots: `parties.buyer.members.0.idNumber`. */
export type Faults = Record<string, string>;

/** Faults of a local check, the first one of each input. */
export function faultsOf(error: z.ZodError): Faults {
  const faults: Faults = {};
  for (const issue of error.issues) {
    const path = issue.path.join('.');
    faults[path] ??= issue.message;
  }
  return faults;
}

/** Faults a server found, without the name of the envelope they were sent in. */
export function faultsFrom(error: unknown): Faults {
  if (!(error instanceof Failure)) return {};
  return Object.fromEntries(
    Object.entries(error.fields).map(([path, message]) => [path.replace(/^(data|verify)\./, ''), message]),
  );
}

export const hasFaults = (faults: Faults): boolean => Object.keys(faults).length > 0;

/** The fault of an input, or of anything inside it. */
export const faultAt = (faults: Faults, path: string): string | undefined =>
  faults[path] ?? Object.entries(faults).find(([at]) => at.startsWith(`${path}.`))?.[1];

/** What is left once an input was changed. */
export const without = (faults: Faults, path: string): Faults =>
  Object.fromEntries(Object.entries(faults).filter(([at]) => at !== path && !at.startsWith(`${path}.`)));
