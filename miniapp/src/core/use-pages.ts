import { useCallback, useEffect, useRef, useState } from 'react';
import { useMadeUp } from './assurance';

interface Answer<T> {
  items: T[];
  next: string | null;
}

export interface Pages<T> {
  items: T[] | undefined;
  error: unknown;
  more: boolean;
  loading: boolean;
  loadMore(): Promise<void>;
  reload(): Promise<void>;
}

/** A list that comes in pages, newest first. */
export function usePages<T>(fetch: (cursor: string | undefined) => Promise<Answer<T>>): Pages<T> {
  const [state, setState] = useState<{ items?: T[]; next: string | null; error?: unknown; loading: boolean }>({
    next: null,
    loading: true,
  });
  const turn = useRef(0);
  const latest = useRef(fetch);
  latest.current = fetch;
  const load = useCallback(async (cursor: string | undefined) => {
    const mine = ++turn.current;
    setState((before) => ({ ...before, loading: true, error: undefined }));
    try {
      const answer = await latest.current(cursor);
      if (mine !== turn.current) return;
      setState((before) => ({
        items: cursor ? [...(before.items ?? []), ...answer.items] : answer.items,
        next: answer.next,
        loading: false,
      }));
    } catch (error) {
      if (mine === turn.current) setState((before) => ({ ...before, error, loading: false }));
    }
  }, []);
  const reload = useCallback(() => load(undefined), [load]);
  useEffect(() => {
    void reload();
    return () => {
      turn.current++;
    };
  }, [reload]);
  useMadeUp(state.error, reload);
  const loadMore = () => (state.next && !state.loading ? load(state.next) : Promise.resolve());
  return { ...state, items: state.items, error: state.error, more: state.next !== null, loadMore, reload };
}
