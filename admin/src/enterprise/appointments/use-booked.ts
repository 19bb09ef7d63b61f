import { type AppointmentItem, type CaseState, routes } from '@zhucheng/shared';
import { useRead } from '../../app/query';

const NEWEST = 100;

/** The next visit that is booked for a completed case; of the institution's newest bookings. */
export function useBooked(view: { state: CaseState; acceptanceNumber: string }): AppointmentItem | undefined {
  const list = useRead(
    ['institution-appointments', 'booked'],
    routes.appointments.ofInstitution,
    { query: { limit: NEWEST } },
    { enabled: view.state === 'completed' },
  );
  return list.data?.items
    .filter(
      ({ state, endsAt, subjects }) =>
        state === 'booked' &&
        endsAt > Date.now() &&
        subjects.some(({ acceptanceNumber }) => acceptanceNumber === view.acceptanceNumber),
    )
    .sort((a, b) => a.startsAt - b.startsAt)[0];
}
