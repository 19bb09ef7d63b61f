import { forget, keys, read, write } from './storage';

interface Draft<T> {
  savedAt: number;
  values: T;
}

const PREFIX = 'draft:';
const key = (caseId: string, step: string) => `${PREFIX}${caseId}:${step}`;

/** What was typed in one step of one case survives a closed page, a lost network and a killed app. */
export const loadDraft = <T>(caseId: string, step: string): T | undefined => read<Draft<T>>(key(caseId, step))?.values;

export const saveDraft = <T>(caseId: string, step: string, values: T): void =>
  write(key(caseId, step), { savedAt: Date.now(), values } satisfies Draft<T>);

export const dropDraft = (caseId: string, step: string): void => forget(key(caseId, step));

export const dropDraftsOf = (caseId: string): void =>
  keys()
    .filter((name) => name.startsWith(`${PREFIX}${caseId}:`))
    .forEach(forget);

/** Drafts older than the given age go, so that personal data does not stay on a shared phone. */
export const dropOldDrafts = (maxAge: number): void =>
  keys()
    .filter((name) => name.startsWith(PREFIX) && Date.now() - (read<Draft<unknown>>(name)?.savedAt ?? 0) > maxAge)
    .forEach(forget);
