import { createHash } from 'node:crypto';
import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Clock } from '../clock';
import type { FieldCipher } from '../crypto/field-cipher';
import type { Database } from '../database/database';
import { isDuplicateKey } from '../database/sql';
import type { AuditDraft, Transaction } from '../database/transaction';
import { idFloor, newId } from '../ids';

interface EntryRow {
  id: string;
  at: number;
  actor_kind: string;
  actor_id: string;
  action: string;
  subject_kind: string;
  subject_id: string;
  detail: string;
}

interface SealRow extends EntryRow {
  seq: number;
  entry_id: string;
  prev_hash: string;
  hash: string;
}

export type ChainResult =
  | { ok: true; checked: number; head: { seq: number; hash: string } }
  | { ok: false; checked: number; seq: number; reason: Break };

type Break = 'gap' | 'entry missing' | 'entry altered' | 'chain broken' | 'entry plain';

export const firstHash = '0'.repeat(64);
const pageSize = 500;
const entryColumns = 'e.id, e.at, e.actor_kind, e.actor_id, e.action, e.subject_kind, e.subject_id, e.detail';
const isPlain = ({ detail }: { detail: string }): boolean => detail.startsWith('{');
export const detailContext = (id: string): string => `audit_entry.detail:${id}`;
/** Ids are given before the commit, so an older id can appear after a newer one; no transaction lasts this long. */
const lateMs = 60_000;

export function hashOf(seq: number, previous: string, entry: EntryRow): string {
  const { id, at, actor_kind, actor_id, action, subject_kind, subject_id, detail } = entry;
  const content = JSON.stringify([seq, id, at, actor_kind, actor_id, action, subject_kind, subject_id, detail]);
  return createHash('sha256').update(`${previous}\n${content}`).digest('hex');
}

/**
 * The action log. An entry is inserted in the transaction of the action, without touching any other row: chaining it
 * there would make every command of the platform wait for one lock. A sealer – one per database, by a job lease – gives
 * the entries their numbers and hashes within about a second, in a table of its own, so that the application's database
 * role needs neither UPDATE nor DELETE on either (docs/operations/database-roles.md). Within that second an entry can be
 * removed unnoticed by somebody with more rights than the application; afterwards `verifyChain` shows it, and `AuditAnchors`
 * show a chain that was cut off or computed anew. What an entry tells is encrypted: people write names into reasons.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Audit {
  private cursor = '';
  private firstEncrypted: number | undefined;

  constructor(private readonly parts: { database: Database; clock: Clock; cipher: FieldCipher }) {}

  /** Behind `tx.audit`. */
  async write(tx: Transaction, draft: AuditDraft): Promise<void> {
    const { agent } = draft.actor;
    const id = newId(tx.now);
    await tx.insert('audit_entry', {
      id,
      at: tx.now,
      actor_kind: draft.actor.kind,
      actor_id: draft.actor.id || 'anonymous',
      action: draft.action,
      subject_kind: draft.subject.kind,
      subject_id: draft.subject.id,
      detail: this.parts.cipher.encryptJson(
        { ...draft.detail, ...(agent && { agent: { citizenId: agent.citizenId, grantId: agent.grantId } }) },
        detailContext(id),
      ),
    });
  }

  /**
   * What an entry tells; one that does not open says so and hides no other. Entries of earlier versions are plain JSON and stay
   * so: the chain holds them as they are. `seq`: the entry's number, null while it has none; `encryptedFrom`: see there. A plain
   * entry behind that was not written by the platform.
   */
  detailOf(
    row: { id: string; detail: string; seq?: number | null },
    encryptedFrom = Number.POSITIVE_INFINITY,
  ): Record<string, unknown> {
    const { id, detail, seq } = row;
    if (isPlain(row) && (seq ?? Number.MAX_SAFE_INTEGER) >= encryptedFrom) return { unreadable: true };
    try {
      const text = isPlain(row) ? detail : this.parts.cipher.decrypt(detail, detailContext(id));
      return JSON.parse(text) as Record<string, unknown>;
    } catch {
      return { unreadable: true };
    }
  }

  /**
   * The number of the first entry whose details are encrypted: from there on all are. Read from the chain itself, where a
   * mark could not be moved unseen either.
   */
  async encryptedFrom(): Promise<number> {
    this.firstEncrypted ??= (
      await this.parts.database.readOne<{ seq: number }>(
        'SELECT s.seq FROM audit_seal s JOIN audit_entry e ON e.id = s.entry_id ' +
          "WHERE e.detail NOT LIKE '{%' ORDER BY s.seq LIMIT 1",
      )
    )?.seq;
    return this.firstEncrypted ?? Number.POSITIVE_INFINITY;
  }

  /** Chains what is not chained yet; returns how many. Run by the job `audit-seal` every second. */
  async seal(): Promise<number> {
    let total = 0;
    for (;;) {
      const entries = await this.unsealed();
      if (entries.length === 0) break;
      try {
        await this.parts.database.unitOfWork((tx) => this.append(tx, entries));
      } catch (error) {
        // Another process was sealing: the unique number let one of us through, the next run continues.
        if (isDuplicateKey(error)) break;
        throw error;
      }
      total += entries.length;
      if (entries.length < pageSize) break;
    }
    this.cursor = idFloor(this.parts.clock.now() - lateMs);
    return total;
  }

  /** Looks for unsealed entries from the very first again; at start and hourly. */
  sweep(): Promise<number> {
    this.cursor = '';
    return this.seal();
  }

  /** Recomputes the chain from `from` to `to` (numbers, inclusive), page by page. */
  async verifyChain(from = 1, to = Number.MAX_SAFE_INTEGER): Promise<ChainResult> {
    let previous = from === 1 ? firstHash : ((await this.hashAt(from - 1)) ?? firstHash);
    let expected = from;
    const encryptedFrom = await this.encryptedFrom();
    for (;;) {
      const rows = await this.parts.database.read<SealRow>(
        `SELECT s.seq, s.entry_id, s.prev_hash, s.hash, ${entryColumns} FROM audit_seal s ` +
          'LEFT JOIN audit_entry e ON e.id = s.entry_id WHERE s.seq >= ? AND s.seq <= ? ORDER BY s.seq LIMIT ?',
        [expected, to, pageSize],
      );
      for (const row of rows) {
        const broken = (reason: Break): ChainResult => {
          return { ok: false, checked: expected - from, seq: expected, reason };
        };
        if (row.seq !== expected) return broken('gap');
        if (row.id === null) return broken('entry missing');
        if (row.prev_hash !== previous) return broken('chain broken');
        if (row.hash !== hashOf(row.seq, previous, row)) return broken('entry altered');
        if (isPlain(row) && row.seq >= encryptedFrom) return broken('entry plain');
        previous = row.hash;
        expected++;
      }
      if (rows.length < pageSize)
        return { ok: true, checked: expected - from, head: { seq: expected - 1, hash: previous } };
    }
  }

  private async unsealed(): Promise<EntryRow[]> {
    return this.parts.database.read<EntryRow>(
      `SELECT ${entryColumns} FROM audit_entry e LEFT JOIN audit_seal s ON s.entry_id = e.id ` +
        'WHERE e.id > ? AND s.entry_id IS NULL ORDER BY e.id LIMIT ?',
      [this.cursor, pageSize],
    );
  }

  private async append(tx: Transaction, entries: EntryRow[]): Promise<void> {
    const [head] = await tx.query<{ seq: number; hash: string }>(
      'SELECT seq, hash FROM audit_seal ORDER BY seq DESC LIMIT 1',
    );
    let { seq, hash: previous } = head ?? { seq: 0, hash: firstHash };
    const seals = entries.map((entry) => {
      seq++;
      const seal = {
        seq,
        entry_id: entry.id,
        prev_hash: previous,
        hash: hashOf(seq, previous, entry),
        sealed_at: tx.now,
      };
      previous = seal.hash;
      return seal;
    });
    await tx.insertAll('audit_seal', seals);
  }

  private async hashAt(seq: number): Promise<string | null> {
    const row = await this.parts.database.readOne<{ hash: string }>('SELECT hash FROM audit_seal WHERE seq = ?', [seq]);
    return row?.hash ?? null;
  }
}
