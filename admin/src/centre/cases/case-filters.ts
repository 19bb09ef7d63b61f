import { type CaseState, caseStateIds } from '@zhucheng/shared';
import { useAddressFilters } from '../../app/filters';

export interface Filters {
  state?: CaseState | undefined;
  businessId?: string | undefined;
  institutionId?: string | undefined;
  text?: string | undefined;
}

/** Filters of the search of cases. */
export const useFilters = () =>
  useAddressFilters<Filters>({
    name: 'cases.filters',
    address: {
      state: (value) => caseStateIds.find((id) => id === value),
      businessId: (value) => value,
      institutionId: (value) => value,
    },
    typed: 'text',
  });
