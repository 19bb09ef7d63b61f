import { createHash } from 'node:crypto';
import { placeholders } from '../../platform/database/sql';
import type { Transaction } from '../../platform/database/transaction';
import { insertMany } from './register.batch';
import type { HistoryCheck, HistoryDraft, HistoryKind, HistoryRecord } from './register.types';

/** What stands before the first entry. */
export const genesis = '0'.repeat(64);

/** A row of `unit_history`. */
export interface HistoryRow {
  unit_id: string;
  seq: number;
  kind: HistoryKind;
  summary: string;
  payload: string;
  prev_hash: string;
  hash: string;
  at: number;
  case_id: string | null;
}

/** SHA-256 over everything an entry says and the hash before it; 64 hex digits. */
export function hashOf(row: Omit<HistoryRow, 'hash'>): string {
  const parts = [row.unit_id, row.seq, row.at, row.kind, row.summary, row.payload, row.case_id ?? '', row.prev_hash];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** The next link of a chain. */
export function link(unitId: string, head: { seq: number; hash: string }, at: number, draft: HistoryDraft): HistoryRow {
  const row = {
    unit_id: unitId,
    seq: head.seq + 1,
    kind: draft.kind,
    summary: draft.summary,
    payload: JSON.stringify(draft.payload),
    prev_hash: head.hash,
    at,
    case_id: draft.caseId ?? null,
  };
  return { ...row, hash: hashOf(row) };
}

/** Compares a unit's entries, ascending, with each other and with the head kept in the unit's own row. */
export function checkChain(rows: readonly HistoryRow[], head: { seq: number; hash: string }): HistoryCheck {
  let before = genesis;
  for (const [i, row] of rows.entries()) {
    if (row.seq !== i + 1 || row.prev_hash !== before || hashOf(row) !== row.hash) {
      return { intact: false, entries: rows.length, brokenAt: Math.min(row.seq, i + 1) };
    }
    before = row.hash;
  }
  if (head.seq === rows.length && head.hash === before) return { intact: true, entries: rows.length, brokenAt: null };
  return { intact: false, entries: rows.length, brokenAt: rows.length + 1 };
}

export const toHistoryRecord = (row: HistoryRow): HistoryRecord => ({
  seq: row.seq,
  at: row.at,
  kind: row.kind,
  summary: row.summary,
  prevHash: row.prev_hash,
  hash: row.hash,
  caseId: row.case_id,
});

const chunkSize = 200;

/**
 * Appends entries to the chains of several units and counts up their versions; locks the units' rows. Drafts of one unit
 * keep their order. `at` tells an entry's time if it isn't the transaction's.
 */
export async function appendAll(
  tx: Transaction,
  drafts: ReadonlyArray<{ unitId: string; draft: HistoryDraft; at?: number }>,
): Promise<void> {
  const ids = [...new Set(drafts.map(({ unitId }) => unitId))].sort();
  const heads = new Map<string, { seq: number; hash: string }>();
  const lock = tx.dialect === 'mysql' ? ' FOR UPDATE' : '';
  for (let from = 0; from < ids.length; from += chunkSize) {
    const chunk = ids.slice(from, from + chunkSize);
    const rows = await tx.query<{ id: string; history_seq: number; history_hash: string }>(
      `SELECT id, history_seq, history_hash FROM unit WHERE id IN (${placeholders(chunk)}) ORDER BY id${lock}`,
      chunk,
    );
    for (const row of rows) heads.set(row.id, { seq: row.history_seq, hash: row.history_hash });
  }
  const links = drafts.map(({ unitId, draft, at }) => {
    const head = heads.get(unitId);
    if (!head) throw new Error('History can only be written for a unit that is in the register');
    const row = link(unitId, head, at ?? tx.now, draft);
    heads.set(unitId, { seq: row.seq, hash: row.hash });
    return row;
  });
  await insertMany(tx, 'unit_history', links as unknown as Array<Record<string, unknown>>);
  for (let from = 0; from < ids.length; from += chunkSize)
    await moveHeads(tx, ids.slice(from, from + chunkSize), heads);
}

async function moveHeads(
  tx: Transaction,
  ids: string[],
  heads: Map<string, { seq: number; hash: string }>,
): Promise<void> {
  const when = ids.map(() => 'WHEN ? THEN ?').join(' ');
  await tx.execute(
    `UPDATE unit SET version = version + 1, history_seq = CASE id ${when} END, history_hash = CASE id ${when} END ` +
      `WHERE id IN (${placeholders(ids)})`,
    [...ids.flatMap((id) => [id, heads.get(id)!.seq]), ...ids.flatMap((id) => [id, heads.get(id)!.hash]), ...ids],
  );
}
