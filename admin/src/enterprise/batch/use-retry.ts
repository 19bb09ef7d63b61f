import { type BatchView, routes } from '@zhucheng/shared';
import { useCommand } from '../../app/query';
import { type BatchInput, batchInput, rememberBatch } from './batch-memory';

const actions = ['send', 'remind', 'submit', 'withdraw'] as const;

/** What to send for the failed rows only; null when that is no longer known. */
function again(batch: BatchView): BatchInput | null {
  const failed = batch.rows.filter((row) => row.state === 'failed');
  const input = batchInput(batch.id);
  const caseIds = failed.map((row) => row.caseId).filter((id) => id !== null);
  const action = actions.find((each) => each === batch.kind);
  if (action) {
    const reason = input?.kind === 'act' ? input.body.reason : undefined;
    // The server does not return the reason of a withdrawal; without it there is nothing to repeat.
    if (caseIds.length === 0 || (action === 'withdraw' && !reason)) return null;
    return { kind: 'act', body: { action, caseIds, ...(reason ? { reason } : {}) } };
  }
  if (!input) return null;
  if (input.kind === 'fill')
    return {
      kind: 'fill',
      body: { ...input.body, rows: input.body.rows.filter((row) => caseIds.includes(row.caseId)) },
    };
  if (input.kind === 'open') {
    const at = (ids: string[] | undefined): string[] | undefined =>
      ids && failed.map((row) => ids[row.position]).filter((id) => id !== undefined);
    const { unitIds, noticeIds, ...rest } = input.body;
    const next = { unitIds: at(unitIds), noticeIds: at(noticeIds) };
    return {
      kind: 'open',
      body: {
        ...rest,
        ...(next.unitIds ? { unitIds: next.unitIds } : {}),
        ...(next.noticeIds ? { noticeIds: next.noticeIds } : {}),
      },
    };
  }
  return null;
}

/** Tries the failed rows of a batch again, as a new batch. */
export function useRetry(batch: BatchView | undefined, onStarted: (next: BatchView) => void) {
  const input = batch?.finished ? again(batch) : null;
  const done = (next: BatchView): void => {
    if (input) rememberBatch(next.id, input);
    onStarted(next);
  };
  const open = useCommand(routes.enterprise.open, done);
  const fill = useCommand(routes.enterprise.fill, done);
  const act = useCommand(routes.enterprise.act, done);
  return {
    possible: input !== null,
    busy: open.isPending || fill.isPending || act.isPending,
    error: open.error ?? fill.error ?? act.error,
    run: (): void => {
      if (input?.kind === 'open') open.mutate({ body: input.body });
      if (input?.kind === 'fill') fill.mutate({ body: input.body });
      if (input?.kind === 'act') act.mutate({ body: input.body });
    },
  };
}
