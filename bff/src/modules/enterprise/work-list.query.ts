import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  allowedActions,
  type CaseState,
  inputSteps,
  type Readiness,
  stateNameIn,
  type WorkItem,
} from '@zhucheng/shared';
import { FieldCipher } from '../../platform/crypto/field-cipher';
import { Database } from '../../platform/database/database';
import { placeholders } from '../../platform/database/sql';
import { Businesses } from '../businesses/businesses.service';
import { asks, factsOf, type LoadedCase, stepStatus } from '../cases/core/case.model';
import {
  caseColumns,
  caseFromRow,
  checkColumns,
  checkFromRow,
  partyColumns,
  partyFromRow,
  type Raw,
} from '../cases/core/case.query';
import { CaseFinder } from '../cases/reading/case-finder.query';
import type { MayDo } from '../institutions/permission.service';

export interface WorkListQuestion {
  institutionId: string;
  businessId?: string | undefined;
  state?: CaseState | undefined;
  readiness?: Readiness | undefined;
  /** See `CaseFinder`. */
  text?: string | undefined;
  byPerson?: boolean;
  cursor?: string | undefined;
  limit: number;
  /** What the clerk may do; other cases of the institution are shown without actions. */
  may: MayDo;
}

const top = '~';

function byCase(rows: readonly Raw[]): Map<unknown, Raw[]> {
  const found = new Map<unknown, Raw[]>();
  for (const row of rows) {
    const known = found.get(row.case_id);
    if (known) known.push(row);
    else found.set(row.case_id, [row]);
  }
  return found;
}

/** An institution's cases with what is missing in each: three statements whatever the number of rows, two more for a search. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class WorkListQuery {
  @Inject() database!: Database;
  @Inject() cipher!: FieldCipher;
  @Inject() businesses!: Businesses;
  @Inject() finder!: CaseFinder;

  /** How many cases the institution has in each state; one statement along its index. */
  counts(institutionId: string): Promise<Array<{ state: CaseState; cases: number }>> {
    return this.database.read(
      'SELECT state, COUNT(*) AS cases FROM registration_case WHERE institution_id = ? GROUP BY state',
      [institutionId],
    );
  }

  async page(question: WorkListQuestion): Promise<{ items: WorkItem[]; next: string | null }> {
    const { may, ...rest } = question;
    const { rows, next } = await this.finder.page<Raw & { id: string }>(caseColumns, rest);
    const loaded = await this.details(rows);
    return { items: loaded.map((one) => this.item(one, may)), next };
  }

  /** Cases of a business that can still be filled in, newest first; of a batch only, if one is given. */
  async fillable(question: {
    institutionId: string;
    businessId: string;
    batchId?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  }): Promise<LoadedCase[]> {
    const { institutionId, businessId, batchId, cursor, limit } = question;
    const ofBatch = batchId === undefined ? '' : ' AND id IN (SELECT case_id FROM work_batch_row WHERE batch_id = ?)';
    const rows = await this.database.read<Raw>(
      `SELECT ${caseColumns} FROM registration_case WHERE institution_id = ? AND state IN ('verified', 'correction') AND business_id = ?${ofBatch} AND id < ? ORDER BY id DESC LIMIT ?`,
      [institutionId, businessId, ...(batchId === undefined ? [] : [batchId]), cursor ?? top, limit],
    );
    return this.details(rows);
  }

  /** Cases with their parties and checks, two statements. `rows` hold `caseColumns`. */
  async details(rows: readonly Raw[]): Promise<LoadedCase[]> {
    if (rows.length === 0) return [];
    const ids = rows.map((row) => row.id as string);
    const marks = placeholders(ids);
    const [parties, checks] = await Promise.all([
      this.database.read<Raw>(`SELECT ${partyColumns} FROM case_party WHERE case_id IN (${marks})`, ids),
      this.database.read<Raw>(`SELECT case_id, ${checkColumns} FROM case_check WHERE case_id IN (${marks})`, ids),
    ]);
    const partiesOf = byCase(parties);
    const checksOf = byCase(checks);
    return rows.map((row) => ({
      record: caseFromRow(this.cipher, row),
      business: this.businesses.at(row.business_id as string, Number(row.business_version)),
      parties: (partiesOf.get(row.id!) ?? [])
        .map((party) => partyFromRow(this.cipher, party))
        .sort((a, b) => (a.role === b.role ? a.position - b.position : a.id < b.id ? -1 : 1)),
      checks: (checksOf.get(row.id!) ?? []).map((check) => checkFromRow(this.cipher, row.id as string, check)),
    }));
  }

  private item(loaded: LoadedCase, may: MayDo): WorkItem {
    const { record, business, parties } = loaded;
    const statuses = inputSteps(business).map((step) => ({ step, status: stepStatus(loaded, step.id) }));
    return {
      id: record.id,
      acceptanceNumber: record.acceptanceNumber,
      businessId: business.id,
      businessName: business.name,
      state: record.state,
      stateName: stateNameIn(business, record.state, factsOf(loaded).authorised),
      unitNumber: record.unit.unitNumber,
      location: record.unit.location,
      parties: parties
        .filter((party) => party.institutionId !== record.institutionId)
        .map((party) => {
          const declared = business.parties[party.role]!;
          return {
            roleName: declared.name,
            name: party.identity.name,
            authorised: asks(declared) ? party.authState === 'passed' && party.agreedHash === record.contentHash : null,
          };
        }),
      missing: statuses.filter(({ status }) => status === 'todo' || status === 'refused').map(({ step }) => step.name),
      versions: Object.fromEntries(statuses.map(({ step }) => [step.id, record.form[step.id]?.version ?? 0])),
      actions: allowedActions(business, factsOf(loaded), may(business.id, record.branchId ?? '') ? ['applicant'] : [])
        .filter((action) => action.enabled)
        .map(({ action }) => action),
      orderId: record.state === 'awaiting-payment' ? record.orderId : null,
      feeFen: record.feeFen,
      clerk: record.clerkName ?? '',
      updatedAt: record.updatedAt,
      deadlineAt: record.deadlineAt,
    };
  }
}
