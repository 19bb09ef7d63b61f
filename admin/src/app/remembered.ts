import { useCallback, useState } from 'react';

const PREFIX = 'zhucheng.admin.';

export function recall<T>(name: string, fallback: T): T {
  try {
    const stored = localStorage.getItem(PREFIX + name);
    return stored === null ? fallback : (JSON.parse(stored) as T);
  } catch {
    return fallback;
  }
}

export function remember(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // A full or forbidden store only means that nothing is remembered.
  }
}

/** State that is still there tomorrow. For layout and filters only, never for personal data. */
export function useRemembered<T>(name: string, fallback: T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => recall(name, fallback));
  const change = useCallback(
    (next: T) => {
      setValue(next);
      remember(name, next);
    },
    [name],
  );
  return [value, change];
}
