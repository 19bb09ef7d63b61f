import type { KeyObject } from 'node:crypto';
import { type Anchor, isWhole, noLine, readAnchor } from './anchor-line';

/**
 * `tail-cut`: the log ends before an anchor. `recomputed`: it has another hash there. `anchors-missing`, `anchors-cut`: no
 * anchors, or some of them, where there were. `anchors-altered`: a line that none of our keys signed. `records-altered`: the
 * database does not know an anchor, or says something else of it.
 */
export type AnchorFaultKind =
  | 'tail-cut'
  | 'recomputed'
  | 'anchors-missing'
  | 'anchors-cut'
  | 'anchors-altered'
  | 'records-altered';

export interface AnchorFault {
  kind: AnchorFaultKind;
  /** Of the anchor. */
  number: number | null;
  /** Of the entry. */
  seq: number | null;
}

export interface AnchorFacts {
  keys: ReadonlyMap<string, KeyObject>;
  /** The newest number of the chain. */
  headSeq: number;
  /** The chain's hashes at these numbers. */
  hashesAt(seqs: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /** Hashes of the lines that the database knows, by the anchor's number. */
  records: ReadonlyMap<number, string>;
  /** The newest number that has to be there; later ones may still be on their way. */
  due: number;
  /** Where the lines have to begin; a second place may have been set up later than the first. */
  from: 'first' | 'any';
}

/** What of the anchors kept at one place does not fit the log, the first of each kind; and the newest anchor there. */
export async function checkAnchors(
  lines: readonly string[],
  facts: AnchorFacts,
): Promise<{ faults: AnchorFault[]; newest: Anchor | null; count: number }> {
  const found = new Map<AnchorFaultKind, AnchorFault>();
  const add = (kind: AnchorFaultKind, number: number | null, seq: number | null = null) => {
    if (!found.has(kind)) found.set(kind, { kind, number, seq });
  };
  const anchors = follow(lines, facts, add);
  const newest = anchors.at(-1) ?? null;
  let lastRecord = 0;
  for (const number of facts.records.keys()) if (number > lastRecord) lastRecord = number;
  // Twins share a number; whichever of them the database knows is enough.
  const lineHashes = new Map<number, Set<string>>();
  for (const { number, lineHash } of anchors)
    lineHashes.set(number, (lineHashes.get(number) ?? new Set<string>()).add(lineHash));
  if (lines.length === 0 && facts.due > 0) add('anchors-missing', 1);
  else if (facts.due > (newest?.number ?? 0)) add('anchors-cut', (newest?.number ?? 0) + 1);

  const hashes = await facts.hashesAt(anchors.map(({ seq }) => seq));
  // A line is written before the database hears of it, so the newest one may be unknown for a moment.
  for (const { number, seq, hash, lineHash } of anchors) {
    if (seq > facts.headSeq) add('tail-cut', number, seq);
    else if (hashes.get(seq) !== hash) add('recomputed', number, seq);
    const record = facts.records.get(number);
    if (record === undefined ? number <= lastRecord || number < newest!.number : record !== lineHash)
      if (record === undefined || !lineHashes.get(number)!.has(record)) add('records-altered', number, seq);
  }
  return { faults: [...found.values()], newest, count: lines.length };
}

/** The lines that are ours, each checked against the one before it. */
function follow(
  lines: readonly string[],
  { keys, from }: AnchorFacts,
  add: (kind: AnchorFaultKind, number: number | null, seq?: number | null) => void,
): Anchor[] {
  const anchors: Anchor[] = [];
  let before = new Set([noLine]);
  let current = new Set<string>();
  let number = 0;
  for (const line of lines) {
    const anchor = readAnchor(line, keys);
    if (!anchor) {
      // Half a line was left by a process that died; if one of ours was made unreadable, it is missing below.
      if (isWhole(line)) add('anchors-altered', number + 1);
      continue;
    }
    anchors.push(anchor);
    // Two processes that both held the lease for a moment: two lines with one number, both behind the same one.
    const twin = anchor.number === number && before.has(anchor.previous);
    if (!twin) {
      const begins = number === 0 && from === 'any';
      if (number > 0) before = current;
      current = new Set();
      if (!begins && (anchor.number !== number + 1 || !before.has(anchor.previous))) add('anchors-cut', number + 1);
      if (begins) before = new Set([anchor.previous]);
    }
    current.add(anchor.lineHash);
    number = anchor.number;
  }
  return anchors;
}
