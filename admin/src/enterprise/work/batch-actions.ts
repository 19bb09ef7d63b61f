import type { WorkItem } from '@zhucheng/shared';
import { declarationOf } from '../../renderer/declarations';

export type BatchAction = 'send' | 'remind' | 'submit' | 'withdraw';

/** Whether an action can be done with a case now. One that nobody has to authorise is submitted as soon as it is complete. */
export function fits(action: BatchAction, item: WorkItem): boolean {
  if (action === 'withdraw') return item.actions.includes(action);
  // Whoever may recall a case may also remind. Whether it is too soon for another reminder, only the server knows.
  if (action === 'remind')
    return item.actions.includes('recall') && item.parties.some(({ authorised }) => authorised === false);
  const asks = declarationOf(item.businessId)?.steps.some((step) => step.kind === 'authorise') ?? true;
  if (action === 'send') return asks && item.actions.includes('send');
  return item.actions.includes('submit') || (!asks && item.actions.includes('send'));
}
