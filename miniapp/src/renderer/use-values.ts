import { type InputStep, routes } from '@zhucheng/shared';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '@/core/api';
import { dropDraft, loadDraft, saveDraft } from '@/core/drafts';
import { startValues, type Values } from './values';

const PAUSE = 1_200;

export interface Typing {
  values: Values | undefined;
  error: unknown;
  /** Something was typed since the step was last sent. */
  changed: boolean;
  change(values: Values): void;
  /** The server has taken them. */
  sent(): void;
  reload(): Promise<void>;
}

/** What is typed in a step: from this phone, else from the server; kept on both while typing. */
export function useValues(caseId: string, step: InputStep): Typing {
  const [values, setValues] = useState<Values>();
  const [error, setError] = useState<unknown>();
  const [changed, setChanged] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const stepId = step.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a step is known by its id
  const load = useCallback(
    async (fresh = false) => {
      setError(undefined);
      const kept = fresh ? undefined : loadDraft<Values>(caseId, stepId);
      if (kept) {
        setValues(kept);
        setChanged(true);
        return;
      }
      try {
        const { data, draft } = await call(routes.cases.stepData, { params: { id: caseId, step: stepId } });
        setValues({ ...startValues(step), ...data });
        setChanged(draft || Object.keys(data).length === 0);
      } catch (failure) {
        setError(failure);
      }
    },
    [caseId, stepId],
  );
  useEffect(() => {
    void load();
    return () => clearTimeout(timer.current);
  }, [load]);
  const change = (next: Values) => {
    setValues(next);
    setChanged(true);
    saveDraft(caseId, stepId, next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      // Kept on the phone anyway; the server gets the next one if this one is lost.
      call(routes.cases.saveDraft, { params: { id: caseId, step: stepId }, body: { data: next } }).catch(
        () => undefined,
      );
    }, PAUSE);
  };
  const sent = () => {
    clearTimeout(timer.current);
    dropDraft(caseId, stepId);
    setChanged(false);
  };
  return { values, error, changed, change, sent, reload: () => load(true) };
}
