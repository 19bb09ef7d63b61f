import type { OrderState } from '@zhucheng/shared';

/** How the state of an order is marked. */
export const orderTags: Record<OrderState, 'plain' | 'ok' | 'wait' | 'stop'> = {
  unpaid: 'wait',
  paid: 'ok',
  refunding: 'wait',
  refunded: 'plain',
  'refund-failed': 'stop',
  cancelled: 'plain',
};
