import { type CaseState, caseStateIds, type Readiness, readinessIds } from '@zhucheng/shared';
import { useAddressFilters } from '../../app/filters';

export interface Filters {
  businessId?: string | undefined;
  state?: CaseState | undefined;
  readiness?: Readiness | undefined;
  text?: string | undefined;
}

/** Filters of the work list. */
export const useFilters = () =>
  useAddressFilters<Filters>({
    name: 'work.filters',
    address: {
      businessId: (value) => value,
      state: (value) => caseStateIds.find((id) => id === value),
      readiness: (value) => readinessIds.find((id) => id === value),
    },
    typed: 'text',
  });
