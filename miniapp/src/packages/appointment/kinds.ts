import type { AppointmentState } from '@zhucheng/shared';

/** The tag's colour for each state. */
export const tagKinds = {
  booked: 'ok',
  arrived: 'ok',
  missed: 'stop',
  cancelled: 'plain',
  finished: 'plain',
  expired: 'plain',
} as const satisfies Record<AppointmentState, string>;
