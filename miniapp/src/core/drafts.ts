import { forget, keys, read, write } from './storage';

interface Draft<T> {
  savedAt: number;
  values: T;
  /** Version on the server that it was made from; absent before the first save, and in drafts of older apps. */
  version?: number;
  /** The server has this draft, so whatever it holds now is as new or newer. */
  arrived?: boolean;
}

const PREFIX = 'draft:';
const key = (caseId: string, step: string) => `${PREFIX}${caseId}:${step}`;

/** What was typed in one step of one case survives a closed page, a lost network and a killed app. */
export const loadDraft = <T>(caseId: string, step: string): T | undefined => keptDraft<T>(caseId, step)?.values;

/** The draft of this phone, with its version and whether the server has it. */
export const keptDraft = <T>(caseId: string, step: string): Draft<T> | undefined => read<Draft<T>>(key(caseId, step));

export const saveDraft = <T>(
  caseId: string,
  step: string,
  values: T,
  about: Pick<Draft<T>, 'version' | 'arrived'> = {},
): void => write(key(caseId, step), { savedAt: Date.now(), values, ...about } satisfies Draft<T>);

export const dropDraft = (caseId: string, step: string): void => forget(key(caseId, step));

export const dropDraftsOf = (caseId: string): void =>
  keys()
    .filter((name) => name.startsWith(`${PREFIX}${caseId}:`))
    .forEach(forget);
