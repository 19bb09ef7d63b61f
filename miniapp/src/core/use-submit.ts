import { useCallback, useRef, useState } from 'react';

/** Runs a command once, however often the button is tapped meanwhile. */
export function useSubmit<A extends unknown[]>(command: (...given: A) => Promise<void>) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const running = useRef(false);
  const submit = useCallback(
    async (...given: A) => {
      if (running.current) return;
      running.current = true;
      setBusy(true);
      setError(undefined);
      try {
        await command(...given);
      } catch (failure) {
        setError(failure);
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
    [command],
  );
  return { submit, busy, error, clear: () => setError(undefined) };
}
