import { useCallback, useEffect, useRef, useState } from 'react';
import { useMadeUp } from './assurance';

export interface Loaded<T> {
  data: T | undefined;
  error: unknown;
  loading: boolean;
  reload(): Promise<void>;
}

/** Fetches when the inputs change; an answer that arrives late never replaces a newer one. */
export function useLoad<T>(fetch: () => Promise<T>, inputs: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<Omit<Loaded<T>, 'reload'>>({ data: undefined, error: undefined, loading: true });
  const turn = useRef(0);
  const reload = useCallback(async () => {
    const mine = ++turn.current;
    setState((before) => ({ ...before, loading: true, error: undefined }));
    try {
      const data = await fetch();
      if (mine === turn.current) setState({ data, error: undefined, loading: false });
    } catch (error) {
      if (mine === turn.current) setState((before) => ({ ...before, error, loading: false }));
    }
    // biome-ignore lint/correctness/useExhaustiveDependencies: the caller names what the answer depends on
  }, inputs);
  useEffect(() => {
    void reload();
    return () => {
      turn.current++;
    };
  }, [reload]);
  useMadeUp(state.error, reload);
  return { ...state, reload };
}
