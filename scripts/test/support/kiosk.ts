import { routes } from '@zhucheng/shared';
import type { Platform } from './platform';

/** Registers a kiosk at the first service point; the token is its key. */
export async function kioskToken(platform: Platform, name = '一楼自助机'): Promise<string> {
  const administrator = await platform.cast.officer('administrator');
  const { items } = await administrator.call(routes.appointments.points, {});
  const body = { pointId: items[0]!.id, name };
  return (await administrator.call(routes.printing.registerKiosk, { body })).token;
}
