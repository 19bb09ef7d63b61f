import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  type FilingConsent,
  type FilingReceipt,
  type FilingState,
  type InstitutionKind,
  organisationKey,
} from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import type { Institution } from '../identity/staff.service';
import { openReason } from './filing.secrets';

interface ItemRow {
  id: string;
  receipt: string;
  name: string;
  credit_code: string;
  kind: string;
  state: string;
  created_at: number;
  decided_at: number | null;
  member_id: string | null;
  consent: string | null;
  names_member: number;
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
  reason_cipher: string | null;
  decided_by: string | null;
  institution_id: string | null;
  administrator_id: string | null;
  administrator_activated_at: number | null;
  consent_by: string | null;
  consent_at: number | null;
  others: number;
  from_day: string | null;
  until_day: string | null;
  public_archive: number | null;
  note: string | null;
  note_cipher: string | null;
}

/** Of an open filing it is asked anew, for a member may have come in between; each way along its own index. */
const namesMember =
  "CASE WHEN f.member_id IS NOT NULL OR (f.state = 'pending' AND (" +
  'EXISTS (SELECT 1 FROM institution i WHERE i.credit_code = f.credit_code) OR ' +
  'EXISTS (SELECT 1 FROM institution i WHERE i.name_key = f.name_key))) THEN 1 ELSE 0 END AS names_member';
const itemColumns =
  'f.id, f.receipt, f.name, f.credit_code, f.kind, f.state, f.created_at, f.decided_at, f.member_id, f.consent, ' +
  namesMember;

/** Null unless the filing names a member. */
export function consentOf({ consent, names_member }: Pick<ItemRow, 'consent' | 'names_member'>): FilingConsent | null {
  return (consent as FilingConsent | null) ?? (names_member === 1 ? 'asked' : null);
}

/** Reads of filings. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FilingQuery {
  @Inject() cipher!: FieldCipher;
  @Inject() database!: Database;

  /** Newest first; one statement along the index of the state, or the primary key. */
  async list({ state, cursor, limit }: { state?: FilingState; cursor?: string; limit: number }) {
    const rows = await this.database.read<ItemRow>(
      `SELECT ${itemColumns} FROM institution_filing f WHERE ${state ? 'f.state = ? AND ' : ''}f.id < ? ORDER BY f.id DESC LIMIT ?`,
      [...(state ? [state] : []), cursor ?? '~', limit + 1],
    );
    const items = rows.slice(0, limit).map((row) => this.item(row));
    return { items, next: rows.length > limit ? items.at(-1)!.id : null };
  }

  /**
   * Those that name a member, newest first: what it was asked about, and open ones with its credit code, or with its name
   * and a code that no member has.
   */
  naming(member: Pick<Institution, 'id' | 'name' | 'creditCode'>, cursor: string | undefined, limit: number) {
    return this.database.read<FilingRow>(
      'SELECT f.*, 1 AS names_member FROM institution_filing f WHERE (f.member_id = ? OR ' +
        "(f.member_id IS NULL AND f.state = 'pending' AND (f.credit_code = ? OR (f.name_key = ? AND NOT EXISTS " +
        '(SELECT 1 FROM institution i WHERE i.credit_code = f.credit_code))))) AND f.id < ? ORDER BY f.id DESC LIMIT ?',
      [member.id, member.creditCode, organisationKey(member.name), cursor ?? '~', limit],
    );
  }

  byId(id: string): Promise<FilingRow | null> {
    return this.database.readOne<FilingRow>(
      `SELECT f.*, ${namesMember}, a.from_day, a.until_day, a.public_archive, a.note, a.note_cipher, s.activated_at AS administrator_activated_at, ` +
        "(SELECT COUNT(*) FROM institution_filing o WHERE o.state = 'pending' AND o.id <> f.id " +
        'AND (o.credit_code = f.credit_code OR o.name_key = f.name_key)) AS others FROM institution_filing f ' +
        'LEFT JOIN staff s ON s.id = f.administrator_id LEFT JOIN institution_agreement a ON a.filing_id = f.id WHERE f.id = ?',
      [id],
    );
  }

  /** For whoever holds the receipt. */
  async byReceipt(receipt: string): Promise<FilingReceipt | null> {
    const row = await this.database.readOne<ItemRow & Pick<FilingRow, 'reason' | 'reason_cipher'>>(
      `SELECT ${itemColumns}, f.reason, f.reason_cipher FROM institution_filing f WHERE f.receipt = ?`,
      [receipt],
    );
    if (!row) return null;
    const { name, state, submittedAt, decidedAt, consent } = this.item(row);
    return { receipt, name, state, submittedAt, decidedAt, reason: openReason(this.cipher, row), consent };
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
      consent: consentOf(row),
    };
  }
}
