import { useState } from 'react';

/** Ticked rows, kept while pages are turned. */
export function useTicks<T extends { id: string }>(key: string) {
  const [kept, setKept] = useState<{ key: string; rows: Map<string, T> }>({ key, rows: new Map() });
  const rows = kept.key === key ? kept.rows : new Map<string, T>();
  return {
    items: [...rows.values()],
    ids: [...rows.keys()],
    /** What is on the page is as ticked here; ticks of other pages stay. */
    put: (page: readonly T[], ids: readonly string[]): void => {
      const next = new Map(rows);
      for (const item of page) {
        if (ids.includes(item.id)) next.set(item.id, item);
        else next.delete(item.id);
      }
      setKept({ key, rows: next });
    },
    clear: (): void => setKept({ key, rows: new Map() }),
  };
}
