import { type OrderState, type QuarantineDecision, quarantineDecisions } from '@zhucheng/shared';

export const quarantineDecisionName = (decision: QuarantineDecision): string => quarantineDecisions[decision];

/** The look of an order's state; see `state-tag`. */
export const orderTones: Record<OrderState, string> = {
  unpaid: 'waiting',
  paid: 'done',
  refunding: 'action',
  refunded: 'ended',
  'refund-failed': 'stopped',
  cancelled: 'ended',
};
