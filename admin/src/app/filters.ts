import { useEffect, useRef } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import { recall, remember } from './remembered';

type Filters = Record<string, string | undefined>;
type Part<F> = { [K in keyof F]?: F[K] | undefined };

export interface FilterPlan<F> {
  /** Under which name choices are remembered for the next visit. */
  name: string;
  /** Filters that stand in the address, and how each is read from there. */
  address: { [K in keyof F]?: (value: string | undefined) => F[K] | undefined };
  /** Filters of the address that the next visit does not start with. */
  forget?: ReadonlyArray<keyof F>;
  /** May name a person: kept in the page's history, never in its address or in what is remembered. */
  typed?: keyof F & string;
  /** Filters of a first visit. */
  first?: Part<F>;
}

/**
 * Filters of a list: choices stand in the address and are remembered, what was typed comes back with the back button.
 * Returns the filters, a function that changes some of them, and one that clears all.
 */
export function useAddressFilters<F extends { [K in keyof F]: string | undefined }>(
  plan: FilterPlan<F>,
): [F, (part: Part<F>) => void, () => void] {
  const [address, setAddress] = useSearchParams();
  const location = useLocation();
  const names = Object.keys(plan.address) as Array<keyof F & string>;
  const order: string[] = plan.typed ? [...names, plan.typed] : names;
  const keyOf = (filters: Filters): string => JSON.stringify(order.map((name) => filters[name] ?? null));
  const fresh = [...address.keys()].length === 0;
  const read = (from: (name: string) => string | undefined): Filters =>
    Object.fromEntries(names.map((name) => [name, plan.address[name]?.(from(name))]));
  // A visit without any filter starts with the remembered ones at once: the whole list is not asked for first.
  const before = fresh ? recall<Filters>(plan.name, { ...plan.first }) : null;
  const filters = read((name) => (before ? before[name] : (address.get(name) ?? undefined)));
  if (plan.typed && !before) filters[plan.typed] = (location.state as Filters | null)?.[plan.typed];
  const write = (next: Filters): void => {
    const chosen = names.filter((name) => next[name]).map((name): [string, string] => [name, next[name]!]);
    remember(plan.name, Object.fromEntries(chosen.filter(([name]) => !plan.forget?.includes(name as keyof F))));
    setAddress(chosen.length ? new URLSearchParams(chosen) : { all: '1' }, {
      replace: true,
      ...(plan.typed && { state: { [plan.typed]: next[plan.typed] } }),
    });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a visit without any filter takes the remembered ones
  useEffect(() => {
    if (fresh) write(filters);
  }, [fresh]);
  // The address is updated after the render: quick choices build on this value, not on the old address.
  const latest = useRef(filters);
  const written = useRef<string[]>([]);
  const key = keyOf(filters);
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows what the address says, whenever that changes
  useEffect(() => {
    if (written.current.slice(0, -1).includes(key)) return;
    written.current = [];
    latest.current = filters;
  }, [key]);
  const put = (next: Filters): void => {
    latest.current = next;
    written.current.push(keyOf(next));
    write(next);
  };
  return [filters as F, (part) => put({ ...latest.current, ...(part as Filters) }), () => put({})];
}
