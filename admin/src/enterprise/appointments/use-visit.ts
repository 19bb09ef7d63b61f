import { type CaseState, type Matter, stepOf } from '@zhucheng/shared';
import { useNavigate } from 'react-router';
import { declarationOf } from '../../renderer/declarations';
import type { Wanted } from './book-dialog';

interface Visitable {
  state: CaseState;
  businessId: string;
  acceptanceNumber: string;
}
const matterOf = { window: 'registration', print: 'print' } as const satisfies Record<string, Matter>;

/** The completed cases that, by their declarations, are left to be dealt with at a service point; one matter a visit. */
export function visitOf(cases: readonly Visitable[]): Wanted | null {
  const left = cases.flatMap(({ state, businessId, acceptanceNumber }) => {
    const business = declarationOf(businessId);
    const step = business && stepOf(business, 'book');
    const theirs = step && business.parties[step.by]?.are === 'starter';
    return state === 'completed' && theirs ? [{ matter: matterOf[step.purpose], acceptanceNumber }] : [];
  });
  const [first] = left;
  if (!first) return null;
  const alike = left.filter(({ matter }) => matter === first.matter);
  return { matter: first.matter, cases: alike.map(({ acceptanceNumber }) => acceptanceNumber) };
}

/** The list of bookings; it opens the dialog when its location state is `{ book: Wanted }`. */
export const bookingPage = '/institution-appointments';

/** Opens the booking with these cases filled in. */
export function useVisit(): (wanted: Wanted) => void {
  const navigate = useNavigate();
  return (wanted) => navigate(bookingPage, { state: { book: wanted } });
}
