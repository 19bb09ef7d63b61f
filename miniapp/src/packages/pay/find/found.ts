import type { RouteReply, routes } from '@zhucheng/shared';
import { forget, read, write } from '@/core/storage';

export type Found = RouteReply<typeof routes.publicPayments.find>;

const key = 'pay-find';

/** What was found stays on this device for the half hour that its ticket is good, so that a killed app goes on from there. */
export const kept = {
  load(): Found | undefined {
    const known = read<Found>(key);
    return known && known.expiresAt > Date.now() ? known : undefined;
  },
  save: (found: Found): void => write(key, found),
  drop: (): void => forget(key),
};
