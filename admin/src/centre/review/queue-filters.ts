import { type CaseState, caseStateIds } from '@zhucheng/shared';
import { useAddressFilters } from '../../app/filters';

interface Filters {
  state?: CaseState | undefined;
  mine?: 'true' | undefined;
  number?: string | undefined;
}

/** Filters of the review queue; an officer begins with what waits for review. */
export const useFilters = (officer: boolean) =>
  useAddressFilters<Filters>({
    name: 'queue.filters',
    address: {
      state: (value) => caseStateIds.find((id) => id === value),
      mine: (value) => (value === 'true' ? 'true' : undefined),
      number: (value) => value,
    },
    forget: ['number'],
    first: officer ? { state: 'reviewing' } : {},
  });
