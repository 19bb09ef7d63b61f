import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { FilingReceipt, FilingState, InstitutionKind } from '@zhucheng/shared';
import { Database } from '../../platform/database/database';

interface ItemRow {
  id: string;
  receipt: string;
  name: string;
  credit_code: string;
  kind: string;
  state: string;
  created_at: number;
  decided_at: number | null;
}

export interface FilingRow extends ItemRow {
  legal_representative_cipher: string;
  contact_name_cipher: string;
  contact_phone_cipher: string;
  admin_username: string;
  admin_name_cipher: string;
  admin_phone_cipher: string;
  terms_version: string;
  reason: string | null;
  decided_by: string | null;
  from_day: string | null;
  until_day: string | null;
  public_archive: number | null;
  note: string | null;
}

const itemColumns = 'id, receipt, name, credit_code, kind, state, created_at, decided_at';

/** Reads of filings. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FilingQuery {
  @Inject() database!: Database;

  /** Newest first; one statement along the index of the state, or the primary key. */
  async list({ state, cursor, limit }: { state?: FilingState; cursor?: string; limit: number }) {
    const rows = await this.database.read<ItemRow>(
      `SELECT ${itemColumns} FROM institution_filing WHERE ${state ? 'state = ? AND ' : ''}id < ? ORDER BY id DESC LIMIT ?`,
      [...(state ? [state] : []), cursor ?? '~', limit + 1],
    );
    const items = rows.slice(0, limit).map((row) => this.item(row));
    return { items, next: rows.length > limit ? items.at(-1)!.id : null };
  }

  byId(id: string): Promise<FilingRow | null> {
    return this.database.readOne<FilingRow>(
      'SELECT f.*, a.from_day, a.until_day, a.public_archive, a.note FROM institution_filing f ' +
        'LEFT JOIN institution_agreement a ON a.filing_id = f.id WHERE f.id = ?',
      [id],
    );
  }

  /** For whoever holds the receipt. */
  async byReceipt(receipt: string): Promise<FilingReceipt | null> {
    const row = await this.database.readOne<ItemRow & { reason: string | null }>(
      `SELECT ${itemColumns}, reason FROM institution_filing WHERE receipt = ?`,
      [receipt],
    );
    if (!row) return null;
    const { name, state, submittedAt, decidedAt } = this.item(row);
    return { receipt, name, state, submittedAt, decidedAt, reason: row.reason };
  }

  item(row: ItemRow) {
    return {
      id: row.id,
      receipt: row.receipt,
      name: row.name,
      creditCode: row.credit_code,
      kind: row.kind as InstitutionKind,
      state: row.state as FilingState,
      submittedAt: Number(row.created_at),
      decidedAt: row.decided_at === null ? null : Number(row.decided_at),
    };
  }
}
