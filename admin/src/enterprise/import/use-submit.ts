import { type BatchView, batchLimit, routes, type SheetItem } from '@zhucheng/shared';
import { useRef, useState } from 'react';
import { call } from '../../app/api';
import { useForget } from '../../app/query';
import { rememberBatch } from '../batch/batch-memory';

type Row = { caseId: string; version: number; data: Record<string, unknown> };
/** Of one request, in UTF-8; the server takes 1 MB. */
const mostBytes = 900_000;
const encoder = new TextEncoder();

/** As few batches as the limits allow, in the order of the rows. */
export function batchesOf(items: readonly SheetItem[]): Row[][] {
  const batches: Row[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const { caseId, version, data } of items) {
    if (!caseId || !data) continue;
    const row = { caseId, version, data };
    const size = encoder.encode(JSON.stringify(row)).length + 1;
    if (bytes + size > mostBytes || batches.at(-1)!.length >= batchLimit) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)!.push(row);
    bytes += size;
  }
  return batches;
}

/** Sends the good rows as batches, one after the other; after a failure it goes on where it stopped. */
export function useSubmit(step: string, onDone: (batches: BatchView[]) => void) {
  const forget = useForget();
  const keys = useRef<string[]>([]);
  const [started, setStarted] = useState<BatchView[]>([]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async (batches: Row[][]): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setError(null);
    const done = [...started];
    try {
      for (const [at, rows] of batches.entries()) {
        if (at < done.length) continue;
        // The same key for the same rows: what the server has already taken is not done twice.
        keys.current[at] ??= crypto.randomUUID();
        const body = { step, rows };
        const batch = await call(routes.enterprise.fill, { body, key: keys.current[at] });
        rememberBatch(batch.id, { kind: 'fill', body });
        done.push(batch);
        setStarted([...done]);
      }
      void forget('work', 'desk');
      onDone(done);
    } catch (fault) {
      setError(fault);
    } finally {
      setBusy(false);
    }
  };
  return { started, busy, error, run };
}
