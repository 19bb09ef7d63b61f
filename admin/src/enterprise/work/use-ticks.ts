import type { TableProps } from 'antd';
import { useState } from 'react';

/** Ticked rows, kept while pages are turned. */
export function useTicks<T extends { id: string }>(key: string) {
  const [kept, setKept] = useState<{ key: string; rows: Map<string, T> }>({ key, rows: new Map() });
  const rows = kept.key === key ? kept.rows : new Map<string, T>();
  /** Replaces the ticks of this page; those of other pages stay. */
  const put = (page: readonly T[], ids: readonly string[]): void => {
    const next = new Map(rows);
    for (const item of page) {
      if (ids.includes(item.id)) next.set(item.id, item);
      else next.delete(item.id);
    }
    setKept({ key, rows: next });
  };
  return {
    items: [...rows.values()],
    ids: [...rows.keys()],
    put,
    /** `rowSelection` of antd, with Chinese labels, since its own are English. */
    boxes: (
      page: readonly T[],
      nameOf: (item: T) => string,
      closed: (item: T) => boolean = () => false,
    ): TableProps<T>['rowSelection'] => ({
      columnWidth: 48,
      selectedRowKeys: [...rows.keys()],
      onChange: (keys) => put(page, keys as string[]),
      getTitleCheckboxProps: () => ({ 'aria-label': '勾选这一页' }) as object,
      getCheckboxProps: (item) => ({ disabled: closed(item), 'aria-label': `勾选 ${nameOf(item)}` }) as object,
    }),
    clear: (): void => setKept({ key, rows: new Map() }),
  };
}
