import { type CaseState, caseStateIds } from '@zhucheng/shared';
import { useEffect } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import { recall, remember } from '../../app/remembered';

export interface Filters {
  businessId?: string | undefined;
  state?: CaseState | undefined;
  /** May name a person: kept in the page's history, never in its address or in what is remembered. */
  text?: string | undefined;
}

/** Business and state stand in the address and are remembered for the next visit; what was typed comes back with the back button. */
export function useFilters(): [Filters, (next: Filters) => void] {
  const [address, setAddress] = useSearchParams();
  const location = useLocation();
  const filters: Filters = {
    businessId: address.get('businessId') ?? undefined,
    state: caseStateIds.find((id) => id === address.get('state')),
    text: (location.state as { text?: string } | null)?.text,
  };
  const change = ({ text, ...chosen }: Filters): void => {
    remember('work.filters', chosen);
    const entries = Object.entries(chosen).filter((entry): entry is [string, string] => Boolean(entry[1]));
    setAddress(entries.length ? new URLSearchParams(entries) : { all: '1' }, { replace: true, state: { text } });
  };
  const fresh = [...address.keys()].length === 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a visit without any filter takes the remembered ones
  useEffect(() => {
    if (fresh) change(recall<Filters>('work.filters', {}));
  }, [fresh]);
  return [filters, change];
}
