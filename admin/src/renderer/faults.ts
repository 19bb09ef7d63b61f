import type { z } from 'zod';
import { asApiError } from '../app/api';

/** What is wrong at which input; paths use dots: `parties.buyer.members.0.idNumber`. */
export type Faults = Record<string, string>;

/** Faults of a local check, the first one of each input. */
export function faultsOf(error: z.ZodError): Faults {
  const faults: Faults = {};
  for (const issue of error.issues) faults[issue.path.join('.')] ??= issue.message;
  return faults;
}

/** Faults the server found, without the name of the envelope they were sent in. */
export const faultsFrom = (error: unknown): Faults =>
  Object.fromEntries(
    asApiError(error).fields.map(({ path, message }) => [path.replace(/^(data|verify)\./, ''), message]),
  );

/** The fault of an input, or of anything inside it. */
export const faultAt = (faults: Faults, path: string): string | undefined =>
  faults[path] ?? Object.entries(faults).find(([at]) => at.startsWith(`${path}.`))?.[1];

/** What is left once an input was changed. */
export const without = (faults: Faults, path: string): Faults =>
  Object.fromEntries(Object.entries(faults).filter(([at]) => at !== path && !at.startsWith(`${path}.`)));
