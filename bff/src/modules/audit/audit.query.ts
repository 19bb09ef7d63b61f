import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Audit } from '../../platform/audit/audit';
import { Database } from '../../platform/database/database';

export interface AuditQuestion {
  action?: string | undefined;
  subjectId?: string | undefined;
  actorId?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

interface Row {
  id: string;
  at: number;
  actor_kind: string;
  actor_id: string;
  action: string;
  subject_kind: string;
  subject_id: string;
  detail: string;
  seq: number | null;
  hash: string | null;
}

/** Reads of the action log; writing is the platform's. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AuditQuery {
  @Inject() audit!: Audit;
  @Inject() database!: Database;

  /** Newest first; one statement (and one more in a process's life), along the index of the filter that is given. */
  async list({ action, subjectId, actorId, cursor, limit }: AuditQuestion) {
    const where = ['e.id < ?'];
    const params: unknown[] = [cursor ?? '~'];
    for (const [column, value] of Object.entries({ action, subject_id: subjectId, actor_id: actorId })) {
      if (!value) continue;
      where.push(`e.${column} = ?`);
      params.push(value);
    }
    const rows = await this.database.read<Row>(
      'SELECT e.id, e.at, e.actor_kind, e.actor_id, e.action, e.subject_kind, e.subject_id, e.detail, s.seq, s.hash ' +
        'FROM audit_entry e LEFT JOIN audit_seal s ON s.entry_id = e.id ' +
        `WHERE ${where.join(' AND ')} ORDER BY e.id DESC LIMIT ?`,
      [...params, limit + 1],
    );
    const encryptedFrom = await this.audit.encryptedFrom();
    const items = rows.slice(0, limit).map((row) => ({
      id: row.id,
      at: row.at,
      actorKind: row.actor_kind,
      actorId: row.actor_id,
      action: row.action,
      subjectKind: row.subject_kind,
      subjectId: row.subject_id,
      detail: this.audit.detailOf(row, encryptedFrom),
      seq: row.seq,
      hash: row.hash,
    }));
    return { items, next: rows.length > limit ? items.at(-1)!.id : null };
  }

  /** How many entries there are, and how many of them are chained. */
  async counts(): Promise<{ entries: number; sealed: number }> {
    const row = await this.database.readOne<{ entries: number; sealed: number }>(
      'SELECT (SELECT COUNT(*) FROM audit_entry) AS entries, (SELECT COUNT(*) FROM audit_seal) AS sealed',
    );
    return { entries: row?.entries ?? 0, sealed: row?.sealed ?? 0 };
  }
}
