import { useDidHide } from '@tarojs/taro';
import {
  type InputStep,
  merged,
  type SavedMeanwhile,
  type Side,
  startValues,
  type TypedValues,
} from '@zhucheng/shared';
import { useCallback, useEffect, useRef, useState } from 'react';
import { dropDraft, keptDraft } from '@/core/drafts';
import { type Conflict, StepSaves } from './step-saves';

const PAUSE = 1_200;
/** After so long without an answer, ms, the draft of this phone is shown; the next save finds a conflict if there is one. */
const LONG = 3_000;

export interface Typing {
  values: TypedValues | undefined;
  error: unknown;
  /** Something was typed since the step was last sent. */
  changed: boolean;
  /** Another page, or somebody else, has saved the step meanwhile: nothing is saved until somebody chooses. */
  conflict: Conflict | undefined;
  change(values: TypedValues): void;
  /** Takes the values chosen in a conflict. */
  settle(sides: Record<string, Side>): void;
  /** Called before the step itself is saved: waits for drafts under way. Returns the version it is made from. */
  hold(): Promise<number>;
  /** The step was refused because somebody saved it meanwhile. */
  meet(saved: SavedMeanwhile): Promise<boolean>;
  /** The step was saved as this version. */
  sent(version: number): void;
  reload(): Promise<void>;
}

const later = (ms: number) => new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), ms));

/** What is typed in a step: the newer one of this phone's and the server's; kept on both while typing. */
export function useValues(caseId: string, step: InputStep): Typing {
  const [values, setValues] = useState<TypedValues>();
  const [error, setError] = useState<unknown>();
  const [changed, setChanged] = useState(false);
  const [conflict, setConflict] = useState<Conflict>();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const stepId = step.id;
  const [saves] = useState(() => new StepSaves(caseId, stepId, setConflict));
  // biome-ignore lint/correctness/useExhaustiveDependencies: a step is known by its id
  const load = useCallback(
    async (fresh = false) => {
      setError(undefined);
      const kept = fresh ? undefined : keptDraft<TypedValues>(caseId, stepId);
      const keep = (typed: TypedValues) => {
        setValues(typed);
        setChanged(true);
      };
      try {
        const reading = saves.arrived().then(() => saves.read());
        const now = await (kept ? Promise.race([reading, later(LONG)]) : reading);
        if (!now) {
          reading.catch(() => undefined);
          saves.version = kept?.version ?? 0;
          return keep(kept!.values);
        }
        saves.version = now.version;
        const newest = keptDraft<TypedValues>(caseId, stepId);
        if (fresh || !newest || newest.arrived) {
          setValues(startValues(step, now.data));
          setChanged(now.draft || Object.keys(now.data).length === 0);
          return;
        }
        keep(newest.values);
        if ((newest.version ?? 0) === now.version) {
          saves.keep(newest.values);
          void saves.flush();
          return;
        }
        const saved = now.saved ?? { by: '另一个页面', mine: true, at: null };
        await saves.meet({ ...saved, version: now.version, values: now.data });
      } catch (failure) {
        if (!kept) return setError(failure);
        saves.version = kept.version ?? 0;
        keep(kept.values);
      }
    },
    [caseId, stepId],
  );
  const flush = useCallback(() => {
    clearTimeout(timer.current);
    void saves.flush();
  }, [saves]);
  useEffect(() => {
    void load();
    // Saves the rest when the page is left.
    return flush;
  }, [load, flush]);
  useDidHide(flush);
  const change = (next: TypedValues) => {
    setValues(next);
    setChanged(true);
    saves.keep(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void saves.flush(), PAUSE);
  };
  return {
    values,
    error,
    changed,
    conflict,
    change,
    settle: (sides) => {
      if (!conflict || !values) return;
      setConflict(undefined);
      saves.resume();
      change(startValues(step, merged(values, conflict.theirs, sides)));
    },
    hold: async () => {
      clearTimeout(timer.current);
      await saves.hold();
      return saves.version;
    },
    meet: (saved) => saves.meet(saved),
    sent: (version) => {
      clearTimeout(timer.current);
      saves.version = version;
      dropDraft(caseId, stepId);
      setChanged(false);
    },
    reload: () => load(true),
  };
}
