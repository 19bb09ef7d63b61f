import { ServicePoints } from '@zhucheng/bff/modules/appointments/service-point.service';
import type { Transaction } from '@zhucheng/bff/platform/database/transaction';
import { system } from '@zhucheng/bff/platform/http/actor';
import type { Server } from '@zhucheng/bff/server';
import { demoCalendar, demoPoints } from '../city/service-points';

/** Service points with their week, and the public holidays. */
export async function seedServicePoints(server: Server): Promise<(tx: Transaction) => Promise<void>> {
  const points = await server.get(ServicePoints);
  return async (tx) => {
    for (const { day, kind, asWeekday, note } of demoCalendar)
      await tx.insert('calendar_exception', { day, kind, as_weekday: asWeekday, note });
    for (const point of demoPoints) await points.add(tx, system, { ...point, active: true });
  };
}
