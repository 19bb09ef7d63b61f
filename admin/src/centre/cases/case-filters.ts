import { type CaseState, caseStateIds } from '@zhucheng/shared';
import { useEffect, useRef } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import { recall, remember } from '../../app/remembered';

export interface Filters {
  state?: CaseState | undefined;
  businessId?: string | undefined;
  institutionId?: string | undefined;
  /** May name a person: kept in the page's history, never in its address or in what is remembered. */
  text?: string | undefined;
}

const NAME = 'cases.filters';

/** Choices stand in the address and are remembered for the next visit; what was typed comes back with the back button. */
export function useFilters(): [Filters, (part: Filters) => void, () => void] {
  const [address, setAddress] = useSearchParams();
  const location = useLocation();
  const fresh = [...address.keys()].length === 0;
  // A visit without any filter starts with the remembered ones at once: the whole list is not asked for first.
  const filters: Filters = fresh
    ? recall<Filters>(NAME, {})
    : {
        state: caseStateIds.find((id) => id === address.get('state')),
        businessId: address.get('businessId') ?? undefined,
        institutionId: address.get('institutionId') ?? undefined,
        text: (location.state as { text?: string } | null)?.text,
      };
  const change = ({ text, ...chosen }: Filters): void => {
    remember(NAME, chosen);
    const entries = Object.entries(chosen).filter((entry): entry is [string, string] => Boolean(entry[1]));
    setAddress(entries.length ? new URLSearchParams(entries) : { all: '1' }, { replace: true, state: { text } });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a visit without any filter takes the remembered ones
  useEffect(() => {
    if (fresh) change(filters);
  }, [fresh]);
  // Two choices in quick succession both count: the address follows a little later.
  const latest = useRef(filters);
  const key = JSON.stringify(filters);
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows what the address says, whenever that changes
  useEffect(() => {
    latest.current = filters;
  }, [key]);
  const choose = (part: Filters): void => {
    latest.current = { ...latest.current, ...part };
    change(latest.current);
  };
  const clear = (): void => {
    latest.current = {};
    change({});
  };
  return [filters, choose, clear];
}
