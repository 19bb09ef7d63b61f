import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { type CaseState, type PartyView, type ReviewItem, stateNameIn } from '@zhucheng/shared';
import { Database } from '../../../platform/database/database';
import { Businesses } from '../../businesses/businesses.service';
import { caseColumns, caseFromRow, partyColumns, partyFromRow } from '../core/case.query';
import { CaseStore } from '../core/case-store.service';
import { partyView } from './case.view';
import { CaseFinder } from './case-finder.query';

export interface QueueFilter {
  state?: CaseState | undefined;
  claimedBy?: string | undefined;
  acceptanceNumber?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

type Raw = Record<string, string | number | null>;
const columns =
  'id, acceptance_number, business_id, business_version, state, unit_summary, submitted_at, deadline_at, claimed_by, claimed_name';

/** Lists of cases for the centre; one statement each, along an index. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CaseQueue {
  @Inject() database!: Database;
  @Inject() businesses!: Businesses;
  @Inject() store!: CaseStore;
  @Inject() finder!: CaseFinder;

  /** Newest first; without a filter, everything that was ever submitted. */
  async list(filter: QueueFilter, viewerId: string): Promise<{ items: ReviewItem[]; next: string | null }> {
    const { rows, next } = await this.finder.page<Raw & { id: string }>(columns, filter);
    return { items: rows.map((row) => this.item(row, viewerId)), next };
  }

  private item(row: Raw, viewerId: string): ReviewItem {
    const state = row.state as CaseState;
    const business = this.businesses.at(row.business_id as string, Number(row.business_version));
    return {
      id: row.id as string,
      acceptanceNumber: row.acceptance_number as string,
      businessName: business.name,
      state,
      stateName: stateNameIn(business, state),
      location: (JSON.parse(row.unit_summary as string) as { location: string }).location,
      submittedAt: row.submitted_at === null ? null : Number(row.submitted_at),
      deadlineAt: row.deadline_at === null ? null : Number(row.deadline_at),
      claimedBy: row.claimed_name as string | null,
      mine: row.claimed_by === viewerId,
    };
  }

  /** The unclaimed case whose time limit ends first. */
  async nextUnclaimed(): Promise<string | null> {
    const row = await this.database.readOne<{ id: string }>(
      "SELECT id FROM registration_case WHERE state = 'reviewing' AND claimed_by IS NULL ORDER BY deadline_at LIMIT 1",
    );
    return row?.id ?? null;
  }

  /** People who chose to be identified at the window. */
  async windowQueue(cursor: string | undefined, limit: number) {
    const rows = await this.database.read<Raw>(
      `SELECT ${partyColumns} FROM case_party WHERE auth_state = 'window' AND id < ? ORDER BY id DESC LIMIT ?`,
      [cursor ?? '~', limit + 1],
    );
    const parties = rows.slice(0, limit).map((row) => partyFromRow(this.store.cipher, row));
    if (parties.length === 0) return { items: [], next: null };
    const ids = [...new Set(parties.map((party) => party.caseId))];
    const cases = await this.database.read<Raw>(
      `SELECT ${caseColumns} FROM registration_case WHERE id IN (${ids.map(() => '?').join(', ')})`,
      ids,
    );
    const records = new Map(cases.map((row) => [row.id as string, caseFromRow(this.store.cipher, row)]));
    const items: Array<{ caseId: string; acceptanceNumber: string; businessName: string; party: PartyView }> = [];
    for (const party of parties) {
      const record = records.get(party.caseId)!;
      if (record.state !== 'authorising') continue;
      const business = this.businesses.at(record.businessId, record.businessVersion);
      items.push({
        caseId: record.id,
        acceptanceNumber: record.acceptanceNumber,
        businessName: business.name,
        party: partyView(business, record, party, { staff: true }),
      });
    }
    return { items, next: rows.length > limit ? parties[parties.length - 1]!.id : null };
  }
}
