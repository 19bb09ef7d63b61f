import { routes, type SavedMeanwhile } from '@zhucheng/shared';
import { useCallback, useEffect, useRef, useState } from 'react';
import { asApiError, call } from '../../app/api';

type Data = Record<string, unknown>;
type Step = { id: string; step: string };

/** Saves under way, by step: a form that is opened again waits for them before it reads. */
const onTheWay = new Map<string, Promise<void>>();
const nameOf = ({ id, step }: Step): string => `${id}:${step}`;

/** Resolves when the last save of this step has ended, whether or not it succeeded. */
export const draftArrived = (params: Step): Promise<void> => onTheWay.get(nameOf(params)) ?? Promise.resolve();

/** The content on the server after a conflict, shown beside what is typed. */
export interface Conflict {
  saved: SavedMeanwhile;
  theirs: Data;
}

const pauseMs = 1_500;
const same = (a: Data, b: Data | null): boolean => b !== null && JSON.stringify(a) === JSON.stringify(b);

/** Keeps what is typed on the server, one save after the other, each made from the one before. */
export function useDraft(params: Step, read: { version: number }) {
  const version = useRef(read.version);
  const wanted = useRef<Data | null>(null);
  const lastSent = useRef<Data | null>(null);
  const stopped = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const where = useRef(params).current;
  const [savedAt, setSavedAt] = useState<number | null>(null);
  const [conflict, setConflict] = useState<Conflict | null>(null);

  /** Whether somebody else has saved; false if it was our own earlier save, whose answer was lost. */
  const meet = useCallback(
    async (saved: SavedMeanwhile): Promise<boolean> => {
      const now = saved.values ? saved : await call(routes.cases.stepData, { params: where });
      const theirs = ('data' in now ? now.data : now.values) as Data;
      version.current = now.version;
      if (same(theirs, lastSent.current)) return false;
      stopped.current = true;
      setConflict({ saved: { ...saved, version: now.version }, theirs });
      return true;
    },
    [where],
  );

  const send = useCallback(async (): Promise<void> => {
    while (wanted.current && !stopped.current) {
      const data = wanted.current;
      wanted.current = null;
      try {
        const reply = await call(routes.cases.saveDraft, {
          params: where,
          body: { version: version.current, data },
        });
        version.current = reply.version;
        lastSent.current = data;
        setSavedAt(Date.now());
      } catch (error) {
        const { saved } = asApiError(error);
        if (!saved) lastSent.current = data;
        // A draft that could not be kept is tried again with the next key; the page still holds everything.
        else if (!(await meet(saved).catch(() => true))) wanted.current ??= data;
        setSavedAt(null);
        if (!saved) return;
      }
    }
  }, [where, meet]);

  const flush = useCallback((): Promise<void> => {
    clearTimeout(timer.current);
    const name = nameOf(where);
    const before = onTheWay.get(name) ?? Promise.resolve();
    const sending = before.then(send).finally(() => {
      if (onTheWay.get(name) === sending) onTheWay.delete(name);
    });
    onTheWay.set(name, sending);
    return sending;
  }, [where, send]);

  // Saves the rest when the form is left or the page is hidden.
  useEffect(() => {
    const hidden = (): void => {
      if (document.visibilityState === 'hidden' && wanted.current) void flush();
    };
    document.addEventListener('visibilitychange', hidden);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      if (wanted.current) void flush();
    };
  }, [flush]);

  return {
    savedAt,
    conflict,
    version,
    keep: (data: Data): void => {
      wanted.current = data;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), pauseMs);
    },
    /** Called before the step itself is saved: stops drafts, since a later one would overwrite it. */
    hold: async (): Promise<void> => {
      clearTimeout(timer.current);
      wanted.current = null;
      await draftArrived(where);
    },
    meet,
    settle: (): void => {
      stopped.current = false;
      setConflict(null);
    },
  };
}
