import { type CaseState, caseStateIds } from '@zhucheng/shared';
import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { recall, remember } from '../../app/remembered';

export interface Filters {
  businessId?: string | undefined;
  state?: CaseState | undefined;
  search?: string | undefined;
}

/** Filters stand in the address; business and state are also remembered for the next visit. */
export function useFilters(): [Filters, (next: Filters) => void] {
  const [address, setAddress] = useSearchParams();
  const filters: Filters = {
    businessId: address.get('businessId') ?? undefined,
    state: caseStateIds.find((id) => id === address.get('state')),
    search: address.get('search') ?? undefined,
  };
  const change = (next: Filters): void => {
    remember('work.filters', { businessId: next.businessId, state: next.state });
    const entries = Object.entries(next).filter(([, value]) => value) as Array<[string, string]>;
    setAddress(entries.length ? new URLSearchParams(entries) : { all: '1' }, { replace: true });
  };
  const fresh = [...address.keys()].length === 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a visit without any filter takes the remembered ones
  useEffect(() => {
    if (fresh) change(recall<Filters>('work.filters', {}));
  }, [fresh]);
  return [filters, change];
}
